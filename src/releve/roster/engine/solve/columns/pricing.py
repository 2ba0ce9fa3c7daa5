"""Pricing of one person: her cheapest lawful line at given prices of moves.

The group's graph is cut down to what she may do; counters that must be exact become dimensions
of the dynamic program. What is left out only makes the bound weaker, never wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from releve.roster.engine.result import COST_SCALE
from releve.roster.engine.solve.columns import kernels
from releve.roster.engine.solve.columns.counters import Counter
from releve.roster.engine.solve.columns.graph import Bools, Floats, Graph, Ints

MOST_CELLS = 2_000_000
"""Values of the dynamic program of one person beyond which no counter is added to it."""

DIMENSIONS = kernels.COUNTERS


@dataclass(frozen=True)
class Net:
    """A person's own graph: the root is node 0, the end the last node.

    ``first_arc``: index of each node's first arc, one more to close. Per arc: ``target`` node,
    ``kind`` of move, ``cost`` in points.
    """

    first_arc: Ints
    target: Ints
    kind: Ints
    cost: Floats
    days: int


def cut(graph: Graph, root: int, is_open: Bools) -> Net | None:
    """Return what is reachable from a root by open moves and leads to the end.

    ``is_open``: for each kind of move. ``None`` where no path is left.
    """
    nodes = len(graph.first_arc) - 1
    source = np.repeat(np.arange(nodes), np.diff(graph.first_arc))
    days = len(graph.first_of_day) - 2
    alive_arc = is_open[graph.kind]
    reached = np.zeros(nodes, bool)
    reached[root] = True
    bounds = [graph.first_arc[graph.first_of_day[day]] for day in range(days)]
    bounds.append(len(graph.target))
    for day in range(days):
        arcs = slice(bounds[day], bounds[day + 1])
        alive_arc[arcs] &= reached[source[arcs]]
        reached[graph.target[arcs][alive_arc[arcs]]] = True
    leads = np.zeros(nodes, bool)
    leads[-1] = True
    for day in range(days - 1, -1, -1):
        arcs = slice(bounds[day], bounds[day + 1])
        alive_arc[arcs] &= leads[graph.target[arcs]]
        leads[source[arcs][alive_arc[arcs]]] = True
    if not alive_arc.any():
        return None
    kept = reached & leads
    number = np.cumsum(kept) - 1
    degree = np.bincount(number[source[alive_arc]], minlength=int(kept.sum()))
    return Net(
        first_arc=np.concatenate([[0], np.cumsum(degree)]).astype(np.int64),
        target=number[graph.target[alive_arc]].astype(np.int64),
        kind=graph.kind[alive_arc],
        cost=graph.cost[alive_arc] / COST_SCALE,
        days=days,
    )


def trimmed(net: Net, is_open: Bools) -> Net | None:
    """Return what is left of a net with some kinds of moves only."""
    kept_arc = is_open[net.kind]
    kept_node = kernels.useful(net.first_arc, net.target, kept_arc)
    if not kept_node[0]:
        return None
    number = np.cumsum(kept_node) - 1
    source = np.repeat(np.arange(len(net.first_arc) - 1), np.diff(net.first_arc))
    kept_arc &= kept_node[source] & kept_node[net.target]
    degree = np.bincount(number[source[kept_arc]], minlength=int(kept_node.sum()))
    return Net(
        first_arc=np.concatenate([[0], np.cumsum(degree)]).astype(np.int64),
        target=number[net.target[kept_arc]].astype(np.int64),
        kind=net.kind[kept_arc],
        cost=net.cost[kept_arc],
        days=net.days,
    )


@dataclass(frozen=True)
class Tally:
    """A counter over one person's moves: ``added`` per kind of move, ``reach`` of whole sums."""

    counter: Counter
    added: Ints
    reach: tuple[int, int]

    @cached_property
    def unit(self) -> int:
        """The greatest whole number that divides everything added."""
        return int(np.gcd.reduce(self.added)) or 1

    @cached_property
    def charges(self) -> Floats:
        """Return the points of every sum within reach, infinite where it is not allowed."""
        low, high = self.reach
        found = [self.counter.charge(total) for total in range(low, high + 1, self.unit)]
        return np.array([np.inf if cost is None else cost / COST_SCALE for cost in found])

    def charge(self, kinds: Ints) -> float | None:
        """Return what it costs for a line, in points, ``None`` where it is not allowed."""
        cost = self.counter.charge(self.counter.base + int(self.added[kinds].sum()))
        return None if cost is None else cost / COST_SCALE

    @property
    def allowed(self) -> tuple[float, float]:
        """Return the least and the most sum that is allowed, without what history added."""
        sums, _ = self.steps
        return (float(sums[0]), float(sums[-1])) if sums else (1.0, 0.0)

    @property
    def steps(self) -> tuple[tuple[int, ...], tuple[float, ...]]:
        """Return the allowed sums, without what history added, and their points."""
        totals = range(self.reach[0], self.reach[1] + 1, self.unit)
        allowed = [
            (total - self.counter.base, float(points))
            for total, points in zip(totals, self.charges, strict=True)
            if np.isfinite(points)
        ]
        return tuple(total for total, _ in allowed), tuple(points for _, points in allowed)

    @cached_property
    def is_idle(self) -> bool:
        """Whether no sum within reach costs anything."""
        return not self.charges.any()

    @cached_property
    def is_hard(self) -> bool:
        """Whether some sum within reach is not allowed."""
        return bool(np.isinf(self.charges).any())

    @cached_property
    def is_cap(self) -> bool:
        """Whether it only limits sums from above, and costs nothing below."""
        allowed = np.isfinite(self.charges)
        until = int(allowed.sum())
        lowest = self.charges[:until]
        return 0 < until < len(allowed) and bool(np.isfinite(lowest).all() and not lowest.any())


def tally(net: Net, counter: Counter, values: Ints, is_open: Bools) -> Tally:
    """Return a counter over a net, with the least and the most it can add up to."""
    added = np.where(is_open, values, 0)
    used = np.zeros(len(values), bool)
    used[net.kind] = True
    added = np.where(used, added, 0)
    least, most = extremes(net, added)
    return Tally(counter, added, (counter.base + int(least[0]), counter.base + int(most[0])))


def retold(net: Net, one: Tally) -> Tally:
    """Return a counter over a smaller net."""
    least, most = extremes(net, one.added)
    base = one.counter.base
    return Tally(one.counter, one.added, (base + int(least[0]), base + int(most[0])))


def extremes(net: Net, added: Ints) -> tuple[Ints, Ints]:
    """Return the least and the most that can be added from each node to the end.

    ``added``: whole units for each kind of move.
    """
    nodes = len(net.first_arc) - 1
    least, most = np.zeros(nodes, np.int64), np.zeros(nodes, np.int64)
    kernels.extremes(net.first_arc, net.target, net.kind, added, least, most)
    return least, most


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
        self.held = np.zeros(DIMENSIONS, np.bool_)
        self.arrange()

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
        if len(dims) > DIMENSIONS - all(dim.is_cap for dim in dims):
            return None
        wider = Pricer(self.net, self.cost, dims)
        return wider if wider.cells <= most_cells else None

    def arrange(self) -> None:
        """Lay out the boxes of every node for the counters carried."""
        added = np.zeros((len(self.cost), DIMENSIONS), np.int64)
        nodes = len(self.net.first_arc) - 1
        floor = np.zeros((nodes, DIMENSIONS), np.int64)
        ceiling = np.zeros((nodes, DIMENSIONS), np.int64)
        # The widest counter runs innermost, where the loop is vectorised.
        order = sorted(self.dims, key=lambda dim: (not dim.is_cap, len(dim.charges)))
        end = DIMENSIONS - (bool(order) and order[-1].is_cap)  # no counter held runs innermost
        charges: list[tuple[int, Floats, int]] = []
        for place, dim in enumerate(order, end - len(order)):
            added[:, place] = dim.added // dim.unit
            self.held[place] = dim.is_cap
            all_charges = dim.charges
            allowed = np.flatnonzero(np.isfinite(all_charges))
            # Sums are counted from what history and the least possible path leave: zero added.
            shift = (dim.reach[0] - dim.counter.base) // dim.unit
            least, most = extremes(self.net, added[:, place])
            if not len(allowed):
                allowed = np.array([0])
                all_charges = np.full(1, np.inf)
            floor[:, place] = shift + allowed[-1 if dim.is_cap else 0] - most
            ceiling[:, place] = shift + allowed[-1] - least
            charges.append((place, all_charges, shift))
        self.added = added
        self.low, self.high = kernels.boxes(
            self.net.first_arc, self.net.target, self.net.kind, added, floor, ceiling, self.held
        )
        wide = np.maximum(0, self.high - self.low + 1)
        self.stride = kernels.strides(self.low, self.high)
        self.at = np.concatenate([[0], np.cumsum(np.prod(wide, axis=1))]).astype(np.int64)
        ends = np.zeros(tuple(wide[-1]))
        for place, all_charges, shift in charges:
            at = np.arange(self.low[-1, place], self.high[-1, place] + 1) - shift
            along = [1] * DIMENSIONS
            along[place] = -1
            ends = ends + all_charges[at].reshape(along)
        self.ends = ends.reshape(-1)

    @property
    def is_possible(self) -> bool:
        """Whether any lawful line is left."""
        return bool(np.all(self.high[-1] >= self.low[-1])) and bool(np.isfinite(self.ends).any())

    def price(self, prices: Floats, room: Floats, most: int = 1) -> list[Path]:
        """Return the cheapest lines at these prices of kinds, the very cheapest first.

        ``room``: memory to work in, at least ``cells`` long. Others than the first are the
        cheapest that leave it on some day.
        """
        net, value = self.net, room[: self.cells]
        value[self.at[-2] :] = self.ends
        kernels.to_the_end(
            net.first_arc,
            net.target,
            net.kind,
            net.cost,
            prices,
            self.added,
            self.low,
            self.high,
            self.stride,
            self.at,
            self.held,
            value,
        )
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
        net = self.net
        return float(
            kernels.trace(
                net.first_arc,
                net.target,
                net.kind,
                net.cost,
                prices,
                self.added,
                self.low,
                self.high,
                self.stride,
                self.at,
                self.held,
                value,
                forced,
                steps,
                into[0],
                into[1],
                into[2],
            )
        )

    def charge(self, kinds: Ints) -> float:
        """Return what the counters carried cost for a line, in points."""
        costs = [dim.charge(kinds) for dim in self.dims]
        return sum(np.inf if cost is None else cost for cost in costs)
