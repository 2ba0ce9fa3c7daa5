"""Soft goals: each has a name, a weight and a target fixed before solving.

A goal is either a cost per cover cell, a wish, a soft rule, or a convex function of one
person's own counter against her own target: nights, Sundays, weekends, public holidays and
hours. Spreads between people are reported, never optimised: a proof about one person's
counter stays a proof, and nobody's roster is made worse to make another's look equal.

Her target is her part of what the ward needs: her share of full time times the days on which
she is available, with the weeks that memory holds counted too, less what memory says she has
already given.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from releve.roster.engine.calendar import (
    LONG_SHIFT_MINUTES,
    is_night,
    public_holidays,
    touched_days,
)
from releve.roster.engine.cover import is_needed
from releve.roster.engine.problem import Need, Person, Problem, ShiftKind, ShiftType
from releve.roster.engine.problem.due import (
    balance_minutes,
    paid_minutes,
    share_of,
    unavailable_days,
)
from releve.roster.engine.result import COST_SCALE

Counter = Literal["nights", "sundays", "weekends", "holidays", "hours", "protected"]

SHARED: tuple[Counter, ...] = ("nights", "sundays", "weekends", "holidays")
"""Counters of days, shared among the people of one role."""

OF_WORK: tuple[Counter, ...] = ("hours", "protected")
"""Goals whose counter is minutes of work: against the target, and against the room left free."""

DEFAULT_WEIGHTS: Mapping[str, int] = {
    "nights": 6,  # points for each night from the target, squared
    "sundays": 8,
    "weekends": 8,
    "holidays": 8,
    "hours": 2,  # points an hour, more beyond six and twelve hours
    "protected": 10,  # points for each hour of work where protected time should find its room
    "unneeded": 30,  # points for each shift of work that no need asks for
}

HOUR_STEPS: tuple[tuple[int, int], ...] = ((0, 1), (360, 2), (720, 5))
"""Minutes of deviation from which an hour costs that many more times the weight."""


@dataclass(frozen=True)
class PersonGoal:
    """A convex cost of one person's own counter.

    ``target``: days, in quarters, or whole minutes for *hours* and *protected*. ``part``: for
    *protected*, the minutes that are to find room beyond the target.
    """

    name: Counter
    person: str
    weight: int
    target: Fraction
    part: int = 0

    def away(self, counted: int) -> Fraction:
        """Return how far that count is from the target, or the minutes left without room."""
        if self.name == "protected":
            return Fraction(min(self.part, max(0, counted - int(self.target))))
        return abs(counted - self.target)

    def cost(self, counted: int) -> int:
        """Return the scaled points of ``counted`` days, or minutes for *hours*."""
        return max(slope * counted + start for slope, start in self.lines(counted + 1))

    def lines(self, most: int) -> tuple[tuple[int, int], ...]:
        """Return (slope, intercept) of lines whose maximum is the cost for 0 to ``most``."""
        if self.name == "protected":
            return self._room_lines()
        return self._hour_lines() if self.name == "hours" else self._day_lines(most)

    def _room_lines(self) -> tuple[tuple[int, int], ...]:
        """Every minute beyond the target costs, so that the cost is convex whatever the part."""
        per_minute = self.weight * COST_SCALE // 60
        return ((0, 0), (per_minute, -per_minute * int(self.target)))

    def _hour_lines(self) -> tuple[tuple[int, int], ...]:
        lines = [(0, 0)]
        per_minute = self.weight * COST_SCALE // 60
        slope, start = 0, 0
        for minutes, more in HOUR_STEPS:
            slope += more * per_minute
            start -= more * per_minute * minutes
            lines.append((slope, start - slope * int(self.target)))
            lines.append((-slope, start + slope * int(self.target)))
        return tuple(lines)

    def _day_lines(self, most: int) -> tuple[tuple[int, int], ...]:
        values = [self._squared(count) for count in range(max(most, 1) + 1)]
        best = min(self._squared(count) for count in range(int(self.target) + 2))
        return tuple(
            (after - before, before - best - (after - before) * count)
            for count, (before, after) in enumerate(pairwise(values))
        )

    def _squared(self, count: int) -> int:
        quarters = 4 * count - int(4 * self.target)
        return self.weight * (COST_SCALE // 16) * quarters * quarters


def weight(problem: Problem, name: str, default: int | None = None) -> int:
    """Return the weight of a goal: the problem's own, else the default."""
    if name in problem.goals:
        return problem.goals[name]
    return DEFAULT_WEIGHTS[name] if default is None else default


def unneeded_price(problem: Problem) -> int:
    """Return the scaled points of a worked shift that no need asks of its person.

    Nothing where the problem states no needs, or asks for no fairness: then nobody said that
    what is not asked for is unwanted.
    """
    if not problem.needs or not problem.fairness:
        return 0
    return weight(problem, "unneeded") * COST_SCALE


def person_goals(problem: Problem) -> tuple[PersonGoal, ...]:
    """Return the goals of every person; of protected time alone where no fairness is asked for."""
    fair = _fair_goals(problem) if problem.fairness else ()
    room = _protected_goals(problem) if problem.protected else ()
    return tuple(goal for goal in (*fair, *room) if goal.weight > 0)


def _fair_goals(problem: Problem) -> Iterator[PersonGoal]:
    for name in SHARED:
        yield from _shared_goals(problem, name)
    for person in problem.people:
        target = Fraction(hours_target_minutes(problem, person))
        yield PersonGoal("hours", person.id, weight(problem, "hours"), target)


def due_minutes(problem: Problem, person: Person) -> int:
    """Return the minutes of shifts that a person owes over the period.

    What she is paid for, less her part of the protected time, which shifts leave free.
    """
    return paid_minutes(problem, person) - problem.protected_parts.get(person.id, 0)


def hours_target_minutes(problem: Problem, person: Person) -> int:
    """Return the minutes she should be given: those due, less the balance that memory holds."""
    return max(0, due_minutes(problem, person) - balance_minutes(person))


def _protected_goals(problem: Problem) -> Iterator[PersonGoal]:
    for person in problem.people:
        part = problem.protected_parts.get(person.id, 0)
        if part:
            target = Fraction(hours_target_minutes(problem, person))
            yield PersonGoal("protected", person.id, weight(problem, "protected"), target, part)


def _shared_goals(problem: Problem, name: Counter) -> Iterator[PersonGoal]:
    for role in sorted({person.role for person in problem.people}):
        group = [p for p in problem.people if p.role == role and _can_share(problem, p, name)]
        needed = _needed(problem, role, name)
        given = {person.id: int(getattr(person.memory, name)) for person in group}
        parts = {person.id: _part(problem, person) for person in group}
        total, whole = sum(given.values()) + needed, sum(parts.values())
        for person in group:
            fair = total * parts[person.id] / whole - given[person.id] if whole else Fraction(0)
            quarters = max(0, round(4 * fair))
            yield PersonGoal(name, person.id, weight(problem, name), Fraction(quarters, 4))


def _can_share(problem: Problem, person: Person, name: Counter) -> bool:
    """Whether any shift that counts there may be given to her at all."""
    kinds = {restriction.kind for restriction in person.restrictions}
    if name == "nights":
        shifts = [shift for shift in problem.shifts if is_night(shift)]
        return any(_may_be_given(person, shift) for shift in shifts)
    return name not in ("sundays", "weekends") or "no_weekends" not in kinds


def _may_be_given(person: Person, night: ShiftType) -> bool:
    """Whether no restriction or regime bars a night from her whatever the day."""
    barred = {"no_nights"}
    if night.span_minutes >= LONG_SHIFT_MINUTES:
        barred.add("no_12h")
    work = night.span_minutes - night.unpaid_minutes
    too_long = any(
        restriction.minutes is not None and work > restriction.minutes
        for restriction in person.restrictions
    )
    kinds = {restriction.kind for restriction in person.restrictions}
    return person.contract.regime != "day" and not too_long and not barred & kinds


def _part(problem: Problem, person: Person) -> Fraction:
    present = len(problem.days) - len(unavailable_days(problem, person))
    return share_of(person) * (present + 7 * person.memory.weeks)


def _needed(problem: Problem, role: str, name: Counter) -> Fraction:
    """Return how many days of that kind the needs ask of one role, over the period."""
    if name == "weekends":
        weekends = {day - timedelta(days=day.weekday()) for day in problem.days}
        return sum((_weekend_demand(problem, role, monday) for monday in weekends), Fraction(0))
    holidays = public_holidays(problem)
    wanted = {
        "nights": problem.days,
        "sundays": tuple(day for day in problem.days if day.weekday() == 6),
        "holidays": tuple(day for day in problem.days if day in holidays),
    }[name]
    return sum(
        (_demand(problem, role, day, nights=name == "nights") for day in wanted), Fraction(0)
    )


def _weekend_demand(problem: Problem, role: str, monday: date) -> Fraction:
    days = [monday + timedelta(days=5), monday + timedelta(days=6)]
    return max(_demand(problem, role, day, nights=False) for day in days)


def _demand(problem: Problem, role: str, day: date, *, nights: bool) -> Fraction:
    """Return the people of one role that the needs put on nights starting that day, or at work."""
    days = (day,) if nights else (day - timedelta(days=1), day)
    by_shift: dict[tuple[date, str], Fraction] = {}
    for start in days:
        for need in problem.needs:
            if not is_needed(need, start):
                continue
            for shift in _serving(problem, need, nights=nights):
                if day not in touched_days(problem, start, shift.code):
                    continue
                key = (start, shift.code)
                asked = _asked(problem, need, role)
                by_shift[key] = max(by_shift.get(key, Fraction(0)), asked)
    return sum(by_shift.values(), Fraction(0))


def _serving(problem: Problem, need: Need, *, nights: bool) -> list[ShiftType]:
    worked = [shift for shift in problem.shifts if shift.kind is ShiftKind.WORKED]
    shifts = [shift for shift in worked if need.shift in (None, shift.code)]
    return [shift for shift in shifts if not nights or is_night(shift)]


def _asked(problem: Problem, need: Need, role: str) -> Fraction:
    """Return the people of one role that a need asks of one shift.

    A need open to several roles is split by their number of people. A need for a period is
    split evenly over the shifts that could serve it: this only sets a target, it binds nobody.
    """
    target = Fraction(need.minimum if need.target is None else need.target)
    if need.role is not None and need.role != role:
        return Fraction(0)
    if need.role is None:
        same = sum(1 for person in problem.people if person.role == role)
        target = target * same / max(1, len(problem.people))
    if need.shift is None:
        worked = sum(1 for other in problem.shifts if other.kind is ShiftKind.WORKED)
        target = target / max(1, worked)
    return target
