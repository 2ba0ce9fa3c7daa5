"""What is over of proposals, contests, questions and checks before a day."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from releve.people.models import Level
from releve.stewardship.models import BiasMark, Contest, Proposal, ToolQuestion
from releve.stewardship.proposal_kinds import kinds


def proposals_over(hospital: Level | int, *, before: date) -> QuerySet[Proposal]:
    """Return answers to what people asked, from before a day; others go with their subject."""
    own = [code for code, kind in kinds().items() if kind.of_asker]
    found = Proposal.objects.for_hospital(hospital).filter(kind__in=own)
    return found.filter(proposed_at__date__lt=before).order_by("pk")


def contests_over(hospital: Level | int, *, before: date) -> QuerySet[Contest]:
    """Return contests that were closed before a day."""
    found = Contest.objects.for_hospital(hospital).filter(state="closed")
    return found.filter(closed_at__date__lt=before).order_by("pk")


def questions_over(hospital: Level | int, *, before: date) -> QuerySet[ToolQuestion]:
    """Return questions that were asked before a day."""
    found = ToolQuestion.objects.for_hospital(hospital).filter(asked_at__date__lt=before)
    return found.exclude(state="waiting").order_by("pk")


def marks_over(hospital: Level | int, *, before: date) -> QuerySet[BiasMark]:
    """Return marks of checks of quarters that began before a day."""
    found = BiasMark.objects.for_hospital(hospital).filter(quarter_on__lt=before)
    return found.order_by("pk")


def rows_over(hospital: Level | int, *, before: date) -> int:
    """Return how many rows a purge of what is before a day would take."""
    counts = (
        contests_over(hospital, before=before).count(),
        questions_over(hospital, before=before).count(),
        proposals_over(hospital, before=before).count(),
        marks_over(hospital, before=before).count(),
    )
    return sum(counts)
