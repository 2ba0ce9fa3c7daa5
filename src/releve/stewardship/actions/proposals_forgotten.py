"""What is deleted of proposals: words after their week, rows with what they were about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from releve.kit.actors import Actor
from releve.kit.permissions import Permission, needs
from releve.people.models import Level
from releve.people.queries import check_home
from releve.stewardship.models import Proposal, ToolQuestion
from releve.stewardship.proposal_kinds import kinds
from releve.stewardship.queries.proposals_over import (
    contests_over,
    marks_over,
    proposals_over,
    questions_over,
)
from releve.trail.actions import note_change

AT_ONCE = 500


def forget_subjects(hospital: Level, subjects: Sequence[str]) -> int:
    """Delete the proposals about rows that another room deletes, in its transaction."""
    found = Proposal.objects.for_hospital(hospital).filter(subject__in=list(subjects))
    count = found.count()
    found.delete()
    return count


def forget_words(hospital: Level, *, at: datetime) -> int:
    """Empty the words of what is settled, once the time of its kind is over; return how many.

    The house's own daily work: that it was asked and decided stays, what was written goes.
    """
    count = 0
    for kind in kinds().values():
        if kind.keeps_payload is None:
            continue
        until = at - kind.keeps_payload
        ended = Q(decided_at__lte=until) | Q(state="expired", expires_at__lte=until)
        rows = Proposal.objects.for_hospital(hospital).filter(ended, kind=kind.code)
        rows = rows.exclude(payload={})
        with transaction.atomic():
            keys = list(rows.values_list("pk", flat=True))
            gone = Proposal.objects.for_hospital(hospital).filter(pk__in=keys)
            gone.update(payload={}, edited=None, decision_reason="")
            asked = ToolQuestion.objects.for_hospital(hospital).filter(proposal__in=keys)
            asked.update(text="")
        count += len(keys)
    return count


@needs(Permission.PURGE)
def delete_proposals(hospital: Level, *, before: date, actor: Actor) -> int:
    """Delete what is over before a day; return how many rows went. Raises NotAllowedError.

    Proposals about rows of another room go with those rows. Contests closed before that day go,
    questions asked before it, and the marks of checks.
    """
    check_home(actor, Permission.PURGE, hospital)
    count = 0
    for rows in (
        contests_over(hospital, before=before),
        questions_over(hospital, before=before),
        proposals_over(hospital, before=before),
        marks_over(hospital, before=before),
    ):
        while keys := list(rows.values_list("pk", flat=True)[:AT_ONCE]):
            with transaction.atomic():
                rows.model.objects.for_hospital(hospital).filter(pk__in=keys).delete()
                note_change(
                    actor,
                    "stewardship.proposal.purge",
                    kind="hospital",
                    key=hospital.pk,
                    hospital=hospital.pk,
                    after={"count": len(keys)},
                )
            count += len(keys)
    return count
