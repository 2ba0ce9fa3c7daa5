"""What the purge does to the ledger: quarters that are over, and marks of questions."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from releve.kit.actors import Actor
from releve.kit.permissions import Permission, needs
from releve.ledger.queries.over import marks_over, tables_over
from releve.people.models import Level
from releve.people.queries import check_home
from releve.trail.actions import note_change

ROWS_AT_ONCE = 500


@needs(Permission.PURGE)
def delete_ledger(hospital: Level, *, before: date, actor: Actor) -> int:
    """Delete a hospital's quarters, choices, answers and cells of before a day's quarter.

    Returns how many rows. Raises NotAllowedError.
    """
    check_home(actor, Permission.PURGE, hospital)
    return sum(_deleted(rows, hospital, actor) for rows in tables_over(hospital, before=before))


@needs(Permission.PURGE)
def delete_marks(hospital: Level, *, before: date, actor: Actor) -> int:
    """Delete the marks of questions about days before one; return how many. As above."""
    check_home(actor, Permission.PURGE, hospital)
    return _deleted(marks_over(hospital, before=before), hospital, actor)


def _deleted(rows: QuerySet[Any], hospital: Level, actor: Actor) -> int:
    count = 0
    while keys := list(rows.values_list("pk", flat=True)[:ROWS_AT_ONCE]):
        with transaction.atomic():
            rows.model.objects.for_hospital(hospital).filter(pk__in=keys).delete()
            note_change(
                actor,
                "ledger.entry.purge",
                kind="hospital",
                key=hospital.pk,
                hospital=hospital.pk,
                after={"count": len(keys)},
            )
        count += len(keys)
    return count
