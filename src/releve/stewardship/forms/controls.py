"""The forms of evidence and exemptions, and the answers of the intake."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from releve.stewardship.actions.evidence import LONGEST_TEXT, Given
from releve.stewardship.actions.exemptions import Exempted
from releve.stewardship.engine.intake import ANSWERS, Said
from releve.stewardship.forms.words import WordsField


class EvidenceForm(forms.Form):
    """What shows that a control is kept: a file, an address or a text."""

    title = forms.CharField(max_length=150)
    text = WordsField(
        max_length=LONGEST_TEXT, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    address = forms.URLField(max_length=200, required=False, assume_scheme="https")
    file = forms.FileField(required=False, max_length=150, allow_empty_file=True)
    valid_until = forms.DateField(required=False)

    def given(self) -> Given:
        """Return what the form gives; call it once it is valid."""
        said = self.cleaned_data
        file = said["file"]
        return Given(
            title=said["title"],
            text=said["text"],
            address=said["address"],
            file_name=file.name if file else "",
            content=file.read() if file else None,
            valid_until=said["valid_until"],
        )


class ExemptForm(forms.Form):
    """Why a control does not bind, and until when where it is waived."""

    kind = forms.ChoiceField(choices=[(one, one) for one in ("not_applicable", "waived")])
    reason = WordsField(max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    until_on = forms.DateField(required=False)

    def exempted(self, signer: str) -> Exempted:
        """Return what the form says, signed with a name."""
        said = self.cleaned_data
        until = said["until_on"] if said["kind"] == "waived" else None
        return Exempted(reason=said["reason"], signer=signer, until_on=until)


def answers_in(sent: Mapping[str, Any]) -> dict[str, Said]:
    """Return the answers that a form or an address holds, question by question."""
    return {
        question: Said(str(sent.get(question, "")), str(sent.get(f"{question}_reason", "")))
        for question in ANSWERS
    }
