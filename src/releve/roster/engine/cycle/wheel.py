"""A line of a cycle as variables: laid out over the calendar, each repeat the same variable.

The rules are compiled by the very code that compiles a month; they see weeks before and after,
and cannot know that all of them are one walk around the same wheel.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from releve.roster.engine.cycle.cycle import CycleNeeds
from releve.roster.engine.cycle.repeats import common_weeks, longest_window_weeks, repeated
from releve.roster.engine.result import Reason
from releve.roster.engine.rules import Variant
from releve.roster.engine.solve.build import bind_line, bind_rules, rules_of
from releve.roster.engine.solve.line import Line, Slot, Slots
from releve.roster.engine.solve.model import Affine, Model, Row, total

Place = tuple[int, str]
"""A day of the wheel, from 0, and a shift code."""


@dataclass
class Rim:
    """The variables of one line: whether a shift starts on a day, and what was named of them."""

    line: str
    model: Model
    needs: CycleNeeds
    cells: dict[Place, Affine] = field(default_factory=dict)
    named: dict[object, Affine] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for day in range(self.needs.days):
            for shift in self.needs.shifts:
                self.cells[day, shift.code] = Affine(0, ((self.model.variable(), 1),))

    def minutes(self, weeks: range | None = None) -> Affine:
        """Return the minutes of work over all weeks, or some."""
        worth = self.needs.minutes_of
        seen = range(self.needs.weeks) if weeks is None else weeks
        cells = [(code, value) for (day, code), value in self.cells.items() if day // 7 in seen]
        return total(value.times(worth[code]) for code, value in cells)


class Wheel(Line):
    """A rim laid out over a problem's days; ``offset``: the week that lies on the anchor."""

    def __init__(self, slots: Slots, rim: Rim, offset: int) -> None:
        self._rim = rim
        self._offset = offset
        super().__init__(slots, slots.problem.person_by_id[rim.line], rim.model)

    def _value(self, day: date, code: str) -> Affine:
        at = (day - self._rim.needs.anchor_on).days + 7 * self._offset
        return self._rim.cells[at % self._rim.needs.days, code]

    def _named(self, day: date, found: list[tuple[Slot, Affine]]) -> Affine:
        key = ("sum", _key([value for _, value in found]))
        return self._once(key, super()._named, day, found)

    def _either(self, key: tuple[str, date], parts: list[Affine]) -> Affine:
        return self._once(("or", _key(parts)), super()._either, key, parts)

    def _once(self, key: object, make: Callable[..., Affine], *facts: object) -> Affine:
        """Return what stands for an expression already, on whichever repeat it was named."""
        if key not in self._rim.named:
            self._rim.named[key] = make(*facts)
        return self._rim.named[key]


def _key(parts: list[Affine]) -> tuple[object, ...]:
    return tuple(sorted((part.constant, part.terms) for part in parts))


class Turning:
    """What the law and ergonomics ask of each rim, for ever; the calendar is made once.

    Fortnights do not move with whoever walks a line, so their rules are laid over it from each
    start that makes a difference.
    """

    def __init__(self, needs: CycleNeeds) -> None:
        self._needs = needs
        known, lines = longest_window_weeks(needs), [line for line, _ in needs.places]
        once = repeated(needs, lines, weeks=needs.weeks, known_weeks=known)
        both = repeated(needs, lines, weeks=common_weeks(needs.weeks), known_weeks=known)
        self._once, self._both = Slots(once), Slots(both)

    def add(self, rim: Rim, taken: tuple[int, ...]) -> None:
        """Add it to the rim's model; each of those who take an offset pays her soft costs."""
        costs = rim.model.soft_costs
        before = set(costs)
        wheel = Wheel(self._once, rim, 0)
        rules = list(rules_of(self._once.problem, wheel.person))
        bind_line(wheel, [rule for rule in rules if not _of_fortnights(rule)])
        parities = {start % 2 for start in taken} if self._needs.weeks % 2 == 0 else {0}
        of_fortnights = [rule for rule in rules if _of_fortnights(rule)]
        for parity in sorted(parities):
            bind_rules(Wheel(self._both, rim, parity), of_fortnights)
        for variable in costs.keys() - before:
            costs[variable] *= len(taken)


def _of_fortnights(rule: Variant) -> bool:
    window = getattr(rule.form, "window", None)
    return window is not None and window.kind == "fortnight"


def each_once(rows: list[Row]) -> list[Row]:
    """Return the rows without those that say of another repeat what is said already."""
    seen: set[tuple[object, ...]] = set()
    kept: list[Row] = []
    for row in rows:
        key = (tuple(sorted(row.terms)), row.lower, row.upper, _kind(row.reason))
        if key not in seen:
            seen.add(key)
            kept.append(row)
    return kept


def _kind(reason: Reason) -> tuple[object, ...]:
    return (reason.code, reason.person, reason.rule, reason.need)
