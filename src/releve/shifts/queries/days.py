"""Civil days and months as instants of the house's own time zone."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone


def midnight(day: date) -> datetime:
    """Return the first instant of a civil day."""
    return datetime.combine(day, time(), timezone.get_default_timezone())


def bounds(from_on: date, to_on: date) -> tuple[datetime, datetime]:
    """Return the instants between which days lie, both ends of them included."""
    return midnight(from_on), midnight(to_on + timedelta(days=1))


def local_day(instant: datetime) -> date:
    """Return the civil day of an instant."""
    return timezone.localtime(instant, timezone.get_default_timezone()).date()


def month_of(day: date) -> date:
    """Return the first day of a day's month."""
    return day.replace(day=1)


def next_month(month: date) -> date:
    """Return the first day of the month after."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def last_of(month: date) -> date:
    """Return the last day of a month."""
    return next_month(month) - timedelta(days=1)
