"""What the pages of worked time send, before anything is looked up."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from releve.kit.faults import BadInputError
from releve.kit.words import translator
from releve.people.models import Level, Person
from releve.shifts.facts import Declared
from releve.shifts.models import PlannedShift
from releve.shifts.vocabulary import AS_PLANNED, LONGEST_HOURS, NOT_WORKED

_ = translator("releve.shifts")

ANSWERS = (AS_PLANNED, "late_stay", "early_release", NOT_WORKED)
EXTRAS = ("recall", "call_out")
QUICK = (15, 30, 45, 60, 90)
"""Minutes that are one tap each."""

WITHOUT_MINUTES = (AS_PLANNED, NOT_WORKED)


class AnswerForm(forms.Form):
    """How a planned shift went: longer or shorter by so many minutes, as planned, or not at all.

    ``quick``: the minutes of the button that was tapped; ``minutes``: those that were written.
    """

    planned = forms.IntegerField(min_value=1, max_value=2**62)
    kind = forms.ChoiceField(choices=[(one, one) for one in ANSWERS])
    quick = forms.IntegerField(required=False, min_value=1, max_value=60 * LONGEST_HOURS)
    minutes = forms.IntegerField(required=False, min_value=1, max_value=60 * LONGEST_HOURS)
    reason = forms.CharField(required=False, max_length=500)

    def declared(self, plan: PlannedShift) -> Declared:
        """Return what is said of a planned shift. Raises BadInputError."""
        told: dict[str, Any] = self.cleaned_data
        kind = told["kind"]
        minutes = told["quick"] or told["minutes"] or 0
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
    day = forms.DateField()
    starts = forms.TimeField()
    ends = forms.TimeField()
    reason = forms.CharField(required=False, max_length=500)

    def declared(self, person: Person, unit: Level) -> Declared:
        """Return what is said of a person in a unit. Raises BadInputError."""
        told: dict[str, Any] = self.cleaned_data
        starts_at = _instant(told["day"], told["starts"])
        after = told["day"] + timedelta(days=1 if told["ends"] <= told["starts"] else 0)
        if starts_at > timezone.now():
            raise BadInputError(_("this has not begun yet: it is declared once it has"))
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

    reason = forms.CharField(required=False, max_length=500)


class ValidateForm(forms.Form):
    """The days to validate, both included, of everybody or of one person by her code."""

    from_on = forms.DateField()
    to_on = forms.DateField()
    person = forms.CharField(required=False, max_length=40)


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
