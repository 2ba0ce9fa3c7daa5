"""An import that happens only to the very table that its sender has seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.db import transaction

from releve.kit.actors import Actor
from releve.kit.permissions import Permission, needs
from releve.kit.tables import Row
from releve.people.actions.dates import import_restrictions, import_unavailability
from releve.people.actions.persons import import_persons
from releve.people.actions.saving import ImportReport, hold
from releve.people.models import Level
from releve.people.queries import check_at, table_digest

# Contracts name packs of rules, which this room does not know: they come by the command line.
IMPORTS: dict[str, Callable[..., ImportReport]] = {
    "persons": import_persons,
    "unavailability": import_unavailability,
    "restrictions": import_restrictions,
}


class StaleTableError(Exception):
    """Somebody has changed a table since it was read; nothing was imported."""


@needs(Permission.MANAGE_PEOPLE)
def import_seen(
    kind: str, rows: Sequence[Row], *, actor: Actor, hospital: Level, seen: str
) -> ImportReport:
    """Import lines into the table that the sender has seen, and into no other.

    ``seen``: the digest of the table as she read it. Raises StaleTableError, BadTableError and
    NotAllowedError.
    """
    check_at(actor, Permission.MANAGE_PEOPLE, hospital)
    with transaction.atomic():
        hold(hospital)
        if table_digest(kind, hospital) != seen:
            raise StaleTableError
        return IMPORTS[kind](rows, actor=actor, hospital_code=hospital.code)
