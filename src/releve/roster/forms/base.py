"""What a page may ask of a search, and what it sends of wishes."""

from __future__ import annotations

from typing import Any

from django import forms

from releve.roster.actions import Ask, WishRefusedError
from releve.roster.engine.problem import WEEKDAYS
from releve.roster.vocabulary import (
    ASKED_AIMS,
    EDIT_REASONS,
    MOST_BUDGET,
    PREFERENCE_KINDS,
    STRENGTHS,
)
from releve.shifts.vocabulary import CHANGE_REASONS

DURATIONS = (20, 60, 300)
"""Seconds that a page offers."""


class ChoiceForm(forms.Form):
    """Which state of the period was on the page from which a version is chosen."""

    revision = forms.IntegerField(min_value=0, max_value=2**31 - 1)


class PublishForm(ChoiceForm):
    """Why shifts change less than 48 hours before they begin, where some do."""

    reason = forms.ChoiceField(choices=[(one, one) for one in CHANGE_REASONS], required=False)


class SeenForm(forms.Form):
    """What was on the page that changes it: the last version of a cycle, the last edit; or 0."""

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


class WishForm(forms.Form):
    """What a person asks for a day; ``ask`` is a kind, or a kind and a shift code."""

    ask = forms.CharField(max_length=24)
    day = forms.DateField()
    strength = forms.TypedChoiceField(choices=[(one, one) for one in STRENGTHS], coerce=int)
    repeat = forms.BooleanField(required=False)

    def asked(self) -> Ask:
        """Return the wish: of that day, or of its weekday in every week of the period.

        Raises WishRefusedError where the form is not filled in.
        """
        if not self.is_valid():
            raise WishRefusedError("incomplete")
        kind, _space, shift = self.cleaned_data["ask"].partition(" ")
        day, strength = self.cleaned_data["day"], self.cleaned_data["strength"]
        if self.cleaned_data["repeat"]:
            weekdays = (WEEKDAYS[day.weekday()],)
            return Ask(kind=kind, shift=shift, weekdays=weekdays, strength=strength)
        return Ask(kind=kind, shift=shift, day=day, strength=strength)


class PreferenceForm(forms.Form):
    """A preference, from a day on, to another where one is given."""

    kind = forms.ChoiceField(choices=[(one, one) for one in PREFERENCE_KINDS])
    from_on = forms.DateField()
    to_on = forms.DateField(required=False)

    def facts(self) -> dict[str, Any]:
        """Return what it says. Raises WishRefusedError where it is not filled in."""
        if not self.is_valid():
            raise WishRefusedError("incomplete")
        return self.cleaned_data


class WishPeriodForm(forms.Form):
    """A period of wishes: its days, until when wishes are taken, and each person's points."""

    starts_on = forms.DateField()
    ends_on = forms.DateField()
    opens_at = forms.DateTimeField()
    closes_at = forms.DateTimeField()
    budget = forms.IntegerField(min_value=1, max_value=MOST_BUDGET)

    def facts(self) -> dict[str, Any]:
        """Return what it says. Raises WishRefusedError where it is not filled in."""
        if not self.is_valid():
            raise WishRefusedError("budget" if "budget" in self.errors else "dates")
        return self.cleaned_data


class EditForm(SeenForm):
    """Why a wish or a habit is set aside, where one is; the cell is read as an address is."""

    reason = forms.ChoiceField(choices=[(one, one) for one in EDIT_REASONS], required=False)
