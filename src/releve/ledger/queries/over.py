"""What the ledger holds that is over, for the purge."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet

from releve.ledger.models import (
    Entry,
    MinuteCell,
    PromptAnswer,
    PromptMark,
    PromptPeriod,
    Quarter,
    Spending,
)
from releve.ledger.quarters import quarter_of
from releve.people.models import Level


def tables_over(hospital: Level, *, before: date) -> list[QuerySet[Any]]:
    """Return what a hospital holds of the quarters before a day's, in the order in which it goes.

    Whole quarters, so that accounts stay in balance; what takes an entry back goes before it.
    """
    first = quarter_of(before)
    entries = Entry.objects.for_hospital(hospital).filter(quarter_on__lt=first)
    kept = Entry.objects.for_hospital(hospital).filter(
        quarter_on__gte=first, reverses__isnull=False
    )
    entries = entries.exclude(pk__in=kept.values("reverses"))
    days = {"to_on__lt": first}
    return [
        entries.filter(reverses__isnull=False).order_by("pk"),
        entries.filter(reverses__isnull=True).order_by("pk"),
        Spending.objects.for_hospital(hospital).filter(quarter_on__lt=first, **days).order_by("pk"),
        Quarter.objects.for_hospital(hospital).filter(quarter_on__lt=first).order_by("pk"),
        PromptAnswer.objects.for_hospital(hospital).filter(week_on__lt=first).order_by("pk"),
        MinuteCell.objects.for_hospital(hospital).filter(week_on__lt=first).order_by("pk"),
        PromptPeriod.objects.for_hospital(hospital).filter(**days).order_by("pk"),
    ]


def count_over(hospital: Level, *, before: date) -> int:
    """Return how many rows a purge would take now; the parts of a quarter go with it."""
    return sum(rows.count() for rows in tables_over(hospital, before=before))


def marks_over(hospital: Level, *, before: date) -> QuerySet[PromptMark]:
    """Return the marks of questions about days before one."""
    return PromptMark.objects.for_hospital(hospital).filter(day__lt=before).order_by("pk")
