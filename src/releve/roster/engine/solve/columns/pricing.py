"""Pricing of one person: her cheapest lawful line at given prices of moves.

The group's graph is cut down to what she may do; counters that must be exact become dimensions
of the dynamic program. What is left out only makes the bound weaker, never wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from releve.roster.engine.solve.columns import kernels
from releve.roster.engine.solve.columns.axes import TooWideError, fits, layout
from releve.roster.engine.solve.columns.graph import Bools, Floats, Ints
from releve.roster.engine.solve.columns.nets import Net, Tally, retold, trimmed

MOST_CELLS = 2_000_000
"""Values of the dynamic program of one person beyond which no counter is added to it."""


@dataclass
class Path:
    """A line found: its kinds of moves, and what it costs at the prices asked about.

    ``own``: what soft rules and the counters carried make it cost, in points.
    """

    kinds: Ints
    reduced: float
    own: float


@dataclass
class Pricer:
    """One person's net with the counters that are exact in it.

    ``cost``: what each kind of move costs her by itself. ``dims``: the counters carried.
    """

    net: Net
    cost: Floats
    dims: Sequence[Tally]
    low: Ints = field(init=False)
    high: Ints = field(init=False)
    stride: Ints = field(init=False)
    at: Ints = field(init=False)
    added: Ints = field(init=False)
    held: Bools = field(init=False)
    ends: Floats = field(init=False)

    def __post_init__(self) -> None:
        made = layout(self.net, len(self.cost), self.dims)
        self.added, self.held, self.ends = made.added, made.held, made.ends
        self.low, self.high = made.low, made.high
        self.stride = kernels.strides(self.low, self.high)
        sizes = np.prod(np.maximum(0, self.high - self.low + 1), axis=1)
        self.at = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)

    @property
    def cells(self) -> int:
        """How many values the dynamic program holds."""
        return int(self.at[-1])

    def within(self, is_open: Bools) -> Pricer | None:
        """Return the pricer of some kinds of moves only, ``None`` where no line is left."""
        net = trimmed(self.net, is_open)
        if net is None:
            return None
        made = Pricer(net, self.cost, [retold(net, one) for one in self.dims])
        return made if made.is_possible else None

    def carrying(self, one: Tally, most_cells: int) -> Pricer | None:
        """Return a pricer that carries one counter more, ``None`` where that does not fit."""
        dims = [*self.dims, one]
        if not fits(dims):
            return None
        try:
            wider = Pricer(self.net, self.cost, dims)
        except TooWideError:
            return None
        return wider if wider.cells <= most_cells else None

    @property
    def is_possible(self) -> bool:
        """Whether any lawful line is left."""
        return bool(np.all(self.high[-1] >= self.low[-1])) and bool(np.isfinite(self.ends).any())

    def price(self, prices: Floats, room: Floats, most: int = 1) -> list[Path]:
        """Return the cheapest lines at these prices of kinds, the very cheapest first.

        ``room``: memory to work in, at least ``cells`` long. Others than the first are the
        cheapest that leave it on some day.
        """
        net, value = self.net, self.to_the_end(prices, room)
        path, regret = np.zeros(net.days, np.int64), np.zeros(net.days)
        second, free = np.zeros(net.days, np.int64), np.zeros(net.days, np.int64)
        best = self._trace(prices, value, 0, free, (path, regret, second))
        found = [self._path(path, best)]
        for step in np.argsort(regret, kind="stable")[: most - 1].tolist():
            if not np.isfinite(regret[step]):
                break
            forced = path.copy()
            forced[step] = second[step]
            into = (np.zeros_like(path), np.zeros_like(regret), np.zeros_like(second))
            cost = self._trace(prices, value, step + 1, forced, into)
            found.append(self._path(into[0], cost))
        return found

    def given(self, prices: Floats, *more: object) -> tuple[Any, ...]:
        """Return what every kernel takes first, in its order, and what this one takes more."""
        net = self.net
        boxes = (self.added, self.low, self.high, self.stride, self.at, self.held)
        return (net.first_arc, net.target, net.kind, net.cost, prices, *boxes, *more)

    def to_the_end(self, prices: Floats, room: Floats) -> Floats:
        """Return the least cost to the end from every sum in every box, written into ``room``."""
        value = room[: self.cells]
        value[self.at[-2] :] = self.ends
        kernels.to_the_end(*self.given(prices, value))
        return value

    def _path(self, arcs: Ints, reduced: float) -> Path:
        kinds = self.net.kind[arcs]
        return Path(kinds, reduced, float(self.net.cost[arcs].sum()) + self.charge(kinds))

    def _trace(
        self,
        prices: Floats,
        value: Floats,
        steps: int,
        forced: Ints,
        into: tuple[Ints, Floats, Ints],
    ) -> float:
        return float(kernels.trace(*self.given(prices, value, forced, steps, *into)))

    def charge(self, kinds: Ints) -> float:
        """Return what the counters carried cost for a line, in points."""
        costs = [dim.charge(kinds) for dim in self.dims]
        return sum(np.inf if cost is None else cost for cost in costs)
