"""Measured minutes from a file: whole or not at all, every fault with its line and column."""

from __future__ import annotations

import pytest

from releve.kit.actors import HOUSE
from releve.ledger.actions import import_minutes
from releve.ledger.models import MinuteCell
from releve.ledger.tests.builders import a_team
from releve.people.models import Level
from releve.people.tests.builders import faults_of, rows

pytestmark = pytest.mark.django_db
COLUMNS = ("unit", "week", "profession", "activity", "minutes", "people")
GOOD = ["URG", "2026-07-06", "nurse", "documentation", "6000", "10"]


def imported(*lines: list[str]) -> tuple[int, int, int]:
    """Import lines; return how many were added, changed and unchanged."""
    report = import_minutes(rows(COLUMNS, lines), actor=HOUSE)
    return report.added, report.changed, report.unchanged


def cells(hospital: Level) -> list[tuple[str, int, int]]:
    """Return what is stored."""
    found = MinuteCell.objects.for_hospital(hospital).order_by("pk")
    return list(found.values_list("profession", "minutes", "people"))


def test_a_file_is_added_known_again_and_corrected() -> None:
    team = a_team()
    whole = ["URG", "2026-07-13", "", "documentation", "12000", "19"]
    assert imported(GOOD, whole) == (2, 0, 0)
    assert imported(GOOD, whole) == (0, 0, 2)
    assert imported([*GOOD[:4], "6100", "10"], whole) == (0, 1, 1)
    assert cells(team.hospital) == [("nurse", 6100, 10), ("", 12000, 19)]


@pytest.mark.parametrize(
    ("column", "said"),
    [
        ("unit", "NOWHERE"),
        ("unit", ""),
        ("week", "2026-07-07"),
        ("week", "soon"),
        ("week", ""),
        ("profession", "astronaut"),
        ("activity", "gossip"),
        ("minutes", "-5"),
        ("minutes", "many"),
        ("minutes", "100801"),
        ("people", "7"),
        ("people", "0"),
        ("people", "10.5"),
        ("people", "²"),
    ],
)
def test_a_fault_names_its_line_and_column_and_nothing_is_imported(column: str, said: str) -> None:
    team = a_team()
    line = [said if name == column else cell for name, cell in zip(COLUMNS, GOOD, strict=True)]
    other = ["URG", "2026-07-20", "nurse", "documentation", "6000", "10"]
    faults = faults_of(lambda: import_minutes(rows(COLUMNS, [other, line]), actor=HOUSE))
    assert [place for place, _what in faults] == [(3, column)]
    assert cells(team.hospital) == []


def test_the_same_line_twice_is_refused() -> None:
    team = a_team()
    faults = faults_of(lambda: import_minutes(rows(COLUMNS, [GOOD, GOOD]), actor=HOUSE))
    assert [place for place, _what in faults] == [(3, "activity")]
    assert cells(team.hospital) == []


def test_what_professions_leave_of_a_whole_unit_is_of_eight_people_or_of_nobody() -> None:
    team = a_team()
    whole = ["URG", "2026-07-06", "", "documentation", "12000", "17"]
    faults = faults_of(lambda: import_minutes(rows(COLUMNS, [GOOD, whole]), actor=HOUSE))
    assert {column for (_line, column), _what in faults} == {"people"}
    assert cells(team.hospital) == []
    assert imported(GOOD, [*whole[:5], "18"]) == (2, 0, 0)
    # Nor in two files, one after the other.
    later = [["URG", "2026-07-06", "midwife", "documentation", "900", "8"]]
    assert imported(*later) == (1, 0, 0)
    short = ["URG", "2026-07-06", "", "documentation", "12000", "20"]
    assert faults_of(lambda: import_minutes(rows(COLUMNS, [short]), actor=HOUSE))
