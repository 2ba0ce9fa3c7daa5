"""Minutes counted one by one: the slow, plain reading of time that the judge is held against.

Nothing here comes from the judge. Every minute of a stretch is turned from universal to local
time by itself; there is no arithmetic on days, offsets or intervals to get wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from functools import lru_cache
from zoneinfo import ZoneInfo

ONE = timedelta(minutes=1)
PARIS = ZoneInfo("Europe/Paris")


@dataclass(frozen=True)
class SlowRow:
    """A stretch in universal time."""

    start: datetime
    end: datetime
    unpaid: int = 0
    taken: int = 0
    overtime: int = 0

    @property
    def span(self) -> int:
        """Minutes from start to end."""
        return sum(1 for _ in minutes(self.start, self.end))

    @property
    def work(self) -> int:
        """Minutes that are work."""
        return max(0, self.span - self.unpaid)


@dataclass
class SlowShift:
    """Rows that are one shift, in order."""

    rows: list[SlowRow]
    code: str = ""
    on_call: bool = False
    zone: ZoneInfo = PARIS
    _here: list[tuple[date, time]] = field(default_factory=list)

    @property
    def start(self) -> datetime:
        """First instant."""
        return self.rows[0].start

    @property
    def end(self) -> datetime:
        """Last instant."""
        return self.rows[-1].end

    @property
    def day(self) -> date:
        """Civil day of the first minute."""
        return clock(self.start, self.zone)[0]

    @property
    def amplitude(self) -> int:
        """Minutes from first start to last end."""
        return sum(1 for _ in minutes(self.start, self.end))

    @property
    def here(self) -> list[tuple[date, time]]:
        """The local day and clock of every minute of presence."""
        if not self._here:
            self._here = [
                clock(minute, self.zone)
                for row in self.rows
                for minute in minutes(row.start, row.end)
            ]
        return self._here

    @property
    def is_night(self) -> bool:
        """Whether at least half of its minutes are dark."""
        dark = sum(1 for _, at in self.here if at >= time(21) or at < time(6))
        return 2 * dark >= len(self.here) > 0

    @property
    def parts(self) -> list[list[SlowRow]]:
        """Rows in groups between which nobody is there."""
        groups = [[self.rows[0]]]
        for row in self.rows[1:]:
            if row.start == groups[-1][-1].end:
                groups[-1].append(row)
            else:
                groups.append([row])
        return groups


@lru_cache(maxsize=1_000_000)
def clock(minute: datetime, zone: ZoneInfo) -> tuple[date, time]:
    """Return the local day and the local clock of the minute that starts at an instant."""
    local = minute.astimezone(zone)
    return local.date(), local.time().replace(tzinfo=None)


def minutes(start: datetime, end: datetime) -> Iterator[datetime]:
    """Yield every minute of a stretch."""
    while start < end:
        yield start
        start += ONE


def minutes_of_days(first: date, last: date, zone: ZoneInfo) -> Iterator[datetime]:
    """Yield every minute of the civil days from first to last."""
    for at in range((last - first).days + 1):
        yield from _minutes_of_day(first + timedelta(days=at), zone)


@lru_cache(maxsize=1000)
def _minutes_of_day(day: date, zone: ZoneInfo) -> tuple[datetime, ...]:
    """Return the minutes of one civil day, found by trying those around it."""
    around = datetime.combine(day - timedelta(days=1), time(), tzinfo=UTC)
    until = datetime.combine(day + timedelta(days=2), time(), tzinfo=UTC)
    return tuple(minute for minute in minutes(around, until) if clock(minute, zone)[0] == day)


def tally(shifts: Iterable[SlowShift], measure: str) -> dict[date, Fraction]:
    """Return the minutes of a measure on every civil day."""
    days: dict[date, Fraction] = {}
    for shift in shifts:
        for row in shift.rows:
            share = _share(row, measure, on_call=shift.on_call)
            counted: dict[date, int] = {}
            for minute in minutes(row.start, row.end):
                on = clock(minute, shift.zone)[0]
                counted[on] = counted.get(on, 0) + 1
            for on, count in counted.items():
                days[on] = days.get(on, Fraction(0)) + count * share
    return days


def _share(row: SlowRow, measure: str, *, on_call: bool) -> Fraction:
    """Return what one minute of presence carries of a measure."""
    if on_call:
        return Fraction(measure == "on_call")
    amount = {
        "work": row.work,
        "overtime": row.overtime,
        "work_without_overtime": row.work - row.overtime,
        "on_call": 0,
    }[measure]
    return Fraction(amount, row.span) if row.span else Fraction(0)


def busy_minutes(shifts: Iterable[SlowShift]) -> set[datetime]:
    """Return every minute from the first start to the last end of each shift."""
    return {minute for shift in shifts for minute in minutes(shift.start, shift.end)}


def longest_rest(busy: set[datetime], first: date, last: date, zone: ZoneInfo) -> int:
    """Return the longest stretch of minutes of these days that are not busy."""
    longest = here = 0
    for minute in minutes_of_days(first, last, zone):
        here = 0 if minute in busy else here + 1
        longest = max(longest, here)
    return longest


def present_days(shifts: Iterable[SlowShift]) -> set[date]:
    """Return the civil days with at least one minute of presence."""
    return {on for shift in shifts for on, _ in shift.here}


def longest_block(present: set[date], first: date, last: date, *, with_sunday: bool) -> int:
    """Return the most consecutive days without a minute, of those rows that hold a Sunday."""
    days = [first + timedelta(days=at) for at in range((last - first).days + 1)]
    best = 0
    for start in range(len(days)):
        for end in range(start, len(days)):
            block = days[start : end + 1]
            sunday = any(day.weekday() == 6 for day in block)
            if not present & set(block) and (sunday or not with_sunday):
                best = max(best, len(block))
    return best
