"""Needs turned into cover cells: so many people, at one stretch of time.

A need for a shift is one cell a day. A need for a period holds at every moment of it, so the
period is cut wherever a shift starts or ends, and each piece is a cell of its own; pieces that
the same shifts cover are one cell.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from releve.roster.engine.problem import WEEKDAYS, Need, Period, Person, Problem, ShiftKind
from releve.roster.engine.result import COST_SCALE


@dataclass(frozen=True)
class CoverCell:
    """People of one role or skill needed together, with what missing and surplus cost.

    ``covered_by``: the (day, shift code) starts that cover the whole cell, days before the
    period included. Costs are scaled points for each person.
    """

    need: str
    day: date
    starts_at: datetime
    ends_at: datetime
    covered_by: frozenset[tuple[date, str]]
    shift: str | None
    role: str | None
    skill: str | None
    minimum: int
    target: int
    maximum: int | None
    hole_cost: int
    under_cost: int
    over_cost: int

    def suits(self, person: Person) -> bool:
        """Whether this person counts here, by role and skill."""
        role = self.role is None or person.role == self.role
        return role and (self.skill is None or self.skill in person.skills)


def bounds(problem: Problem, day: date, code: str) -> tuple[datetime, datetime]:
    """Return the instants, in UTC, at which shift ``code`` of ``day`` starts and ends.

    A local time that the clock change repeats is the first one; one that it skips is read with
    the offset before the change, as clocks do.
    """
    start, end = problem.shift_by_code[code].local_bounds(day)
    zone = problem.zone
    return (
        start.replace(tzinfo=zone).astimezone(UTC),
        end.replace(tzinfo=zone).astimezone(UTC),
    )


def cover_cells(problem: Problem) -> tuple[CoverCell, ...]:
    """Return every cover cell of the period, in the order of the needs and days."""
    return tuple(
        cell
        for need in problem.needs
        for day in problem.days
        if is_needed(need, day)
        for cell in _cells(problem, need, day)
    )


def is_needed(need: Need, day: date) -> bool:
    """Whether the need stands on that day."""
    if day in need.except_days:
        return False
    if need.days is not None and day not in need.days:
        return False
    return need.weekdays is None or WEEKDAYS[day.weekday()] in need.weekdays


def _cells(problem: Problem, need: Need, day: date) -> Iterator[CoverCell]:
    if need.shift is not None:
        start, end = bounds(problem, day, need.shift)
        yield _cell(need, day, start, end, frozenset({(day, need.shift)}), share=1.0)
        return
    if need.period is None:
        return
    pieces = list(_pieces(problem, need.period, day))
    # A period that the clock change skips has no length, and asks nothing of anybody.
    pieces = [piece for piece in pieces if piece[0] < piece[1]]
    whole = sum((end - start).total_seconds() for start, end, _ in pieces)
    for start, end, covered_by in pieces:
        yield _cell(need, day, start, end, covered_by, share=(end - start).total_seconds() / whole)


def _pieces(
    problem: Problem, period: Period, day: date
) -> Iterator[tuple[datetime, datetime, frozenset[tuple[date, str]]]]:
    """Cut a period where what covers it changes."""
    next_day = day if period.ends_at > period.starts_at else day + timedelta(days=1)
    start = datetime.combine(day, period.starts_at, tzinfo=problem.zone).astimezone(UTC)
    end = datetime.combine(next_day, period.ends_at, tzinfo=problem.zone).astimezone(UTC)
    around = {
        (near, shift.code): bounds(problem, near, shift.code)
        for near in (day - timedelta(days=1), day, next_day)
        for shift in problem.shifts
        if shift.kind is ShiftKind.WORKED
    }
    cuts = {cut for pair in around.values() for cut in pair if start < cut < end}
    moments = [start, *sorted(cuts), end]
    merged: list[tuple[datetime, datetime, frozenset[tuple[date, str]]]] = []
    for left, right in pairwise(moments):
        covered_by = frozenset(
            key for key, (begins, ends) in around.items() if begins <= left and right <= ends
        )
        if merged and merged[-1][2] == covered_by:
            merged[-1] = (merged[-1][0], right, covered_by)
        else:
            merged.append((left, right, covered_by))
    yield from merged


def _cell(
    need: Need,
    day: date,
    start: datetime,
    end: datetime,
    covered_by: frozenset[tuple[date, str]],
    *,
    share: float,
) -> CoverCell:
    scaled = COST_SCALE * share
    return CoverCell(
        need=need.id,
        day=day,
        starts_at=start,
        ends_at=end,
        covered_by=covered_by,
        shift=need.shift,
        role=need.role,
        skill=need.skill,
        minimum=need.minimum,
        target=need.minimum if need.target is None else need.target,
        maximum=need.maximum,
        hole_cost=max(1, round(scaled * need.priority)),
        under_cost=round(scaled * need.under_weight),
        over_cost=round(scaled * need.over_weight),
    )
