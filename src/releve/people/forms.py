"""What somebody fills in about her news: how she wants them by e-mail, and the code of a letter."""

from __future__ import annotations

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from releve.people.actions import Wanted
from releve.people.queries.notices import PAGE
from releve.people.vocabulary import MAIL_RHYTHMS, WEEKDAYS

KEY = re.compile(r"[0-9]{1,18}")

HOURS = [(hour, hour) for hour in range(24)]


class MailForm(forms.Form):
    """How somebody wants her news by e-mail."""

    address = forms.EmailField(
        max_length=254,
        error_messages={"invalid": _("Write a whole e-mail address, such as ana@example.org.")},
    )
    rhythm = forms.ChoiceField(choices=[(one, one) for one in MAIL_RHYTHMS])
    hour = forms.TypedChoiceField(choices=HOURS, coerce=int)
    weekday = forms.ChoiceField(choices=[(one, one) for one in WEEKDAYS])
    quiet_from = forms.TypedChoiceField(choices=HOURS, coerce=int)
    quiet_to = forms.TypedChoiceField(choices=HOURS, coerce=int)
    quiet_days = forms.MultipleChoiceField(choices=[(one, one) for one in WEEKDAYS], required=False)
    urgent_in_quiet = forms.BooleanField(required=False)

    def wanted(self) -> Wanted:
        """Return what was filled in; the form is valid."""
        said = self.cleaned_data
        days = tuple(day for day in WEEKDAYS if day in said["quiet_days"])
        return Wanted(**{**said, "quiet_days": days})


class KeysField(forms.MultipleChoiceField):
    """Numbers of rows: those of one page at most, whether they are there or not."""

    def clean(self, value: list[str]) -> list[int]:
        """Return the numbers; raises ValidationError."""
        given = value or []
        if not 0 < len(given) <= PAGE or not all(KEY.fullmatch(one) for one in given):
            raise ValidationError(self.error_messages["required"])  # no page sends such
        return [int(one) for one in given]


class ReadForm(forms.Form):
    """The unread notices that stood on the page when it was marked as read."""

    seen = KeysField()


class CodeForm(forms.Form):
    """The code of a letter."""

    code = forms.CharField(max_length=20)
