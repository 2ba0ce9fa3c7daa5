"""How what is done to shifts stands in the trail."""

from __future__ import annotations

from typing import Any

from releve.kit.actors import Actor
from releve.people.models import Level
from releve.shifts.models import Publication, WorkedShift
from releve.trail.actions import Change, note_change

WORKED_FACTS = ("unit_id", "planned_id", "code", "starts_at", "ends_at", "break_minutes", "kind")


def hold(unit: Level) -> None:
    """Let one change at a time work on the shifts of a hospital, until the transaction ends.

    People work in several units, so the hospital serves as lock. SQLite holds the whole database
    anyway. No key changes: rows that name the hospital may still be written elsewhere.
    """
    Level.objects.select_for_update(no_key=True).get(pk=unit.hospital_id or unit.pk)


def note_publication(actor: Actor, publication: Publication, *, reason: str) -> None:
    """Note that a unit was shown its days."""
    note_change(
        actor,
        "shifts.publication.make",
        kind="publication",
        key=f"{publication.unit.code}/{publication.from_on}/{publication.version}",
        hospital=publication.hospital_id,
        after={"digest": publication.digest, "source": publication.source},
        reason=reason,
    )


def worked_change(verb: str, row: WorkedShift, *, before: WorkedShift | None = None) -> Change:
    """Return what is noted of a worked shift; all that was worked stands under its person."""
    return Change(
        verb=verb,
        kind="shift",
        key=row.person_id,
        hospital=row.hospital_id,
        before=None if before is None else _facts(before),
        after=_facts(row),
        reason=row.reason,
    )


def _facts(row: WorkedShift) -> dict[str, Any]:
    return {name: getattr(row, name) for name in WORKED_FACTS}
