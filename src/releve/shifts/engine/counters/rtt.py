"""RTT days acquired in the civil year so far; décret 2002-9, art. 11.

The text gives days a year by weekly duty. Relève reads the weekly duty from what was worked, less
overtime, over the weeks under contract (days away from Monday to Friday left out, a fifth of a
week each), at full time; and gives of the year's days the share and the part of the year that is
over. That reading is ours: to be confirmed by the HR department.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction

from releve.shifts.engine.counters.case import Case, Contribution, Counter, days_between


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
    begun = max(case.begun_on, min(one.from_on for one in case.terms))
    part = Fraction((case.last - begun).days + 1, _days_of_year(case.last))
    value = days * terms.share * part
    # Our own reading of "weekly duty" is for the hospital to confirm, whatever the text's table.
    source = replace(law.source("rtt"), confidence="ours")
    parts = (
        Contribution("worked", plain, case.begun_on, case.last),
        Contribution("weeks", weeks),
        Contribution("weekly", weekly),
        Contribution("step", days),
        Contribution("share", terms.share),
        Contribution("part", part),
    )
    yield Counter("rtt_days_year", "year", "days", value, source=source, parts=parts)


def _weeks(case: Case) -> Fraction:
    """Return the weeks of full time under contract, days away left out."""
    found = Fraction(0)
    for terms in case.terms:
        begins, ends = max(case.begun_on, terms.from_on), min(case.last, terms.to_on)
        if ends < begins:
            continue
        days = days_between(begins, ends)
        away = sum(1 for day in days if day in case.away and day.weekday() < 5)
        found += terms.share * (Fraction(len(days), 7) - Fraction(away, 5))
    return found


def _days_of_year(day: date) -> int:
    return (date(day.year, 12, 31) - date(day.year, 1, 1)).days + 1
