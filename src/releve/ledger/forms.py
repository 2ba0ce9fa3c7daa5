"""What the pages of the ledger send, before anything is looked up."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core import validators

from releve.ledger.facts import Choice, Claim, said_of
from releve.ledger.vocabulary import ACTIVITIES, PURPOSES
from releve.shifts.vocabulary import FIRST_DAY, LAST_DAY

MOST_MINUTES = 10_000_000
LONGEST_TEXT = 150


def day_field() -> forms.DateField:
    """Return the field of a day that forms can be about."""
    within = [validators.MinValueValidator(FIRST_DAY), validators.MaxValueValidator(LAST_DAY)]
    return forms.DateField(validators=within)


def text_field(*, required: bool = True) -> forms.CharField:
    """Return the field of a short text."""
    return forms.CharField(max_length=LONGEST_TEXT, required=required)


def minutes_field(*, least: int = 0, required: bool = False) -> forms.IntegerField:
    """Return the field of a number of minutes."""
    return forms.IntegerField(min_value=least, max_value=MOST_MINUTES, required=required)


class ChoiceForm(forms.Form):
    """What a team chose to do with minutes of a quarter."""

    quarter = day_field()
    purpose = forms.ChoiceField(choices=[(one, one) for one in PURPOSES])
    minutes = minutes_field(least=1, required=True)
    from_on = day_field()
    to_on = day_field()
    reference = text_field()
    signer = text_field(required=False)
    consultation = text_field(required=False)

    def choice(self) -> Choice:
        """Return what is chosen."""
        told = {name: value for name, value in self.cleaned_data.items() if name != "quarter"}
        return Choice(**told)


class SettleForm(forms.Form):
    """What is said of a tool when a quarter is settled."""

    quarter = day_field()
    tool = forms.SlugField(max_length=40)
    activities = forms.MultipleChoiceField(choices=[(one, one) for one in ACTIVITIES])
    before_from = day_field()
    before_to = day_field()
    since = day_field()
    checking = minutes_field()
    incidents = minutes_field()
    clicks = minutes_field()
    said_source = forms.ChoiceField(
        choices=[("", ""), ("declared", "declared"), ("estimated", "estimated")], required=False
    )
    said_minutes = forms.FloatField(required=False, min_value=-3000, max_value=3000)
    said_low = forms.FloatField(required=False, min_value=-3000, max_value=3000)
    said_high = forms.FloatField(required=False, min_value=-3000, max_value=3000)
    said_people = forms.IntegerField(required=False, min_value=0, max_value=100_000)

    def claim(self) -> Claim:
        """Return what is said. Raises LedgerError where its parts do not fit."""
        told: dict[str, Any] = self.cleaned_data
        return Claim(
            tool=told["tool"],
            activities=tuple(told["activities"]),
            before=(told["before_from"], told["before_to"]),
            since=told["since"],
            said=said_of(told),
            checking=told["checking"] or 0,
            incidents=told["incidents"] or 0,
            clicks=told["clicks"] or 0,
        )


class PeriodForm(forms.Form):
    """The days on which a unit is asked at random, and where that was decided."""

    from_on = day_field()
    to_on = day_field()
    reference = text_field()


class QuarterForm(forms.Form):
    """A quarter, by its first day."""

    quarter = day_field()


class GivenForm(forms.Form):
    """How many minutes were given, where the random questions do not tell."""

    given = minutes_field()


class AnswerForm(forms.Form):
    """What somebody answers to a random question; nothing chosen: she would rather not say."""

    mark = forms.CharField(max_length=64)
    activity = forms.ChoiceField(
        choices=[("", ""), *((one, one) for one in ACTIVITIES)], required=False
    )
    left_on_time = forms.ChoiceField(
        choices=[("", ""), ("yes", "yes"), ("no", "no")], required=False
    )

    def left(self) -> bool | None:
        """Return whether she left on time, none where she does not say."""
        return {"yes": True, "no": False}.get(self.cleaned_data["left_on_time"])


class FileForm(forms.Form):
    """A table of measured minutes."""

    table = forms.FileField(max_length=200)
