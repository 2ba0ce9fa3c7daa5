"""A lawful line between one that has too much of what is counted and one that has too little.

Over a year the sums that are limited have more values than pricing can carry, and a price on
them alone jumps from all to nothing where many moves are worth the same. So two lines are
sought, one too full and one not full enough, and joined on a day where the sums are allowed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from releve.roster.engine.solve.columns.graph import Bools, Floats, Ints
from releve.roster.engine.solve.columns.nets import Tally
from releve.roster.engine.solve.columns.pricing import Path, Pricer
from releve.roster.engine.solve.columns.seats import Seat

MOST_PRICES = 16
"""Prices of counters that are tried for one person."""

JOINS = (0, 2, 7)
"""Days on each side of a join that are chosen anew, from the least change on."""

MOST_JOINED = 12
"""Days of one pair of lines on which a join is tried."""

Price = Callable[[Pricer, Floats], Path]


def between(seat: Seat, costs: Floats, price: Price) -> Path | None:
    """Return a line that keeps every hard counter, cheap but not the cheapest, if one is found.

    ``costs``: points of each kind of move; ``price`` returns the cheapest line of a pricer.
    """
    path = price(seat.pricer, costs)
    step = max(1.0, 0.05 * abs(path.reduced)) if np.isfinite(path.reduced) else 1.0
    dearer = np.zeros_like(costs)
    weight: dict[int, tuple[float, bool]] = {}
    full, empty = None, None
    for _ in range(MOST_PRICES):
        broken = seat.broken(path.kinds) if np.isfinite(path.reduced) else []
        if not broken:
            return _at(path, costs) if np.isfinite(path.reduced) else None
        too_much = [_sum(one, path.kinds) > one.allowed[1] for one in broken]
        full = path.kinds if all(too_much) else full
        empty = path.kinds if not any(too_much) else empty
        joined = None if full is None or empty is None else _joined(seat, costs, price, full, empty)
        if joined is not None:
            return joined
        for one, over in zip(broken, too_much, strict=True):
            size, before = weight.get(id(one.counter), (step, over))
            size *= 1.6 if before == over else 0.4
            weight[id(one.counter)] = (size, over)
            dearer = dearer + (size if over else -size) * one.added / one.unit
        path = price(seat.pricer, costs + dearer)
    return None


def _joined(seat: Seat, costs: Floats, price: Price, full: Ints, empty: Ints) -> Path | None:
    """Return the beginning of one line with the end of the other, where that is lawful."""
    for first, then in ((full, empty), (empty, full)):
        for step in _steps(seat, first, then):
            for around in JOINS:
                found = _join(seat, costs, price, _mask(seat, first, then, step, around))
                if found is not None:
                    return found
    return None


def _steps(seat: Seat, first: Ints, then: Ints) -> Iterator[int]:
    """Yield the steps before which the first line may end, from the latest on."""
    fits = np.ones(len(first) + 1, bool)
    for one in seat.hard:
        begun = np.concatenate([[0], np.cumsum(one.added[first])])
        left = np.concatenate([np.cumsum(one.added[then][::-1])[::-1], [0]])
        fits &= np.isfinite(one.points(begun + left))
    yield from np.flatnonzero(fits)[::-1][:MOST_JOINED].tolist()


def _mask(seat: Seat, first: Ints, then: Ints, step: int, around: int) -> Bools:
    """Return the kinds of moves of the first line before a step, of the other after it."""
    chosen = np.full(int(seat.day_of.max()) + 1, -1)
    for kinds in (first[: max(0, step - around)], then[step + around :]):
        chosen[seat.day_of[kinds]] = seat.choice_of[kinds]
    kept = chosen[seat.day_of]
    is_open: Bools = (kept < 0) | (kept == seat.choice_of)
    return is_open


def _join(seat: Seat, costs: Floats, price: Price, is_open: Bools) -> Path | None:
    smaller = seat.within(is_open)
    if smaller is None:
        return None
    path = price(smaller.pricer, costs)
    if not np.isfinite(path.reduced) or not smaller.is_lawful(path.kinds):
        return None
    return path


def _at(path: Path, costs: Floats) -> Path:
    return Path(path.kinds, path.own + float(costs[path.kinds].sum()), path.own)


def _sum(one: Tally, kinds: Ints) -> float:
    return float(one.added[kinds].sum())
