"""Nights, and the minutes between 21:00 and 06:00; décret 2002-9, art. 7, 2°.

A shift is a night as its plan says, else where at least half of its minutes lie there; two shifts
of one night count once. That reading is ours.
"""

from __future__ import annotations

from collections.abc import Iterator

from releve.shifts.engine.counters.case import Case, Counter


def counters_of(case: Case) -> Iterator[Counter]:
    """Yield the nights of the month and of the year so far, and the month's night minutes."""
    source = case.law.source("night") if case.law else None
    reading = case.law.source("nights") if case.law else None
    yield case.counter("nights", "month", "count", source=reading)
    yield case.counter("night_minutes", "month", "minutes", source=source)
    yield case.counter("nights", "year", "count", source=reading)
