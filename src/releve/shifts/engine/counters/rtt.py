"""RTT days acquired in the civil year so far; décret 2002-9, art. 11.

The text gives days a year by weekly duty. Relève reads the weekly duty from what was worked, less
overtime, over the weeks under contract (days away from Monday to Friday left out, a fifth of a
week each, and public holidays too), at full time; and gives of the year's days the share and the
part of the year that is over, contract by contract. That reading is ours: to be confirmed by the HR
department.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from releve.shifts.engine.counters.case import Case, Contribution, Counter


def counters_of(case: Case) -> Iterator[Counter]:
    """Yield the RTT days of the year so far; nothing before the month is over."""
    law, terms = case.law, case.latest
    if law is None or terms is None or not case.is_over:
        return
    weeks = _weeks(case)
    if weeks <= 0:
        return
    plain = case.year.worked_minutes - case.year.overtime_minutes
    weekly = Fraction(plain) / weeks  # at full time, since each week counts by its share
    days = max((days for low, days in law.steps("rtt", case.last) if weekly >= low), default=0)
    part = sum(
        (
            one.share * Fraction((ends - begins).days + 1, case.year_days)
            for one, _law, begins, ends in case.held(case.begun_on, case.last)
        ),
        Fraction(0),
    )
    value = days * part
    # Our own reading of "weekly duty" is for the hospital to confirm, whatever the text's table.
    source = replace(law.source("rtt"), confidence="ours")
    parts = (
        Contribution("worked", plain, case.begun_on, case.last),
        Contribution("weeks", weeks),
        Contribution("weekly", weekly),
        Contribution("step", days),
        Contribution("part", part),
    )
    yield Counter("rtt_days_year", "year", "days", value, source=source, parts=parts)


def _weeks(case: Case) -> Fraction:
    """Return the weeks of full time under contract, days away and public holidays left out."""
    found = Fraction(0)
    for terms, _law, begins, ends in case.held(case.begun_on, case.last):
        days, free = (ends - begins).days + 1, sum(case.free_days(begins, ends))
        found += terms.share * (Fraction(days, 7) - Fraction(free, 5))
    return found
