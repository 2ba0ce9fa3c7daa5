"""A problem answered by column generation: root, dive, neighbourhoods, and what is proven.

Holes are priced far above every soft goal, so that one search serves both stages. What is then
said of each stage is proven by a relaxation of its own: of the holes alone, and of the soft
cost of rosters with no more holes than the best one has.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from math import ceil

import numpy as np

from releve.roster.engine.problem import Assignment, Problem
from releve.roster.engine.result import COST_SCALE
from releve.roster.engine.solve.columns.improve import Improver, Roster, one_by_one
from releve.roster.engine.solve.columns.lines import Cover, Line
from releve.roster.engine.solve.columns.meter import Meter
from releve.roster.engine.solve.columns.moves import NOTHING, Choice
from releve.roster.engine.solve.columns.neighbours import Neighbours
from releve.roster.engine.solve.columns.relaxation import Pricing, Relaxation
from releve.roster.engine.solve.columns.seats import Ward, bare, ward
from releve.roster.engine.solve.columns.whole import Limits

HOLE_PRICE = 3000.0
"""Soft points that a point of hole is worth while rosters are searched."""

ROOT_SHARE = 0.6
"""Of the time allowed, what the first relaxation may use before a roster is tried for."""

NEAR_ENOUGH = 0.002
"""Of the cost of the first relaxation, what its bound may lack when a roster is tried for."""

ABOVE = 1.0
"""Of the cost of the first relaxation for each person, how far above her cheapest line the lines
reach that are searched on."""

ALL_STATES, FEWEST_STATES = 500_000, 5_000
"""States that nets with sums written out may have, of everybody and of one person."""

NEAR_WITH_ROWS = 0.01
"""The same where rows follow soft counters, which mixes sums: more is proven soon after."""

FINEST, COARSEST = 1 / 30, 0.25
"""The part of the people whose lines a round of a dive fixes: the fewer, the better it ends."""

DIVE_ROOTS = 5.0
"""How many times as long as the relaxation that it begins with the finest dive takes, about."""

DIVE_PART = 0.6
"""Of the time that is left, what a dive may take."""

MENDING_STEPS = 12
"""Neighbourhoods of a dive's roster that are searched before it is held to the best one."""

IDLE_STEPS = 40
"""Neighbourhoods without a better roster after which another dive is made."""

PROOF_SHARE = 0.15
"""Of the time allowed, what is kept to prove holes, where there are any."""

TOLERANCE = 1e-3
"""Scaled points by which a bound may be off through floating point."""


@dataclass
class Answer:
    """What was found: assignments and proven bounds in scaled points."""

    answer: tuple[Assignment, ...] = ()
    hole_bound: int = 0
    bound: int | None = None
    work: float = 0.0


@dataclass
class ColumnSearch:
    """One search by columns under way.

    ``tell`` hears of each better roster: assignments, hole and soft cost in points, bound.
    ``gap``: the share of its cost within which a roster is good enough. ``floor``: points that
    are proven so far. ``relaxed_in``: the part of the time that the relaxation took from which
    dives begin. Raises what ``ward`` raises.
    """

    problem: Problem
    meter: Meter
    seed: int
    workers: int
    tell: Callable[[tuple[Assignment, ...], float, float, float | None], None]
    gap: float = 0.0
    made: Ward = field(init=False)
    floor: float = -np.inf
    relaxed_in: float = 0.0

    def __post_init__(self) -> None:
        self.made = ward(self.problem)
        self.unit = self.made.unit
        self.settled = np.array(self.made.settled, float)
        self.cover = Cover(self.made.cells, HOLE_PRICE)

    @property
    def is_possible(self) -> bool:
        """Whether everybody has a lawful line at all."""
        return not self.made.impossible

    def run(self, start: Iterable[Assignment] = ()) -> Answer:
        """Search until the time is over or the best roster is proven."""
        pricing = Pricing(self.meter, self.workers)
        try:
            return self._run(pricing, tuple(start))
        finally:
            pricing.close()

    def _run(self, pricing: Pricing, start: tuple[Assignment, ...]) -> Answer:
        improver = Improver(self.made.seats, self.cover, self.settled, self._found)
        self._begin(improver, start)
        root = Relaxation(self.made.seats, self.cover, self.settled, pricing)
        if improver.best is not None:
            root.master.add(enumerate(improver.best.lines))
        else:
            improver.take(one_by_one(improver, pricing))
        if self.workers > 1 and self.meter.work is None:  # counted work is to be repeatable
            self._together(improver, root)
        else:
            self._from_root(improver, root, self.meter.part(ROOT_SHARE))
        return self._proven(improver, root, pricing)

    def _from_root(self, improver: Improver, root: Relaxation, until: Meter) -> None:
        """Make a roster of the first relaxation, then bring its bound to the end, then improve."""
        small = self._near(improver, root, until)
        of = small or root
        self._first(improver, of)
        if small is not None:
            small.converge(until=until)
            self.floor = max(self.floor, root.bound_at(small))
        else:
            self._settle(root, until=until)
        self._improve(improver, of.pricing, self.seed + 1, of)

    def _near(self, improver: Improver, root: Relaxation, until: Meter) -> Relaxation | None:
        """Solve the first relaxation nearly, and return that of the nets written out of it."""
        before = self.meter.used
        self._settle(root, until=until, near=NEAR_WITH_ROWS if root.follows else NEAR_ENOUGH)
        self.relaxed_in = self.meter.used - before
        return self._written_out(improver, root)

    def _settle(self, root: Relaxation, *, until: Meter, near: float = 0.0) -> None:
        """Bring the first relaxation further; where it has been is never lost."""
        root.converge(until=until, near=near)
        self.floor = max(self.floor, root.bound)

    def _written_out(self, improver: Improver, root: Relaxation) -> Relaxation | None:
        """Go on with sums written out; return the relaxation of those nets, if there is one.

        Where no row follows a counter, pricing is quick and exact as it is.
        """
        if not root.follows or self.meter.is_over or self._is_done(improver):
            return None
        most = max(FEWEST_STATES, ALL_STATES // len(root.seats))
        seats = root.unfolded(ABOVE * max(1.0, abs(root.bound)) / len(root.seats), most)
        if seats is None:
            return None
        small = Relaxation(seats, self.cover, self.settled, root.pricing)
        lines = zip(root.master.owners, root.master.lines, strict=True)
        small.master.add((at, seats[at].retold(line)) for at, line in lines)
        improver.seats = seats
        before = self.meter.used
        small.converge(near=NEAR_ENOUGH / 4)
        self.relaxed_in = self.meter.used - before
        self.floor = max(self.floor, root.bound_at(small))
        return small

    def _together(self, improver: Improver, root: Relaxation) -> None:
        """Search neighbourhoods in one thread while another solves the first relaxation.

        Then both search. HiGHS and the kernels of pricing leave each other alone.
        """
        own = [Pricing(self.meter, 1), Pricing(self.meter, 1)]
        root.pricing = own[1]
        with ThreadPoolExecutor(2) as pool:
            tasks = [
                pool.submit(self._improve, improver, own[0], self.seed),
                pool.submit(self._from_root, improver, root, self.meter),
            ]
            for task in tasks:
                task.result()

    def _begin(self, improver: Improver, start: tuple[Assignment, ...]) -> None:
        """Take a plan to start from, where every line of it is one we know."""
        if not start:
            return
        by_person: dict[str, dict[object, list[str]]] = {}
        for cell in start:
            by_person.setdefault(cell.person, {}).setdefault(cell.day, []).append(cell.shift)
        lines = []
        for seat in self.made.seats:
            days = by_person.get(seat.person.id, {})
            choices = [self._choice(days.get(day, ())) for day in self.problem.days]
            line = seat.walk(choices)
            if line is None:
                return
            lines.append(line)
        improver.take(lines)

    def _choice(self, codes: Sequence[str]) -> Choice:
        for choice in self.made.choices:
            if sorted(choice) == sorted(codes):
                return choice
        return NOTHING

    def _first(self, improver: Improver, root: Relaxation) -> None:
        """Make a first roster out of the relaxation."""
        if self.meter.is_over or self._is_done(improver):
            return
        self._dive(improver, root, None)
        if self._is_done(improver) or self.meter.is_over:
            return
        root.solution = root.master.solve()
        cutoff = np.inf if improver.best is None else improver.best.cost
        lines = improver.combine(root, self._limits(0.1, 400), 40, cutoff)
        if lines:
            improver.take(lines)

    def _dive(self, improver: Improver, root: Relaxation, chance: random.Random | None) -> None:
        """Make a roster by a dive, and mend the worst of it before it is held to the best one."""
        left = DIVE_PART * max(0.0, 1 - self.meter.used)
        share = COARSEST if not left else FINEST * DIVE_ROOTS * self.relaxed_in / left
        lines = improver.dive(root, min(COARSEST, max(FINEST, share)), chance)
        own = Improver(
            improver.seats, self.cover, self.settled, lambda _: None, whole=improver.whole
        )
        if not lines or not own.take(lines):
            return
        neighbours = Neighbours(own, self.problem, random.Random(self.seed))  # noqa: S311 - a repeatable choice, no secret
        for _ in range(0 if improver.take(lines) else MENDING_STEPS):
            if self.meter.is_over or self._is_done(own):
                break
            neighbours.step(self._limits(0.05, 200), root.pricing)
        improver.take(own.kept.lines)

    def _improve(
        self, improver: Improver, pricing: Pricing, seed: int, root: Relaxation | None = None
    ) -> None:
        """Search neighbourhoods; with a relaxation, dive anew where they find nothing for long."""
        chance = random.Random(seed)  # noqa: S311 - a repeatable choice, no secret
        neighbours = Neighbours(improver, self.problem, chance)
        reserve = self.meter.part(1 - PROOF_SHARE)
        idle = 0
        while improver.best is not None and not self._is_done(improver):
            holes = improver.best.hole > 0
            if self.meter.is_over or (holes and reserve.is_over):
                return
            reserve.done = self.meter.done
            idle = 0 if neighbours.step(self._limits(0.05, 200), pricing) else idle + 1
            if idle == IDLE_STEPS and root is not None:
                self._dive(improver, root, chance)
                idle = 0

    def _limits(self, share: float, nodes: int) -> Limits:
        if self.meter.work is not None or self.meter.seconds is None:
            return Limits(np.inf, nodes)
        left = self.meter.seconds - self.meter.elapsed
        return Limits(min(left, max(1.0, share * self.meter.seconds)), nodes * 5)

    def _is_done(self, improver: Improver) -> bool:
        """Whether the best roster is proven, or near enough to what is."""
        if improver.best is None or improver.best.hole > 0:
            return False
        bound = self._whole(self.floor)
        cost = round(improver.best.cost * COST_SCALE)
        return bound is not None and cost - bound <= self.gap * cost

    def _whole(self, points: float) -> int | None:
        """Return a bound in points as whole scaled ones, no lower than costs can be."""
        if not np.isfinite(points):
            return None
        unit = self.unit
        slack = TOLERANCE + 1e-9 * abs(points) * COST_SCALE
        return ceil((points * COST_SCALE - slack) / unit) * unit

    def _found(self, roster: Roster) -> None:
        soft = roster.cost - HOLE_PRICE * roster.hole
        bound = self._whole(self.floor) if roster.hole == 0 else None
        told = None if bound is None else bound / COST_SCALE
        self.tell(self.assignments(roster.lines), roster.hole, soft, told)

    def assignments(self, lines: Sequence[Line]) -> tuple[Assignment, ...]:
        """Return the shifts of one line for each seat, sorted."""
        found = [
            Assignment(seat.person.id, day, code)
            for seat, line in zip(self.made.seats, lines, strict=True)
            for day, kind in zip(self.problem.days, line.kinds.tolist(), strict=True)
            for code in seat.graph.choices[kind]
        ]
        return tuple(sorted(found))

    def _proven(self, improver: Improver, root: Relaxation, pricing: Pricing) -> Answer:
        if improver.best is None:
            return Answer(work=self.meter.done)
        found = Answer(self.assignments(improver.best.lines), work=self.meter.done)
        if improver.best.hole == 0:
            found.bound = self._whole(self.floor)
            return found
        holes = self._holes(pricing)
        if np.isfinite(holes):  # else time was over before anything was proven
            found.hole_bound = max(0, ceil(holes * COST_SCALE - TOLERANCE))
        if found.hole_bound >= round(improver.best.hole * COST_SCALE):
            found.bound = self._soft_bound(improver.best, root, pricing)
        found.work = self.meter.done
        return found

    def _holes(self, pricing: Pricing) -> float:
        """Return a lower bound of the points of holes of any roster."""
        seats = [bare(seat) for seat in self.made.seats]
        only = Cover(self.made.cells, 1.0)
        only.under, only.over = np.zeros(len(only)), np.zeros(len(only))
        relaxation = Relaxation(seats, only, self.settled, pricing)
        relaxation.converge()
        return relaxation.bound

    def _soft_bound(self, best: Roster, root: Relaxation, pricing: Pricing) -> int | None:
        """Return a bound of the soft cost of rosters with no more holes than the best has."""
        cover = Cover(self.made.cells, 0.0)
        relaxation = Relaxation(self.made.seats, cover, self.settled, pricing)
        relaxation.master.limit_holes(best.hole + 1e-7)
        relaxation.master.add(zip(root.master.owners, root.master.lines, strict=True))
        relaxation.converge()
        return self._whole(relaxation.bound)
