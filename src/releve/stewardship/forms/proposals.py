"""What the pages of proposals, contests, questions and checks send."""

from __future__ import annotations

from typing import Any

from django import forms

from releve.ledger.vocabulary import ACTIVITIES
from releve.stewardship.forms.words import WordsField
from releve.stewardship.vocabulary import DECIDED_STATES, PROPOSAL_STATES

LARGEST = 2**62


class FilterForm(forms.Form):
    """Which proposals a list shows; what is empty or unknown leaves nothing out."""

    unit = forms.IntegerField(required=False, min_value=1, max_value=LARGEST)
    state = forms.ChoiceField(required=False, choices=[(one, one) for one in PROPOSAL_STATES])
    kind = forms.CharField(required=False, max_length=30)

    def chosen(self) -> dict[str, Any]:
        """Return what was chosen and is known."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class DecideForm(forms.Form):
    """A decision on a proposal."""

    outcome = forms.ChoiceField(choices=[(one, one) for one in DECIDED_STATES])
    reason = WordsField(required=False, max_length=500)
    edited = WordsField(required=False, max_length=20_000, strip=False)


class SayForm(forms.Form):
    """A message of a contest; what is too long is said by the action, in its own words."""

    said = WordsField(max_length=20_000)


class SeenForm(SayForm):
    """A message of a contest from whoever has read so many of them."""

    seen = forms.IntegerField(min_value=0, max_value=LARGEST)


class AskForm(forms.Form):
    """A text for a tool, in the name of a unit."""

    tool = forms.SlugField(max_length=40)
    unit = forms.IntegerField(min_value=1, max_value=LARGEST)
    text = forms.CharField(max_length=20_000, strip=False)
    names_nobody = forms.BooleanField(required=False)


class ReachForm(forms.Form):
    """How a tool is reached."""

    address = forms.CharField(max_length=200)
    model = forms.CharField(max_length=100)
    key_variable = forms.CharField(required=False, max_length=60)
    instructions = WordsField(required=False, max_length=10_000)
    most_tokens = forms.IntegerField()
    activity = forms.ChoiceField(choices=[(one, one) for one in ACTIVITIES])
    minutes_saved = forms.IntegerField()
    minutes_checking = forms.IntegerField()
    takes_identities = forms.BooleanField(required=False)


class LookForm(forms.Form):
    """The lines of a case that somebody finds wrong."""

    case = forms.CharField(max_length=60)
