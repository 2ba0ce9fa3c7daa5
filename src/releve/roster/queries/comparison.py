"""Two versions side by side, as a page shows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from releve.roster.compare_words import ComparisonWords, comparison_words
from releve.roster.engine.compare import CellChange, compare
from releve.roster.grid import CellKind, shift_kind
from releve.roster.models import Version


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


def _day(cell: CellChange, before: Version, after: Version) -> DayLine:
    return DayLine(cell.day, _codes(before, cell.before), _codes(after, cell.after))


def _codes(version: Version, codes: tuple[str, ...]) -> tuple[Code, ...]:
    shifts = version.demand.problem.shift_by_code
    return tuple(Code(code, shift_kind(shifts[code])) for code in codes)
