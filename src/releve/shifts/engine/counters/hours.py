"""Hours worked against hours due, in the month and in the civil year; décret 2002-9, art. 1 to 3.

Due: the week of her regime times her share, a seventh for each day under contract, less a fifth
for each day from Monday to Friday on which she was away (art. 14). A public holiday from Monday to
Friday takes as much: the articles read do not say so, which the hospital confirms.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction

from releve.shifts.engine.counters.case import Case, Contribution, Counter, Span


def counters_of(case: Case) -> Iterator[Counter]:
    """Yield hours worked, hours due and the balance, of the month and of the year so far."""
    for span in ("month", "year"):
        yield from _against(case, span)
    yield from _annual(case)


def _against(case: Case, span: Span) -> Iterator[Counter]:
    worked = case.counter("worked_minutes", span, "minutes")
    yield worked
    parts = tuple(due_parts(case, case.first if span == "month" else case.begun_on))
    if not parts or case.law is None or case.latest is None:
        return
    due = max(0, round(sum(Fraction(one.amount) for one in parts)))
    source = case.law.source(f"weekly_minutes_{case.latest.regime}")
    yield Counter(f"due_minutes_{span}", span, "minutes", due, source=source, parts=parts)
    if not case.is_over:
        return  # what is due of the whole month beside a part of the work would say nothing
    yield Counter(
        f"balance_minutes_{span}",
        span,
        "minutes",
        int(worked.value) - due,
        parts=(Contribution("worked", int(worked.value)), Contribution("due", -due)),
    )


def due_parts(case: Case, first: date) -> Iterator[Contribution]:
    """Yield what is due from a day to the end of the month, contract by contract.

    Nothing is due under a contract whose pack of rules names no week.
    """
    for terms, law, begins, ends in case.held(first, case.last):
        value = law.value(f"weekly_minutes_{terms.regime}", ends)
        if value is None:
            continue
        weekly = value * terms.share
        detail = f"{terms.regime} {terms.share}"
        days = (ends - begins).days + 1
        yield Contribution("contract", weekly * days / 7, begins, ends, detail=detail)
        for code, free in zip(("away", "holiday"), case.free_days(begins, ends), strict=True):
            if free:
                yield Contribution(code, -weekly * free / 5, detail=str(free))


def _annual(case: Case) -> Iterator[Counter]:
    """Yield the year's duty, contract by contract: 1,607, 1,582 or 1,476 hours times the share.

    The text says it of a whole year at full time; a part of either is for the hospital to confirm.
    """
    if case.law is None or case.latest is None:
        return
    name = f"annual_minutes_{case.latest.regime}"
    duties = []
    for terms, law, begins, ends in case.held(case.begun_on, case.year_end):
        value = law.value(f"annual_minutes_{terms.regime}", ends)
        days = (ends - begins).days + 1
        duties.append((value or 0) * terms.share * Fraction(days, case.year_days))
    limit = round(sum(duties, Fraction(0)))
    source = case.law.source(name)
    if limit != case.law.value(name, case.last):
        source = replace(source, confidence="ours", note="annual_in_part")
    if limit:
        yield case.counter(
            "worked_minutes", "year", "minutes", code="annual_duty", limit=limit, source=source
        )
