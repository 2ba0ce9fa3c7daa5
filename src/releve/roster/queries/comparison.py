"""Two versions side by side, as a page shows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from releve.kit.cells import Cell
from releve.roster.compare_words import ComparisonWords, comparison_words
from releve.roster.engine.compare import CellChange, compare
from releve.roster.engine.counters import work_minutes
from releve.roster.grid import CellKind, shift_kind
from releve.roster.models import Version
from releve.roster.phrases import person_text

CHANGE_FIELDS = (
    "person",
    "name",
    "day",
    "before",
    "after",
    "minutes_before",
    "minutes_after",
    "minutes_gap",
)
"""Columns of the table of what changes from one version to another."""


@dataclass(frozen=True)
class Code:
    """A shift as drawn."""

    code: str
    kind: CellKind


@dataclass(frozen=True)
class DayLine:
    """One day that changes for a person."""

    day: date
    before: tuple[Code, ...]
    after: tuple[Code, ...]


@dataclass(frozen=True)
class PersonLine:
    """What changes for one person: in words, and day by day."""

    name: str
    counters: tuple[str, ...]
    days: tuple[DayLine, ...]


@dataclass(frozen=True)
class SideBySide:
    """What a page shows of two versions."""

    words: ComparisonWords
    people: tuple[PersonLine, ...]


def comparison(before: Version, after: Version) -> SideBySide:
    """Return what changes from one version to another, each against its own demand."""
    problem, problem_after = before.demand.problem, after.demand.problem
    found = compare(problem, before.result.answer, after.result.answer, problem_after=problem_after)
    words = comparison_words(problem, found, problem_after=problem_after)
    return SideBySide(
        words=words,
        people=tuple(
            PersonLine(
                name=one.name,
                counters=one.counters,
                days=tuple(
                    _day(cell, before, after) for cell in found.cells if cell.person == one.person
                ),
            )
            for one in words.people
        ),
    )


def change_rows(before: Version, after: Version) -> list[dict[str, Cell]]:
    """Return each cell that changes from one version to another, person by person.

    Minutes are those of work; a day in one of them alone, or of somebody in one of them alone,
    stands there too, empty on the other side.
    """
    held, holds = _cells(before), _cells(after)
    problems = (before.demand.problem, after.demand.problem)
    people = dict.fromkeys(person.id for problem in problems for person in problem.people)
    order = {person: place for place, person in enumerate(people)}
    changed = [key for key in held.keys() | holds.keys() if held.get(key) != holds.get(key)]
    return [
        _row(before, after, person, day, held.get((person, day), ()), holds.get((person, day), ()))
        for person, day in sorted(changed, key=lambda key: (order[key[0]], key[1]))
    ]


def _cells(version: Version) -> dict[tuple[str, date], tuple[str, ...]]:
    cells: dict[tuple[str, date], tuple[str, ...]] = {}
    for one in sorted(version.result.answer):
        cells[one.person, one.day] = (*cells.get((one.person, one.day), ()), one.shift)
    return cells


def _row(
    before: Version,
    after: Version,
    person: str,
    day: date,
    was: tuple[str, ...],
    now: tuple[str, ...],
) -> dict[str, Cell]:
    problem = after.demand.problem
    if person not in problem.person_by_id:
        problem = before.demand.problem
    minutes = _minutes(before, day, was), _minutes(after, day, now)
    return {
        "person": person,
        "name": person_text(problem, person),
        "day": day,
        "before": "+".join(was),
        "after": "+".join(now),
        "minutes_before": minutes[0],
        "minutes_after": minutes[1],
        "minutes_gap": minutes[1] - minutes[0],
    }


def _minutes(version: Version, day: date, codes: tuple[str, ...]) -> int:
    return sum(work_minutes(version.demand.problem, day, code) for code in codes)


def _day(cell: CellChange, before: Version, after: Version) -> DayLine:
    return DayLine(cell.day, _codes(before, cell.before), _codes(after, cell.after))


def _codes(version: Version, codes: tuple[str, ...]) -> tuple[Code, ...]:
    shifts = version.demand.problem.shift_by_code
    return tuple(Code(code, shift_kind(shifts[code])) for code in codes)
