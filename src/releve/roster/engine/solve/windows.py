"""The windows of a rule that touch the period, clipped to the days that are known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from releve.roster.engine.calendar import days_from
from releve.roster.engine.problem import Problem
from releve.roster.engine.rules.forms import Window

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Stretch:
    """A window: its own first and last day, and its days that are known."""

    first: date
    last: date
    days: tuple[date, ...]

    @property
    def is_complete(self) -> bool:
        """Whether every day of the window is known."""
        return len(self.days) == (self.last - self.first).days + 1


def stretches(problem: Problem, window: Window) -> Iterator[Stretch]:
    """Yield the windows that hold at least one day of the period, in order."""
    known_from = problem.history_from or problem.starts_on
    for first, last in _bounds(problem, window):
        if last >= problem.starts_on and first <= problem.ends_on:
            days = days_from(max(first, known_from), min(last, problem.ends_on))
            yield Stretch(first, last, tuple(days))


def _bounds(problem: Problem, window: Window) -> Iterator[tuple[date, date]]:
    start, end = problem.starts_on, problem.ends_on
    if window.kind == "horizon":
        yield start, end
    elif window.kind == "sliding":
        length = window.days or 1
        yield from _repeated(start - (length - 1) * ONE_DAY, end, step=1, length=length)
    elif window.kind == "month":
        yield from _months(start, end)
    elif window.kind == "year":
        for year in range(start.year, end.year + 1):
            yield date(year, 1, 1), date(year, 12, 31)
    else:
        yield from _week_blocks(problem, window)


def _week_blocks(problem: Problem, window: Window) -> Iterator[tuple[date, date]]:
    monday = problem.starts_on - problem.starts_on.weekday() * ONE_DAY
    if window.kind == "civil_week":
        yield from _repeated(monday, problem.ends_on, step=7, length=7)
    elif window.kind == "sliding_weeks":
        weeks = window.weeks or 1
        first = monday - 7 * (weeks - 1) * ONE_DAY
        yield from _repeated(first, problem.ends_on, step=7, length=7 * weeks)
    else:
        weeks = 2 if window.kind == "fortnight" else problem.cycle_weeks
        passed = (problem.starts_on - problem.anchor).days // (7 * weeks)
        first = problem.anchor + 7 * weeks * passed * ONE_DAY
        yield from _repeated(first, problem.ends_on, step=7 * weeks, length=7 * weeks)


def _repeated(first: date, end: date, *, step: int, length: int) -> Iterator[tuple[date, date]]:
    while first <= end:
        yield first, first + (length - 1) * ONE_DAY
        first += step * ONE_DAY


def _months(start: date, end: date) -> Iterator[tuple[date, date]]:
    first = start.replace(day=1)
    while first <= end:
        following = (first + 31 * ONE_DAY).replace(day=1)
        yield first, following - ONE_DAY
        first = following
