"""Hours beyond the plan against the caps of a month and of a civil year; décret 2002-9, art. 15.

Counted are the minutes beyond the planned hours of a late stay or of an answer from a file, and the
whole of a recall or a call-out. The cap of a month is that of cycles of a month at most. An early
release takes nothing from them.
"""

from __future__ import annotations

from collections.abc import Iterator

from releve.shifts.engine.counters.case import Case, Counter


def counters_of(case: Case) -> Iterator[Counter]:
    """Yield the overtime of the month and of the year so far."""
    law = case.law
    for span, name in (("month", "overtime_month"), ("year", "overtime_year")):
        limit = law.value(name, case.last) if law else None
        source = law.source(name) if law else None
        yield case.counter(
            "overtime_minutes",
            span,  # type: ignore[arg-type]  # one of the two spans
            "minutes",
            limit=limit,
            limits_above=limit is not None,
            source=source,
        )
