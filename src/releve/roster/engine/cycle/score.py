"""The independent weighing of a cycle: who is missing on which weekday, and what it costs.

Soft rules are counted from what the judge finds, cover and hours from the cells, none of it by
the solver's own model.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from releve.roster.engine.cycle.cycle import Cycle, CycleNeeds
from releve.roster.engine.cycle.judge import CycleVerdict
from releve.roster.engine.cycle.repeats import LINE_RULES
from releve.roster.engine.problem import WEEKDAYS, Need
from releve.roster.engine.result import COST_SCALE, GoalCost
from releve.roster.engine.rules import load_pack

HOURS_WEIGHT = 2
"""Points for each begun hour by which somebody is off her target after a whole cycle."""


@dataclass(frozen=True)
class CycleHole:
    """A need that stays below its minimum in one week of the cycle, from Monday = 0 on."""

    need: str
    week: int
    weekday: int
    missing: int


@dataclass(frozen=True)
class CycleScore:
    """A cycle weighed: holes first, then the goals. Costs are in scaled points."""

    holes: tuple[CycleHole, ...]
    hole_cost: int
    goals: tuple[GoalCost, ...]

    @property
    def cost(self) -> int:
        """The soft cost, in scaled points."""
        return sum(goal.cost for goal in self.goals)


def score_cycle(needs: CycleNeeds, cycle: Cycle, verdict: CycleVerdict) -> CycleScore:
    """Return what a cycle leaves uncovered and what it costs, over all its weeks and people."""
    there = present(cycle)
    asked = [
        (need, week, day, there[week, day, need.shift or ""])
        for need in needs.needs
        for week in range(cycle.weeks)
        for day in range(7)
        if is_asked(need, day)
    ]
    holes = tuple(
        CycleHole(need.id, week, day, need.minimum - count)
        for need, week, day, count in asked
        if count < need.minimum
    )
    priority = {need.id: need.priority for need in needs.needs}
    return CycleScore(
        holes=holes,
        hole_cost=sum(hole.missing * priority[hole.need] for hole in holes),
        goals=(*_cover_goals(asked), *_hours(cycle), *_soft_rules(cycle, verdict)),
    )


def present(cycle: Cycle) -> Counter[tuple[int, int, str]]:
    """Return how many start each shift in each week of the calendar, one person on each place."""
    there: Counter[tuple[int, int, str]] = Counter()
    for line, offset in cycle.places:
        rows = cycle.line_by_id[line].weeks
        for week in range(cycle.weeks):
            for day, code in enumerate(rows[(week + offset) % cycle.weeks]):
                if code is not None:
                    there[week, day, code] += 1
    return there


def is_asked(need: Need, weekday: int) -> bool:
    """Whether a need is about that weekday, 0 for Monday."""
    return need.weekdays is None or WEEKDAYS[weekday] in need.weekdays


def target_of(need: Need) -> int:
    """Return how many a need wishes for."""
    return need.minimum if need.target is None else need.target


def weights(terms: Cycle | CycleNeeds) -> dict[str, int]:
    """Return the points of each soft rule that a cycle is weighed by."""
    known = {
        rule.id: rule.weight
        for pack in dict.fromkeys((terms.pack, *terms.packs))
        if pack is not None
        for rule in load_pack(pack).rules
    }
    known |= {rule.id: rule.weight for rule in LINE_RULES}
    return known | terms.goals


def _cover_goals(asked: list[tuple[Need, int, int, int]]) -> Iterator[GoalCost]:
    under = [(max(0, target_of(need) - count), need.under_weight) for need, _, _, count in asked]
    over = [(max(0, count - target_of(need)), need.over_weight) for need, _, _, count in asked]
    for name, group in (("target", under), ("over", over)):
        amount = sum(people for people, _ in group)
        cost = sum(people * points for people, points in group) * COST_SCALE
        yield GoalCost(name=name, weight=1, amount=Fraction(amount), cost=cost)


def _hours(cycle: Cycle) -> Iterator[GoalCost]:
    minutes = cycle.minutes_of
    hours = 0
    for line in cycle.lines:
        total = sum(minutes[code] for code in line.cells if code is not None)
        begun = -(-abs(total - cycle.weekly_minutes * cycle.weeks) // 60)
        hours += begun * len(line.starts)
    cost = hours * HOURS_WEIGHT * COST_SCALE
    yield GoalCost(name="hours", weight=HOURS_WEIGHT, amount=Fraction(hours), cost=cost)


def _soft_rules(cycle: Cycle, verdict: CycleVerdict) -> Iterator[GoalCost]:
    soft = [found for found in verdict.breaches if found.breach.status == "soft"]
    points = weights(cycle)
    people = {line.id: len(line.starts) for line in cycle.lines}
    for rule in dict.fromkeys(found.breach.rule for found in soft):
        amount = sum(
            (one.breach.excess * people[one.line] for one in soft if one.breach.rule == rule),
            Fraction(0),
        )
        cost = round(amount * points[rule] * COST_SCALE)
        yield GoalCost(name=rule, weight=points[rule], amount=amount, cost=cost)
