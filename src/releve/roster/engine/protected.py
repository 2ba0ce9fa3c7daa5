"""Protected time in a roster: how much of it finds room, and what takes the rest.

A person's part finds room as far as her work stays below the minutes that she is there to give.
What is short is told with its reason: for each person whose part is short every shift of hers is
looked at, and what would be missing without it. Each shift is looked at alone, as each trial of
an explanation is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from releve.roster.engine.counters import present, work_minutes
from releve.roster.engine.cover import CoverCell, cover_cells
from releve.roster.engine.goals import hours_target_minutes
from releve.roster.engine.problem import Assignment, Person, Problem, ShiftKind

ShortCode = Literal[
    "NOBODY_THERE",  # nobody is there on the days of the protected time
    "NO_PAID_TIME",  # the team has less paid time left than is protected
    "NEEDED",  # without any of the shifts concerned a need falls below its minimum
    "WISHED",  # without any of them a need falls below the number wished
    "OTHER",  # some of them no need asks for: wishes, habits, fixed cells, or a short search
]
SHORT_CODES: tuple[ShortCode, ...] = ("NOBODY_THERE", "NO_PAID_TIME", "NEEDED", "WISHED", "OTHER")


@dataclass(frozen=True)
class Short:
    """Protected minutes that find no room, and why."""

    code: ShortCode
    minutes: int


@dataclass(frozen=True)
class ProtectedStory:
    """The protected minutes of a problem, and those that a roster leaves room for."""

    asked: int
    held: int
    short: tuple[Short, ...]


def protected_story(problem: Problem, answer: Iterable[Assignment]) -> ProtectedStory | None:
    """Return what a roster makes of the protected time, ``None`` where there is none."""
    if not problem.protected:
        return None
    lines: dict[str, list[Assignment]] = {person.id: [] for person in problem.people}
    for cell in answer:
        lines[cell.person].append(cell)
    asked = sum(time.minutes for time in problem.protected)
    lost = _unshared(problem)
    taken = {
        person.id: minutes
        for person in problem.people
        if (minutes := short_minutes(problem, person, lines[person.id]))
    }
    if taken:
        sought = _Sought(problem, lines)
        for person, minutes in taken.items():
            code = sought.by(problem.person_by_id[person])
            lost[code] = lost.get(code, 0) + minutes
    short = tuple(Short(code, lost[code]) for code in SHORT_CODES if lost.get(code))
    return ProtectedStory(asked, asked - sum(one.minutes for one in short), short)


def short_minutes(problem: Problem, person: Person, line: Iterable[Assignment]) -> int:
    """Return the minutes of a person's part that her shifts leave no room for."""
    part = problem.protected_parts.get(person.id, 0)
    if not part:
        return 0
    worked = sum(work_minutes(problem, cell.day, cell.shift) for cell in line)
    return min(part, max(0, worked - hours_target_minutes(problem, person)))


def _unshared(problem: Problem) -> dict[ShortCode, int]:
    """Return the minutes that are nobody's part."""
    asked = sum(time.minutes for time in problem.protected)
    left = asked - sum(problem.protected_parts.values())
    if not left:
        return {}
    return {"NO_PAID_TIME" if problem.protected_parts else "NOBODY_THERE": left}


class _Sought:
    """What would be missing without a shift, in one roster."""

    def __init__(self, problem: Problem, lines: dict[str, list[Assignment]]) -> None:
        self._problem, self._lines = problem, lines
        answer = [cell for line in lines.values() for cell in line]
        self._there = {
            cell: len(people)
            for cell, people in present(problem, cover_cells(problem), answer).items()
        }
        self._covered: dict[tuple[date, str], list[CoverCell]] = {}
        for cell in self._there:
            for start in cell.covered_by:
                self._covered.setdefault(start, []).append(cell)

    def by(self, person: Person) -> ShortCode:
        """Return what asks for every shift of a person: the least of what is said of each."""
        kinds = self._problem.shift_by_code
        codes = {
            self._of(person, cell)
            for cell in self._lines[person.id]
            if kinds[cell.shift].kind is not ShiftKind.ON_CALL
        }
        return next(code for code in ("OTHER", "WISHED", "NEEDED") if code in codes)

    def _of(self, person: Person, cell: Assignment) -> ShortCode:
        served = [
            (asked, self._there[asked])
            for asked in self._covered.get((cell.day, cell.shift), ())
            if asked.suits(person)
        ]
        if any(there <= asked.minimum for asked, there in served):
            return "NEEDED"
        return "WISHED" if any(there <= asked.target for asked, there in served) else "OTHER"
