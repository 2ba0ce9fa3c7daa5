"""How an import is saved: whole, once, counted.

Importing the same file twice changes nothing: rows are compared with what is stored, and only
new and changed ones are written, with one statement per few hundred rows.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Generic, TypeVar

from django.db import models

from releve.kit.actors import Actor
from releve.people.models import Level
from releve.trail.actions import Change, note_changes

M = TypeVar("M", bound=models.Model)

ROWS_AT_ONCE = 500


@dataclass(frozen=True)
class ImportReport:
    """What an import did, in rows."""

    added: int
    changed: int
    unchanged: int

    def to_json(self) -> dict[str, Any]:
        """Return the counts as JSON-ready data."""
        return asdict(self)


@dataclass(frozen=True)
class Noting(Generic[M]):
    """How the rows of a table stand in the trail: who saves them, and which object each is.

    ``verb`` names what is done, such as ``people.contract.import``; ``key`` returns the key of a
    row's object, once the row is saved; ``hospital`` is whose trail that is.
    """

    actor: Actor
    verb: str
    kind: str
    key: Callable[[M], str | int]
    hospital: int | None = None

    def change(self, row: M, *, before: Any, after: Any) -> Change:
        """Return what is noted of one row."""
        return Change(
            verb=self.verb,
            kind=self.kind,
            key=self.key(row),
            hospital=self.hospital,
            before=before,
            after=after,
        )


def hold(hospital: Level) -> None:
    """Let one import at a time work on a hospital, until the end of the transaction.

    What an import checks (no overlap, no stranger) must still be true when it saves. SQLite
    holds the whole database anyway.
    """
    Level.objects.select_for_update(no_key=True).get(pk=hospital.pk)


def save(
    rows: Mapping[Hashable, M],
    *,
    stored: Mapping[Hashable, M],
    identity: Sequence[str],
    facts: Sequence[str],
    noting: Noting[M],
) -> ImportReport:
    """Write the rows that are new or differ in their facts from the stored row of their key.

    Each of them is noted in the trail, in the caller's transaction.
    """
    new = [key for key in rows if key not in stored]
    changed = [
        key
        for key, row in rows.items()
        if key in stored and values(row, facts) != values(stored[key], facts)
    ]
    touched = [*new, *changed]
    write([rows[key] for key in touched], identity=identity, facts=facts)
    told = (*identity, *facts)
    note_changes(
        noting.actor,
        [
            noting.change(
                rows[key],
                before=facts_of(stored[key], told) if key in stored else None,
                after=facts_of(rows[key], told),
            )
            for key in touched
        ],
    )
    return ImportReport(
        added=len(new), changed=len(changed), unchanged=len(rows) - len(new) - len(changed)
    )


def write(rows: Sequence[M], *, identity: Sequence[str], facts: Sequence[str]) -> None:
    """Insert rows, or update the facts of those whose identity is stored already."""
    if not rows:
        return
    type(rows[0])._default_manager.bulk_create(  # noqa: SLF001 - Django's documented name
        rows,
        batch_size=ROWS_AT_ONCE,
        update_conflicts=True,
        unique_fields=list(identity),
        update_fields=list(facts),
    )


def values(row: models.Model, facts: Iterable[str]) -> tuple[Any, ...]:
    """Return some of a row's values, to compare; foreign keys are named ``…_id``."""
    return tuple(getattr(row, name) for name in facts)


def facts_of(row: models.Model, facts: Iterable[str]) -> dict[str, Any]:
    """Return some of a row's values by their names, as the trail takes them."""
    return {name: getattr(row, name) for name in facts}
