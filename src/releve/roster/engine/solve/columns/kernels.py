"""The compiled inner loops of pricing: shortest paths over a layered graph with counters.

Every node carries a box: for each of seven counters the least and the most that a path from the
root can have added so far and still end within what is allowed. ``value`` holds, box after box,
the least cost from there to the end; the last counter runs innermost.

Arrays that every kernel takes: ``first_arc`` (nodes + 1), ``target`` and ``kind`` (arcs),
``arc_cost`` (arcs) and ``prices`` (kinds) in points, ``added`` (kinds by counters) in whole
units, ``low``, ``high`` and ``stride`` (nodes by counters), ``at`` (nodes + 1): where a node's
box begins in ``value``, ``held`` (counters): which have an upper limit alone. Of those, sums from
which the limit cannot be reached any more are all the same: they are held at the box's least,
which keeps boxes narrow. The last counter is never held. Numba compiles for what it is given,
hence ``Any``.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

INFINITY = np.inf
COUNTERS = 7


@njit(cache=True, nogil=True)
def extremes(first_arc: Any, target: Any, kind: Any, added: Any, least: Any, most: Any) -> None:
    """Fill in the least and the most that can be added from each node to the end.

    ``added`` (kinds), ``least`` and ``most`` (nodes): of one counter alone.
    """
    nodes = len(first_arc) - 1
    for node in range(nodes - 2, -1, -1):
        low, high = 1 << 40, -(1 << 40)
        for arc in range(first_arc[node], first_arc[node + 1]):
            t = target[arc]
            low = min(low, added[kind[arc]] + least[t])
            high = max(high, added[kind[arc]] + most[t])
        least[node] = low
        most[node] = high


@njit(cache=True, nogil=True)
def useful(first_arc: Any, target: Any, open_arc: Any, root: int) -> Any:
    """Return which nodes lie on a path of open arcs from one node to the last."""
    nodes = len(first_arc) - 1
    reached = np.zeros(nodes, np.bool_)
    leads = np.zeros(nodes, np.bool_)
    reached[root] = True
    leads[nodes - 1] = True
    for node in range(root, nodes):
        if reached[node]:
            for arc in range(first_arc[node], first_arc[node + 1]):
                if open_arc[arc]:
                    reached[target[arc]] = True
    for node in range(nodes - 2, -1, -1):
        for arc in range(first_arc[node], first_arc[node + 1]):
            if open_arc[arc] and leads[target[arc]]:
                leads[node] = True
    return reached & leads


@njit(cache=True, nogil=True)
def boxes(  # noqa: PLR0913, PLR0917  # compiled: flat arrays in one order
    first_arc: Any, target: Any, kind: Any, added: Any, floor: Any, ceiling: Any, held: Any
) -> Any:
    """Return (low, high) of the counters at each node, high below low where it is no use.

    ``added[kind, counter]``: whole units; ``floor`` and ``ceiling``: the least and the most at
    each node that can still end within what is allowed; of a counter held, ``floor`` is where.
    """
    nodes = len(first_arc) - 1
    low = np.full((nodes, COUNTERS), 1 << 40, np.int64)
    high = np.full((nodes, COUNTERS), -(1 << 40), np.int64)
    for c in range(COUNTERS):
        start = max(0, floor[0, c]) if held[c] else 0
        low[0, c] = start
        high[0, c] = start
    for node in range(nodes):
        empty = False
        for c in range(COUNTERS):
            if not held[c]:
                low[node, c] = max(low[node, c], floor[node, c])
            high[node, c] = min(high[node, c], ceiling[node, c])
            empty |= high[node, c] < low[node, c]
        if empty:
            low[node, :] = 0
            high[node, :] = -1
            continue
        for arc in range(first_arc[node], first_arc[node + 1]):
            t = target[arc]
            for c in range(COUNTERS):
                least = low[node, c] + added[kind[arc], c]
                most = high[node, c] + added[kind[arc], c]
                if held[c]:
                    least = max(least, floor[t, c])
                    most = max(most, floor[t, c])
                low[t, c] = min(low[t, c], least)
                high[t, c] = max(high[t, c], most)
    return low, high


@njit(cache=True, nogil=True)
def strides(low: Any, high: Any) -> Any:
    """Return how far apart neighbours along each counter lie in a node's box."""
    nodes = len(low)
    found = np.ones((nodes, COUNTERS), np.int64)
    for node in range(nodes):
        for c in range(COUNTERS - 2, -1, -1):
            wide = max(0, high[node, c + 1] - low[node, c + 1] + 1)
            found[node, c] = found[node, c + 1] * wide
    return found


@njit(cache=True, nogil=True)
def _lower(  # noqa: PLR0913, PLR0917  # compiled: flat arrays in one order
    value: Any,
    here: int,
    there: int,
    cost: float,
    turns: int,
    extent: Any,
    still: Any,
    turn: Any,
    own: Any,
    other: Any,
) -> None:
    """Lower the values of one node's box to what an arc of this cost leads to.

    ``turns``: of the outer counters together, each counted in ``turn`` up to ``extent``; of a
    counter held the first ``still`` turns lead to the same sum. ``own`` and ``other``: strides
    in this box and in that which the arc leads to.
    """
    inner = COUNTERS - 1
    for _ in range(turns):
        for e in range(extent[inner]):
            reached = value[there + e] + cost
            if reached < value[here + e]:  # noqa: PLR1730  # min() would always store
                value[here + e] = reached
        c = inner - 1
        while c >= 0:  # an odometer over the outer counters
            turn[c] += 1
            here += own[c]
            if turn[c] > still[c]:
                there += other[c]
            if turn[c] < extent[c]:
                break
            here -= extent[c] * own[c]
            there -= max(0, extent[c] - still[c]) * other[c]
            turn[c] = 0
            c -= 1


@njit(cache=True, nogil=True)
def to_the_end(  # noqa: PLR0913, PLR0917  # one compiled loop nest over flat arrays
    first_arc: Any,
    target: Any,
    kind: Any,
    arc_cost: Any,
    prices: Any,
    added: Any,
    low: Any,
    high: Any,
    stride: Any,
    at: Any,
    held: Any,
    value: Any,
) -> None:
    """Fill ``value`` with the least cost to the end, nodes taken backward.

    The last node's box holds what the end costs already. ``prices``: cost of each kind.
    """
    nodes = len(first_arc) - 1
    inner = COUNTERS - 1
    extent = np.zeros(COUNTERS, np.int64)
    turn = np.zeros(COUNTERS, np.int64)
    still = np.zeros(COUNTERS, np.int64)
    for node in range(nodes - 2, -1, -1):
        for i in range(at[node], at[node + 1]):
            value[i] = INFINITY
        if high[node, 0] < low[node, 0]:
            continue
        for arc in range(first_arc[node], first_arc[node + 1]):
            k = kind[arc]
            t = target[arc]
            cost = arc_cost[arc] + prices[k]
            if cost == INFINITY or high[t, 0] < low[t, 0]:
                continue
            here, there, turns = at[node], at[t], 1
            for c in range(COUNTERS):
                start = low[node, c] if held[c] else max(low[node, c], low[t, c] - added[k, c])
                stop = min(high[node, c], high[t, c] - added[k, c])
                extent[c] = stop - start + 1
                still[c] = max(0, low[t, c] - added[k, c] - start)
                here += (start - low[node, c]) * stride[node, c]
                there += (max(start + added[k, c], low[t, c]) - low[t, c]) * stride[t, c]
                if c < inner:
                    turns *= max(0, extent[c])
                    turn[c] = 0
            _lower(value, here, there, cost, turns, extent, still, turn, stride[node], stride[t])


@njit(cache=True, nogil=True)
def _place(sums: Any, added: Any, low: Any, high: Any, stride: Any, held: Any) -> int:
    """Return where sums lie in a box once something is added, -1 where they leave it."""
    place = 0
    for c in range(COUNTERS):
        reached = sums[c] + added[c]
        if held[c]:
            reached = max(reached, low[c])
        if not low[c] <= reached <= high[c]:
            return -1
        place += (reached - low[c]) * stride[c]
    return int(place)


@njit(cache=True, nogil=True)
def trace(  # noqa: PLR0913, PLR0917  # one compiled walk over flat arrays
    first_arc: Any,
    target: Any,
    kind: Any,
    arc_cost: Any,
    prices: Any,
    added: Any,
    low: Any,
    high: Any,
    stride: Any,
    at: Any,
    held: Any,
    value: Any,
    forced: Any,
    forced_steps: int,
    path: Any,
    regret: Any,
    second: Any,
) -> float:
    """Write the best path's arcs into ``path`` and return its cost.

    The first ``forced_steps`` arcs are those of ``forced``. ``regret[step]``: what leaving the
    path there for the arc ``second[step]`` would cost.
    """
    node, step, total = 0, 0, 0.0
    sums = low[0].copy()
    nodes = len(first_arc) - 1
    spot = at[0]
    while node < nodes - 1:
        best, best_arc, best_spot = INFINITY, -1, 0
        next_best, next_arc = INFINITY, -1
        for arc in range(first_arc[node], first_arc[node + 1]):
            if step < forced_steps and arc != forced[step]:
                continue
            k = kind[arc]
            t = target[arc]
            there = _place(sums, added[k], low[t], high[t], stride[t], held)
            if there < 0:
                continue
            there += at[t]
            cost = arc_cost[arc] + prices[k] + value[there]
            if cost < best:
                next_best, next_arc = best, best_arc
                best, best_arc, best_spot = cost, arc, there
            elif cost < next_best:
                next_best, next_arc = cost, arc
        if best_arc < 0:
            return INFINITY
        regret[step] = next_best - best
        second[step] = next_arc
        path[step] = best_arc
        total += arc_cost[best_arc] + prices[kind[best_arc]]
        for c in range(COUNTERS):
            sums[c] += added[kind[best_arc], c]
            if held[c]:
                sums[c] = max(sums[c], low[target[best_arc], c])
        node, spot = target[best_arc], best_spot
        step += 1
    return float(total + value[spot])


@njit(cache=True, nogil=True)
def from_root(  # noqa: PLR0913, PLR0917  # one compiled loop nest over flat arrays
    first_arc: Any,
    target: Any,
    kind: Any,
    arc_cost: Any,
    prices: Any,
    added: Any,
    low: Any,
    high: Any,
    stride: Any,
    at: Any,
    held: Any,
    value: Any,
    most: float,
    start: Any,
) -> None:
    """Fill ``start`` with the least cost from the root, box after box as in ``value``.

    ``value``: as ``to_the_end`` fills it. Infinite where no path goes through that costs at
    most so much.
    """
    start[:] = INFINITY
    start[at[0]] = 0.0
    sums = np.zeros(COUNTERS, np.int64)
    for node in range(len(first_arc) - 2):
        for spot in range(at[node], at[node + 1]):
            if start[spot] + value[spot] > most:
                continue
            _sums_at(spot - at[node], low[node], stride[node], sums)
            for arc in range(first_arc[node], first_arc[node + 1]):
                k, t = kind[arc], target[arc]
                place = _place(sums, added[k], low[t], high[t], stride[t], held)
                if place < 0:
                    continue
                reached = start[spot] + arc_cost[arc] + prices[k]
                there = at[t] + place
                if reached + value[there] <= most:
                    start[there] = min(start[there], reached)


@njit(cache=True, nogil=True)
def _sums_at(place: int, low: Any, stride: Any, sums: Any) -> None:
    """Fill in the sums that lie at a place in a box."""
    for c in range(COUNTERS):
        sums[c] = low[c] + place // stride[c]
        place %= stride[c]


@njit(cache=True, nogil=True)
def unfold(  # noqa: PLR0913, PLR0917  # one compiled loop nest over flat arrays
    first_arc: Any,
    target: Any,
    kind: Any,
    arc_cost: Any,
    prices: Any,
    added: Any,
    low: Any,
    high: Any,
    stride: Any,
    at: Any,
    held: Any,
    value: Any,
    most: float,
    start: Any,
    number: Any,
    degree: Any,
    found: Any,
) -> int:
    """Write the arcs between single sums that lie on a path which costs at most so much.

    ``start``: as ``from_root`` fills it. ``number``: of every sum in every box. ``degree`` (sums
    by number): how many arcs leave each is added. ``found``: number reached, arc, and where in
    ``value`` it leads, a row for each, as far as there are rows. Return how many there are.
    """
    sums = np.zeros(COUNTERS, np.int64)
    count = 0
    for node in range(len(first_arc) - 2):
        for spot in range(at[node], at[node + 1]):
            if start[spot] + value[spot] > most:
                continue
            _sums_at(spot - at[node], low[node], stride[node], sums)
            for arc in range(first_arc[node], first_arc[node + 1]):
                k, t = kind[arc], target[arc]
                place = _place(sums, added[k], low[t], high[t], stride[t], held)
                if place < 0:
                    continue
                there = at[t] + place
                if start[spot] + arc_cost[arc] + prices[k] + value[there] > most:
                    continue
                if count < len(found):
                    found[count, 0], found[count, 1], found[count, 2] = number[there], arc, there
                degree[number[spot]] += 1
                count += 1
    return count
