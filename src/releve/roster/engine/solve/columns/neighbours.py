"""Neighbourhoods of the best roster: some people wholly, or everybody on some days.

Sizes follow what pays: a neighbourhood whose bound shows that nothing better is in it grows, one
that costs too much time shrinks.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

import numpy as np

from releve.roster.engine.problem import Problem
from releve.roster.engine.solve.columns.improve import Improver
from releve.roster.engine.solve.columns.relaxation import Pricing
from releve.roster.engine.solve.columns.whole import Limits

SMALLEST_PART, LARGEST_PART = 0.08, 0.5
"""Of the people, how many are freed wholly."""

SHORTEST_DAYS, LONGEST_DAYS = 4, 21
"""Days on which everybody is freed."""

AT_COSTLY = 0.7
"""How often a neighbourhood is laid around a cell that costs something."""


@dataclass
class Neighbours:
    """Chooses neighbourhoods and searches them, one after another.

    ``part`` of the people and number of ``days``: the sizes that pay now.
    """

    improver: Improver
    problem: Problem
    chance: random.Random
    part: float = 0.2
    days: float = 9.0

    def step(self, limits: Limits, pricing: Pricing) -> bool:
        """Search one neighbourhood; return whether the best roster got better."""
        by_people = self.chance.random() < 0.5  # either kind as often
        day = self._costly_day()
        if by_people:
            people, days = self._people(), None
        else:
            people, days = list(range(len(self.improver.seats))), self._days(day)
        outcome = self.improver.around(people, days, limits, pricing)
        grow = {"better": 1.0, "nothing": 1.05, "gave up": 0.85}[outcome]
        if by_people:
            self.part = min(LARGEST_PART, max(SMALLEST_PART, self.part * grow))
        else:
            self.days = min(LONGEST_DAYS, max(SHORTEST_DAYS, self.days * grow))
        return outcome == "better"

    def _costly_day(self) -> int:
        """Return a day on which the best roster misses something, or any day."""
        improver = self.improver
        count = len(self.problem.days)
        presence = improver.settled + improver.cover.presence(improver.kept.lines)
        points = improver.cover.points(presence)
        if not points.any() or self.chance.random() > AT_COSTLY:
            return self.chance.randrange(count)
        weights = np.minimum(points, np.median(points[points > 0]) * 4)
        at = self.chance.choices(range(len(points)), weights.tolist())[0]
        return (improver.cover.cells[at].day - self.problem.starts_on).days

    def _people(self) -> list[int]:
        """Return some people, those who cost most by themselves a little more often."""
        improver = self.improver
        total = len(improver.seats)
        count = max(min(3, total), round(self.part * total))
        own = np.array([line.cost + line.charge for line in improver.kept.lines])
        weights = own - own.min() + max(1.0, float(own.mean()))
        at = sorted(
            range(total), key=lambda person: -(self.chance.random() ** (1 / weights[person]))
        )
        return sorted(at[:count])

    def _days(self, day: int) -> range:
        length = max(1, round(self.days))
        first = day - self.chance.randrange(length)
        first = max(0, min(first, len(self.problem.days) - length))
        return range(first, min(len(self.problem.days), first + length))
