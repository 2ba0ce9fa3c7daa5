"""Column generation: lines priced and added until none is missing, with a proven bound.

Prices are smoothed towards those of the best bound so far (Wentges 1997). A hard counter that
pricing does not carry joins it as soon as the cheapest line of its person breaks it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from releve.roster.engine.solve.columns import unfold
from releve.roster.engine.solve.columns.between import between
from releve.roster.engine.solve.columns.graph import Floats
from releve.roster.engine.solve.columns.lines import Cover, Line
from releve.roster.engine.solve.columns.master import Follow, Master, Solution
from releve.roster.engine.solve.columns.meter import Meter
from releve.roster.engine.solve.columns.pricing import Path, Pricer
from releve.roster.engine.solve.columns.seats import Seat

SMOOTHING = 0.6
WORTH = 1e-6
"""A reduced cost above the negative of this is taken for nothing."""

USED = 1e-9
"""The part of a line above which a solution uses it."""

LINES_EACH = 3
"""Lines that one pricing of one person may add."""

MOST_PENALTIES = 6
"""Tries at a line that keeps a counter which pricing does not carry."""

CELL_UNITS = 8e-9
"""Work for each cell of a dynamic program."""

PIVOT_UNITS = 3e-7
"""Work for each pivot and row of a linear program."""

SOLVE_UNITS = 0.004
"""Work of a linear program beside its pivots, so that even the smallest search ends."""

MOST_THREADS = 4
"""Threads at most: each needs memory for a whole dynamic program."""


class Pricing:
    """Threads and memory for pricing, shared by every search of a solve."""

    def __init__(self, meter: Meter, workers: int) -> None:
        self.meter = meter
        self.workers = max(1, min(workers, MOST_THREADS))
        self.pool = ThreadPoolExecutor(self.workers)
        self.rooms = [np.empty(0) for _ in range(self.workers)]

    def close(self) -> None:
        """End the threads."""
        self.pool.shutdown()

    def price(self, asked: Sequence[tuple[Pricer, Floats]], each: int) -> list[list[Path]]:
        """Return the cheapest lines of some pricers, at most ``each`` of one, in order.

        ``asked``: pricers, and the points of each of their kinds of moves.
        """
        found: list[list[Path]] = [[] for _ in asked]

        def work(number: int) -> None:
            for at in range(number, len(asked), self.workers):
                pricer, costs = asked[at]
                if len(self.rooms[number]) < pricer.cells:
                    self.rooms[number] = np.empty(pricer.cells)
                found[at] = pricer.price(costs, self.rooms[number], each)

        if self.workers == 1:
            work(0)
        else:
            list(self.pool.map(work, range(self.workers)))
        self.meter.spend(sum(pricer.cells for pricer, _ in asked) * CELL_UNITS)
        return found

    def each(self, one: Callable[[int], Any], count: int) -> list[Any]:
        """Return what a function makes of each number, in order, by all threads."""
        return list(self.pool.map(one, range(count)))

    def alone(self, seat: Seat, costs: Floats) -> Path | None:
        """Return the cheapest lawful line of one seat, or one near it, if one is found."""
        path = self.price([(seat.pricer, costs)], 1)[0][0]
        while np.isfinite(path.reduced) and seat.carry(path.kinds):
            path = self.price([(seat.pricer, costs)], 1)[0][0]
        if not np.isfinite(path.reduced):
            return None
        if not seat.broken(path.kinds):
            return path
        found = next(iter(self.lawful(seat, costs, path)), None)
        return found or between(seat, costs, lambda one, asked: self.price([(one, asked)], 1)[0][0])

    def lawful(self, seat: Seat, costs: Floats, cheapest: Path) -> list[Path]:
        """Return a line that keeps every hard counter, near the cheapest, if one is found.

        What breaks a counter is made dearer until the line keeps it.
        """
        step, path = max(1.0, 0.05 * abs(cheapest.reduced)), cheapest
        dearer = np.zeros_like(costs)
        for _ in range(MOST_PENALTIES):
            for one in seat.broken(path.kinds):
                total, (_, high) = float(one.added[path.kinds].sum()), one.allowed
                dearer += (step if total > high else -step) * one.added / one.unit
            path = self.price([(seat.pricer, costs + dearer)], 1)[0][0]
            if not np.isfinite(path.reduced):
                return []
            if not seat.broken(path.kinds):
                true = path.own + float(costs[path.kinds].sum())
                return [Path(path.kinds, true, path.own)]
            step *= 1.6
        return []


@dataclass
class Relaxation:
    """The linear relaxation for some seats, everybody else settled.

    ``bound``: proven, in points, for what this master problem asks.
    """

    seats: Sequence[Seat]
    cover: Cover
    settled: Floats
    pricing: Pricing
    bound: float = -np.inf
    centre: Floats | None = None
    solution: Solution | None = None
    master: Master = field(init=False)
    seen: list[Pricer] = field(init=False)

    def __post_init__(self) -> None:
        self.seen = [seat.pricer for seat in self.seats]
        follows = [
            Follow(person, *one.corners)
            for person, seat in enumerate(self.seats)
            for one in seat.soft
        ]
        self.master = Master(len(self.seats), self.cover, self.settled, follows)

    @property
    def meter(self) -> Meter:
        """What counts the work."""
        return self.pricing.meter

    @property
    def solved(self) -> Solution:
        """The latest solution of the master problem; ``LookupError`` before there is one."""
        if self.solution is None:
            raise LookupError("the relaxation has not been solved yet")
        return self.solution

    @property
    def follows(self) -> bool:
        """Whether rows follow soft counters of anybody."""
        return bool(self.master.follows)

    def converge(
        self,
        *,
        rounds: int = 10_000,
        above: float = np.inf,
        until: Meter | None = None,
        near: float = 0.0,
    ) -> bool:
        """Price and add lines until none is missing; return whether that was reached.

        Ends early where the bound reaches ``above``, ``until`` is over, or the bound is within
        the part ``near`` of the cost.
        """
        self.solution = self._solve()
        for _ in range(rounds):
            if until is not None:
                until.done = self.meter.done
            if self.meter.is_over or (until is not None and until.is_over):
                return False
            if not self._round() and not self._bar_used():
                return True
            if self.bound >= above:
                return True
            is_near = self.solution.cost - self.bound < near * self.solution.cost
            if is_near and np.isfinite(self.bound) and not self._bar_used():
                return False
            self.solution = self._solve()
        return False

    def _bar_used(self) -> bool:
        """Let pricing carry what lines in use break, or rows; return whether that is new of any.

        Only the cheapest line of each person is looked at while she is priced: another one, no
        dearer, may break a counter that none of the cheapest ones ever did.
        """
        values = self.solved.values[self.master.first_line :]
        used = [int(at) for at in np.flatnonzero(values > USED) if at not in self.master.barred]
        is_new = False
        for at in used:
            person, line = self.master.owners[at], self.master.lines[at]
            if not line.is_lawful:
                is_new |= self.seats[person].carry(line.kinds)
                capped = [
                    self.master.cap(person, one) for one in self.seats[person].broken(line.kinds)
                ]
                is_new |= any(capped)
        return self._bar_broken() or is_new

    def _solve(self) -> Solution:
        found = self.master.solve()
        pivots = found.pivots * len(self.master.lower) * PIVOT_UNITS
        self.meter.spend(SOLVE_UNITS + pivots)
        return found

    def _round(self) -> int:
        """Price everybody once or, where smoothed prices find nothing, twice."""
        cost, exact = self.solved.cost, self.solved.prices
        smooth = exact
        if self.centre is not None:
            known = len(self.centre)  # rows that came since have had no price
            smooth = (1 - SMOOTHING) * exact
            smooth[:known] += SMOOTHING * self.centre
        for prices in (smooth, exact) if smooth is not exact else (exact,):
            found = self.price(prices)
            self._keep_bound(prices, [paths[0].reduced for paths in found])
            if cost - self.bound < WORTH * max(1.0, abs(self.bound)):
                return 0
            lines = [
                (person, self.line(person, path))
                for person, paths in enumerate(found)
                for path in paths
                if np.isfinite(path.reduced)
            ]
            added = self.master.add(
                (person, line)
                for person, line in lines
                if self.reduced(person, line, exact) < -WORTH
            )
            if added:
                return added
        return 0

    def _keep_bound(self, prices: Floats, cheapest: Sequence[float]) -> None:
        bound = self.master.bound(prices, cheapest)
        if bound > self.bound:
            self.bound, self.centre = bound, prices.copy()

    def reduced(self, person: int, line: Line, prices: Floats) -> float:
        """Return the reduced cost of a line at these prices of rows, in points."""
        rows, entries = self.master.entries(person, line)
        priced = rows < len(prices)  # a row that came since has no price yet
        return line.cost - float(prices[rows[priced]] @ entries[priced])

    def price(self, prices: Floats) -> list[list[Path]]:
        """Return the cheapest lines of every seat, all hard counters they break carried.

        Where a counter does not fit, it becomes a row, and a lawful line is added to the others.
        """
        self._bar_broken()
        costs = [self.costs(person, prices) for person in range(len(self.seats))]

        def priced(which: Sequence[int]) -> list[list[Path]]:
            asked = [(self.seen[at], costs[at]) for at in which]
            return self.pricing.price(asked, LINES_EACH)

        found = priced(range(len(self.seats)))
        while True:
            again = [
                at
                for at, paths in enumerate(found)
                if np.isfinite(paths[0].reduced)
                and (
                    self.seats[at].carry(paths[0].kinds)
                    or self.seats[at].pricer is not self.seen[at]
                )
            ]
            if not again:
                break
            self._bar_broken()
            for at, paths in zip(again, priced(again), strict=True):
                found[at] = paths
        for at, paths in enumerate(found):
            seat, cheapest = self.seats[at], paths[0]
            broken = seat.broken(cheapest.kinds) if np.isfinite(cheapest.reduced) else []
            if broken:
                for one in broken:
                    self.master.cap(at, one)
                paths.extend(self.pricing.lawful(seat, costs[at], cheapest))
        return found

    def _bar_broken(self) -> bool:
        """Take out the lines that break what pricing has begun to carry since it was last asked.

        Return whether it carries anything more.
        Another search may have let it, at any moment: the seats are shared, the lines are not.
        Only pricers that are ``seen`` are asked, so that no line comes from one before them.
        """
        pricers = [seat.pricer for seat in self.seats]
        people = {at for at, pricer in enumerate(pricers) if pricer is not self.seen[at]}
        if not people:
            return False
        self.seen = pricers
        self.master.bar(
            at
            for at, (person, line) in enumerate(
                zip(self.master.owners, self.master.lines, strict=True)
            )
            if person in people and not self.seats[person].is_carried_lawful(line.kinds)
        )
        return True

    def costs(self, person: int, prices: Floats) -> Floats:
        """Return the reduced cost of each kind of move of one seat, in points."""
        asked, paid = self.asked(person, prices), self.paid(person, prices)
        return asked - np.sum(paid, axis=0) if paid else asked

    def asked(self, person: int, prices: Floats) -> Floats:
        """Return the same without what the rows of soft counters pay."""
        seat, first = self.seats[person], self.master.first_cell
        padded = np.append(prices[first : first + len(self.cover)], 0.0)
        costs: Floats = seat.cost - padded[seat.cells].sum(axis=1)
        for row, one in self.master.caps[person]:
            if row < len(prices) and prices[row]:
                costs = costs - prices[row] * one.added
        return costs

    def paid(self, person: int, prices: Floats) -> list[Floats]:
        """Return what the rows of each soft counter of one seat pay for each kind of move."""
        rows, soft = self.master.rows_of[person], self.seats[person].soft
        return [prices[row] * one.added for row, one in zip(rows, soft, strict=True)]

    def line(self, person: int, path: Path) -> Line:
        """Return a path as a line."""
        return self.seats[person].line(path.kinds, path.own)

    def unfolded(self, above: float, most: int) -> list[Seat] | None:
        """Return the seats with their sums written out at the best prices so far.

        See ``unfold``. ``None`` where that is not possible for somebody, or time is over.
        """
        if self.centre is None:
            return None
        prices = self.centre

        def small(at: int) -> tuple[Seat, float] | None:
            if self.meter.is_over:
                return None
            asked, paid = self.asked(at, prices), self.paid(at, prices)
            return unfold.unfolded(self.seats[at], asked, paid, above, most)

        found = self.pricing.each(small, len(self.seats))
        seats = [one[0] for one in found if one is not None]
        return seats if len(seats) == len(self.seats) else None

    def bound_at(self, small: Relaxation) -> float:
        """Return the bound that the prices of a smaller relaxation prove for the whole one."""
        prices = small.centre
        if prices is None or self.meter.is_over:
            return -np.inf
        asked = [
            (unfold.whole(seat).pricer, small.asked(at, prices))
            for at, seat in enumerate(self.seats)
        ]
        cheapest = [paths[0].reduced for paths in self.pricing.price(asked, 1)]
        return small.master.bound(prices, cheapest)
