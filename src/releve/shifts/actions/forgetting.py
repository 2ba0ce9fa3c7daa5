"""What the purge does to shifts: those that are over are deleted, a few at a time."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from releve.kit.actors import Actor
from releve.kit.permissions import Permission, needs
from releve.people.models import Level
from releve.people.queries import check_home
from releve.shifts.models import WorkedShift
from releve.shifts.queries.over import tables_over
from releve.trail.actions import note_change

ROWS_AT_ONCE = 500


@needs(Permission.PURGE)
def delete_shifts(hospital: Level, *, before: date, actor: Actor) -> int:
    """Delete what a hospital planned and worked in the months before a day's; return how many rows.

    Each batch is noted in the trail as a count. Raises NotAllowedError.
    """
    check_home(actor, Permission.PURGE, hospital)
    *tables, publications = tables_over(hospital, before=before)
    count = sum(_deleted(rows, hospital, actor) for rows in tables)
    _deleted(publications, hospital, actor)  # they go with the last of their rows, uncounted
    return count


def _deleted(rows: QuerySet[Any], hospital: Level, actor: Actor) -> int:
    count = 0
    while keys := list(rows.values_list("pk", flat=True)[:ROWS_AT_ONCE]):
        with transaction.atomic():
            found = rows.model.objects.for_hospital(hospital).filter(pk__in=keys)
            if rows.model is WorkedShift:
                # A correction that stays no longer names what it corrected.
                later = WorkedShift.objects.for_hospital(hospital).filter(supersedes__in=keys)
                later.update(supersedes=None)
            found.delete()
            note_change(
                actor,
                "shifts.shift.purge",
                kind="hospital",
                key=hospital.pk,
                hospital=hospital.pk,
                after={"count": len(keys)},
            )
        count += len(keys)
    return count
