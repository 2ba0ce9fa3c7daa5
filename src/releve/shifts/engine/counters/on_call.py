"""On-call duties, call-outs out of them, and recalls; décret 2002-9, art. 23.

An on-call duty is reachability and no work; a call-out is work. The limits of art. 23 (72 hours
in fifteen days) are judged with the rules, over windows that a month does not hold.
"""

from __future__ import annotations

from collections.abc import Iterator

from releve.shifts.engine.counters.case import Case, Counter


def counters_of(case: Case) -> Iterator[Counter]:
    """Yield on-call minutes, call-outs and recalls of the month."""
    source = case.law.source("on_call") if case.law else None
    yield case.counter("on_calls", "month", "count", source=source)
    yield case.counter("on_call_minutes", "month", "minutes", source=source)
    yield case.counter("call_out_minutes", "month", "minutes", source=source)
    yield case.counter("recalls", "month", "count")
