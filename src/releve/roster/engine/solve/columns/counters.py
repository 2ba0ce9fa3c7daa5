"""Sums over a whole line that no short memory can hold: long windows and goals.

A counter adds up a whole number for each day and is judged at the end, within hard bounds or
at a convex cost. Pricing carries it as a dimension of its dynamic program, or leaves it to a
row of the master problem.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import date

from releve.roster.engine.solve.columns.moves import Move


@dataclass(frozen=True)
class Counter:
    """One sum over some days of the period.

    ``what``: what is summed; counters of equal ``what``, ``first`` and ``last`` add the same
    for every move. ``base``: what history has added already. ``charge``: the scaled points of
    a whole sum, convex, or ``None`` where the sum is not allowed.
    """

    name: str
    what: Hashable
    first: date
    last: date
    base: int
    value: Callable[[Move], int] = field(compare=False)
    charge: Callable[[int], int | None] = field(compare=False)

    def added(self, move: Move) -> int:
        """Return what a day adds."""
        return self.value(move) if self.first <= move.day <= self.last else 0
