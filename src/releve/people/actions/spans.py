"""What holds for a person between two dates: contracts, unavailability, restrictions.

The three tables have one shape, person and dates, and one way to be imported: a row is known
by its person and its first day, so that a corrected end replaces the one before.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db import transaction

from releve.kit.actors import Actor
from releve.kit.permissions import Permission
from releve.kit.tables import Row
from releve.people.actions.lines import MIDNIGHT, Draft, Faults, Line, refuse_repeats
from releve.people.actions.saving import ImportReport, Noting, hold, save
from releve.people.models import Contract, Level, Person, Restriction, Unavailability
from releve.people.queries import hospital_open_to, persons_by_code

S = TypeVar("S", Contract, Unavailability, Restriction)


@dataclass(frozen=True)
class Shape(Generic[S]):
    """How one table of spans is read, recognised and compared.

    ``kind`` and ``verb`` are what the trail calls it and its import. A row is known by ``same``
    in its file and by ``identity`` in its table.
    ``read`` answers a row or, having noted its faults, ``None``. ``check`` looks at all rows
    together, beside those stored.
    """

    model: type[S]
    kind: str
    verb: str
    same: Callable[[Row], tuple[str, ...]]
    identity: tuple[str, ...]
    facts: tuple[str, ...]
    read: Callable[[Line, Level, Person | None], S | None]
    check: Callable[[Sequence[Draft[S]], Collection[S], Faults], None] | None = None

    def key(self, row: S) -> Hashable:
        """Return what a row is recognised by."""
        return tuple(getattr(row, name) for name in self.identity)


def import_spans(
    rows: Sequence[Row], *, shape: Shape[S], actor: Actor, hospital_code: str | None
) -> ImportReport:
    """Add or update rows; those the table does not name stay as they are.

    Raises BadInputError with every fault, and NotAllowedError; then nothing has changed.
    """
    with transaction.atomic():
        hospital = hospital_open_to(actor, Permission.MANAGE_PEOPLE, hospital_code)
        hold(hospital)
        faults = Faults()
        people = persons_by_code(hospital)
        drafts = [
            draft
            for row in rows
            if (draft := _draft(Line(row, faults), shape, hospital, people)) is not None
        ]
        refuse_repeats(rows, same=shape.same, column="from", faults=faults)
        stored = {
            shape.key(row): row
            for row in shape.model.objects.for_hospital(hospital).select_related("person")
        }
        if shape.check:
            shape.check(drafts, stored.values(), faults)
        faults.stop()
        return save(
            {draft.key: draft.row for draft in drafts},
            stored=stored,
            identity=shape.identity,
            facts=shape.facts,
            noting=Noting(
                actor,
                shape.verb,
                kind=shape.kind,
                # What holds for a person is found under her own key, all of it together.
                key=lambda row: row.person_id,
                hospital=hospital.pk,
            ),
        )


def _draft(
    line: Line, shape: Shape[S], hospital: Level, people: Mapping[str, Person]
) -> Draft[S] | None:
    code = line.known("person", people)
    row = shape.read(line, hospital, people.get(code))
    if row is None:
        return None
    return Draft(line=line.number, key=shape.key(row), row=row)


def person_and_start(row: Row) -> tuple[str, ...]:
    """Return what a line is known by: its person and first day, as written."""
    return row.get("person"), row.get("from").removesuffix(MIDNIGHT)
