"""An invented hospital and tables for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import pytest

from releve.kit.actors import HOUSE
from releve.kit.cells import cell_text
from releve.kit.tables import Row
from releve.people.actions import (
    BadTableError,
    ImportReport,
    import_contracts,
    import_levels,
    import_persons,
    import_restrictions,
    import_unavailability,
    load_reference,
)
from releve.people.models import Level
from releve.people.queries import hospital_of, table_of
from releve.people.vocabulary import COLUMNS, LEVEL_COLUMNS

Table = list[list[str]]
Place = tuple[int | None, str | None]

LEVELS = [
    ["FR", "nation", "France", ""],
    ["GHT-LUNE", "ght", "GHT de la Lune", "FR"],
    ["CH-LUNE", "hospital", "Hôpital de la Lune", "GHT-LUNE"],
    ["URG", "unit", "Urgences", "CH-LUNE"],
    ["CARDIO", "unit", "Cardiologie", "CH-LUNE"],
]
PERSONS = [
    ["A1", "Feuillage", "Ada", "URG", "nurse", "resuscitation|triage"],
    ["B2", "Ruisseau", "Bo", "URG", "care_assistant", ""],
    ["C3", "Galet", "", "CARDIO", "nurse", "triage"],
]
CONTRACTS = [
    ["A1", "1", "fph", "day", "2026-01-01", "", "false"],
    ["B2", "0.8", "fph", "night", "2025-01-01", "2025-12-31", "false"],
    ["B2", "0.5", "fph", "variable", "2026-01-01", "", "true"],
]
UNAVAILABILITY = [["A1", "2026-02-02", "2026-02-08"], ["C3", "2026-02-02", "2026-02-02"]]
RESTRICTIONS = [
    ["A1", "2026-01-01", "", "no_nights"],
    ["A1", "2026-03-01", "2026-03-31", "days_off=mon+wed"],
    ["B2", "2026-01-01", "", "max_minutes_a_day=450"],
]
TABLES = {
    "persons": PERSONS,
    "contracts": CONTRACTS,
    "unavailability": UNAVAILABILITY,
    "restrictions": RESTRICTIONS,
}
IMPORTS: dict[str, Callable[..., ImportReport]] = {
    "persons": partial(import_persons, actor=HOUSE),
    "contracts": partial(import_contracts, actor=HOUSE),
    "unavailability": partial(import_unavailability, actor=HOUSE),
    "restrictions": partial(import_restrictions, actor=HOUSE),
}


def rows(columns: Sequence[str], table: Sequence[Sequence[str]]) -> list[Row]:
    """Return a table as it is read from a file whose first line names the columns."""
    return [
        Row(line=line, cells=dict(zip(columns, cells, strict=True)))
        for line, cells in enumerate(table, start=2)
    ]


def rows_of(kind: str, table: Sequence[Sequence[str]]) -> list[Row]:
    """Return a table of one kind as it is read."""
    return rows(COLUMNS[kind], table)


def a_hospital(levels: Sequence[Sequence[str]] = LEVELS) -> Level:
    """Save the hospital of the Moon, its units, and the roles and skills that ship."""
    load_reference(actor=HOUSE)
    import_levels(rows(LEVEL_COLUMNS, levels), actor=HOUSE)
    return hospital_of("CH-LUNE")


def a_staffed_hospital() -> Level:
    """Save the hospital of the Moon with its people and all that holds for them."""
    hospital = a_hospital()
    for kind, table in TABLES.items():
        IMPORTS[kind](rows_of(kind, table))
    return hospital


def stored(kind: str, hospital: Level) -> Table:
    """Return what is stored, as text, in the columns of the files."""
    return [[cell_text(cell) for cell in row] for row in table_of(kind, hospital)]


def everything(hospital: Level) -> dict[str, Table]:
    """Return every table of a hospital as text."""
    return {kind: stored(kind, hospital) for kind in TABLES}


def faults_of(action: Callable[[], ImportReport]) -> list[tuple[Place, str]]:
    """Return the place and the sentence of every fault of an import."""
    with pytest.raises(BadTableError) as caught:
        action()
    return [((fault.place.line, fault.place.field), fault.what) for fault in caught.value.faults]
