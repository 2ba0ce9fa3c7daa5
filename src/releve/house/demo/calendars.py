"""The demo's months: which is prepared, which are published, which days are feasts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache

import holidays as holiday_calendars

from releve.house.demo.lines import ZONE

ANCHOR = date(2024, 1, 1)
"""The Monday from which the group counts its weeks, fortnights and cycles."""

CYCLE_DAYS = 28
LEAST_HISTORY = timedelta(days=14)


@dataclass(frozen=True)
class Month:
    """A calendar month, first and last day included."""

    first: date
    last: date

    @property
    def history_from(self) -> date:
        """The first day of the cycle that holds the fourteenth day before the month."""
        day = self.first - LEAST_HISTORY
        return day - timedelta(days=(day - ANCHOR).days % CYCLE_DAYS)


@dataclass(frozen=True)
class Calendar:
    """The month to prepare and the two published ones before it."""

    prepared: Month

    @cached_property
    def published(self) -> tuple[Month, Month]:
        """The two months before, in order."""
        before = month_of(self.prepared.first - timedelta(days=1))
        return month_of(before.first - timedelta(days=1)), before

    @property
    def first(self) -> date:
        """The first day that anything is known of."""
        return self.published[0].history_from


def month_of(day: date) -> Month:
    """Return the calendar month of a day."""
    first = day.replace(day=1)
    following = (first + timedelta(days=31)).replace(day=1)
    return Month(first, following - timedelta(days=1))


def month_after(day: date) -> Month:
    """Return the calendar month that follows the month of a day."""
    return month_of(month_of(day).last + timedelta(days=1))


@lru_cache(maxsize=8192)
def is_feast(day: int) -> bool:
    """Whether a civil day, by its number, is a public holiday in France."""
    return date.fromordinal(day) in _feasts(date.fromordinal(day).year)


@lru_cache(maxsize=64)
def _feasts(year: int) -> frozenset[date]:
    return frozenset(holiday_calendars.country_holidays("FR", years=year))


@lru_cache(maxsize=8192)
def is_longer_night(day: int) -> bool:
    """Whether the night that begins on a civil day, by its number, lasts an hour more."""
    evening = datetime.combine(date.fromordinal(day), datetime.min.time()).replace(hour=21)
    morning = evening + timedelta(hours=10)
    return _offset(evening) > _offset(morning)


def _offset(local: datetime) -> timedelta:
    return ZONE.utcoffset(local) or timedelta()
