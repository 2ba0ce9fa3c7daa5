"""Hours worked against hours due, in the month and in the civil year; décret 2002-9, art. 1 to 3.

Due: the week of her regime times her share, a seventh for each day under contract, less a fifth
for each day from Monday to Friday on which she was away (art. 14); as a roster counts it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from releve.shifts.engine.counters.case import (
    Case,
    Contribution,
    Counter,
    Span,
    Terms,
    days_between,
)
from releve.shifts.engine.counters.law import law_of


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
    for terms in sorted(case.terms, key=lambda one: one.from_on):
        weekly = _weekly(terms)
        begins, ends = max(first, terms.from_on), min(case.last, terms.to_on)
        if weekly is None or ends < begins:
            continue
        days = days_between(begins, ends)
        detail = f"{terms.regime} {terms.share}"
        yield Contribution("contract", weekly * len(days) / 7, begins, ends, detail=detail)
        away = [day for day in days if day in case.away and day.weekday() < 5]
        if away:
            less = -weekly * len(away) / 5
            yield Contribution("away", less, away[0], away[-1], detail=str(len(away)))


def _weekly(terms: Terms) -> Fraction | None:
    law = law_of(terms.pack)
    value = law.value(f"weekly_minutes_{terms.regime}", terms.from_on) if law else None
    return None if value is None else value * terms.share


def _annual(case: Case) -> Iterator[Counter]:
    """Yield the year's duty: 1,607, 1,582 or 1,476 hours times the share, as the text says it."""
    if case.law is None or case.latest is None:
        return
    name = f"annual_minutes_{case.latest.regime}"
    limit = case.law.value(name, case.last)
    if limit is not None:
        yield case.counter(
            "worked_minutes",
            "year",
            "minutes",
            code="annual_duty",
            limit=round(limit * case.latest.share),
            source=case.law.source(name),
        )
