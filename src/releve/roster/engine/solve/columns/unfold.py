"""Nets with their sums written out: what pricing carries becomes nodes, few of them.

Once the relaxation has prices, most of what a dynamic program holds lies on no line that could
be of use: its reduced cost is too far above the cheapest. What is left is written out as a net
of its own, in which every node is one state with its sums, and what the sums cost hangs on the
arcs of the last day. Soft counters that were rows of the master problem join one after another.

A line that is left out costs more than ``above`` beyond the cheapest of its person: where that
is at least what the best roster costs above the bound at these prices, no better roster has it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from releve.roster.engine.solve.columns import kernels
from releve.roster.engine.solve.columns.graph import Floats, Ints
from releve.roster.engine.solve.columns.nets import Net, retold
from releve.roster.engine.solve.columns.pricing import Pricer
from releve.roster.engine.solve.columns.seats import Seat

ROUNDING = 1e-6
"""Points that the same line may seem to cost more, added up from its other end."""

WHOLE_CELLS = 30_000_000
"""Values of the dynamic program of one person with every soft counter, gone through once."""

STAGE_CELLS = 5_000_000
"""Values of a dynamic program of which the useful ones are written out."""

LOOSER = 2
"""How many times more states there may be while soft counters are still missing."""


def whole(seat: Seat) -> Seat:
    """Return a seat whose pricing carries every soft counter that fits; others cost nothing.

    No counter ever earns points, so that the least reduced cost is only lower for one left out.
    """
    pricer = seat.pricer
    for one in sorted(seat.soft, key=lambda counter: len(counter.charges)):
        pricer = pricer.carrying(one, WHOLE_CELLS) or pricer
    return replace(seat, pricer=pricer, soft=[])


def unfolded(
    seat: Seat, asked: Floats, paid: Sequence[Floats], above: float, most: int
) -> tuple[Seat, float] | None:
    """Return a seat with its sums written out, and how far above the cheapest its lines reach.

    ``asked``: reduced points of each kind of move, soft counters apart. ``paid``: for each of
    those, what its rows pay for each kind. ``above``: in points, less where there would be more
    than ``most`` states. ``None`` where there is no line, or a counter does not fit.
    """
    pricer: Pricer | None = seat.pricer
    left = sorted(zip(seat.soft, paid, strict=True), key=lambda pair: -len(pair[0].charges))
    while pricer is not None:
        prices = asked - np.sum([points for _, points in left], axis=0) if left else asked
        found = _written_out(pricer, prices, above, most * (LOOSER if left else 1))
        if found is None:
            return None
        net, above = found
        pricer = Pricer(net, seat.pricer.cost, [])
        if not left:
            kept = {id(dim.counter) for dim in seat.pricer.dims}
            hard = [retold(net, one) for one in seat.hard if id(one.counter) not in kept]
            return replace(seat, pricer=pricer, soft=[], hard=hard), above
        one, _ = left.pop()  # what takes few values first
        pricer = pricer.carrying(retold(net, one), STAGE_CELLS)
    return None


def _written_out(
    pricer: Pricer, prices: Floats, above: float, most: int
) -> tuple[Net, float] | None:
    value = pricer.to_the_end(prices, np.empty(pricer.cells))
    least = float(value[0])
    if not np.isfinite(least):
        return None
    limit = least + max(above, ROUNDING)
    start = np.empty(pricer.cells)
    kernels.from_root(*pricer.given(prices, value, limit, start))
    through = start + value
    if int((through <= limit).sum()) > most:
        limit = max(float(np.partition(through, most)[most]), least + ROUNDING)
        above = limit - least
    is_kept = through <= limit
    if int(is_kept.sum()) > LOOSER * most:  # as many that cost the same
        return None
    end = int(pricer.at[-2])
    number = np.cumsum(is_kept) - 1
    nodes = int(number[end - 1]) + 1
    number[end:] = nodes  # every end is as good as another
    none = np.zeros((0, 3), np.int64)
    count, _ = _arcs(pricer, (prices, value, limit, start, number), none)
    found = np.zeros((count, 3), np.int64)
    _, degree = _arcs(pricer, (prices, value, limit, start, number), found)
    reached, arcs, there = found.T
    cost = pricer.net.cost[arcs]
    cost[there >= end] += pricer.ends[there[there >= end] - end]
    first_arc = np.concatenate([[0], np.cumsum(degree)]).astype(np.int64)
    net = Net(first_arc, reached.copy(), pricer.net.kind[arcs], cost, pricer.net.days)
    return net, above


def _arcs(
    pricer: Pricer, given: tuple[Floats, Floats, float, Floats, Ints], found: Ints
) -> tuple[int, Ints]:
    """Write arcs as far as there are rows; return how many there are, and how many leave each."""
    degree = np.zeros(int(given[-1][-1]) + 1, np.int64)
    return int(kernels.unfold(*pricer.given(*given, degree, found))), degree
