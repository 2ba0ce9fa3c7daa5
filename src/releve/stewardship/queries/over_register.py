"""What of the register its retention no longer covers."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet

from releve.people.models import Level
from releve.stewardship.models import (
    Alarm,
    BrokenGlass,
    Declaration,
    Evidence,
    Exemption,
    Intake,
    RolloutPlan,
    StepDecision,
)


def declarations_over(hospital: Level, *, before: date) -> QuerySet[Declaration]:
    """Return the declarations that were made before a day, answered or not."""
    return Declaration.objects.for_hospital(hospital).filter(declared_at__date__lt=before)


def papers_over(hospital: Level, *, before: date) -> tuple[QuerySet[Any], ...]:
    """Return what people signed, gave and raised for tools that were retired before a day."""
    return tuple(
        table.objects.for_hospital(hospital).filter(tool__retired_on__lt=before)
        for table in (
            Intake,
            Evidence,
            Exemption,
            RolloutPlan,
            StepDecision,
            Alarm,
            BrokenGlass,
        )
    )
