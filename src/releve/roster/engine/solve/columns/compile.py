"""One person's rules, facts and goals as automata, counters and prices of moves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property

from releve.roster.engine.calendar import midnight
from releve.roster.engine.goals import OF_WORK, PersonGoal, weight
from releve.roster.engine.problem import Person, Problem
from releve.roster.engine.result import COST_SCALE
from releve.roster.engine.rules import Variant
from releve.roster.engine.rules import forms as f
from releve.roster.engine.solve.build import excluded_by, rules_of
from releve.roster.engine.solve.columns.counters import Counter
from releve.roster.engine.solve.columns.moves import NOTHING, Choice, Move, Moves
from releve.roster.engine.solve.columns.parts import (
    BlockPart,
    GapPart,
    OverlapPart,
    Part,
    RestPart,
    RunPart,
    SequencePart,
)
from releve.roster.engine.solve.columns.parts.part import terms
from releve.roster.engine.solve.columns.parts.runs import ABOVE, BELOW
from releve.roster.engine.solve.columns.parts.sums import Limits
from releve.roster.engine.solve.columns.window_sums import (
    Summed,
    Value,
    WindowSums,
    weekends_from,
)
from releve.roster.engine.solve.compile import REST_KINDS, longest_rest, shift_breaks
from releve.roster.engine.solve.windows import Stretch, stretches

ONE_DAY = timedelta(days=1)

HOURS = "hours"
"""The counter of the minutes of work, which pricing carries."""


class NotForColumnsError(Exception):
    """A rule that the automata do not speak; another engine must answer."""


@dataclass(frozen=True)
class Lineup:
    """Everything that binds one person alone.

    ``barred``: shifts that may not start, by day. ``extra``: scaled points of a shift by
    itself. ``fixed``: the only choice of some days.
    """

    person: Person
    parts: tuple[Part, ...]
    counters: tuple[Counter, ...]
    barred: frozenset[tuple[date, str]]
    extra: dict[tuple[date, str], int]
    fixed: dict[date, Choice]


@dataclass
class Compiler:
    """Compiles one person: call ``line`` once, which fills the other fields on its way."""

    moves: Moves
    person: Person
    parts: list[Part] = field(default_factory=list)
    counters: list[Counter] = field(default_factory=list)
    barred: set[tuple[date, str]] = field(default_factory=set)
    extra: dict[tuple[date, str], int] = field(default_factory=dict)

    @property
    def problem(self) -> Problem:
        """The problem the person is in."""
        return self.moves.problem

    @cached_property
    def past(self) -> list[Move]:
        """Her known days before the period."""
        return [move for move, _ in self.moves.past(self.person)]

    @cached_property
    def known(self) -> list[date]:
        """Every known day."""
        return [*(move.day for move in self.past), *self.problem.days]

    @cached_property
    def idle(self) -> dict[date, Move]:
        """Her known days if she were given nothing."""
        tag = self.moves.root_tag(self.person)
        found = {move.day: move for move in self.past}
        for day in self.problem.days:
            found[day] = self.moves.move(day, tag, NOTHING)
            tag = self.moves.tag_after(found[day], NOTHING)
        return found

    def line(self, goals: Sequence[PersonGoal]) -> Lineup:
        """Return what binds her; ``NotForColumnsError`` where a rule is not spoken here."""
        for variant in rules_of(self.problem, self.person):
            points = weight(self.problem, variant.rule_id, variant.weight)
            if variant.is_hard or points:
                self._rule(variant, points)
        self._overlaps()
        of_work = tuple(goal for goal in goals if goal.name in OF_WORK)
        for goal in goals:
            if goal not in of_work:
                self.counters.append(self._goal(goal))
        if of_work:
            self.counters.append(self._work(of_work))
        return Lineup(
            self.person,
            tuple(self.parts),
            tuple(self.counters),
            frozenset(self.barred | self._excluded()),
            self.extra,
            {
                cell.day: (cell.shift,) if cell.shift else NOTHING
                for cell in self.problem.fixed
                if cell.person == self.person.id
            },
        )

    @cached_property
    def sums(self) -> WindowSums:
        """What writes her sums over windows."""
        return WindowSums(self.moves, tuple(self.known), self.idle)

    def _add(self, window: f.Window, summed: Summed, asked: Mapping[Stretch, Limits]) -> None:
        parts, counters = self.sums.written(window, summed, asked)
        self.parts += parts
        self.counters += counters

    def _excluded(self) -> set[tuple[date, str]]:
        away = [stay for stay in self.problem.unavailable if stay.person == self.person.id]
        return {
            key
            for key, slot in self.moves.slots.by_key.items()
            if key[0] >= self.problem.starts_on
            and any(True for _ in excluded_by(slot, self.person, away))
        }

    def _overlaps(self) -> None:
        """Keep apart what starts on different days, and on-call time from work."""
        if any(len(slot.days) > 1 or slot.on_call for slot in self.moves.slots.by_key.values()):
            lengths = tuple(self.moves.span_minutes(day) for day in self.known)
            self.parts.append(OverlapPart(terms(is_hard=True, points=0), lengths, self.moves))

    def _rule(self, variant: Variant, points: int) -> None:
        form = variant.form
        if isinstance(form, f.ShiftBound):
            self._shift(form, variant, points)
        elif isinstance(form, f.Gap):
            self._gap(form, variant, points)
        elif isinstance(form, f.RestInWindow):
            self._rest(form, variant, points)
        elif isinstance(form, f.RestBlock):
            self._block(form, variant, points)
        elif isinstance(form, f.WindowSum):
            self._sum(form, variant, points)
        elif isinstance(form, f.Run):
            self._run(form, variant, points)
        elif isinstance(form, f.Sequence):
            self._sequence(form, variant, points)
        else:
            self._count(form, variant, points)

    def _stretches(self, variant: Variant, window: f.Window) -> list[Stretch]:
        found = stretches(self.problem, window)
        return [stretch for stretch in found if variant.holds(stretch.first, stretch.last)]

    def _shift(self, form: f.ShiftBound, variant: Variant, points: int) -> None:
        for key, slot in self.moves.slots.by_key.items():
            in_period = slot.day >= self.problem.starts_on and not slot.on_call
            if in_period and variant.holds(slot.day, slot.day) and shift_breaks(form, slot):
                if variant.is_hard:
                    self.barred.add(key)
                else:
                    self.extra[key] = self.extra.get(key, 0) + points * COST_SCALE

    def _gap(self, form: f.Gap, variant: Variant, points: int) -> None:
        starts_on = self.problem.starts_on
        modes = tuple(
            (day >= starts_on and variant.holds(day, day), self.moves.span_minutes(day))
            for day in self.known
        )
        kind = terms(is_hard=variant.is_hard, points=points)
        self.parts.append(GapPart(form.minimum, kind, modes, self.moves))

    def _rest(self, form: f.RestInWindow, variant: Variant, points: int) -> None:
        asked: dict[int, dict[date, int]] = {}
        for stretch in self._stretches(variant, form.window):
            if stretch.is_complete:
                longest = self._longest_rest(stretch)
                least = min(form.minimum, longest)
                begins = -self._minutes(stretch.first, stretch.last)
                asked.setdefault(least, {})[stretch.last] = begins
        for least, windows in asked.items():
            modes = tuple((windows.get(day), self.moves.span_minutes(day)) for day in self.known)
            reach = least + 1440 - min(windows.values())
            kind = terms(is_hard=variant.is_hard, points=points)
            self.parts.append(RestPart(least, reach, kind, modes, self.moves))

    def _minutes(self, first: date, last: date) -> int:
        """Return the real minutes from one civil day's start to another's."""
        zone = self.problem.zone
        return int((midnight(last, zone) - midnight(first, zone)).total_seconds()) // 60

    def _longest_rest(self, stretch: Stretch) -> int:
        """Return the longest rest that history leaves possible in a window."""
        zone = self.problem.zone
        left = int(midnight(stretch.first, zone).timestamp()) // 60
        right = int(midnight(stretch.last + ONE_DAY, zone).timestamp()) // 60
        busy = [
            (slot.start, slot.end)
            for move in self.past
            for slot in move.started
            if not slot.on_call and slot.start < right and slot.end > left
        ]
        return longest_rest(busy, left, right)

    def _block(self, form: f.RestBlock, variant: Variant, points: int) -> None:
        asked: dict[int, dict[date, int]] = {}
        for stretch in self._stretches(variant, form.window):
            length = self._reachable_block(form, stretch) if stretch.is_complete else 0
            if length:
                asked.setdefault(length, {})[stretch.last] = len(stretch.days)
        for length, windows in asked.items():
            modes = tuple(
                (windows.get(day), form.including == "any" or (day.weekday() + 1) % 7 < length)
                for day in self.known
            )
            kind = terms(is_hard=variant.is_hard, points=points)
            self.parts.append(BlockPart(length, max(windows.values()), kind, modes))

    def _reachable_block(self, form: f.RestBlock, stretch: Stretch) -> int:
        """Return the most rest days in a row that history leaves possible, as far as asked."""
        free = [not self.idle[day].worked for day in stretch.days]
        for length in range(form.days, 0, -1):
            for at in range(len(free) - length + 1):
                block = stretch.days[at : at + length]
                suits = form.including == "any" or any(day.weekday() == 6 for day in block)
                if suits and all(free[at : at + length]):
                    return length
        return 0

    def _run(self, form: f.Run, variant: Variant, points: int) -> None:
        self._check(form.of)
        starts_on, modes = self.problem.starts_on, []
        for day in self.known:
            before = day - ONE_DAY
            below = before >= starts_on and variant.holds(before, before)
            above = day >= starts_on and variant.holds(day, day)
            modes.append(BELOW * below | ABOVE * above)
        kind = terms(is_hard=variant.is_hard, points=points)
        self.parts.append(RunPart(form, kind, tuple(modes)))

    def _sequence(self, form: f.Sequence, variant: Variant, points: int) -> None:
        for step in form.steps:
            self._check(step)
        starts_on = self.problem.starts_on
        modes = tuple(day >= starts_on and variant.holds(day, day) for day in self.known)
        kind = terms(is_hard=variant.is_hard, points=points)
        self.parts.append(SequencePart(form, kind, modes))

    def _check(self, of: f.Days) -> None:
        if of.kind == "weekend":
            raise NotForColumnsError("weekends in runs and sequences look a day ahead")

    def _sum(self, form: f.WindowSum, variant: Variant, points: int) -> None:
        if form.measure == "overtime":
            return  # a plan never holds overtime
        scale, on_call = self.moves.slots.scale, form.measure == "on_call"
        found = self._stretches(variant, form.window)
        lengths = {stretch: (stretch.last - stretch.first).days + 1 for stretch in found}
        sevenths = form.per_week and any(days % 7 for days in lengths.values())
        minute = scale * 7 if sevenths else scale  # what a minute weighs in whole terms

        def limit(minutes: int | None, stretch: Stretch) -> int | None:
            weeks = Fraction(lengths[stretch], 7) if form.per_week else 1
            return None if minutes is None else int(minutes * weeks * minute)

        self._add(
            form.window,
            Summed(
                variant.rule_id,
                ("minutes", on_call, minute),
                lambda move: move.minutes(self.moves.slots, on_call=on_call) * (minute // scale),
                minute,
                terms(is_hard=variant.is_hard, points=points, per=Fraction(1, 60)),
            ),
            {
                stretch: (limit(form.minimum, stretch), limit(form.maximum, stretch))
                for stretch in found
            },
        )

    def _count(self, form: f.Count, variant: Variant, points: int) -> None:
        kind = terms(is_hard=variant.is_hard, points=points)
        found = dict.fromkeys(self._stretches(variant, form.window), (form.minimum, form.maximum))
        of = form.of
        if of.kind != "weekend":
            value = lambda move: int(move.is_true(of))  # noqa: E731  # a value among others
            summed = Summed(variant.rule_id, ("days", of), value, 1, kind, of.kind in REST_KINDS)
            self._add(form.window, summed, found)
            return
        if form.window.kind == "sliding":
            raise NotForColumnsError("weekends in sliding windows need two memories")
        for stretch, limits in found.items():
            first = stretch.days[0]
            summed = Summed(variant.rule_id, ("days", of, first), weekends_from(first), 1, kind)
            self._add(form.window, summed, {stretch: limits})

    def _goal(self, goal: PersonGoal) -> Counter:
        first, last = self.problem.starts_on, self.problem.ends_on
        if goal.name == "weekends":
            value: Value = weekends_from(first)
        else:
            of = {"nights": "night", "sundays": "sunday", "holidays": "holiday"}[goal.name]
            kind = f.Days(of)  # type: ignore[arg-type]  # one of the kinds above
            value = lambda move: int(move.is_true(kind))  # noqa: E731  # a value among others
        return Counter(goal.name, ("goal", goal.name), first, last, 0, value, goal.cost)

    def _work(self, goals: tuple[PersonGoal, ...]) -> Counter:
        """Return the minutes of work with all that they cost: convex costs add up to one."""
        first, last = self.problem.starts_on, self.problem.ends_on

        def charge(minutes: int) -> int:
            return sum(goal.cost(minutes) for goal in goals)

        cost = goals[0].cost if len(goals) == 1 else charge
        return Counter(HOURS, ("goal", HOURS), first, last, 0, _hours, cost)


def _hours(move: Move) -> int:
    return 0 if move.work is None else move.work.work
