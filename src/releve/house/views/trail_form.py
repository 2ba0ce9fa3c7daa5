"""The form with which somebody asks to read a part of the audit trail."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from releve.kit.days import is_meant, year_fault
from releve.trail.actions import LONGEST_NAME, LONGEST_REASON


class _DayInput(forms.DateInput):
    """A day as browsers ask for it, whatever the language of the page."""

    input_type = "date"

    def format_value(self, value: Any) -> str | None:
        """Return the day as the browser needs it."""
        return None if value is None else str(value)  # a date's own spelling is ISO 8601


class TrailRequestForm(forms.Form):
    """Which part of the audit trail somebody asks to read, what for and why."""

    purpose = forms.ChoiceField(
        label=_("What it is for"),
        choices=[
            ("error", _("Find out how an error came about")),
            ("security", _("Look into a misuse of an account or of data")),
            ("complaint", _("Answer a complaint or an objection")),
            ("own_data", _("Answer a person about the data held on her")),
            ("inspection", _("Answer an inspection or a court")),
        ],
    )
    reason = forms.CharField(label=_("Why, in a sentence"), max_length=LONGEST_REASON)
    from_on = forms.DateField(label=_("From"), widget=_DayInput)
    to_on = forms.DateField(label=_("To, this day included"), widget=_DayInput)
    kind = forms.CharField(label=_("Kind of object"), max_length=LONGEST_NAME, required=False)
    key = forms.CharField(label=_("Its number"), max_length=LONGEST_NAME, required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse days out of range or in the wrong order, and a number without its kind."""
        given: dict[str, Any] = super().clean() or {}
        first, last = given.get("from_on"), given.get("to_on")
        for name, day in (("from_on", first), ("to_on", last)):
            if day and not is_meant(day):
                self.add_error(name, year_fault(day))
        if first and last and last < first:
            self.add_error("to_on", _("The last day comes before the first."))
        if given.get("key") and not given.get("kind"):
            self.add_error("kind", _("Say what kind of object the number belongs to."))
        return given
