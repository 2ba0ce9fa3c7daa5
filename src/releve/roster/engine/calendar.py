"""What a shift type is by the calendar and the clock, as targets and the solver see it.

The audit works all of this out again for itself, from minutes.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays as holiday_calendars

from releve.roster.engine.problem import Problem, ShiftType

COUNTRY_OF_ZONE = {"Europe/Paris": "FR"}
"""Countries whose public holidays are known by time zone; others list their own."""

LONG_SHIFT_MINUTES = 690


def public_holidays(problem: Problem) -> frozenset[date]:
    """Return the public holidays around the period: the problem's own, else the country's."""
    if problem.holidays is not None:
        return frozenset(problem.holidays)
    country = COUNTRY_OF_ZONE.get(problem.time_zone)
    years = range(problem.starts_on.year - 1, problem.ends_on.year + 2)
    return frozenset() if country is None else _holidays_of(country, tuple(years))


@lru_cache(maxsize=32)
def _holidays_of(country: str, years: tuple[int, ...]) -> frozenset[date]:
    return frozenset(holiday_calendars.country_holidays(country, years=years))


def is_night(shift: ShiftType) -> bool:
    """Whether at least half of its minutes by the clock lie between 21:00 and 06:00."""
    start = shift.starts_at.hour * 60 + shift.starts_at.minute
    return 2 * _dark_minutes(start, start + shift.span_minutes) >= shift.span_minutes


@lru_cache(maxsize=4096)
def _dark_minutes(start: int, end: int) -> int:
    return sum(1 for minute in range(start, end) if minute % 1440 >= 1260 or minute % 1440 < 360)


def touched_days(problem: Problem, day: date, code: str) -> tuple[date, ...]:
    """Return the civil days on which shift ``code`` started on ``day`` has minutes."""
    start, end = problem.shift_by_code[code].local_bounds(day)
    last = end.date() if end.time() != datetime.min.time() else end.date() - timedelta(days=1)
    count = (last - start.date()).days + 1
    return tuple(start.date() + timedelta(days=i) for i in range(count))


def minutes_between(start: datetime, end: datetime) -> int:
    """Return the whole real minutes between two instants."""
    return round((end - start).total_seconds()) // 60


@lru_cache(maxsize=4096)
def midnight(day: date, zone: ZoneInfo) -> datetime:
    """Return the instant, in UTC, at which a local civil day begins."""
    return datetime.combine(day, datetime.min.time(), tzinfo=zone).astimezone(UTC)


def days_from(first: date, last: date) -> Iterator[date]:
    """Yield every day from first to last, both included."""
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)
