"""What the pages of worked time send, before anything is looked up."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core import validators
from django.utils import timezone

from releve.kit.faults import BadInputError
from releve.kit.words import translator
from releve.people.models import Level, Person
from releve.shifts.facts import Declared
from releve.shifts.models import PlannedShift
from releve.shifts.vocabulary import (
    AS_PLANNED,
    CORRECTION_REASONS,
    FIRST_DAY,
    LAST_DAY,
    LONGEST_HOURS,
    NOT_WORKED,
    ON_CALL,
)

_ = translator("releve.shifts")

ANSWERS = (AS_PLANNED, "late_stay", "early_release", NOT_WORKED, ON_CALL)
EXTRAS = ("recall", "call_out")
QUICK = (15, 30, 45, 60, 90)
"""Minutes that are one tap each."""

WITHOUT_MINUTES = (AS_PLANNED, NOT_WORKED, ON_CALL)


def reason_field() -> forms.ChoiceField:
    """Return the field of why a closed month is corrected, a code."""
    return forms.ChoiceField(choices=[(one, one) for one in CORRECTION_REASONS], required=False)


def day_field() -> forms.DateField:
    """Return the field of a day that forms can be about."""
    within = [validators.MinValueValidator(FIRST_DAY), validators.MaxValueValidator(LAST_DAY)]
    return forms.DateField(validators=within)


class AnswerForm(forms.Form):
    """How a planned shift went: longer or shorter by so many minutes, as planned, or not at all.

    ``quick``: the minutes of the button that was tapped; ``minutes``: those that were written,
    which win.
    """

    planned = forms.IntegerField(min_value=1, max_value=2**62)
    kind = forms.ChoiceField(choices=[(one, one) for one in ANSWERS])
    quick = forms.IntegerField(required=False, min_value=1, max_value=60 * LONGEST_HOURS)
    minutes = forms.IntegerField(required=False, min_value=1, max_value=60 * LONGEST_HOURS)
    reason = reason_field()

    def declared(self, plan: PlannedShift) -> Declared:
        """Return what is said of a planned shift. Raises BadInputError."""
        told: dict[str, Any] = self.cleaned_data
        kind = told["kind"]
        minutes = told["minutes"] or told["quick"] or 0
        if kind not in WITHOUT_MINUTES and not minutes:
            raise BadInputError(_("say how many minutes"))
        sign = {"late_stay": 1, "early_release": -1}.get(kind, 0)
        return Declared(
            person=plan.person,
            unit=plan.unit,
            kind=kind,
            planned=plan,
            starts_at=plan.starts_at,
            ends_at=plan.ends_at + timedelta(minutes=sign * minutes),
            reason=told["reason"],
        )


class ExtraForm(forms.Form):
    """A recall or a call-out: its day, its beginning and its end, which may lie past midnight."""

    kind = forms.ChoiceField(choices=[(one, one) for one in EXTRAS])
    day = day_field()
    starts = forms.TimeField()
    ends = forms.TimeField()
    reason = reason_field()

    def declared(self, person: Person, unit: Level) -> Declared:
        """Return what is said of a person in a unit. Raises BadInputError."""
        told: dict[str, Any] = self.cleaned_data
        starts_at = _instant(told["day"], told["starts"])
        after = told["day"] + timedelta(days=1 if told["ends"] <= told["starts"] else 0)
        return Declared(
            person=person,
            unit=unit,
            kind=told["kind"],
            code="R" if told["kind"] == "recall" else "C",
            starts_at=starts_at,
            ends_at=_instant(after, told["ends"]),
            reason=told["reason"],
        )


class WithdrawForm(forms.Form):
    """Why something is taken back, where a reason is due."""

    reason = reason_field()


class ValidateForm(forms.Form):
    """The days to validate, both included, of everybody or of one person by her code.

    ``seen_at``: the instant of the page on which they were looked at.
    """

    from_on = day_field()
    to_on = day_field()
    person = forms.CharField(required=False, max_length=40)
    seen_at = forms.CharField(required=False, max_length=40)

    def clean_seen_at(self) -> datetime | None:
        """Return the instant at which the page was made, none where it names none."""
        said = self.cleaned_data["seen_at"]
        if not said:
            return None
        try:
            found = datetime.fromisoformat(said)
        except ValueError as wrong:
            raise forms.ValidationError("seen_at") from wrong
        if found.tzinfo is None:
            raise forms.ValidationError("seen_at")
        return found


class FileForm(forms.Form):
    """A table of worked shifts."""

    table = forms.FileField(max_length=200)


def _instant(day: date, at: time) -> datetime:
    """Return an instant of the house's zone; raises BadInputError where the clock left it out."""
    zone = timezone.get_default_timezone()
    local = datetime.combine(day, at, zone)
    if local.astimezone(timezone.get_fixed_timezone(0)).astimezone(zone).time() != at:
        raise BadInputError(_("the clock was put forward then: this instant does not exist"))
    return local
