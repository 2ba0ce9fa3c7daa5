"""Which planned and worked shifts are over long enough for the purge to look at them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from releve.people.models import Level
from releve.shifts.models import (
    MonthClosure,
    MonthTally,
    PlannedShift,
    Publication,
    RequiredCover,
    ShiftChange,
    WorkedShift,
)
from releve.shifts.queries.days import midnight, month_of


def tables_over(hospital: Level, *, before: date) -> list[QuerySet[Any]]:
    """Return what a hospital holds of the months before a day's, in the order in which it goes.

    Whole months: the sums that are kept of one go with its shifts. What was worked goes with the
    planned shift to which it answers.
    """
    before = month_of(before)
    at = midnight(before)
    worked = Q(planned__day__lt=before) | Q(planned__isnull=True, starts_at__lt=at)
    publications = Publication.objects.for_hospital(hospital).filter(to_on__lt=before)
    return [
        WorkedShift.objects.for_hospital(hospital).filter(worked).order_by("pk"),
        PlannedShift.objects.for_hospital(hospital).filter(day__lt=before).order_by("pk"),
        ShiftChange.objects.for_hospital(hospital).filter(day__lt=before).order_by("pk"),
        RequiredCover.objects.for_hospital(hospital).filter(starts_at__lt=at).order_by("pk"),
        MonthTally.objects.for_hospital(hospital).filter(month__lt=before).order_by("pk"),
        MonthClosure.objects.for_hospital(hospital).filter(month__lt=before).order_by("pk"),
        publications.filter(
            planned__isnull=True, cover__isnull=True, changes__isnull=True
        ).order_by("pk"),
    ]


def count_over(hospital: Level, *, before: date) -> int:
    """Return how many rows a purge would take now; publications go with their last row."""
    return sum(rows.count() for rows in tables_over(hospital, before=before)[:-1])
