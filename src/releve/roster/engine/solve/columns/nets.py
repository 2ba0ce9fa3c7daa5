"""One person's own part of a graph, and what counters add along it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from releve.roster.engine.result import COST_SCALE
from releve.roster.engine.solve.columns import kernels
from releve.roster.engine.solve.columns.counters import Counter
from releve.roster.engine.solve.columns.graph import Bools, Floats, Graph, Ints

FLAT = 1e-9
"""Points for each unit by which two slopes may differ through floating point."""


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
    whole = Net(
        graph.first_arc,
        graph.target,
        graph.kind,
        graph.cost / COST_SCALE,
        len(graph.first_of_day) - 2,
    )
    return trimmed(whole, is_open, root)


def trimmed(net: Net, is_open: Bools, root: int = 0) -> Net | None:
    """Return what is left of a net, from one node on, with some kinds of moves only."""
    kept_arc = is_open[net.kind]
    kept_node = kernels.useful(net.first_arc, net.target, kept_arc, root)
    if not kept_node[root]:
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
        return unit_of(self.added)

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

    def points(self, sums: Ints) -> Floats:
        """Return the points of sums of what is added, infinite where one is not allowed."""
        at = (sums + self.counter.base - self.reach[0]) // self.unit
        inside = (at >= 0) & (at < len(self.charges))
        found: Floats = np.where(inside, self.charges[np.where(inside, at, 0)], np.inf)
        return found

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

    @property
    def corners(self) -> tuple[tuple[int, ...], tuple[float, ...]]:
        """Return those of the ``steps`` between which the points, convex, lie on a line."""
        sums, points = self.steps
        slopes = np.diff(points) / np.diff(sums)
        bends = np.abs(np.diff(slopes)) > FLAT
        kept = [0, *(np.flatnonzero(bends) + 1).tolist(), len(sums) - 1] if sums else []
        at = list(dict.fromkeys(kept))
        return tuple(sums[one] for one in at), tuple(points[one] for one in at)

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


def unit_of(added: Ints) -> int:
    """Return the greatest whole number that divides everything added, 1 where nothing is."""
    return int(np.gcd.reduce(added)) or 1


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
