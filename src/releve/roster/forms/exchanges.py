"""What the pages of exchanges and open shifts send."""

from __future__ import annotations

from datetime import date, datetime

from django import forms
from django.utils import timezone

from releve.roster.actions import ExchangeRefusedError, Offer, Post
from releve.roster.vocabulary import ALLOTMENTS


class SwapForm(forms.Form):
    """A shift that is given, to whom, and for which of hers: ``2026-03-04 J``, or nothing."""

    day = forms.DateField()
    shift = forms.CharField(max_length=12)
    colleague = forms.CharField(max_length=100)
    back = forms.CharField(max_length=24, required=False)

    def offer(self) -> Offer:
        """Return what is offered. Raises ExchangeRefusedError where the form is not filled in."""
        if not self.is_valid():
            raise ExchangeRefusedError("same")
        sent = self.cleaned_data
        on, _space, shift = sent["back"].partition(" ")
        try:
            taken = date.fromisoformat(on) if on else None
        except ValueError:
            raise ExchangeRefusedError("same") from None
        return Offer(
            gives_day=sent["day"], gives_shift=sent["shift"], takes_day=taken, takes_shift=shift
        )


class RuleForm(forms.Form):
    """Which agreed exchanges are accepted by themselves."""

    accepts = forms.BooleanField(required=False)
    days_ahead = forms.IntegerField(min_value=0, max_value=90)


class OpeningForm(forms.Form):
    """A shift to offer: ``post`` is a day, a shift, a role and a skill, as the page lists holes."""

    post = forms.CharField(max_length=140)
    closes_at = forms.DateTimeField(input_formats=["%Y-%m-%dT%H:%M"])
    way = forms.ChoiceField(choices=[(one, one) for one in ALLOTMENTS])

    def asked(self) -> tuple[Post, datetime, str]:
        """Return the post, its window's end by the local clock, and the way it is allotted.

        Raises ExchangeRefusedError where the form is not filled in.
        """
        if not self.is_valid():
            raise ExchangeRefusedError("window" if "closes_at" in self.errors else "shift")
        sent = self.cleaned_data
        parts = [*sent["post"].split("|"), "", "", ""][:4]
        try:
            on = date.fromisoformat(parts[0])
        except ValueError:
            raise ExchangeRefusedError("shift") from None
        closes = sent["closes_at"]
        return (
            Post(day=on, shift=parts[1], role=parts[2], skill=parts[3]),
            closes if timezone.is_aware(closes) else timezone.make_aware(closes),
            sent["way"],
        )


class OffersForm(forms.Form):
    """Whether somebody wants to hear of open shifts."""

    wants = forms.BooleanField(required=False)
