"""What one shift adds to every counter: sums alone, so that a month is the sum of its shifts.

A shift belongs whole to the civil month in which it starts; a night of the 31st is paid with its
own month. Nights: décret 2002-9, art. 7, 2° (21:00 to 06:00).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from releve.shifts.nights import night_minutes

SUNDAY = 6
HALF_A_DAY = timedelta(hours=12)


@dataclass(frozen=True)
class Stint:
    """A worked shift, or an on-call duty, as the counters see it.

    ``key`` names it for whoever asks how something was counted. ``minutes``: what it counts for
    as work, none for an on-call duty. ``beyond``: how many of them lie beyond the plan.
    """

    key: str
    code: str
    kind: str
    starts_at: datetime
    ends_at: datetime
    minutes: int
    beyond: int = 0
    is_night: bool = False
    is_on_call: bool = False
    is_validated: bool = False


@dataclass(frozen=True)
class Measures:
    """What some shifts add up to: minutes and counts."""

    shifts: int = 0
    worked_minutes: int = 0
    overtime_minutes: int = 0
    nights: int = 0
    night_minutes: int = 0
    sundays: int = 0
    sunday_minutes: int = 0
    holidays: int = 0
    holiday_minutes: int = 0
    sundays_or_holidays: int = 0
    on_calls: int = 0
    on_call_minutes: int = 0
    call_out_minutes: int = 0
    recalls: int = 0

    def __add__(self, other: Measures) -> Measures:
        """Return both together."""
        return Measures(*(getattr(self, name) + getattr(other, name) for name in NAMES))


NAMES = tuple(one.name for one in fields(Measures))
"""Every measure, in the order of the table that keeps them."""


Seen = set[tuple[str, date]]
"""What has been counted of a day already: *night*, *sunday* or *holiday*, and the day."""


def measure(
    stint: Stint, *, zone: ZoneInfo, holidays: frozenset[date], seen: Seen | None = None
) -> Measures:
    """Return what one shift adds to each counter; ``holidays``: public ones, around its days.

    ``seen``: what the shifts before it have counted, and what this one counts; a night, a Sunday
    and a public holiday count once however many shifts lie there.
    """
    present = _minutes(stint.starts_at, stint.ends_at)
    if stint.is_on_call:
        return Measures(on_calls=1, on_call_minutes=present)
    by_day = list(_days(stint.starts_at, stint.ends_at, zone))
    on_holiday = [(day, part) for day, part in by_day if day in holidays]
    on_sunday = [
        (day, part) for day, part in by_day if day.weekday() == SUNDAY and day not in holidays
    ]
    told = set() if seen is None else seen
    sundays = _new(told, "sunday", _mostly(on_sunday, present))
    feasts = _new(told, "holiday", _mostly(on_holiday, present))
    dark = night_minutes(stint.starts_at, stint.ends_at, zone)
    most = stint.minutes
    return Measures(
        shifts=1,
        worked_minutes=stint.minutes,
        overtime_minutes=stint.beyond,
        nights=_new(told, "night", [_evening(stint.starts_at, zone)] if stint.is_night else []),
        night_minutes=min(dark, most),
        sundays=sundays,
        sunday_minutes=min(sum(part for _day, part in on_sunday), most),
        holidays=feasts,
        holiday_minutes=min(sum(part for _day, part in on_holiday), most),
        sundays_or_holidays=sundays + feasts,
        call_out_minutes=stint.minutes if stint.kind == "call_out" else 0,
        recalls=int(stint.kind == "recall"),
    )


def total(measured: Iterable[Measures]) -> Measures:
    """Return the sum of some measures."""
    found = Measures()
    for one in measured:
        found += one
    return found


def _mostly(parts: Iterable[tuple[date, int]], whole: int) -> list[date]:
    """Return the days on which at least half of a shift lies; the same reading as for nights."""
    return [day for day, part in parts if part > 0 and 2 * part >= whole]


def _new(seen: Seen, what: str, days: Iterable[date]) -> int:
    """Return how many of some days had not been counted yet, and note them."""
    found = {(what, day) for day in days} - seen
    seen |= found
    return len(found)


def _evening(starts_at: datetime, zone: ZoneInfo) -> date:
    """Return the day of the evening of a night; what begins after midnight is of the one before."""
    return (starts_at.astimezone(zone).replace(tzinfo=None) - HALF_A_DAY).date()


def _days(starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> Iterator[tuple[date, int]]:
    """Yield each civil day of a shift with its minutes there; a clock change is in them."""
    day = starts_at.astimezone(zone).date()
    while (begins := datetime.combine(day, time(), zone)) < ends_at:
        after = datetime.combine(day + timedelta(days=1), time(), zone)
        yield day, _minutes(max(begins, starts_at), min(after, ends_at))
        day += timedelta(days=1)


def _minutes(starts_at: datetime, ends_at: datetime) -> int:
    return max(0, int(ends_at.timestamp() // 60) - int(starts_at.timestamp() // 60))
