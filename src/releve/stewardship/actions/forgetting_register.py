"""What the purge takes from the register: old declarations, and papers of tools long retired."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from releve.kit.actors import Actor
from releve.kit.permissions import Permission, needs
from releve.people.models import Level
from releve.people.queries import check_home
from releve.stewardship.queries.over_register import declarations_over, papers_over
from releve.trail.actions import note_change

ROWS_AT_ONCE = 200


@needs(Permission.PURGE)
def delete_declarations(hospital: Level, *, before: date, actor: Actor) -> int:
    """Delete what was declared and answered before a day; return how many rows.

    Each batch is noted in the trail as a count. Raises NotAllowedError.
    """
    check_home(actor, Permission.PURGE, hospital)
    return _deleted(declarations_over(hospital, before=before), hospital, actor)


@needs(Permission.PURGE)
def delete_papers(hospital: Level, *, before: date, actor: Actor) -> int:
    """Delete intakes, evidence and exemptions of tools retired before a day; return how many.

    The entry itself stays: the register says what was in use, and names nobody. Raises
    NotAllowedError.
    """
    check_home(actor, Permission.PURGE, hospital)
    return sum(_deleted(rows, hospital, actor) for rows in papers_over(hospital, before=before))


def _deleted(rows: QuerySet[Any], hospital: Level, actor: Actor) -> int:
    count = 0
    while keys := list(rows.values_list("pk", flat=True)[:ROWS_AT_ONCE]):
        with transaction.atomic():
            rows.model.objects.for_hospital(hospital).filter(pk__in=keys).delete()
            note_change(
                actor,
                "stewardship.register.purge",
                kind="hospital",
                key=hospital.pk,
                hospital=hospital.pk,
                after={"count": len(keys)},
            )
        count += len(keys)
    return count
