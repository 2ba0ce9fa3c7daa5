"""Whether a shift is a night, by its hours alone: for what was worked without a plan.

Décret 2002-9, art. 7: the night runs from 21:00 to 06:00.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DARK_FROM, DARK_UNTIL = 21, 6


def is_night(starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> bool:
    """Whether at least half of a shift lies between 21:00 and 06:00, local time."""
    span = _minute(ends_at) - _minute(starts_at)
    return span > 0 and 2 * night_minutes(starts_at, ends_at, zone) >= span


def night_minutes(starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> int:
    """Return how many minutes of a shift lie between 21:00 and 06:00, local time."""
    start, end = _minute(starts_at), _minute(ends_at)
    nights = _nights(starts_at.astimezone(zone).date(), ends_at.astimezone(zone).date(), zone)
    return sum(max(0, min(end, last) - max(start, first)) for first, last in nights)


def _nights(first: date, last: date, zone: ZoneInfo) -> Iterator[tuple[int, int]]:
    day = first - timedelta(days=1)
    while day <= last:
        begins = datetime.combine(day, time(DARK_FROM), zone)
        ends = datetime.combine(day + timedelta(days=1), time(DARK_UNTIL), zone)
        yield _minute(begins), _minute(ends)
        day += timedelta(days=1)


def _minute(instant: datetime) -> int:
    return int(instant.timestamp() // 60)
