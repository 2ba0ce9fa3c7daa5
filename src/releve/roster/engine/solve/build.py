"""A problem compiled: every line, its rules, the cover cells and the soft goals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import gcd
from typing import Protocol

from releve.roster.engine.calendar import LONG_SHIFT_MINUTES
from releve.roster.engine.cover import CoverCell, cover_cells
from releve.roster.engine.goals import OF_WORK, PersonGoal, person_goals, unneeded_price, weight
from releve.roster.engine.problem import (
    WEEKDAYS,
    Assignment,
    Person,
    Problem,
    Restriction,
    ShiftKind,
    Unavailability,
)
from releve.roster.engine.result import COST_SCALE, Reason
from releve.roster.engine.rules import Variant, load_pack, local_variants, variants
from releve.roster.engine.rules.forms import Days
from releve.roster.engine.solve.compile import ONE_DAY, compile_rule
from releve.roster.engine.solve.line import Decided, Line, Slot, Slots
from releve.roster.engine.solve.model import Affine, Model, total


class Seat(Protocol):
    """Whoever may be there when cover is counted: a line, or somebody who stays as she is."""

    @property
    def person(self) -> Person:
        """Who it is."""

    def cell(self, day: date, code: str) -> Affine:
        """Return whether that shift starts on that day."""


@dataclass(frozen=True)
class Compiled:
    """A problem as a model, and the way back from variables to assignments."""

    problem: Problem
    model: Model
    lines: tuple[Line, ...]

    def empty(self) -> dict[int, int]:
        """Return the cells of the plan that gives nobody a shift: lawful, save what is fixed."""
        return {value.terms[0][0]: 0 for line in self.lines for _, value in line.cells()}

    def assignments(self, values: list[int]) -> tuple[Assignment, ...]:
        """Return the assignments that a solver's values stand for, sorted."""
        return tuple(
            sorted(
                Assignment(line.person.id, slot.day, slot.shift.code)
                for line in self.lines
                for slot, value in line.cells()
                if values[value.terms[0][0]]
            )
        )


def build(problem: Problem) -> Compiled:
    """Return the whole problem as one model."""
    model, slots = Model(), Slots(problem)
    lines = tuple(build_line(slots, person, model) for person in problem.people)
    build_goals(problem, lines, model)
    return Compiled(problem, model, lines)


def build_goals(
    problem: Problem, lines: tuple[Line, ...], model: Model, still: Sequence[Seat] = ()
) -> None:
    """Add what ties lines together and what they cost; ``still``: everybody without a line."""
    _cover(problem, lines, model, still)
    _unneeded(problem, lines, model)
    _wishes(problem, lines, model)
    by_person = {line.person.id: line for line in lines}
    for goal in person_goals(problem):
        if goal.person in by_person:
            _person_goal(by_person[goal.person], goal)


def build_line(slots: Slots, person: Person, model: Model, decided: Decided | None = None) -> Line:
    """Return one person's line with everything that binds her alone."""
    line = Line(slots, person, model, decided)
    bind_line(line, rules_of(slots.problem, person))
    return line


def bind_line(line: Line, some: Iterable[Variant]) -> None:
    """Add what binds one line alone: one place at a time, what is known of her, some rules."""
    _one_place_at_a_time(line)
    _facts(line)
    bind_rules(line, some)


def bind_rules(line: Line, some: Iterable[Variant]) -> None:
    """Add what some rules ask of a line, or what it costs not to heed them."""
    for variant in some:
        price = weight(line.problem, variant.rule_id, variant.weight)
        if variant.is_hard or price:
            compile_rule(line, variant, price)


def rules_of(problem: Problem, person: Person) -> Iterator[Variant]:
    """Yield the variants that bind one person: of her pack, of everybody's, of the problem."""
    packs = dict.fromkeys(
        [*([person.contract.pack] if person.contract.pack else []), *problem.packs]
    )
    for pack in packs:
        rules = load_pack(pack).rules
        for variant in variants(rules, unit=person.unit, decisions=problem.decisions):
            if variant.version is None or variant.version.suits_cycle(problem.cycle_weeks):
                yield variant
    yield from local_variants(problem.rules, person=person.id)


def _one_place_at_a_time(line: Line) -> None:
    for day in line.problem.days:
        for on_call in (False, True):
            starts = [value for slot, value in line.starting(day) if slot.on_call == on_call]
            line.model.at_most(total(starts), 1, line.reason("ONE-A-DAY", day=day))
    cells = [pair for day in line.known for pair in line.starting(day)]
    for slot, value in cells:
        if slot.day < line.problem.starts_on:
            continue
        for back in (0, 1, 2):
            for other, its_value in line.starting(slot.day - back * ONE_DAY):
                before = (other.start, other.on_call) < (slot.start, slot.on_call)
                same_kind = back == 0 and other.on_call == slot.on_call
                if before and not same_kind and other.end > slot.start:
                    reason = line.reason("OVERLAP", day=slot.day)
                    line.model.at_most(total([value, its_value]), 1, reason)


def _facts(line: Line) -> None:
    """Add what is not allowed to this person: absence, restrictions, regime, fixed cells."""
    problem, person = line.problem, line.person
    away = [away for away in problem.unavailable if away.person == person.id]
    for slot, value in line.cells():
        for code in excluded_by(slot, person, away):
            line.model.at_most(value, 0, line.reason(code, day=slot.day, shift=slot.shift.code))
    for cell in problem.fixed:
        if cell.person != person.id:
            continue
        reason = line.reason("FIXED", day=cell.day, shift=cell.shift)
        for slot, value in line.starting(cell.day):
            line.model.equal(value, int(slot.shift.code == cell.shift), reason)


def excluded_by(slot: Slot, person: Person, away: Sequence[Unavailability]) -> Iterator[str]:
    """Yield why a person cannot be given a slot, as codes; ``away``: her own unavailabilities."""
    days = slot.days  # one after another: the first and the last say it
    if days and any(stay.from_on <= days[-1] and days[0] <= stay.to_on for stay in away):
        yield "UNAVAILABLE"
    regime, worked = person.contract.regime, slot.shift.kind is ShiftKind.WORKED
    if regime == "day" and slot.night and not slot.on_call:
        yield "REGIME"
    if regime == "night" and worked and not slot.night:
        yield "REGIME"
    for restriction in person.restrictions:
        if any(_stands(restriction, day) for day in _days_asked(restriction, slot)):
            code = _restricted(restriction, slot)
            if code is not None:
                yield code


def _stands(restriction: Restriction, day: date) -> bool:
    begun = restriction.from_on is None or restriction.from_on <= day
    weekdays = restriction.weekdays or WEEKDAYS
    if restriction.kind == "no_weekends":
        weekdays = ("sat", "sun")
    ended = restriction.to_on is not None and restriction.to_on < day
    return begun and not ended and WEEKDAYS[day.weekday()] in weekdays


def _days_asked(restriction: Restriction, slot: Slot) -> tuple[date, ...]:
    """Return the days on which a restriction looks at a shift: all it touches, or its start."""
    return slot.days if restriction.kind in ("no_weekends", "days_off") else (slot.day,)


def _restricted(restriction: Restriction, slot: Slot) -> str | None:
    work = not slot.on_call
    long = slot.end - slot.start >= LONG_SHIFT_MINUTES
    most = restriction.minutes
    applies = {
        "no_nights": ("R-NO-NIGHTS", work and slot.night),
        "no_12h": ("R-NO-12H", work and long),
        "no_weekends": ("R-NO-WEEKENDS", True),
        "no_on_call": ("R-NO-ON-CALL", slot.on_call),
        "max_minutes_a_day": (
            "R-MAX-MINUTES",
            work and most is not None and slot.work > most,
        ),
        "days_off": ("R-DAYS-OFF", True),
    }
    code, holds = applies[restriction.kind]
    return code if holds else None


def _unneeded(problem: Problem, lines: tuple[Line, ...], model: Model) -> None:
    """Pay for each worked shift that serves none of the needs its person could serve."""
    price = unneeded_price(problem)
    if not price:
        return
    cells = cover_cells(problem)
    for line in lines:
        asked = {key for cell in cells if cell.suits(line.person) for key in cell.covered_by}
        for slot, value in line.cells():
            is_worked = slot.shift.kind is ShiftKind.WORKED
            if is_worked and (slot.day, slot.shift.code) not in asked:
                model.pay_expression(value, price)


def _cover(problem: Problem, lines: tuple[Line, ...], model: Model, still: Sequence[Seat]) -> None:
    for cell in cover_cells(problem):
        present = total(
            line.cell(day, code)
            for line in (*lines, *still)
            if cell.suits(line.person)
            for day, code in sorted(cell.covered_by)
        )
        if still and model.is_settled(present):
            continue
        reason = Reason("COVER", need=cell.need, day=cell.day)
        if cell.maximum is not None:
            above = Reason("MAXIMUM", need=cell.need, day=cell.day)
            model.at_most(present, max(cell.maximum, present.constant), above)
        if cell.minimum:
            missing = model.excess(-present, -cell.minimum, reason)
            if missing is not None:
                model.hole_costs[missing] = cell.hole_cost
        _pay_cover(model, cell, present, reason)


def _pay_cover(model: Model, cell: CoverCell, present: Affine, reason: Reason) -> None:
    """Pay for people missing from the target and for people above it, in one equation."""
    under = model.variable(0, cell.target) if cell.target else None
    most = max(0, model.highest(present) - cell.target)
    over = model.variable(0, most) if most else None
    parts = [present]
    if under is not None:
        parts.append(Affine(0, ((under, 1),)))
        model.pay(under, cell.under_cost)
    if over is not None:
        parts.append(Affine(0, ((over, -1),)))
        model.pay(over, cell.over_cost)
    model.equal(total(parts), cell.target, reason)


def _wishes(problem: Problem, lines: tuple[Line, ...], model: Model) -> None:
    by_person = {line.person.id: line for line in lines}
    for wish in problem.wishes:
        if wish.person not in by_person:
            continue
        line = by_person[wish.person]
        if wish.wish == "off":
            unmet = line.is_true(Days("worked_day"), wish.day)
        elif wish.wish == "work":
            unmet = line.is_true(Days("duty"), wish.day).complement()
        else:
            given = line.cell(wish.day, wish.shift or "")
            unmet = given if wish.wish == "avoid" else given.complement()
        model.pay_expression(unmet, wish.weight * COST_SCALE)


def _person_goal(line: Line, goal: PersonGoal) -> None:
    """Pay the convex cost of one counter, as the highest of its lines.

    The counter is a variable of its own, in its coarsest unit, so that the lines stay short.
    """
    model, reason = line.model, line.reason("GOAL", rule=goal.name)
    counted = _counter(line, goal)
    most = model.highest(counted)
    top = max(goal.cost(most), goal.cost(0))
    if top <= 0:
        return
    unit = gcd(counted.constant, *(coef for _, coef in counted.terms)) or 1
    counter = model.variable(0, most // unit)
    model.equal(total([counted, Affine(0, ((counter, -unit),))]), 0, reason)
    cost = model.variable(0, top)
    model.pay(cost, 1)
    for slope, start in goal.lines(most):
        above = Affine(start, ((counter, slope * unit), (cost, -1)))
        model.at_most(above, 0, reason)


def _counter(line: Line, goal: PersonGoal) -> Affine:
    days = line.problem.days
    if goal.name in OF_WORK:
        return total(value.times(slot.work) for slot, value in line.cells() if not slot.on_call)
    if goal.name == "weekends":
        saturdays = {day + (5 - day.weekday()) * ONE_DAY for day in days if day.weekday() >= 5}
        within = frozenset(days)
        return total(line.weekend(saturday, within) for saturday in sorted(saturdays))
    kind: dict[str, Days] = {
        "nights": Days("night"),
        "sundays": Days("sunday"),
        "holidays": Days("holiday"),
    }
    return total(line.is_true(kind[goal.name], day) for day in days)
