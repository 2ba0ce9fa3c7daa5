"""What a page may ask of a search."""

from __future__ import annotations

from typing import Any

from django import forms

from releve.roster.vocabulary import ASKED_AIMS

DURATIONS = (20, 60, 300)
"""Seconds that a page offers."""


class ChoiceForm(forms.Form):
    """Which state of the period was on the page from which a version is chosen."""

    revision = forms.IntegerField(min_value=0, max_value=2**31 - 1)


class SeenForm(forms.Form):
    """Which version of a unit's cycle was on the page that changes it; 0 where there was none."""

    seen = forms.IntegerField(min_value=0, max_value=2**31 - 1)


class NewCycleForm(SeenForm):
    """A cycle begun empty with so many weeks, or the file that ``cycle solve`` has written."""

    weeks = forms.IntegerField(required=False, min_value=1, max_value=12)
    content = forms.CharField(required=False, max_length=200_000)


class CycleDayForm(SeenForm):
    """Another shift on one day of a line, or none."""

    line = forms.CharField(max_length=40)
    at = forms.IntegerField(min_value=0, max_value=83)
    code = forms.CharField(required=False, max_length=12)


class CyclePlaceForm(SeenForm):
    """Somebody put on a line, from a week on."""

    person = forms.CharField(max_length=40)
    line = forms.CharField(max_length=40)
    week = forms.IntegerField(min_value=1, max_value=12)
    from_on = forms.DateField(required=False)
    to_on = forms.DateField(required=False)


class CycleLeaveForm(SeenForm):
    """Somebody taken off the place that stands so far down the list."""

    at = forms.IntegerField(min_value=0, max_value=10_000)


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
