"""Quarters of the civil year, the ledger's periods."""

from __future__ import annotations

from datetime import date, timedelta


def quarter_of(day: date) -> date:
    """Return the first day of a day's quarter."""
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


def next_quarter(quarter: date) -> date:
    """Return the first day of the quarter after."""
    return quarter_of(quarter + timedelta(days=100))


def last_day(quarter: date) -> date:
    """Return the last day of a quarter."""
    return next_quarter(quarter) - timedelta(days=1)


def quarter_before(quarter: date) -> date:
    """Return the first day of the quarter before."""
    return quarter_of(quarter - timedelta(days=1))
