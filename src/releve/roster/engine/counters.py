"""What a plan gives each person, counted: hours, nights, Sundays, weekends, holidays, wishes.

These are the figures shown beside a roster and in its explanation. They count the period only;
history matters for one thing: the night that ends on the first morning.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from releve.roster.engine.calendar import is_night, minutes_between, public_holidays, touched_days
from releve.roster.engine.cover import CoverCell, bounds
from releve.roster.engine.problem import Assignment, Problem, ShiftKind, Wish


@dataclass(frozen=True)
class WishAnswer:
    """A wish and whether the plan grants it."""

    wish: Wish
    met: bool


@dataclass(frozen=True)
class Counters:
    """One person's period: ``hours_minutes`` of work, days for the others."""

    hours_minutes: int
    nights: int
    sundays: int
    weekends: int
    holidays: int
    wishes: tuple[WishAnswer, ...]

    @property
    def wishes_met(self) -> int:
        """How many of her wishes the plan grants."""
        return sum(1 for answer in self.wishes if answer.met)


def counters(problem: Problem, answer: Iterable[Assignment]) -> dict[str, Counters]:
    """Return the counters of every person of the problem, by person id."""
    lines: dict[str, list[Assignment]] = {person.id: [] for person in problem.people}
    for assignment in answer:
        lines[assignment.person].append(assignment)
    return {person: counted(problem, person, line) for person, line in lines.items()}


def people_by_start(
    problem: Problem, answer: Iterable[Assignment]
) -> dict[tuple[date, str], frozenset[str]]:
    """Return who starts which shift on which day, history included."""
    starts: dict[tuple[date, str], set[str]] = {}
    for person in problem.people:
        for past in person.history:
            starts.setdefault((past.day, past.shift), set()).add(person.id)
    for assignment in answer:
        starts.setdefault((assignment.day, assignment.shift), set()).add(assignment.person)
    return {start: frozenset(people) for start, people in starts.items()}


def present(
    problem: Problem, cells: Sequence[CoverCell], answer: Iterable[Assignment]
) -> dict[CoverCell, frozenset[str]]:
    """Return who of the right role and skill covers each cell."""
    starts = people_by_start(problem, answer)
    people = problem.person_by_id
    return {
        cell: frozenset(
            person
            for start in cell.covered_by
            for person in starts.get(start, ())
            if cell.suits(people[person])
        )
        for cell in cells
    }


def work_minutes(problem: Problem, day: date, code: str) -> int:
    """Return the real minutes worked in a shift; none on call."""
    shift = problem.shift_by_code[code]
    if shift.kind is ShiftKind.ON_CALL:
        return 0
    return minutes_between(*bounds(problem, day, code)) - shift.unpaid_minutes


def worked_days(problem: Problem, line: Iterable[Assignment]) -> frozenset[date]:
    """Return the civil days with at least a minute of work."""
    return frozenset(
        day
        for assignment in line
        if problem.shift_by_code[assignment.shift].kind is not ShiftKind.ON_CALL
        for day in touched_days(problem, assignment.day, assignment.shift)
    )


def counted(problem: Problem, person: str, line: Sequence[Assignment]) -> Counters:
    """Return the counters of one person given these cells, all of them hers."""
    past = [
        Assignment(person, shift.day, shift.shift)
        for shift in problem.person_by_id[person].history
        if shift.day == problem.starts_on - timedelta(days=1)
    ]
    touched = worked_days(problem, [*past, *line])
    worked = touched & frozenset(problem.days)
    starts = frozenset((assignment.day, assignment.shift) for assignment in line)
    duty = [a for a in line if problem.shift_by_code[a.shift].kind is not ShiftKind.ON_CALL]
    on_duty = frozenset(assignment.day for assignment in duty)
    return Counters(
        hours_minutes=sum(work_minutes(problem, a.day, a.shift) for a in line),
        nights=sum(1 for a in duty if is_night(problem.shift_by_code[a.shift])),
        sundays=sum(1 for day in worked if day.weekday() == 6),
        weekends=len({_monday(day) for day in worked if day.weekday() >= 5}),
        holidays=len(worked & public_holidays(problem)),
        wishes=tuple(
            WishAnswer(wish, _is_met(wish, touched, starts, on_duty))
            for wish in problem.wishes
            if wish.person == person and not wish.preference
        ),
    )


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _is_met(
    wish: Wish,
    worked: frozenset[date],
    starts: frozenset[tuple[date, str]],
    on_duty: frozenset[date],
) -> bool:
    if wish.wish == "off":
        return wish.day not in worked
    if wish.wish == "work":
        return wish.day in on_duty
    return ((wish.day, wish.shift or "") in starts) == (wish.wish == "shift")
