"""What a page may ask of a search."""

from __future__ import annotations

from typing import Any

from django import forms

from releve.roster.vocabulary import ASKED_AIMS, EDIT_REASONS

DURATIONS = (20, 60, 300)
"""Seconds that a page offers."""


class ChoiceForm(forms.Form):
    """Which state of the period was on the page from which a version is chosen."""

    revision = forms.IntegerField(min_value=0, max_value=2**31 - 1)


class SearchForm(forms.Form):
    """An aim, a time, and the version to start from."""

    aim = forms.ChoiceField(choices=[(aim, aim) for aim in ASKED_AIMS])
    seconds = forms.TypedChoiceField(choices=[(one, one) for one in DURATIONS], coerce=int)
    reference = forms.IntegerField(required=False, min_value=1)

    def clean(self) -> dict[str, Any]:
        """Refuse "few changes" without a roster to change."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("aim") == "stable" and not cleaned.get("reference"):
            self.add_error("aim", "reference")
        return cleaned


class SeenForm(forms.Form):
    """The number of the last edit that was on the page from which a draft is changed."""

    seen = forms.IntegerField(min_value=0, max_value=2**31 - 1)


class EditForm(SeenForm):
    """Why a wish or a habit is set aside, where one is; the cell is read as an address is."""

    reason = forms.ChoiceField(choices=[(one, one) for one in EDIT_REASONS], required=False)
