"""Worked hours for tests, written as a ward would say them; every person is fictional."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from releve.roster.engine.audit import WorkedShift, audit_record
from releve.roster.engine.problem import ShiftKind
from releve.roster.engine.result import Breach, Verdict
from releve.roster.engine.rules import Decision, load_pack

PARIS = ZoneInfo("Europe/Paris")
MONDAY = date(2026, 3, 2)


def day(offset: int) -> date:
    """Return a day by its distance from Monday 2 March 2026."""
    return MONDAY + timedelta(days=offset)


def row(offset: int, start: str, end: str, **facts: Any) -> WorkedShift:
    """Return a stretch of work of ana; an end at or before the start is on the next day."""
    begins = local(day(offset), start)
    ends = local(day(offset + (end <= start)), end)
    return WorkedShift(person=facts.pop("person", "ana"), start_at=begins, end_at=ends, **facts)


def local(on: date, clock: str) -> datetime:
    """Return an instant of Paris, the first one where the clock repeats it."""
    return datetime.fromisoformat(f"{on.isoformat()}T{clock}").replace(tzinfo=PARIS)


def rows(offsets: Iterable[int], start: str, end: str, **facts: Any) -> list[WorkedShift]:
    """Return the same stretch on several days."""
    return [row(offset, start, end, **facts) for offset in offsets]


def on_call(offset: int, start: str, end: str, **facts: Any) -> WorkedShift:
    """Return a stretch on call."""
    return row(offset, start, end, kind=ShiftKind.ON_CALL, **facts)


def decided(rule: str, *, first: int = -30, last: int = 400) -> Decision:
    """Return a recorded decision about a rule, for every unit."""
    return Decision(rule=rule, signer="Direction (exemple)", from_on=day(first), to_on=day(last))


def judged(
    shifts: Iterable[WorkedShift], *, pack: str = "fph", weeks: int = 2, **facts: Any
) -> Verdict:
    """Judge a record from Monday 2 March 2026, two weeks of it unless said otherwise."""
    context: dict[str, Any] = {
        "pack": load_pack(pack),
        "from_on": MONDAY,
        "to_on": day(7 * weeks - 1),
        "zone": PARIS,
    }
    return audit_record(shifts, **(context | facts))


def of_rule(verdict: Verdict, rule: str) -> list[Breach]:
    """Return the breaches of one rule."""
    return [breach for breach in verdict.breaches if breach.rule == rule]
