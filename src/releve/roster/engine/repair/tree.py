"""Every repair with so many changes, found by setting right one wrong after another.

Each wrong can be set right by a few changes only, and one of them is in every repair that goes
on from here; so the tree of these choices holds every repair with at most that many changes
that has none to spare. Deeper trees are searched one after another: where a depth has been
searched whole, no repair has as few changes. Holes may be left open only where that weighs
less than what is known.
"""

from __future__ import annotations

from dataclasses import dataclass

from releve.roster.engine.repair.lines import Lines
from releve.roster.engine.repair.meter import Meter, OutOfTimeError
from releve.roster.engine.repair.state import Option, State, Wrong, changes_needed
from releve.roster.engine.repair.story import Cell, Changes

MOST_FOUND = 3000
"""Repairs of one depth that are kept; beyond, the cheapest may be missing."""


@dataclass(frozen=True)
class Found:
    """A lawful repair: its changes, the weight of the holes that it opens, its soft cost."""

    excess: int
    changes: frozenset[tuple[Cell, frozenset[str]]]
    cost: int

    @property
    def rank(self) -> tuple[int, int, int]:
        """The order of aims, below the law."""
        return self.excess, len(self.changes), self.cost


@dataclass
class Depth:
    """What searching one depth gave. ``is_whole``: nothing was left out within the depth.

    ``is_cut``: something was left out that more changes might have brought.
    """

    found: list[Found]
    is_whole: bool = True
    is_cut: bool = False


class Tree:
    """The choices that set a torn plan right, down to a number of changes.

    ``begun``: changes that are made already, and not counted in the depth.
    """

    def __init__(  # each given by its name
        self,
        lines: Lines,
        need: list[int],
        meter: Meter,
        *,
        share: float,
        begun: Changes | None = None,
    ) -> None:
        self._begun = begun or {}
        self.state = self._root(State(lines, need))
        self.meter, self.share = meter, share
        self._seen: set[object] = set()
        self._depth = Depth([])
        self._most_excess, self._most_found = 0, MOST_FOUND

    def depth(self, changes: int, most_excess: int, *, most_found: int = MOST_FOUND) -> Depth:
        """Return every repair with at most that many changes and holes of at most that weight.

        Of those with none to spare; only the first ``most_found`` of them.
        """
        self._depth, self._seen = Depth([]), set()
        self._most_excess, self._most_found = most_excess, most_found
        try:
            self._explore(changes)
        except OutOfTimeError:
            self._depth.is_whole = False
            self._depth.is_cut = True
            self._rewind()
        return self._depth

    def _root(self, state: State) -> State:
        for cell in sorted(self._begun):
            state.put(cell, self._begun[cell])
        return state

    def _rewind(self) -> None:
        self.state = self._root(State(self.state.lines, self.state.need))

    def _explore(self, budget: int) -> None:
        if self.meter.is_over(self.share) or len(self._depth.found) >= self._most_found:
            raise OutOfTimeError
        state = self.state
        key = (frozenset(state.changes.items()), frozenset(state.left.items()))
        if key in self._seen:
            return
        self._seen.add(key)
        shortages = state.shortages()
        unlawful = state.unlawful() if self._fits(shortages, budget) else None
        if unlawful is None:
            return
        wrongs = [*unlawful, *shortages]
        if not wrongs:
            self._keep()
        elif self._fits(wrongs, budget):
            self._branch(wrongs, budget)

    def _fits(self, wrongs: list[Wrong], budget: int) -> bool:
        """Whether the changes left may suffice; notes where only their number is too small."""
        musts = [wrong for wrong in wrongs if not self._may_leave(wrong)]
        if any(len(wrong.cells) < wrong.times for wrong in musts):
            return False
        fits = changes_needed(musts) <= budget
        self._depth.is_cut |= not fits
        return fits

    def _may_leave(self, wrong: Wrong) -> bool:
        if wrong.place is None:
            return False
        weight = self.state.torn.cells[wrong.place].hole_cost
        return self.state.excess + weight <= self._most_excess

    def _branch(self, wrongs: list[Wrong], budget: int) -> None:
        state = self.state
        musts = [wrong for wrong in wrongs if not self._may_leave(wrong)]
        wrong = min(musts or wrongs, key=lambda wrong: len(wrong.cells))
        for option in state.options(wrong) if budget else ():
            if budget > 1 or all(option[0] in other.cells for other in musts):
                self._try(option, budget)
            else:
                self._depth.is_cut = True
        if not budget and wrong.cells:
            self._depth.is_cut = True
        if wrong.place is not None and self._may_leave(wrong):
            state.leave(wrong.place, 1)
            self._explore(budget)
            state.leave(wrong.place, -1)

    def _try(self, option: Option, budget: int) -> None:
        cell, codes = option
        was = self.state.put(cell, codes)
        self._explore(budget - 1)
        self.state.back(cell, was)

    def _keep(self) -> None:
        found = weighed(self.state)
        self._depth.found.append(found)
        self._most_excess = min(self._most_excess, found.excess)


def weighed(state: State) -> Found:
    """Return the changes of a state as a repair, with what they cost beyond the torn plan."""
    lines, before = state.lines, state.torn.lines
    own = sum(
        lines.cost(person, state.starts[person]) - lines.cost(person, before[person])
        for person in sorted({person for person, _ in state.changes})
    )
    changes = frozenset(state.changes.items())
    return Found(state.excess, changes, own + cover_cost(state))


def cover_cost(state: State) -> int:
    """Return what the changes add to the soft cost of the cover, in scaled points."""
    total = 0
    for at, cell in enumerate(state.torn.cells):
        now, was = state.present[at], state.torn.present[at]
        if now != was:
            total += cell.under_cost * (max(0, cell.target - now) - max(0, cell.target - was))
            total += cell.over_cost * (max(0, now - cell.target) - max(0, was - cell.target))
    return total
