"""Whole rosters: dives with re-pricing, and neighbourhoods searched by column generation."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from releve.roster.engine.solve.columns.graph import Bools, Floats
from releve.roster.engine.solve.columns.lines import Cover, Line
from releve.roster.engine.solve.columns.relaxation import PIVOT_UNITS, Pricing, Relaxation
from releve.roster.engine.solve.columns.seats import Seat
from releve.roster.engine.solve.columns.whole import Limits, best_of

ROUNDS_A_FIX = 100
"""Rounds of pricing between two fixings of a dive, at most."""

NEAR_IN_DIVE = 0.001
"""Of its cost, what the bound of a relaxation in a dive may lack when more is fixed."""

LINES_TO_KEEP = 60
"""Lines of each person with which the next relaxation of a dive begins."""

ROUNDS_AROUND = 60
"""Rounds of pricing after which a neighbourhood is given up."""

LINES_TO_COMBINE = 80
"""Lines of each person among which the best roster of a neighbourhood is sought."""

COMBINE_UNITS = 0.02
"""Work of an integer program beside its pivots."""

TOO_MANY = 1e5
"""Points against one person more than a maximum allows."""

NEAR_ONE = 0.99
"""A line taken for at least so much is as good as chosen."""

ENOUGH = 1e-4
"""Points below which a gain, or the part of a line, is taken for nothing."""

Outcome = Literal["better", "nothing", "gave up"]


@dataclass(frozen=True)
class Roster:
    """One line for each person, in order, and what they cost together in points.

    ``hole``: points of holes alone, at the price of one.
    """

    lines: tuple[Line, ...]
    cost: float
    hole: float


@dataclass
class Improver:
    """Finds better and better whole rosters.

    ``settled``: people in each cell who are not part of the choice. ``found`` hears of each
    better roster. ``whole``: the seats with every line, where ``seats`` have only some.
    """

    seats: Sequence[Seat]
    cover: Cover
    settled: Floats
    found: Callable[[Roster], None]
    best: Roster | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)
    whole: Sequence[Seat] = ()

    def __post_init__(self) -> None:
        self.whole = self.whole or self.seats

    @property
    def kept(self) -> Roster:
        """The best roster so far; ``LookupError`` before there is one."""
        if self.best is None:
            raise LookupError("no roster has been kept yet")
        return self.best

    def take(self, lines: Sequence[Line]) -> bool:
        """Keep a whole roster if it is lawful and better than the best so far."""
        if len(lines) < len(self.seats) or not all(line.is_lawful for line in lines):
            return False
        presence = self.settled + self.cover.presence(lines)
        cost = self.cover.cost(presence, self.settled)
        cost += sum(line.cost + line.charge for line in lines)
        with self.lock:
            beaten = np.inf if self.best is None else self.best.cost - ENOUGH
            if cost >= beaten:
                return False
            self.best = Roster(tuple(lines), cost, self.cover.holes(presence))
            self.found(self.best)
        return True

    def dive(
        self, root: Relaxation, share: float, chance: random.Random | None = None
    ) -> list[Line] | None:
        """Fix lines round after round, pricing anew between; return one for each seat.

        What is left after each fixing is a smaller problem of its own, begun with the best of
        the lines known. ``share``: the part of the people whose lines a round fixes at most.
        ``chance``: what varies the order. ``None`` where time ran out or nothing was left to fix.
        """
        chosen: dict[int, Line] = {}
        relaxation, free = root, list(range(len(root.seats)))
        while True:
            if relaxation.meter.is_over:
                return None
            more = _next(relaxation, max(1, round(share * len(root.seats))), chance)
            if not more:
                return None
            chosen.update({free[at]: line for at, line in more.items()})
            if len(chosen) == len(root.seats):
                return [chosen[at] for at in range(len(root.seats))]
            left = [at for at in range(len(free)) if at not in more]
            settled = relaxation.settled + self.cover.presence(list(more.values()))
            smaller = Relaxation(
                [relaxation.seats[at] for at in left], self.cover, settled, relaxation.pricing
            )
            smaller.master.add(_kept(relaxation, left))
            relaxation, free = smaller, [free[at] for at in left]
            relaxation.converge(rounds=ROUNDS_A_FIX, near=NEAR_IN_DIVE)

    def combine(
        self, relaxation: Relaxation, limits: Limits, most: int, cutoff: float
    ) -> list[Line]:
        """Return the best known lines of all its seats together, none if none is better.

        ``most``: lines of each person that are tried. ``cutoff``: points that they must
        cost less than.
        """
        master = relaxation.master
        prices = relaxation.solved.prices
        beyond = cutoff - relaxation.solved.cost  # no better roster has a line dearer than that
        by_person: list[list[tuple[float, int]]] = [[] for _ in relaxation.seats]
        for at, (person, line) in enumerate(zip(master.owners, master.lines, strict=True)):
            if line.is_lawful and at not in master.barred:
                reduced = relaxation.reduced(person, line, prices)
                if reduced <= beyond + ENOUGH:
                    by_person[person].append((reduced, at))
        numbers = [at for known in by_person for _, at in sorted(known)[:most]]
        found, spent = best_of(master, numbers, limits, cutoff)
        relaxation.meter.spend(COMBINE_UNITS + spent * len(master.lower) * PIVOT_UNITS)
        if len(found) < len(relaxation.seats):
            return []
        return [master.lines[found[at]] for at in range(len(relaxation.seats))]

    def around(
        self, people: Sequence[int], days: range | None, limits: Limits, pricing: Pricing
    ) -> Outcome:
        """Let some people of the best roster change on some days, all without ``days``.

        ``days``: numbers of days since the first one. Return "better",
        "nothing" where nothing better is there, or "gave up".
        """
        best = self.kept
        seats = self._seats(best, people, days)
        people = [at for at in people if at in seats]
        free = set(people)
        still = [line for at, line in enumerate(best.lines) if at not in free]
        settled = self.settled + self.cover.presence(still)
        relaxation = Relaxation(list(seats.values()), self.cover, settled, pricing)
        mine = [seats[at].retold(best.lines[at]) for at in people]
        relaxation.master.add(enumerate(mine))
        own = sum(line.cost + line.charge for line in still)
        cutoff = best.cost - own - ENOUGH
        is_whole = relaxation.converge(rounds=ROUNDS_AROUND, above=cutoff)
        if relaxation.bound >= cutoff:
            return "nothing"
        lines = self.combine(relaxation, limits, LINES_TO_COMBINE, cutoff)
        if not lines:
            return "nothing" if is_whole else "gave up"
        whole = list(best.lines)
        for at, line in zip(people, lines, strict=True):
            whole[at] = line
        return "better" if self.take(whole) else "nothing"

    def _seats(self, best: Roster, people: Sequence[int], days: range | None) -> dict[int, Seat]:
        """Return, by number, the seats that keep a roster's lines but for some days.

        Where a net written out does not have her line, the whole one does.
        """
        if days is None:
            return {at: self.seats[at] for at in people}
        found = {}
        for at in people:
            mask = self._mask(at, best.lines[at], days)
            seat = self.seats[at].within(mask) or self.whole[at].within(mask)
            if seat is not None:
                found[at] = seat
        return found

    def _mask(self, person: int, line: Line, days: range) -> Bools:
        """Return the kinds of moves open to a person who keeps her line but for some days."""
        seat = self.seats[person]
        of_line = seat.day_of[line.kinds]
        kept = line.kinds[(of_line < days.start) | (of_line >= days.stop)]
        chosen = np.full(int(seat.day_of.max()) + 1, -1)
        chosen[seat.day_of[kept]] = seat.choice_of[kept]
        is_inside = (seat.day_of >= days.start) & (seat.day_of < days.stop)
        open_kinds: Bools = is_inside | (chosen[seat.day_of] == seat.choice_of)
        return open_kinds


def one_by_one(improver: Improver, pricing: Pricing) -> list[Line]:
    """Return a line for each seat, the best beside those before her; none if somebody has none.

    Poor, but there within a moment at any size.
    """
    cover, presence, found = improver.cover, improver.settled.copy(), list[Line]()
    for seat in improver.seats:
        gain = cover.points(presence) - cover.points(presence + 1)
        gain[presence + 1 > cover.maximum] = -TOO_MANY
        path = pricing.alone(seat, seat.cost - np.append(gain, 0.0)[seat.cells].sum(axis=1))
        if path is None:
            return []
        found.append(seat.line(path.kinds, path.own))
        presence[found[-1].cells] += 1
    return found


def _next(relaxation: Relaxation, most: int, chance: random.Random | None) -> dict[int, Line]:
    """Return the lines that a dive fixes next: whole ones, then the largest fractions."""
    master = relaxation.master
    values = relaxation.solved.values[master.first_line :]
    found: dict[int, Line] = {}
    order = values
    if chance is not None:
        order = values * [chance.uniform(0.5, 1.0) for _ in values.tolist()]
    for at in np.argsort(-order, kind="stable").tolist():
        if order[at] < ENOUGH:
            break
        person = master.owners[at]
        if person in found or not master.lines[at].is_lawful:
            continue
        if values[at] < NEAR_ONE and len(found) >= most:
            break
        found[person] = master.lines[at]
    return found


def _kept(relaxation: Relaxation, people: Sequence[int]) -> list[tuple[int, Line]]:
    """Return the best known lines of some seats, under their new numbers."""
    master, prices = relaxation.master, relaxation.solved.prices
    number = {person: at for at, person in enumerate(people)}
    known: list[list[tuple[float, int]]] = [[] for _ in people]
    for at, (person, line) in enumerate(zip(master.owners, master.lines, strict=True)):
        if person in number and at not in master.barred:
            known[number[person]].append((relaxation.reduced(person, line, prices), at))
    return [
        (person, master.lines[at])
        for person, lines in enumerate(known)
        for _, at in sorted(lines)[:LINES_TO_KEEP]
    ]
