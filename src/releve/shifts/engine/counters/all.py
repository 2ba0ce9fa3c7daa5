"""Every counter of a person's month, family by family, in the order in which it is shown."""

from __future__ import annotations

from releve.shifts.engine.counters import hours, nights, on_call, overtime, rtt, sundays
from releve.shifts.engine.counters.case import Case, Counter

FAMILIES = (hours, overtime, nights, sundays, on_call, rtt)


def counters(case: Case) -> tuple[Counter, ...]:
    """Return the counters of a month and of the civil year up to its end."""
    return tuple(one for family in FAMILIES for one in family.counters_of(case))
