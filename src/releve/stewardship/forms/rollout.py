"""What the pages of roll-outs send: a plan, a consultation, a step, an answer, a closing list."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core import validators

from releve.stewardship.actions.stopping import CLOSING
from releve.stewardship.engine.plans import STOP_RULES, Plan, PlannedStep
from releve.stewardship.forms.words import WordsField
from releve.stewardship.vocabulary import CONSULTED, OPINIONS

MOST_STEPS = 12
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2200, 12, 31)
LONGEST_TEXT = 1000


def _day(**facts: Any) -> forms.DateField:
    within = [validators.MinValueValidator(FIRST_DAY), validators.MaxValueValidator(LAST_DAY)]
    return forms.DateField(validators=within, **facts)


class SeenForm(forms.Form):
    """The state of the entry that whoever decides has seen."""

    row_version = forms.IntegerField(min_value=1, max_value=2**31)


class ReasonForm(SeenForm):
    """Why a tool goes on, in words."""

    reason = WordsField(max_length=LONGEST_TEXT)


class StopForm(forms.Form):
    """Why a tool is stopped, where somebody wants to say so."""

    reason = WordsField(max_length=LONGEST_TEXT, required=False)


class SaidForm(forms.Form):
    """Something in words: an alarm, its answer, an emergency."""

    said = WordsField(max_length=LONGEST_TEXT)


class StepForm(SeenForm):
    """A step to open: in which units; what is signed over, and why."""

    move = forms.ChoiceField(choices=[(one, one) for one in ("pilot", "step", "generalise")])
    step = forms.IntegerField(min_value=0, max_value=MOST_STEPS + 1)
    units = forms.MultipleChoiceField()
    signs = forms.BooleanField(required=False)
    reason = WordsField(max_length=LONGEST_TEXT, required=False)

    def __init__(self, *args: Any, units: list[str], **facts: Any) -> None:
        super().__init__(*args, **facts)
        field = self.fields["units"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - as declared above
        field.choices = [(one, one) for one in units]


class ConsultationForm(forms.Form):
    """A consultation: whom, where, on which day, what was said, where the minutes are."""

    level = forms.ChoiceField()
    body = forms.ChoiceField(choices=[(one, one) for one in CONSULTED])
    held_on = _day()
    opinion = forms.ChoiceField(choices=[(one, one) for one in OPINIONS])
    reference = forms.CharField(max_length=150)

    def __init__(self, *args: Any, levels: list[str], **facts: Any) -> None:
        super().__init__(*args, **facts)
        field = self.fields["level"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - as declared above
        field.choices = [(one, one) for one in levels]


class RetireForm(ReasonForm):
    """The closing list of a tool, each item in words, and why it is retired."""

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        for item in CLOSING:
            self.fields[item] = WordsField(max_length=LONGEST_TEXT)

    @property
    def closing(self) -> dict[str, str]:
        """The list as it was filled in."""
        return {item: self.cleaned_data[item] for item in CLOSING}


class PlanForm(forms.Form):
    """A plan: for each unit its step, for each step its day, and what is looked at.

    Units are fields of their own, ``unit-URG``; a step without units and without a day after the
    last one that has some is no step.
    """

    outcome = WordsField(max_length=LONGEST_TEXT, required=False)
    margin = WordsField(max_length=LONGEST_TEXT, required=False)

    def __init__(self, *args: Any, units: list[str], **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.codes = units
        numbers = [("", ""), *((str(one), str(one)) for one in range(1, MOST_STEPS + 1))]
        for code in units:
            self.fields[f"unit-{code}"] = forms.ChoiceField(choices=numbers, required=False)
        for code in units:
            self.fields[f"pilot-{code}"] = forms.BooleanField(required=False)
        for number in range(MOST_STEPS + 1):
            self.fields[f"day-{number}"] = _day(required=False)
        for kind in STOP_RULES:
            self.fields[f"rule-{kind}"] = WordsField(max_length=LONGEST_TEXT, required=False)

    def plan(self, *, today: date) -> Plan:
        """Return the plan as it was filled in; the form is valid.

        A step whose day is not said begins today, which whoever locks it is told to look at.
        """
        said = self.cleaned_data
        units: dict[int, list[str]] = {}
        for code in self.codes:
            if said[f"pilot-{code}"]:
                units.setdefault(0, []).append(code)
            if said[f"unit-{code}"]:
                units.setdefault(int(said[f"unit-{code}"]), []).append(code)
        last = max(units, default=-1)
        steps = tuple(
            PlannedStep(
                number, tuple(dict.fromkeys(units.get(number, ()))), said[f"day-{number}"] or today
            )
            for number in range(last + 1)
        )
        rules = tuple((kind, said[f"rule-{kind}"].strip()) for kind in STOP_RULES)
        return Plan(steps, said["outcome"].strip(), said["margin"].strip(), rules)
