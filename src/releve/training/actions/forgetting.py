"""What the purge does to training: what is over is deleted, a few at a time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from releve.kit.actors import Actor
from releve.kit.permissions import Permission, needs
from releve.people.models import Level
from releve.people.queries import check_home
from releve.trail.actions import note_change
from releve.training.queries.over import attempts_over, proofs_over

ROWS_AT_ONCE = 500


@needs(Permission.PURGE)
def delete_attempts(hospital: Level, *, before: date, actor: Actor) -> int:
    """Delete attempts that ended before a day, and askings that were done; return how many rows.

    Each batch is noted in the trail as a count. Raises NotAllowedError.
    """
    check_home(actor, Permission.PURGE, hospital)
    return _deleted(
        attempts_over(hospital, before=before), "training.attempt.purge", hospital, actor
    )


@needs(Permission.PURGE)
def delete_proofs(hospital: Level, *, before: date, actor: Actor) -> int:
    """Delete proofs that ended or were withdrawn before a day; return how many.

    Each batch is noted in the trail as a count. Raises NotAllowedError.
    """
    check_home(actor, Permission.PURGE, hospital)
    return _deleted(proofs_over(hospital, before=before), "training.proof.purge", hospital, actor)


def _deleted(tables: Iterable[QuerySet[Any]], verb: str, hospital: Level, actor: Actor) -> int:
    count = 0
    for rows in tables:
        while keys := list(rows.values_list("pk", flat=True)[:ROWS_AT_ONCE]):
            with transaction.atomic():
                rows.model.objects.for_hospital(hospital).filter(pk__in=keys).delete()
                note_change(
                    actor,
                    verb,
                    kind="hospital",
                    key=hospital.pk,
                    hospital=hospital.pk,
                    after={"count": len(keys)},
                )
            count += len(keys)
    return count
