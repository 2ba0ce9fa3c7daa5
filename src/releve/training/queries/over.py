"""What is over long enough for the purge to look at it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from releve.people.models import Level
from releve.training.models import Assignment, Attempt, Proof


def attempts_over(hospital: Level, *, before: date) -> list[QuerySet[Any]]:
    """Return the attempts that ended, or were left, before a day, and what was asked and done."""
    left = Q(ended_at__isnull=True, begun_at__date__lt=before)
    attempts = Attempt.objects.for_hospital(hospital).filter(Q(ended_at__date__lt=before) | left)
    asked = Assignment.objects.for_hospital(hospital).filter(done_at__date__lt=before)
    return [attempts.order_by("pk"), asked.order_by("pk")]


def proofs_over(hospital: Level, *, before: date) -> list[QuerySet[Any]]:
    """Return the proofs that ended or were withdrawn before a day; one without end stays."""
    over = Q(expires_on__lt=before) | Q(withdrawn_at__date__lt=before)
    return [Proof.objects.for_hospital(hospital).filter(over).order_by("pk")]
