"""Lines of people, and what whole rosters made of them cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from releve.roster.engine.cover import CoverCell
from releve.roster.engine.result import COST_SCALE
from releve.roster.engine.solve.columns.graph import Floats, Ints


@dataclass(frozen=True)
class Line:
    """What one person does every day.

    ``kinds``: her moves. ``cost``: points of what hangs on her line alone. ``charge``: points
    of her soft counters, ``sums``: their values. ``cells``: the cover cells where she is.
    ``is_lawful``: whether every hard counter is kept, also those that pricing did not carry.
    """

    kinds: Ints
    cost: float
    charge: float
    sums: tuple[int, ...]
    cells: Ints
    is_lawful: bool

    @property
    def key(self) -> bytes:
        """What tells lines of one person apart."""
        return self.kinds.tobytes()


class Cover:
    """The cells to be covered, as arrays, and what presence in them costs in points.

    ``hole_price``: points for a point of hole, in this search.
    """

    def __init__(self, cells: Sequence[CoverCell], hole_price: float) -> None:
        self.cells = tuple(cells)
        self.hole_price = hole_price
        self.minimum = np.array([cell.minimum for cell in cells], float)
        self.target = np.array([cell.target for cell in cells], float)
        self.under = np.array([cell.under_cost for cell in cells]) / COST_SCALE
        self.over = np.array([cell.over_cost for cell in cells]) / COST_SCALE
        self.hole = np.array([cell.hole_cost for cell in cells]) / COST_SCALE
        self.maximum = np.array(
            [np.inf if cell.maximum is None else cell.maximum for cell in cells], float
        )

    def __len__(self) -> int:
        return len(self.cells)

    def presence(self, lines: Sequence[Line]) -> Floats:
        """Return how many of some people are in each cell."""
        found = np.zeros(len(self.cells))
        for line in lines:
            found[line.cells] += 1
        return found

    def cost(self, presence: Floats, settled: Floats) -> float:
        """Return the points of presence in every cell, infinite above a maximum."""
        if (presence > np.maximum(self.maximum, settled)).any():
            return np.inf
        return float(self.points(presence).sum())

    def points(self, presence: Floats) -> Floats:
        """Return the points of presence in each cell, holes included."""
        missing = np.maximum(0.0, self.target - presence)
        holes = np.maximum(0.0, self.minimum - presence)
        extra = np.maximum(0.0, presence - self.target)
        found: Floats = (
            missing * self.under + holes * self.hole * self.hole_price + extra * self.over
        )
        return found

    def holes(self, presence: Floats) -> float:
        """Return the points of holes alone, at the price of one."""
        return float((np.maximum(0.0, self.minimum - presence) * self.hole).sum())
