"""Every form judged once more in plan mode, day by day and minute by minute.

The slow reference of plan mode: it reads the same variants as the judge, since rules are data,
and works out their meaning from sets of days and minutes with no arithmetic on intervals.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from functools import cached_property

from releve.roster.engine.calendar import public_holidays
from releve.roster.engine.problem import Assignment, Person, Problem, ShiftKind
from releve.roster.engine.rules import Variant, forms, load_pack, local_variants, variants
from releve.roster.engine.tests.slow_minutes import (
    SlowRow,
    SlowShift,
    busy_minutes,
    longest_block,
    longest_rest,
    minutes,
    present_days,
    tally,
)

One = tuple[date | datetime, date | datetime, Fraction, Fraction, Fraction]
DAY = timedelta(days=1)
MEASURES = ("work", "work_without_overtime", "on_call")


@dataclass(frozen=True)
class Line:
    """One person's shifts, those of the past alone and all of them."""

    problem: Problem
    shifts: list[SlowShift]

    @cached_property
    def past(self) -> Line:
        """The same line with none of the plan's shifts."""
        before = [shift for shift in self.shifts if shift.day < self.problem.starts_on]
        return Line(self.problem, before)

    @cached_property
    def known(self) -> list[date]:
        """The days that are known."""
        first = self.problem.history_from or self.problem.starts_on
        return [first + at * DAY for at in range((self.problem.ends_on - first).days + 1)]

    @cached_property
    def work(self) -> list[SlowShift]:
        """Shifts that are work."""
        return [shift for shift in self.shifts if not shift.on_call]

    @cached_property
    def given(self) -> list[SlowShift]:
        """Shifts of work that the plan gives."""
        return [shift for shift in self.work if shift.day >= self.problem.starts_on]

    @cached_property
    def busy(self) -> set[datetime]:
        """Every minute at work."""
        return busy_minutes(self.work)

    @cached_property
    def tallies(self) -> dict[str, dict[date, Fraction]]:
        """Minutes of each measure on each day."""
        return {name: tally(self.shifts, name) for name in MEASURES}

    def days(self, of: forms.Days) -> set[date]:
        """Return the known days that are of a kind."""
        known, kind = set(self.known), of.kind
        if kind == "off":
            return known - {shift.day for shift in self.work}
        if kind in ("shifts", "on_call"):
            named = {shift.day for shift in self.shifts if shift.code in of.shifts}
            called = {shift.day for shift in self.shifts if shift.on_call}
            return known & (named if kind == "shifts" else called)
        if kind in STARTING:
            return known & {shift.day for shift in self.work if STARTING[kind](shift)}
        present = known & present_days(self.work)
        if kind == "rest_day":
            return known - present
        if kind.startswith("on_call_"):
            present = known & present_days(shift for shift in self.shifts if shift.on_call)
        if kind == "weekend":
            return {day for day in known if day.weekday() == 5 and {day, day + DAY} & present}
        return {day for day in present if self._is(day, kind.removeprefix("on_call_"))}

    def _is(self, day: date, kind: str) -> bool:
        if kind == "holiday":
            return day in public_holidays(self.problem)
        weekdays = {"saturday": (5,), "sunday": (6,), "worked_day": range(7)}
        return day.weekday() in weekdays[kind]

    def count(self, of: forms.Days, window: set[date]) -> int:
        """Return how many days of a window are of a kind, a weekend once."""
        if of.kind == "weekend":
            present = set(self.known) & window & present_days(self.work)
            return len({day.isocalendar()[:2] for day in present if day.weekday() >= 5})
        return len(self.days(of) & window)

    def total(self, measure: str, window: set[date]) -> Fraction:
        """Return the minutes of a window."""
        by_day = self.tallies[measure]
        return sum((by_day.get(day, Fraction(0)) for day in window), Fraction(0))


STARTING: dict[str, Callable[[SlowShift], bool]] = {
    "duty": lambda _: True,
    "day": lambda shift: not shift.is_night,
    "night": lambda shift: shift.is_night,
    "morning": lambda shift: not shift.is_night and shift.here[0][1] < time(10),
    "evening": lambda shift: not shift.is_night and _is_late(shift),
    "long": lambda shift: shift.amplitude >= 690,
}


def _is_late(shift: SlowShift) -> bool:
    last_day, last_minute = shift.here[-1]
    until_20 = last_day > shift.day or last_minute >= time(19, 59)
    return shift.here[0][1] >= time(12) and until_20


def slow_breaches(
    problem: Problem, answer: Sequence[Assignment]
) -> set[tuple[str, str, date | datetime, date | datetime, Fraction, Fraction, Fraction]]:
    """Return breaches of rules as rule, person, from, to, value, limit and excess."""
    found = set()
    for person in problem.people:
        line = Line(problem, _shifts(problem, person, answer))
        for variant in _variants(problem, person):
            for start, end, value, limit, excess in JUDGES[variant.form.form](line, variant):
                found.add((variant.rule_id, person.id, start, end, value, limit, excess))
    return found


def _variants(problem: Problem, person: Person) -> Iterator[Variant]:
    for pack in dict.fromkeys([person.contract.pack, *problem.packs]):
        if pack is not None:
            for variant in variants(
                load_pack(pack).rules, unit=person.unit, decisions=problem.decisions
            ):
                # No shift of a plan carries overtime: its bounds cannot be broken.
                if getattr(variant.form, "measure", "") != "overtime":
                    yield variant
    yield from local_variants(problem.rules, person=person.id)


def _shifts(problem: Problem, person: Person, answer: Sequence[Assignment]) -> list[SlowShift]:
    cells = [(past.day, past.shift) for past in person.history]
    cells += [(cell.day, cell.shift) for cell in answer if cell.person == person.id]
    return sorted(
        (_shift(problem, day, code) for day, code in cells), key=lambda shift: shift.start
    )


def _shift(problem: Problem, day: date, code: str) -> SlowShift:
    kind = problem.shift_by_code[code]
    start, end = kind.local_bounds(day)
    row = SlowRow(
        start.replace(tzinfo=problem.zone).astimezone(UTC),
        end.replace(tzinfo=problem.zone).astimezone(UTC),
        kind.unpaid_minutes,
        kind.break_minutes,
    )
    return SlowShift([row], code, on_call=kind.kind is ShiftKind.ON_CALL, zone=problem.zone)


# -- windows -----------------------------------------------------------------------------------


def _windows(problem: Problem, window: forms.Window) -> set[tuple[date, date]]:
    """Return every window that holds a day of the period, found from that day."""
    found: set[tuple[date, date]] = set()
    for day in problem.days:
        monday = day - day.weekday() * DAY
        if window.kind == "horizon":
            found.add((problem.starts_on, problem.ends_on))
        elif window.kind == "sliding":
            found |= {_of(day - back * DAY, window.days or 0) for back in range(window.days or 0)}
        elif window.kind == "sliding_weeks":
            weeks = window.weeks or 0
            found |= {_of(monday - 7 * back * DAY, 7 * weeks) for back in range(weeks)}
        elif window.kind == "civil_week":
            found.add(_of(monday, 7))
        elif window.kind == "month":
            beyond = (day.replace(day=28) + 4 * DAY).replace(day=1)
            found.add((day.replace(day=1), beyond - DAY))
        elif window.kind == "year":
            found.add((date(day.year, 1, 1), date(day.year, 12, 31)))
        else:
            length = 14 if window.kind == "fortnight" else 7 * problem.cycle_weeks
            first = problem.anchor
            while first + (length - 1) * DAY < day:
                first += length * DAY
            found.add(_of(first, length))
    return found


def _of(first: date, length: int) -> tuple[date, date]:
    return first, first + (length - 1) * DAY


def _looked(
    line: Line, variant: Variant, window: forms.Window
) -> Iterator[tuple[date, date, set[date], bool]]:
    for first, last in _windows(line.problem, window):
        if variant.holds(first, last):
            days = {first + at * DAY for at in range((last - first).days + 1)}
            seen = days & set(line.known)
            yield first, last, seen, seen == days


def _sums(line: Line, variant: Variant) -> Iterator[One]:
    form = variant.form
    assert isinstance(form, forms.WindowSum)
    for first, last, seen, whole in _looked(line, variant, form.window):
        weeks = Fraction((last - first).days + 1, 7) if form.per_week else Fraction(1)
        value, before = line.total(form.measure, seen), line.past.total(form.measure, seen)
        if form.maximum is not None:
            most = max(form.maximum * weeks, before)
            if value > most:
                yield first, last, value / 60, most / 60, _begun_minutes(value - most)
        if form.minimum is not None and whole and value < form.minimum * weeks:
            least = form.minimum * weeks
            yield first, last, value / 60, least / 60, _begun_minutes(least - value)


def _begun_minutes(minutes: Fraction) -> Fraction:
    """Return hours of whole minutes, one that is begun counting whole."""
    return Fraction(-(-minutes.numerator // minutes.denominator), 60)


def _counts(line: Line, variant: Variant) -> Iterator[One]:
    form = variant.form
    assert isinstance(form, forms.Count)
    free = form.of.kind in ("off", "rest_day")
    for first, last, seen, whole in _looked(line, variant, form.window):
        value, before = line.count(form.of, seen), line.past.count(form.of, seen)
        if form.maximum is not None:
            if free:
                before = line.count(form.of, {d for d in seen if d < line.problem.starts_on})
            most = max(form.maximum, before)
            if value > most:
                yield _days(first, last, value, most, value - most)
        elif form.minimum is not None and whole:
            least = min(form.minimum, before) if free else form.minimum
            if value < least:
                yield _days(first, last, value, least, least - value)


def _rests(line: Line, variant: Variant) -> Iterator[One]:
    form = variant.form
    assert isinstance(form, forms.RestInWindow)
    zone = line.problem.zone
    for first, last, _, whole in _looked(line, variant, form.window):
        if whole:
            value = longest_rest(line.busy, first, last, zone)
            least = min(form.minimum, longest_rest(line.past.busy, first, last, zone))
            if value < least:
                yield first, last, Fraction(value, 60), Fraction(least, 60), Fraction(1)


def _blocks(line: Line, variant: Variant) -> Iterator[One]:
    form = variant.form
    assert isinstance(form, forms.RestBlock)
    sunday = form.including == "sunday"
    for first, last, _, whole in _looked(line, variant, form.window):
        if whole:
            value, before = (
                longest_block(present_days(one.work), first, last, with_sunday=sunday)
                for one in (line, line.past)
            )
            least = min(form.days, before)
            if value < least:
                yield _days(first, last, value, least, 1)


def _days(first: date, last: date, value: int, limit: int, excess: int) -> One:
    return first, last, Fraction(value), Fraction(limit), Fraction(excess)


# -- shifts and days ---------------------------------------------------------------------------


def _bounds(line: Line, variant: Variant) -> Iterator[One]:
    form = variant.form
    assert isinstance(form, forms.ShiftBound)
    zone = line.problem.zone
    for shift in line.given:
        team = form.team == "any" or (form.team == "night") == shift.is_night
        if not team or form.continuity == "split" or not variant.holds(shift.day, shift.day):
            continue
        row = shift.rows[0]
        value = {
            "amplitude": shift.amplitude,
            "work": row.work,
            "parts": 1,
            "shortest_part": row.span,
            "break": row.taken,
        }[form.measure]
        asked = form.when_work_above is None or row.work > form.when_work_above
        unit = 1 if form.measure in ("break", "parts") else 60
        for limit, broken in ((form.maximum, 1), (form.minimum, -1)):
            if limit is not None and asked and broken * (value - limit) > 0:
                yield (
                    shift.start.astimezone(zone),
                    shift.end.astimezone(zone),
                    Fraction(value, unit),
                    Fraction(limit, unit),
                    Fraction(1),
                )


def _gaps(line: Line, variant: Variant) -> Iterator[One]:
    form = variant.form
    assert isinstance(form, forms.Gap)
    zone = line.problem.zone
    for at, later in enumerate(line.work):
        if at == 0 or later not in line.given or not variant.holds(later.day, later.day):
            continue
        ended = max(shift.end for shift in line.work[:at])
        rest = sum(1 for _ in minutes(ended, later.start))
        if rest < form.minimum:
            yield (
                ended.astimezone(zone),
                later.start.astimezone(zone),
                Fraction(rest, 60),
                Fraction(form.minimum, 60),
                Fraction(1),
            )


def _runs(line: Line, variant: Variant) -> Iterator[One]:
    form = variant.form
    assert isinstance(form, forms.Run)
    days, problem = line.days(form.of), line.problem
    free = form.of.kind in ("off", "rest_day")
    new = days if free else days - line.past.days(form.of)
    for first in line.known:
        if first not in days or first - DAY in days:
            continue
        run = [first]
        while run[-1] + DAY in days:
            run.append(run[-1] + DAY)
        here = [day for day in run if day >= problem.starts_on]
        if not here or not variant.holds(run[-1], run[-1]):
            continue
        length = len(run)
        made = len(set(here) & new)
        if form.maximum is not None and length > form.maximum and made:
            excess = min(length - form.maximum, made)
            yield _days(run[0], run[-1], length, form.maximum, excess)
        touches = run[0] == line.known[0] or run[-1] == line.known[-1]
        if form.minimum is not None and length < form.minimum and not touches:
            yield _days(run[0], run[-1], length, form.minimum, form.minimum - length)


def _sequences(line: Line, variant: Variant) -> Iterator[One]:
    form = variant.form
    assert isinstance(form, forms.Sequence)
    steps = [line.days(of) for of in form.steps]
    alone = [set() if of.kind in ("off", "rest_day") else line.past.days(of) for of in form.steps]
    for last in line.problem.days:
        first = last - (len(steps) - 1) * DAY
        days = [first + at * DAY for at in range(len(steps))]
        followed = all(day in step for day, step in zip(days, steps, strict=True))
        open_still = any(
            day >= line.problem.starts_on and day not in before
            for day, before in zip(days, alone, strict=True)
        )
        if followed and open_still and variant.holds(last, last):
            yield _days(first, last, 1, 0, 1)


JUDGES: dict[str, Callable[[Line, Variant], Iterator[One]]] = {
    "window_sum": _sums,
    "count": _counts,
    "rest_in_window": _rests,
    "rest_block": _blocks,
    "shift": _bounds,
    "gap": _gaps,
    "run": _runs,
    "sequence": _sequences,
}
