"""Every rule of the fph and eu packs once more, from the articles, minute by minute.

This is the slow reference of record mode. It reads no pack and no form: each rule is written
out here as its article says it, so that a slip in a file of a pack is found too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

from releve.roster.engine.audit import WorkedShift
from releve.roster.engine.problem import ShiftKind
from releve.roster.engine.rules import Decision
from releve.roster.engine.tests.slow_minutes import (
    PARIS,
    SlowRow,
    SlowShift,
    busy_minutes,
    longest_block,
    longest_rest,
    minutes,
    present_days,
    tally,
)

Found = tuple[str, str, date | datetime, date | datetime, Fraction]
Span = tuple[date, date]


@dataclass(frozen=True)
class Record:
    """One person's shifts and the period in which they are judged."""

    person: str
    work: list[SlowShift]
    on_call: list[SlowShift]
    first: date
    last: date
    decisions: Sequence[Decision]
    cycle_weeks: int | None
    holidays: frozenset[date]

    def decided(self, first: date, last: date, *rules: str) -> bool:
        """Whether a recorded decision about one of the rules stands on all these days."""
        return any(
            one.rule in rules and one.from_on <= first and last <= one.to_on
            for one in self.decisions
        )

    def inside(self, day: date) -> bool:
        """Whether a day is judged."""
        return self.first <= day <= self.last


def slow_verdict(
    rows: Sequence[WorkedShift],
    *,
    pack: str,
    from_on: date,
    to_on: date,
    decisions: Sequence[Decision],
    cycle_weeks: int | None,
    holidays: frozenset[date],
) -> set[Found]:
    """Return every breach as rule, person, from, to and value, in hours, minutes or days."""
    rules = FPH if pack == "fph" else EU
    found: set[Found] = set()
    for person in {row.person for row in rows}:
        shifts = [shift for shift in _shifts(rows, person) if shift.day <= to_on]
        record = Record(
            person,
            [shift for shift in shifts if not shift.on_call],
            [shift for shift in shifts if shift.on_call],
            from_on,
            to_on,
            decisions,
            cycle_weeks,
            holidays,
        )
        for rule in rules:
            found |= {(*one[:1], person, *one[1:]) for one in rule(record)}
    return found


def _shifts(rows: Sequence[WorkedShift], person: str) -> list[SlowShift]:
    groups: dict[object, list[WorkedShift]] = {}
    for index, row in enumerate(rows):
        if row.person == person:
            groups.setdefault(row.part_of or index, []).append(row)
    shifts = [
        SlowShift(
            sorted(
                (
                    SlowRow(
                        row.start_at.astimezone(UTC),
                        row.end_at.astimezone(UTC),
                        row.unpaid_minutes,
                        row.break_minutes,
                        row.overtime_minutes,
                    )
                    for row in group
                ),
                key=lambda row: row.start,
            ),
            on_call=group[0].kind is ShiftKind.ON_CALL,
        )
        for group in groups.values()
    ]
    return sorted(shifts, key=lambda shift: shift.start)


One = tuple[str, date | datetime, date | datetime, Fraction]
Rule = Callable[[Record], Iterator[One]]


def _moments(rule: str, start: datetime, end: datetime, value: Fraction | int) -> One:
    return rule, start.astimezone(PARIS), end.astimezone(PARIS), Fraction(value)


# -- windows -----------------------------------------------------------------------------------


def _all_spans(record: Record) -> Iterator[Span]:
    day = record.first
    while day <= record.last:
        yield day, record.last
        day += timedelta(days=1)


def _spans(record: Record, length: int, step: int = 1) -> Iterator[Span]:
    first = record.first
    while first + timedelta(days=length - 1) <= record.last:
        yield first, first + timedelta(days=length - 1)
        first += timedelta(days=step)


def _calendar(record: Record, key: Callable[[date], object]) -> Iterator[Span]:
    """Yield the months or years that lie wholly in the period."""
    for first, _ in _all_spans(record):
        if key(first) == key(first - timedelta(days=1)):
            continue
        last = first
        while key(last + timedelta(days=1)) == key(first):
            last += timedelta(days=1)
        if last <= record.last:
            yield first, last


def _month(day: date) -> object:
    return day.year, day.month


def _year(day: date) -> object:
    return day.year


def _total(days: dict[date, Fraction], span: Span) -> Fraction:
    return sum((value for day, value in days.items() if span[0] <= day <= span[1]), Fraction(0))


def _sum_rule(
    rule: str, record: Record, spans: Iterator[Span], facts: tuple[str, int]
) -> Iterator[One]:
    measure, most = facts
    shifts = record.on_call if measure == "on_call" else record.work
    days = tally(shifts, measure)
    for span in spans:
        total = _total(days, span)
        if total > most and not record.decided(*span, rule):
            yield rule, *span, total / 60


def _in_seven_days(record: Record) -> Iterator[One]:
    yield from _sum_rule("FPH-48-7D", record, _spans(record, 7), ("work", 48 * 60))


def _in_a_civil_week(record: Record) -> Iterator[One]:
    spans = _spans(record, 7, 7)
    yield from _sum_rule("FPH-44-WEEK", record, spans, ("work_without_overtime", 44 * 60))


def _over_the_cycle(record: Record) -> Iterator[One]:
    weeks = record.cycle_weeks
    if weeks is not None:
        spans = _spans(record, 7 * weeks, 7 * weeks)
        limit = 39 * 60 * weeks
        yield from _sum_rule("FPH-39-CYCLE", record, spans, ("work_without_overtime", limit))


def _overtime(record: Record) -> Iterator[One]:
    years = _calendar(record, _year)
    yield from _sum_rule("FPH-OT-YEAR", record, years, ("overtime", 240 * 60))
    weeks = record.cycle_weeks
    if weeks is None or weeks <= 4:
        spans, limit = _calendar(record, _month), 20 * 60
    else:
        spans, limit = _spans(record, 7 * weeks, 7 * weeks), 277 * weeks
    yield from _sum_rule("FPH-OT-MONTH", record, spans, ("overtime", limit))


def _fifteen_days_on_call(record: Record) -> Iterator[One]:
    days = tally(record.on_call, "on_call")
    for span in _spans(record, 15):
        most = 96 if record.decided(*span, "FPH-ASTR-72") else 72
        if _total(days, span) > most * 60:
            yield "FPH-ASTR-72", *span, _total(days, span) / 60


def _a_month_on_call(record: Record) -> Iterator[One]:
    reachable = present_days(record.on_call)
    for first, last in _calendar(record, _month):
        here = {day for day in reachable if first <= day <= last}
        for days in (
            {day for day in here if day.weekday() == 5},
            {day for day in here if day.weekday() == 6},
            here & record.holidays,
        ):
            if len(days) > 1:
                yield "FPH-ASTR-MONTH", first, last, Fraction(len(days))


def _rest_rule(rule: str, hours: int) -> Rule:
    def judge(record: Record) -> Iterator[One]:
        busy = busy_minutes(record.work)
        for span in _spans(record, 7, 7):
            rest = longest_rest(busy, *span, PARIS)
            if rest < hours * 60:
                yield rule, *span, Fraction(rest, 60)

    return judge


def _fortnights(record: Record) -> Iterator[One]:
    present = present_days(record.work)
    for first, last in _spans(record, 14, 14):
        rest = 14 - len({day for day in present if first <= day <= last})
        if rest < 4:
            yield "FPH-4R-14D", first, last, Fraction(rest)
        block = longest_block(present, first, last, with_sunday=True)
        if block < 2:
            yield "FPH-2C-SUN", first, last, Fraction(block)


def _seventeen_weeks(record: Record) -> Iterator[One]:
    spans = _spans(record, 17 * 7, 7)
    yield from _sum_rule("EU-48", record, spans, ("work", 17 * 48 * 60))


# -- shifts ------------------------------------------------------------------------------------


def _gap_rule(rule: str, hours: int, with_decision: int) -> Rule:
    def judge(record: Record) -> Iterator[One]:
        for at, later in enumerate(record.work):
            if at == 0 or not record.inside(later.day):
                continue
            ended = max(shift.end for shift in record.work[:at])
            rest = sum(1 for _ in minutes(ended, later.start))
            decided = record.decided(later.day, later.day, rule)
            if rest < 60 * (with_decision if decided else hours):
                yield _moments(rule, ended, later.start, Fraction(rest, 60))

    return judge


def _length(record: Record) -> Iterator[One]:
    for shift in record.work:
        if not record.inside(shift.day) or len(shift.parts) > 1:
            continue
        on = shift.day
        worked = sum(row.work for row in shift.rows)
        value = Fraction(worked, 60)
        bounds = shift.start, shift.end
        if shift.is_night:
            if worked > 600 and not record.decided(on, on, "FPH-NIGHT-10", "FPH-12H"):
                yield _moments("FPH-NIGHT-10", *bounds, value)
        elif worked > 540 and not record.decided(on, on, "FPH-DAY-9", "FPH-12H"):
            yield _moments("FPH-DAY-9", *bounds, value)
        twelve = record.decided(on, on, "FPH-12H", "FPH-DAY-9", "FPH-NIGHT-10")
        if twelve and shift.amplitude > 720:
            yield _moments("FPH-12H", *bounds, Fraction(shift.amplitude, 60))


def _split(record: Record) -> Iterator[One]:
    for shift in record.work:
        parts = shift.parts
        if not record.inside(shift.day) or len(parts) == 1:
            continue
        bounds = shift.start, shift.end
        if shift.amplitude > 630:
            yield _moments("FPH-SPLIT-AMP", *bounds, Fraction(shift.amplitude, 60))
        if len(parts) > 2:
            yield _moments("FPH-SPLIT-N", *bounds, len(parts))
        shortest = min(sum(row.span for row in part) for part in parts)
        if shortest < 180:
            yield _moments("FPH-SPLIT-N", *bounds, Fraction(shortest, 60))


def _break_rule(rule: str, least: int) -> Rule:
    def judge(record: Record) -> Iterator[One]:
        for shift in record.work:
            for part in shift.parts if record.inside(shift.day) else ():
                taken = sum(row.taken for row in part)
                if sum(row.work for row in part) > 360 and taken < least:
                    yield _moments(rule, part[0].start, part[-1].end, taken)

    return judge


def _eight_hours_at_night(record: Record) -> Iterator[One]:
    for shift in record.work:
        worked = sum(row.work for row in shift.rows)
        if record.inside(shift.day) and shift.is_night and worked > 480:
            yield _moments("EU-NIGHT8", shift.start, shift.end, Fraction(worked, 60))


WRITTEN_OUT = frozenset(
    {
        *(f"FPH-{name}" for name in ("48-7D", "44-WEEK", "39-CYCLE", "OT-YEAR", "OT-MONTH")),
        *(f"FPH-{name}" for name in ("ASTR-72", "ASTR-MONTH", "REST-D", "REST-W", "4R-14D")),
        *(f"FPH-{name}" for name in ("2C-SUN", "DAY-9", "NIGHT-10", "12H", "BREAK")),
        *(f"FPH-{name}" for name in ("SPLIT-AMP", "SPLIT-N")),
        *(f"EU-{name}" for name in ("48", "REST-D", "REST-W", "BREAK", "NIGHT8")),
    }
)
"""The rules that stand here; a rule that a hospital adds to a pack is not among them."""

FPH: tuple[Rule, ...] = (
    _in_seven_days,
    _in_a_civil_week,
    _over_the_cycle,
    _overtime,
    _fifteen_days_on_call,
    _a_month_on_call,
    _rest_rule("FPH-REST-W", 36),
    _fortnights,
    _gap_rule("FPH-REST-D", 12, 11),
    _length,
    _split,
    _break_rule("FPH-BREAK", 20),
)
EU: tuple[Rule, ...] = (
    _seventeen_weeks,
    _rest_rule("EU-REST-W", 35),
    _gap_rule("EU-REST-D", 11, 11),
    _break_rule("EU-BREAK", 1),
    _eight_hours_at_night,
)
