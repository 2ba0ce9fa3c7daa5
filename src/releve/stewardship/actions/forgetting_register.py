"""What the purge takes from the register: old declarations, papers of tools long retired, names.

A decision on a tool stays for as long as the tool is in the register; who signed it is forgotten
with her account.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from releve.kit.actors import Actor
from releve.kit.permissions import Permission, needs
from releve.people.models import Account, Level
from releve.people.queries import check_home
from releve.stewardship.models import Exemption, StepDecision
from releve.stewardship.queries.over_register import declarations_over, papers_over
from releve.trail.actions import note_change

ROWS_AT_ONCE = 200
SOMEBODY = "—"
"""What stands for the name of a signer whose account is deleted."""


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


@needs(Permission.PURGE)
def forget_signers(accounts: Iterable[Account], *, actor: Actor) -> int:
    """Take the names of accounts that are about to be deleted from what they signed; return rows.

    What was decided, when and why stays, in every hospital where they signed. Raises
    NotAllowedError.
    """
    keys = [account.pk for account in accounts]
    count = 0
    for hospital in Level.objects.filter(kind="hospital").order_by("code") if keys else ():
        decisions = StepDecision.objects.for_hospital(hospital).filter(decided_by__in=keys)
        waivers = Exemption.objects.for_hospital(hospital).filter(signed_by__in=keys)
        rows = [found.exclude(signer=SOMEBODY) for found in (decisions, waivers)]
        if any(found.exists() for found in rows):
            check_home(actor, Permission.PURGE, hospital)
            count += _unsigned(rows, hospital, actor)
    return count


def _unsigned(rows: Iterable[QuerySet[Any]], hospital: Level, actor: Actor) -> int:
    with transaction.atomic():
        count = sum(found.update(signer=SOMEBODY) for found in rows)
        _note(hospital, count, actor)
    return count


def _deleted(rows: QuerySet[Any], hospital: Level, actor: Actor) -> int:
    count = 0
    while keys := list(rows.values_list("pk", flat=True)[:ROWS_AT_ONCE]):
        with transaction.atomic():
            rows.model.objects.for_hospital(hospital).filter(pk__in=keys).delete()
            _note(hospital, len(keys), actor)
        count += len(keys)
    return count


def _note(hospital: Level, count: int, actor: Actor) -> None:
    note_change(
        actor,
        "stewardship.register.purge",
        kind="hospital",
        key=hospital.pk,
        hospital=hospital.pk,
        after={"count": count},
    )
