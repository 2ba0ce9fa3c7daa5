"""Sundays and public holidays worked; décret 2002-9, art. 2 and 3.

A day counts once, where at least half of a shift lies on it; a public holiday that is a Sunday is
a public holiday alone. From 10 in a civil year the duty is that of variable rest days, from 20 two
more rest days are due; neither adds up with the duty of permanent nights (art. 4).
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
    if law is None or case.latest is None or case.latest.regime == "night":
        yield case.counter("sundays_or_holidays", "year", "count")
        return
    reached = case.year.sundays_or_holidays
    first = law.value("sundays_variable", case.last)
    name = "sundays_variable" if first is not None and reached < first else "sundays_more_rest"
    limit = law.value(name, case.last)
    yield case.counter(
        "sundays_or_holidays",
        "year",
        "count",
        limit=limit if limit is not None and reached < limit else None,
        source=law.source(name),
    )
