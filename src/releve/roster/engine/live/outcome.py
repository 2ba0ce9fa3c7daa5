"""What new lines do to the cover and to the goals, as differences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from releve.roster.engine.audit.verdicts import in_order
from releve.roster.engine.cover import CoverCell
from releve.roster.engine.live.lines import NOTHING, Law, Worth
from releve.roster.engine.result import Breach, GoalCost
from releve.roster.engine.score import soft_cost

Change = tuple[Fraction, int]
"""More of a goal's amount, and of its scaled cost."""

TARGET, SURPLUS = 0, 1
"""Where the goals of the cover stand in a score."""


@dataclass(frozen=True)
class Outcome:
    """Differences that some new lines make together.

    ``moved``: people more in each cover cell that changes, by number. ``goals``: changes of
    amount and cost of each goal that may change, by its place in the score.
    """

    appears: tuple[Breach, ...]
    disappears: tuple[Breach, ...]
    moved: Mapping[int, int]
    hole_cost: int
    goals: Mapping[int, Change]

    @property
    def cost(self) -> int:
        """The change of the soft cost, in scaled points."""
        return sum(cost for _, cost in self.goals.values())


def weigh_cover(
    cells: Sequence[CoverCell], present: Sequence[int], moved: Mapping[int, int]
) -> tuple[int, dict[int, Change]]:
    """Return what moved people change in the cost of holes, and in the two goals of cover."""
    holes = below_cost = above_cost = below = above = 0
    for at, more in moved.items():
        cell, was, now = cells[at], present[at], present[at] + more
        holes += cell.hole_cost * (max(0, cell.minimum - now) - max(0, cell.minimum - was))
        less = max(0, cell.target - now) - max(0, cell.target - was)
        extra = max(0, now - cell.target) - max(0, was - cell.target)
        below, below_cost = below + less, below_cost + less * cell.under_cost
        above, above_cost = above + extra, above_cost + extra * cell.over_cost
    return holes, {
        TARGET: (Fraction(below), below_cost),
        SURPLUS: (Fraction(above), above_cost),
    }


def weigh_own(pairs: Sequence[tuple[Worth, Worth]], goals: Sequence[GoalCost]) -> dict[int, Change]:
    """Return what lines change in the goals of persons; ``goals``: those before the rules."""
    found: dict[int, Change] = {}
    for at in range(SURPLUS + 1, len(goals)):
        name = goals[at].name
        for before, after in pairs:
            was, now = before.goals.get(name, NOTHING), after.goals.get(name, NOTHING)
            if was != now:
                amount, cost = found.get(at, NOTHING)
                found[at] = (amount + now[0] - was[0], cost + now[1] - was[1])
    return found


def weigh_rules(
    pairs: Sequence[tuple[Law, Law]], goals: Sequence[GoalCost], weights: Mapping[str, int]
) -> dict[int, Change]:
    """Return what lines change in the soft rules, which stand last in a score, in this order."""
    if not any(law.excess for pair in pairs for law in pair):
        return {}
    found: dict[int, Change] = {}
    for at, (rule, points) in enumerate(weights.items(), start=len(goals) - len(weights)):
        more = Fraction(0)
        for before, after in pairs:
            if rule in before.excess or rule in after.excess:
                more += after.excess.get(rule, Fraction(0)) - before.excess.get(rule, Fraction(0))
        if more:
            was_all = goals[at].amount
            # Rounded as the scoring rounds: once, over everybody.
            cost = soft_cost(points, was_all + more) - soft_cost(points, was_all)
            found[at] = (more, cost)
    return found


def beside(many: Iterable[Breach], few: Iterable[Breach]) -> tuple[Breach, ...]:
    """Return the breaches of one list that the other has not, each as often as it is more."""
    known: dict[tuple[str, date | datetime], list[Breach]] = {}
    for breach in few:  # hashing a breach whole is slow: its fractions are
        known.setdefault((breach.rule, breach.from_at), []).append(breach)
    found = []
    for breach in many:
        same = known.get((breach.rule, breach.from_at), [])
        if breach in same:
            same.remove(breach)
        else:
            found.append(breach)
    return tuple(sorted(found, key=in_order))
