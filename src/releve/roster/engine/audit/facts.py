"""Facts that bind a plan beside the rules: who is away, who may not be given what.

Why somebody is away or may not work nights is nobody's business here: only dates and bounds
are known. Every breach of a fact is hard.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction

from releve.roster.engine.audit.case import Case, Unit
from releve.roster.engine.audit.clock import Clock
from releve.roster.engine.audit.windows import weekday
from releve.roster.engine.audit.worked import Shift
from releve.roster.engine.problem import WEEKDAYS, Person, Problem, Restriction, ShiftKind
from releve.roster.engine.result import Breach

WEEKEND = (5, 6)

DAY_CODES = {"no_weekends": "R-NO-WEEKENDS", "days_off": "R-DAYS-OFF"}


def fact_breaches(problem: Problem, person: Person, case: Case) -> Iterator[Breach]:
    """Yield the breaches of what is known of one person, apart from rules."""
    given = [shift for shift in case.timeline.shifts if shift.day in case.scope.judged]
    clock = case.scope.clock
    yield from _while_away(problem, person, given, clock)
    for restriction in person.restrictions:
        for shift in given:
            yield from _restricted(person, restriction, shift, clock)
    yield from _against_regime(person, given)
    yield from _against_fixed(problem, person, given)
    yield from _too_many(person, given)
    yield from _overlaps(person, case)


def _while_away(
    problem: Problem, person: Person, given: Sequence[Shift], clock: Clock
) -> Iterator[Breach]:
    absences = [absence for absence in problem.unavailable if absence.person == person.id]
    touched = {day for shift in given for day in clock.days_of(shift.start, shift.end)}
    for day in sorted(touched):
        on = date.fromordinal(day)
        if any(absence.from_on <= on <= absence.to_on for absence in absences):
            yield _on_day("UNAVAILABLE", person, day)


def _restricted(
    person: Person, restriction: Restriction, shift: Shift, clock: Clock
) -> Iterator[Breach]:
    days = clock.days_of(shift.start, shift.end)
    kind = restriction.kind
    if kind in DAY_CODES:
        barred = WEEKEND if kind == "no_weekends" else _numbers(restriction)
        for day in days:
            if weekday(day) in barred and _stands(restriction, day):
                yield _on_day(DAY_CODES[kind], person, day)
    if not _stands(restriction, shift.day):
        return
    if kind == "no_on_call" and shift.on_call:
        yield _on_day("R-NO-ON-CALL", person, shift.day)
    if kind == "no_nights" and shift.night and not shift.on_call:
        yield _on_day("R-NO-NIGHTS", person, shift.day)
    if kind == "no_12h" and shift.long and not shift.on_call:
        yield _on_day("R-NO-12H", person, shift.day)
    most = restriction.minutes
    if most is not None and shift.work > most and not shift.on_call:
        yield _on_day("R-MAX-MINUTES", person, shift.day, value=shift.work, limit=most, unit="min")


def _numbers(restriction: Restriction) -> tuple[int, ...]:
    return tuple(WEEKDAYS.index(name) for name in restriction.weekdays)


def _stands(restriction: Restriction, day: int) -> bool:
    on = date.fromordinal(day)
    begun = restriction.from_on is None or restriction.from_on <= on
    return begun and (restriction.to_on is None or on <= restriction.to_on)


def _against_regime(person: Person, given: Sequence[Shift]) -> Iterator[Breach]:
    regime = person.contract.regime
    for shift in given:
        if shift.on_call:
            continue
        # Training and supernumerary days are open to night staff.
        stray = shift.kind is ShiftKind.WORKED and not shift.night
        if (regime == "day" and shift.night) or (regime == "night" and stray):
            yield _on_day("REGIME", person, shift.day)


def _against_fixed(problem: Problem, person: Person, given: Sequence[Shift]) -> Iterator[Breach]:
    for cell in problem.fixed:
        if cell.person == person.id:
            day = cell.day.toordinal()
            codes = [shift.code for shift in given if shift.day == day]
            if codes != ([] if cell.shift is None else [cell.shift]):
                yield _on_day("FIXED", person, day)


def _too_many(person: Person, given: Sequence[Shift]) -> Iterator[Breach]:
    counts: dict[tuple[int, bool], int] = {}
    for shift in given:
        counts[shift.day, shift.on_call] = counts.get((shift.day, shift.on_call), 0) + 1
    for (day, _), count in counts.items():
        if count > 1:
            yield _on_day("ONE-A-DAY", person, day, value=count, limit=1)


def _overlaps(person: Person, case: Case) -> Iterator[Breach]:
    clock, reach = case.scope.clock, None
    for shift in case.timeline.shifts:
        if reach is not None and shift.start < reach and shift.day in case.scope.judged:
            yield Breach(
                rule="OVERLAP",
                person=person.id,
                from_at=clock.local(shift.start),
                to_at=clock.local(min(reach, shift.end)),
                value=Fraction(min(reach, shift.end) - shift.start),
                limit=Fraction(0),
                unit="min",
                article="",
                status="hard",
            )
        reach = shift.end if reach is None else max(reach, shift.end)


def _on_day(
    code: str, person: Person, day: int, *, value: int = 1, limit: int = 0, unit: Unit = "days"
) -> Breach:
    on = date.fromordinal(day)
    return Breach(
        rule=code,
        person=person.id,
        from_at=on,
        to_at=on,
        value=Fraction(value),
        limit=Fraction(limit),
        unit=unit,
        article="",
        status="hard",
    )
