"""A version as the facts that ``shifts`` keeps: whose shifts, and how many people are required.

Needs for shifts that overlap are added up, since one person takes one of them; a need at every
moment of a period stands beside that sum, and the greater of the two is required.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import pairwise

from releve.roster.engine.calendar import is_night
from releve.roster.engine.counters import work_minutes
from releve.roster.engine.cover import CoverCell, bounds, cover_cells
from releve.roster.engine.problem import Assignment, Problem, ShiftKind
from releve.shifts.facts import Edition, Planned, Required
from releve.shifts.queries.days import bounds as days_between


def edition_of(
    problem: Problem,
    answer: Iterable[Assignment],
    people: Mapping[str, int],
    *,
    source: str,
    version: int,
) -> Edition:
    """Return a roster as an edition of its unit's days.

    ``people``: the key of each person by her code; the shifts of lines that are nobody's there
    are no facts. The rest as ``Edition`` has it.
    """
    return Edition(
        from_on=problem.starts_on,
        to_on=problem.ends_on,
        source=source,
        version=version,
        planned=planned_facts(problem, answer, people),
        required=tuple(_within(problem, required_facts(problem))),
    )


def planned_facts(
    problem: Problem, answer: Iterable[Assignment], people: Mapping[str, int]
) -> tuple[Planned, ...]:
    """Return the shifts of an answer whose people are known, in order.

    A shift that the clock change skips has no length, and is no fact.
    """
    found = (
        _planned(problem, one, people[one.person]) for one in sorted(answer) if one.person in people
    )
    return tuple(fact for fact in found if fact.starts_at < fact.ends_at)


def _planned(problem: Problem, one: Assignment, person: int) -> Planned:
    kind = problem.shift_by_code[one.shift]
    starts_at, ends_at = bounds(problem, one.day, one.shift)
    return Planned(
        person=person,
        day=one.day,
        code=one.shift,
        starts_at=starts_at,
        ends_at=ends_at,
        minutes=max(0, work_minutes(problem, one.day, one.shift)),
        is_night=is_night(kind),
        is_on_call=kind.kind is ShiftKind.ON_CALL,
        is_cover=kind.kind is ShiftKind.WORKED,
    )


def required_facts(problem: Problem) -> Iterator[Required]:
    """Yield how many people are needed at least, cut wherever that changes, by role or skill.

    A need of a role with a skill counts for the skill.
    """
    groups: dict[str, list[CoverCell]] = {}
    for cell in cover_cells(problem):
        if cell.minimum and cell.starts_at < cell.ends_at:
            groups.setdefault(cell.skill or cell.role or "", []).append(cell)
    for key, cells in sorted(groups.items()):
        for starts_at, ends_at, there in _pieces(cells):
            yield Required(starts_at=starts_at, ends_at=ends_at, least=_least(there), skill=key)


def _pieces(cells: Sequence[CoverCell]) -> Iterator[tuple[datetime, datetime, list[CoverCell]]]:
    cuts = sorted({at for cell in cells for at in (cell.starts_at, cell.ends_at)})
    waiting = sorted(cells, key=lambda cell: cell.starts_at, reverse=True)
    there: list[CoverCell] = []
    for left, right in pairwise(cuts):
        there = [cell for cell in there if cell.ends_at > left]
        while waiting and waiting[-1].starts_at <= left:
            there.append(waiting.pop())
        if there:
            yield left, right, there


def _least(cells: Iterable[CoverCell]) -> int:
    """Return how many people those needs take together at one moment."""
    by_shift: dict[tuple[date, str], int] = {}
    always = 0
    for cell in cells:
        if cell.shift is None:
            always = max(always, cell.minimum)
        else:
            key = (cell.day, cell.shift)
            by_shift[key] = max(by_shift.get(key, 0), cell.minimum)
    return max(always, sum(by_shift.values()))


def _within(problem: Problem, found: Iterable[Required]) -> Iterator[Required]:
    """Yield what begins in the days of the period: the hours after belong to the next one."""
    from_at, until_at = days_between(problem.starts_on, problem.ends_on)
    return (one for one in found if from_at <= one.starts_at < until_at)
