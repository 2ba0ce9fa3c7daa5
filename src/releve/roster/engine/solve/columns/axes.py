"""What a dynamic program keeps of the counters that pricing carries: one axis for each.

An axis is a counter's own sum or, for a cap that adds almost what a wide counter adds (the hours
of a cycle beside the hours that are wished), how far the two differ: a few values instead of a
hundred.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

import numpy as np

from releve.roster.engine.solve.columns import kernels
from releve.roster.engine.solve.columns.graph import Bools, Floats, Ints
from releve.roster.engine.solve.columns.nets import Net, Tally, extremes, unit_of

FAR = 1 << 40
"""Beyond every sum."""

FEW_DIFFERENCES = 4
"""Values up to which two counters differ little."""


MOST_ENDS = 30_000_000
"""Sums at the end beyond which counters are not carried together."""


class TooWideError(Exception):
    """Counters take too many sums together."""


@dataclass(frozen=True)
class Axis:
    """One axis of a dynamic program.

    ``dim``: the counter it stands for; ``twin``: the counter beside which it is kept as a
    difference. ``added``: whole units per kind of move, of so many each.
    """

    dim: Tally
    twin: Tally | None
    added: Ints
    unit: int

    @property
    def is_held(self) -> bool:
        """Whether sums from which the limit cannot be reached any more are all the same."""
        return self.twin is None and self.dim.is_cap


@dataclass(frozen=True)
class Layout:
    """The axes of a pricer, one for each of its places, and what its end costs.

    ``low`` and ``high``: nodes by places; ``ends``: points of each sum at the last node.
    """

    added: Ints
    held: Bools
    low: Ints
    high: Ints
    ends: Floats


def layout(net: Net, kinds: int, dims: Sequence[Tally]) -> Layout:
    """Return the boxes of every node for the counters carried.

    ``kinds``: how many kinds of moves there are. Raises ``TooWideError`` where the last box
    alone would not fit into memory.
    """
    axes = _axes(net, dims)
    nodes = len(net.first_arc) - 1
    added = np.zeros((kinds, kernels.COUNTERS), np.int64)
    floor = np.zeros((nodes, kernels.COUNTERS), np.int64)
    ceiling = np.zeros((nodes, kernels.COUNTERS), np.int64)
    held = np.zeros(kernels.COUNTERS, np.bool_)
    places = _places(axes)
    for place, axis in places.items():
        added[:, place], held[place] = axis.added, axis.is_held
        least, most = extremes(net, axis.added)
        lowest, highest = _allowed(net, axis, axes)
        floor[:, place] = (highest if axis.is_held else lowest) - most
        ceiling[:, place] = highest - least
    low, high = kernels.boxes(net.first_arc, net.target, net.kind, added, floor, ceiling, held)
    return Layout(added, held, low, high, _ends(places, low[-1], high[-1]))


def fits(dims: Sequence[Tally]) -> bool:
    """Whether there is an axis for each counter: no axis that is held runs innermost."""
    return len(dims) <= kernels.COUNTERS - all(dim.is_cap for dim in dims)


def _axes(net: Net, dims: Sequence[Tally]) -> list[Axis]:
    wide = max(
        (dim for dim in dims if not dim.is_cap), key=lambda dim: len(dim.charges), default=None
    )
    found = []
    for dim in dims:
        axis = Axis(dim, None, dim.added // dim.unit, dim.unit)
        if wide is not None and dim.is_cap:
            apart = wide.added - dim.added
            beside = Axis(dim, wide, apart // unit_of(apart), unit_of(apart))
            axis = beside if _takes_few_values(net, beside.added) else axis
        found.append(axis)
    return found


def _takes_few_values(net: Net, units: Ints) -> bool:
    nodes = len(net.first_arc) - 1
    added = np.zeros((len(units), kernels.COUNTERS), np.int64)
    added[:, 0] = units
    bounds = np.full((nodes, kernels.COUNTERS), FAR)
    held = np.zeros(kernels.COUNTERS, np.bool_)
    low, high = kernels.boxes(net.first_arc, net.target, net.kind, added, -bounds, bounds, held)
    return int((high[:, 0] - low[:, 0]).max()) < FEW_DIFFERENCES


def _places(axes: Sequence[Axis]) -> dict[int, Axis]:
    """Return the axes by place: the widest runs innermost, where the loop is vectorised."""
    order = sorted(axes, key=lambda one: (not one.is_held, one.twin is None, len(one.dim.charges)))
    end = kernels.COUNTERS - (bool(order) and order[-1].is_held)
    return dict(enumerate(order, end - len(order)))


def _allowed(net: Net, axis: Axis, axes: Sequence[Axis]) -> tuple[int, int]:
    """Return the least and the most that may be added along an axis, in its units."""
    if axis.twin is not None:
        return -FAR, FAR
    sums, _ = axis.dim.steps
    if not sums:
        return 0, -FAR  # nothing is allowed
    lowest, highest = sums[0] // axis.unit, sums[-1] // axis.unit
    for other in axes:
        if other.twin is axis.dim:  # its cap is one for this sum too, as far as they can differ
            _, most = extremes(net, other.added)
            cap = other.dim.steps[0][-1] + int(most[0]) * other.unit
            highest = min(highest, cap // axis.unit)
    return lowest, highest


def _ends(places: dict[int, Axis], low: Ints, high: Ints) -> Floats:
    """Return the points of every sum that the last node's box holds."""
    extent = tuple(np.maximum(0, high - low + 1).tolist())
    if prod(extent) > MOST_ENDS:
        raise TooWideError
    ends = np.zeros(extent)

    def along(place: int) -> Ints:
        shape = [1] * kernels.COUNTERS
        shape[place] = -1
        return np.arange(low[place], high[place] + 1).reshape(shape) * places[place].unit

    at = {id(axis.dim): place for place, axis in places.items()}
    for place, axis in places.items():
        sums = along(place)
        if axis.twin is not None:
            sums = along(at[id(axis.twin)]) - sums
        elif axis.is_held:  # what is held keeps the limit
            continue
        ends = ends + axis.dim.points(sums)
    return ends.reshape(-1)
