"""Sundays and public holidays worked; décret 2002-9, art. 2 and 3.

A shift counts where at least half of it lies on such a day; a public holiday that is a Sunday
counts once. From 10 in a civil year the duty is that of variable rest days, from 20 two more rest
days are due.
"""

from __future__ import annotations

from collections.abc import Iterator

from releve.shifts.engine.counters.case import Case, Counter


def counters_of(case: Case) -> Iterator[Counter]:
    """Yield Sundays and public holidays of the month, and both together in the year so far."""
    yield case.counter("sundays", "month", "count")
    yield case.counter("sunday_minutes", "month", "minutes")
    yield case.counter("holidays", "month", "count")
    yield case.counter("holiday_minutes", "month", "minutes")
    law = case.law
    if law is None:
        yield case.counter("sundays_or_holidays", "year", "count")
        return
    reached = case.year.sundays_or_holidays
    first = law.value("sundays_variable", case.last)
    name = "sundays_variable" if first is not None and reached < first else "sundays_more_rest"
    yield case.counter(
        "sundays_or_holidays",
        "year",
        "count",
        limit=law.value(name, case.last),
        source=law.source(name),
    )
