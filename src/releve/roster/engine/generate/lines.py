"""One person's past as it grows, shift by shift, inside the law.

Counted here: 12 hours between two shifts, 48 hours in any seven days, 44 in a civil week, 39 on
average over four weeks (décret 2002-9, art. 6, 9 and 11), by real minutes across clock changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

from releve.roster.engine.calendar import days_from, is_night, midnight, minutes_between
from releve.roster.engine.cover import bounds
from releve.roster.engine.generate.requests import may_start
from releve.roster.engine.generate.staff import share_of
from releve.roster.engine.problem import Person, Problem

REST_MINUTES = 720
SEVEN_DAYS_MINUTES = 2880
WEEK_MINUTES = 2640
FOUR_WEEKS_MINUTES = 4 * 2340

SLACK_MINUTES = 600
"""How far a week may go beyond what is owed by its end."""

FILLING = (5, 6, 0, 1, 2, 3, 4)
"""The weekend first: where hours are short, a weekday is given up."""

PULL_MINUTES = 240
"""How many minutes of filled posts it is worth to come nearer, by one, to a fair part."""

SHARED = ("nights", "weekends")

DAY = timedelta(days=1)

Start = tuple[date, str]
Open = Mapping[tuple[str, str, date], int]


class Clock:
    """When shifts start and end, and how many minutes each leaves on which civil day."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._known: dict[Start, tuple[datetime, datetime, int, int]] = {}
        self.nights = frozenset(shift.code for shift in problem.shifts if is_night(shift))

    def at(self, start: Start) -> tuple[datetime, datetime, int, int]:
        """Return start, end, and the minutes on the day of the start and on the next."""
        if start not in self._known:
            begins, ends = bounds(self._problem, *start)
            edge = midnight(start[0] + DAY, self._problem.zone)
            first = minutes_between(begins, min(ends, edge))
            self._known[start] = (begins, ends, first, minutes_between(begins, ends) - first)
        return self._known[start]

    def counts(self, name: str, start: Start) -> bool:
        """Whether a shift is a night, or lies on a weekend."""
        return start[1] in self.nights if name == "nights" else start[0].weekday() >= 5

    def is_longer(self, start: Start) -> bool:
        """Whether the clock change makes a shift longer than it is on other days."""
        *_, first, second = self.at(start)
        return first + second > self._problem.shift_by_code[start[1]].span_minutes


class Line:
    """What one person has worked since the first day of a past.

    ``phase``: which of two weekends she has on. ``parts``: her part of the nights and of the
    shifts on weekends of the whole past, in thousandths of a shift.
    """

    def __init__(
        self,
        past: Problem,
        person: Person,
        clock: Clock,
        *,
        phase: int,
        parts: Mapping[str, int],
    ) -> None:
        self.person, self._phase = person, phase
        self.shifts: dict[date, str] = {}
        self._past, self._clock = past, clock
        self._open_to_her: dict[tuple[int, str], bool] = {}
        self._minutes = [0] * (len(past.days) + 1)
        self._had, self._parts = dict.fromkeys(SHARED, 0), parts
        self._weeks = len(past.days) // 7
        self._away = frozenset(
            day
            for away in past.unavailable
            if away.person == person.id
            for day in days_from(away.from_on, away.to_on)
        )
        weekly = person.contract.full_time_weekly_minutes * share_of(person) // 100
        self._due = [
            weekly - weekly * sum(1 for day in past.days[at : at + 5] if day in self._away) // 5
            for at in range(0, len(past.days), 7)
        ]

    def is_on(self, week: int) -> bool:
        """Whether the weekend of that week may be worked."""
        return (week + self._phase) % 2 == 0

    def owed(self, week: int) -> int:
        """Return the minutes owed at the start of a week, less than none where too many."""
        return sum(self._due[:week]) - sum(self._minutes)

    def turn(self, week: int) -> tuple[bool, int]:
        """Return her place in a week: first who has a narrower choice, then who is owed most."""
        return not self.person.restrictions, -self.owed(week)

    def fitting(self, week: int, shape: str, still_open: Open) -> tuple[Start, ...]:
        """Return the shifts of a shape that are open, lawful and within the hours owed."""
        given: list[Start] = []
        left = self._due[week] + self.owed(week) + SLACK_MINUTES
        for offset in FILLING:
            start = (self._past.days[7 * week + offset], shape[offset])
            if still_open.get((self.person.role, start[1], start[0]), 0) < 1:
                continue
            length = self._length(start)
            if length <= left and self._may_take(start):
                self.give(start)
                given.append(start)
                left -= length
        for start in given:
            self._change(start, by=-1)
        return tuple(given)

    def worth(self, week: int, starts: tuple[Start, ...]) -> int:
        """Return the minutes of posts filled, more for nights and weekends she has still to do.

        In thousandths of a minute: whole numbers are the same everywhere.
        """
        worth = 1000 * sum(self._length(start) for start in starts)
        for name, part in self._parts.items():
            more = sum(1 for start in starts if self._clock.counts(name, start))
            due = part * (week + 1) // self._weeks - 1000 * self._had[name]
            worth += PULL_MINUTES * more * (due - 500 * more)
        return worth

    def _length(self, start: Start) -> int:
        *_, first, second = self._clock.at(start)
        return first + second

    def give(self, start: Start) -> None:
        """Give her one shift more."""
        self._change(start, by=1)

    def _change(self, start: Start, *, by: int) -> None:
        day, code = start
        at = (day - self._past.starts_on).days
        *_, first, second = self._clock.at(start)
        self._minutes[at] += by * first
        self._minutes[at + 1] += by * second
        for name in SHARED:
            self._had[name] += by * self._clock.counts(name, start)
        if by > 0:
            self.shifts[day] = code
        else:
            del self.shifts[day]

    def _may_take(self, start: Start) -> bool:
        day = start[0]
        *_, first, second = self._clock.at(start)
        if day in self.shifts or day in self._away or (second and day + DAY in self._away):
            return False
        if self._clock.is_longer(start) or not self._is_open_to_her(start):
            return False
        return self._has_rest(start) and all(
            self._worked(days) + self._inside(start, first, second, days) <= most
            for days, most in _windows((day - self._past.starts_on).days)
        )

    def _is_open_to_her(self, start: Start) -> bool:
        key = (start[0].weekday(), start[1])
        if key not in self._open_to_her:
            shift = self._past.shift_by_code[start[1]]
            self._open_to_her[key] = may_start(self._past, self.person, start[0], shift)
        return self._open_to_her[key]

    def _has_rest(self, start: Start) -> bool:
        begins, ends, *_ = self._clock.at(start)
        for near in (start[0] - DAY, start[0] + DAY):
            if near in self.shifts:
                others = self._clock.at((near, self.shifts[near]))
                rest = max(minutes_between(others[1], begins), minutes_between(ends, others[0]))
                if rest < REST_MINUTES:
                    return False
        return True

    def _worked(self, days: range) -> int:
        return sum(self._minutes[days.start : days.stop])

    def _inside(self, start: Start, first: int, second: int, days: range) -> int:
        at = (start[0] - self._past.starts_on).days
        return first * (at in days) + second * (at + 1 in days)


def _windows(at: int) -> Iterator[tuple[range, int]]:
    """Yield the stretches of days that a shift on day ``at`` touches, with their limits."""
    for first in range(max(0, at - 6), at + 2):
        yield range(first, first + 7), SEVEN_DAYS_MINUTES
    for day in (at, at + 1):
        yield range(day - day % 7, day - day % 7 + 7), WEEK_MINUTES
        yield range(day - day % 28, day - day % 28 + 28), FOUR_WEEKS_MINUTES
