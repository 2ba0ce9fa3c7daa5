"""Rules compiled to rows: each general form in one function.

``Penalty`` decides what becomes of a bound: a hard rule demands it, a soft one pays for each
unit beyond it. What history alone has already spoilt asks of the plan only not to make it
worse: the limit then is what history leaves.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from releve.roster.engine.calendar import midnight
from releve.roster.engine.result import COST_SCALE
from releve.roster.engine.rules import Variant
from releve.roster.engine.rules.forms import (
    Count,
    Days,
    Gap,
    RestBlock,
    RestInWindow,
    Run,
    ShiftBound,
    WindowSum,
)
from releve.roster.engine.rules.forms import Sequence as SequenceForm
from releve.roster.engine.solve.line import Line, Slot
from releve.roster.engine.solve.model import Affine, total
from releve.roster.engine.solve.windows import Stretch, stretches

ONE_DAY = timedelta(days=1)
MINUTES_TO_HOURS = 60

Where = tuple[date, date]
"""The first and last day of the window, gap or run that a bound is about."""

Rate = Fraction | int
REST_KINDS = ("off", "rest_day")


@dataclass(frozen=True)
class Ruling:
    """One variant for one line, and how its bounds bind: demanded, or paid at ``price``."""

    line: Line
    variant: Variant
    price: int

    def at_most(
        self, expression: Affine, limit: int, where: Where, *, unit: int = 1, per: Rate = 1
    ) -> None:
        """Demand ``expression <= limit``, or price each begun ``unit`` over at ``per`` prices."""
        reason = self.line.reason("RULE", rule=self.variant.rule_id, day=where[0], to_day=where[1])
        if self.variant.is_hard:
            self.line.model.at_most(expression, limit, reason)
            return
        over = self.line.model.excess(expression, limit, reason, unit=unit)
        if over is not None:
            self.line.model.pay(over, int(self.price * COST_SCALE * per))

    def at_least(
        self, expression: Affine, limit: int, where: Where, *, unit: int = 1, per: Rate = 1
    ) -> None:
        """Demand or price ``expression >= limit``."""
        self.at_most(-expression, -limit, where, unit=unit, per=per)


def compile_rule(line: Line, variant: Variant, price: int) -> None:
    """Add what one variant asks of one line to its model."""
    ruling = Ruling(line, variant, price)
    form = variant.form
    if isinstance(form, ShiftBound):
        _shift_bound(ruling, form)
    elif isinstance(form, Gap):
        forbid_gaps(ruling, form.minimum)
    elif isinstance(form, RestInWindow):
        _rest_in_window(ruling, form)
    elif isinstance(form, RestBlock):
        _rest_block(ruling, form)
    elif isinstance(form, WindowSum):
        _window_sum(ruling, form)
    elif isinstance(form, Run):
        _run(ruling, form)
    elif isinstance(form, SequenceForm):
        _sequence(ruling, form)
    else:
        _count(ruling, form)


def _shift_bound(ruling: Ruling, form: ShiftBound) -> None:
    for slot, value in ruling.line.cells():
        if slot.on_call or not ruling.variant.holds(slot.day, slot.day):
            continue
        if shift_breaks(form, slot):
            ruling.at_most(value, 0, (slot.day, slot.day))


def shift_breaks(form: ShiftBound, slot: Slot) -> bool:
    """Whether a shift in one part is beyond a bound on shifts."""
    if form.continuity == "split" or form.team == ("day" if slot.night else "night"):
        return False
    if form.when_work_above is not None and slot.work <= form.when_work_above:
        return False
    span = slot.end - slot.start
    value = {
        "amplitude": span,
        "work": slot.work,
        "parts": 1,
        "shortest_part": span,
        "break": slot.shift.break_minutes,
    }[form.measure]
    over = form.maximum is not None and value > form.maximum
    return over or (form.minimum is not None and value < form.minimum)


def forbid_gaps(ruling: Ruling, minimum: int) -> None:
    """Forbid, or price, two shifts of work with less than ``minimum`` minutes between them."""
    reach = 1 + (minimum + 2879) // 1440
    for day in ruling.line.problem.days:
        if ruling.variant.holds(day, day):
            before = [day - back * ONE_DAY for back in range(1, reach + 1)]
            if ruling.variant.is_hard:
                _forbid_gaps_before(ruling, minimum, day, before)
            else:
                _price_gaps_before(ruling, minimum, day, before)


def _of_work(line: Line, day: date) -> list[tuple[Slot, Affine]]:
    return [(slot, value) for slot, value in line.starting(day) if not slot.on_call]


def _forbid_gaps_before(ruling: Ruling, minimum: int, day: date, before: Sequence[date]) -> None:
    """Add the rows of one day.

    On each pair of days the clashes form a staircase: whatever ends too late for a start at
    some hour also clashes with every earlier start, so one row for each starting hour says all.
    """
    later = _of_work(ruling.line, day)
    for back in before:
        earlier = _of_work(ruling.line, back)
        for start in sorted({slot.start for slot, _ in later}):
            late = [value for slot, value in earlier if slot.end + minimum > start]
            if late:
                early = [value for slot, value in later if slot.start <= start]
                ruling.at_most(total([*late, *early]), 1, (back, day))


def _price_gaps_before(ruling: Ruling, minimum: int, day: date, before: Sequence[date]) -> None:
    """Price each later shift once, however many earlier ones stand too near."""
    model, reason = ruling.line.model, ruling.line.reason("RULE", rule=ruling.variant.rule_id)
    for slot, value in _of_work(ruling.line, day):
        near = [
            [v for s, v in _of_work(ruling.line, back) if s.end + minimum > slot.start]
            for back in before
        ]
        if any(near):
            over = model.variable()
            model.pay(over, ruling.price * COST_SCALE)
            for late in near:
                pair = total([value, *late, Affine(0, ((over, -1),))])
                model.at_most(pair, 1, reason)


def _windows(
    ruling: Ruling, window_of: WindowSum | Count | RestInWindow | RestBlock
) -> list[Stretch]:
    found = stretches(ruling.line.problem, window_of.window)
    return [stretch for stretch in found if ruling.variant.holds(stretch.first, stretch.last)]


def _window_sum(ruling: Ruling, form: WindowSum) -> None:
    if form.measure == "overtime":
        return  # a plan never holds overtime: it is only found in worked time
    line, per = ruling.line, Fraction(1, MINUTES_TO_HOURS)
    for stretch in _windows(ruling, form):
        days = (stretch.last - stretch.first).days + 1
        weeks = Fraction(days, 7) if form.per_week else Fraction(1)
        minute = line.slots.scale * weeks.denominator  # what a minute weighs in whole terms
        whole = line.slots.whole_minutes
        worked = total(
            value.times(whole[slot.day, slot.shift.code, day] * weeks.denominator)
            for day in stretch.days
            for slot, value in line.touching(day, on_call=form.measure == "on_call")
        )
        where = (stretch.first, stretch.last)
        if form.maximum is not None:
            limit = max(int(form.maximum * weeks * minute), worked.constant)
            ruling.at_most(worked, limit, where, unit=minute, per=per)
        if form.minimum is not None and stretch.is_complete:
            least = int(form.minimum * weeks * minute)
            ruling.at_least(worked, least, where, unit=minute, per=per)


def _count(ruling: Ruling, form: Count) -> None:
    line = ruling.line
    for stretch in _windows(ruling, form):
        counted = _counted(line, form.of, stretch)
        if_empty = counted.constant  # every variable is 0 in an empty plan
        first, last = stretch.first, stretch.last
        if form.maximum is not None:
            before = [day for day in stretch.days if day < line.problem.starts_on]
            spoilt = total(line.is_true(form.of, day) for day in before).constant
            by_history = spoilt if form.of.kind in REST_KINDS else if_empty
            ruling.at_most(counted, max(form.maximum, by_history), (first, last))
        if form.minimum is not None and stretch.is_complete:
            reachable = form.minimum
            if form.of.kind in REST_KINDS:
                reachable = min(reachable, if_empty)
            ruling.at_least(counted, reachable, (first, last))


def _counted(line: Line, of: Days, stretch: Stretch) -> Affine:
    if of.kind != "weekend":
        return total(line.is_true(of, day) for day in stretch.days)
    within = frozenset(stretch.days)
    saturdays = {day + (5 - day.weekday()) * ONE_DAY for day in stretch.days}
    return total(line.weekend(saturday, within) for saturday in sorted(saturdays))


def _rest_in_window(ruling: Ruling, form: RestInWindow) -> None:
    line, zone = ruling.line, ruling.line.problem.zone
    for stretch in _windows(ruling, form):
        if not stretch.is_complete:
            continue
        left = int(midnight(stretch.first, zone).timestamp()) // 60
        right = int(midnight(stretch.last + ONE_DAY, zone).timestamp()) // 60
        near = _near(line, stretch)
        past = [(s.start, s.end) for s, v in near if not v.terms]
        longest = longest_rest(past, left, right)
        if longest < form.minimum and not any(v.terms for _, v in near):
            continue
        least = min(form.minimum, longest)
        choices = []
        for start in sorted({left, *(s.end for s, _ in near if left < s.end < right)}):
            end = start + least
            if end <= right and all(e <= start or b >= end for b, e in past):
                choices.append(_free_if(ruling, near, start, end))
        ruling.at_least(total(choices), 1, (stretch.first, stretch.last))


def _near(line: Line, stretch: Stretch) -> list[tuple[Slot, Affine]]:
    """Return the slots with minutes in a window, each once."""
    found: dict[tuple[date, str], tuple[Slot, Affine]] = {}
    for day in stretch.days:
        for slot, value in line.touching(day):
            found[slot.day, slot.shift.code] = (slot, value)
    return list(found.values())


def longest_rest(busy: Sequence[tuple[int, int]], left: int, right: int) -> int:
    """Return the longest free stretch between two instants, in minutes."""
    longest, free_from = 0, left
    for start, end in sorted(busy):
        longest = max(longest, min(start, right) - free_from)
        free_from = max(free_from, end)
    return max(longest, right - free_from)


def _free_if(ruling: Ruling, near: Sequence[tuple[Slot, Affine]], start: int, end: int) -> Affine:
    """Return a new 0-or-1 variable that can be 1 only if nothing is worked from start to end."""
    model = ruling.line.model
    choice = Affine(0, ((model.variable(), 1),))
    by_day: dict[date, list[Affine]] = {}
    for slot, value in near:
        if value.terms and slot.start < end and slot.end > start:
            by_day.setdefault(slot.day, []).append(value)
    for values in by_day.values():
        model.at_most(total([choice, *values]), 1, ruling.line.reason("DEFINITION"))
    return choice


def _rest_block(ruling: Ruling, form: RestBlock) -> None:
    line, rest = ruling.line, Days("rest_day")
    for stretch in _windows(ruling, form):
        if not stretch.is_complete:
            continue
        free = [line.is_true(rest, day) for day in stretch.days]
        for length in range(form.days, 0, -1):
            choices = []
            for at in range(len(free) - length + 1):
                block = stretch.days[at : at + length]
                sunday = form.including == "any" or any(d.weekday() == 6 for d in block)
                possible = all(part.terms or part.constant == 1 for part in free[at : at + length])
                if sunday and possible:
                    choices.append((at, block))
            if choices:
                break
        else:
            continue
        options = [_all_of(ruling, free[at : at + length]) for at, _ in choices]
        ruling.at_least(total(options), 1, (stretch.first, stretch.last))


def _all_of(ruling: Ruling, parts: Sequence[Affine]) -> Affine:
    """Return a new 0-or-1 variable that can be 1 only if every part is 1."""
    model = ruling.line.model
    choice = Affine(0, ((model.variable(), 1),))
    for part in parts:
        model.at_most(total([choice, -part]), 0, ruling.line.reason("DEFINITION"))
    return choice


def _run(ruling: Ruling, form: Run) -> None:
    line = ruling.line

    def held(day: date) -> Affine:
        return line.is_true(form.of, day)

    known, starts_on = line.known, line.problem.starts_on
    for at, day in enumerate(known):
        if form.maximum is not None and at >= form.maximum and day >= starts_on:
            run = known[at - form.maximum : at + 1]
            # A day that history alone makes what it is costs the plan nothing.
            by_history = form.of.kind not in REST_KINDS and not held(day).terms
            if not by_history and ruling.variant.holds(day, day):
                expression = total(held(near) for near in run)
                ruling.at_most(expression, form.maximum, (run[0], day))
        if form.minimum is not None and at >= 1:
            _short_runs(ruling, form.minimum, at, held)


def _short_runs(ruling: Ruling, minimum: int, at: int, held: Callable[[date], Affine]) -> None:
    """Forbid runs that begin on known day ``at``, end before the last day and are too short."""
    known, starts_on = ruling.line.known, ruling.line.problem.starts_on
    before = held(known[at - 1])
    for length in range(1, minimum):
        if at + length >= len(known):
            return
        run = known[at : at + length]
        if run[-1] < starts_on or not ruling.variant.holds(run[-1], run[-1]):
            continue
        after = held(known[at + length])
        pattern = [before.complement(), *(held(day) for day in run), after.complement()]
        missing = Fraction(minimum - length)
        ruling.at_most(total(pattern), length + 1, (run[0], run[-1]), per=missing)


def _sequence(ruling: Ruling, form: SequenceForm) -> None:
    line = ruling.line
    known, steps = line.known, len(form.steps)
    for at in range(len(known) - steps + 1):
        days = known[at : at + steps]
        if days[-1] < line.problem.starts_on or not ruling.variant.holds(days[-1], days[-1]):
            continue
        expression = total(line.is_true(of, day) for of, day in zip(form.steps, days, strict=True))
        if expression.terms:  # else history has settled every step
            ruling.at_most(expression, steps - 1, (days[0], days[-1]))
