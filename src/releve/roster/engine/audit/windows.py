"""Where windows of civil days begin and end, and how much of them can be seen.

The texts leave some of this open; the readings are Relève's own and fixed. The 48 hours of
"seven days" slide by one civil day (Conseil d'État, 4 April 2018, no. 398069); fortnights and
cycles are predetermined blocks counted from an anchor Monday (CAA Toulouse, no. 22TL21490).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from releve.roster.engine.rules.forms import Window


@dataclass(frozen=True)
class Days:
    """Civil days from first to last, both included, by number."""

    first: int
    last: int

    @property
    def count(self) -> int:
        """How many days there are, none where last is before first."""
        return max(0, self.last - self.first + 1)

    def __contains__(self, day: int) -> bool:
        return self.first <= day <= self.last

    def within(self, other: Days) -> Days:
        """Return the days that lie in both."""
        return Days(max(self.first, other.first), min(self.last, other.last))


@dataclass(frozen=True)
class Looked:
    """One window: all its days, and those of them that are known."""

    days: Days
    seen: Days
    first_on: date
    last_on: date

    @property
    def whole(self) -> bool:
        """Whether every day of the window is known."""
        return self.days == self.seen


def looked_at(
    window: Window, *, judged: Days, known: Days, anchor: int, cycle_weeks: int | None
) -> tuple[Looked, ...]:
    """Return every window that has a day in ``judged``, with what is known of it."""
    return tuple(
        Looked(
            days=days,
            seen=days.within(known),
            first_on=date.fromordinal(days.first),
            last_on=date.fromordinal(days.last),
        )
        for days in _touching(window, judged, anchor=anchor, cycle_weeks=cycle_weeks)
    )


def _touching(
    window: Window, judged: Days, *, anchor: int, cycle_weeks: int | None
) -> Iterator[Days]:
    if window.kind == "horizon":
        yield judged
    elif window.kind == "sliding":
        length = _stated(window.days, "days")
        for first in range(judged.first - length + 1, judged.last + 1):
            yield Days(first, first + length - 1)
    elif window.kind in ("month", "year"):
        yield from _calendar(window.kind, judged)
    else:
        length, step = _block(window, cycle_weeks)
        origin = anchor if window.kind in ("fortnight", "cycle") else monday_of(judged.first)
        start = origin + (judged.first - length + 1 - origin + step - 1) // step * step
        for first in range(start, judged.last + 1, step):
            yield Days(first, first + length - 1)


def _block(window: Window, cycle_weeks: int | None) -> tuple[int, int]:
    """Return the length in days of a window of whole weeks, and from one start to the next."""
    if window.kind == "civil_week":
        return 7, 7
    if window.kind == "fortnight":
        return 14, 14
    if window.kind == "sliding_weeks":
        return 7 * _stated(window.weeks, "weeks"), 7
    weeks = _stated(cycle_weeks, "weeks")
    return 7 * weeks, 7 * weeks


def _stated(number: int | None, what: str) -> int:
    if number is None:
        message = f"a window that slides or repeats by {what} does not say how many"
        raise ValueError(message)
    return number


def _calendar(kind: str, judged: Days) -> Iterator[Days]:
    day = date.fromordinal(judged.first)
    first = day.replace(day=1) if kind == "month" else day.replace(month=1, day=1)
    while first.toordinal() <= judged.last:
        beyond = first.replace(day=28) + timedelta(days=4) if kind == "month" else None
        following = beyond.replace(day=1) if beyond else first.replace(year=first.year + 1)
        yield Days(first.toordinal(), following.toordinal() - 1)
        first = following


def monday_of(day: int) -> int:
    """Return the Monday of a civil day's week; day 1 of the count, 1 January 0001, is one."""
    return day - (day - 1) % 7


def weekday(day: int) -> int:
    """Return 0 for Monday to 6 for Sunday."""
    return (day - 1) % 7
