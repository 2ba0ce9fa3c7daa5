"""The usual case: as many changes as shifts to fill, each filled by somebody free to take it.

What one person could take together is judged once for each set of shifts, and the cheapest
shares of them all among everybody are found by counting over sets. No repair has fewer changes
than there are shifts apart from one another, so these have the fewest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from releve.roster.engine.repair.meter import Meter
from releve.roster.engine.repair.state import Option, State, Wrong
from releve.roster.engine.repair.story import Cell
from releve.roster.engine.repair.tree import Found, cover_cost, weighed

MOST_SHIFTS = 7
"""Beyond so many shifts to fill there are too many sets of them."""

MOST_TOGETHER = 4
"""Shifts that one person is tried with at once."""

KEPT = 16
"""Shares of each set of shifts that are kept, cheapest first."""


@dataclass(frozen=True)
class Taking:
    """What one person takes: which shifts, as bits, the changes, and what they cost."""

    bits: int
    options: tuple[Option, ...]
    cost: int


@dataclass
class Shared:
    """The cheapest shares; ``is_exact``: no other with as few changes costs less."""

    found: list[Found] = field(default_factory=list)
    is_exact: bool = True


class Takers:
    """Shifts to fill, one for each of ``wrongs``, and the people who could take them."""

    def __init__(self, state: State, wrongs: Sequence[Wrong], meter: Meter) -> None:
        self.state, self.wrongs, self.meter = state, list(wrongs), meter
        self.is_exact = True
        self._short = set(state.short)
        self._touched: list[set[int]] = []

    def share(self) -> Shared:
        """Return the cheapest ways to share the shifts out; none where somebody must move."""
        if len(self.wrongs) > MOST_SHIFTS:
            return Shared(is_exact=False)
        options = [self.state.options(wrong) for wrong in self.wrongs]
        self._touched = [self._cover_of(group) for group in options]
        best: dict[int, list[tuple[int, tuple[Option, ...]]]] = {0: [(0, ())]}
        people = dict.fromkeys(cell[0] for group in options for cell, _ in group)
        for person in people:
            takings = list(self._takings(person, options))
            best = _with(best, takings)
        whole = (1 << len(self.wrongs)) - 1
        found = [one for _, taken in best.get(whole, []) if (one := self._tried(taken))]
        found.sort(key=lambda one: one.rank)
        exact = self.is_exact and self._are_apart()
        return Shared(found, is_exact=exact and bool(found))

    def _takings(self, person: str, options: Sequence[Sequence[Option]]) -> Iterator[Taking]:
        own = [[o for o in group if o[0][0] == person] for group in options]
        torn = self.state.lines.cost(person, self.state.starts[person])
        yield from self._more(person, own, 0, Taking(0, (), torn))

    def _more(
        self, person: str, own: Sequence[Sequence[Option]], first: int, taken: Taking
    ) -> Iterator[Taking]:
        """Yield what she can take beside what she has taken, later shifts only."""
        for at in range(first, len(own)):
            for cell, codes in own[at]:
                if cell in self.state.changes or self.meter.is_over():
                    self.is_exact = False
                    continue
                was = self.state.put(cell, codes)
                now = Taking(taken.bits | 1 << at, (*taken.options, (cell, codes)), 0)
                if self._is_lawful(person, now.bits):
                    yield replace(now, cost=self._cost(person))
                    if len(now.options) < MOST_TOGETHER:
                        yield from self._more(person, own, at + 1, now)
                    elif at + 1 < len(own):
                        self.is_exact = False
                self.state.back(cell, was)

    def _is_lawful(self, person: str, bits: int) -> bool:
        state, most = self.state, self.state.torn.most
        worse = state.short - self._short
        worse |= {at for at, n in enumerate(most) if n is not None and state.present[at] > n}
        if worse:
            # What others take beside may make up for it where they touch the same need.
            others = [t for at, t in enumerate(self._touched) if not bits >> at & 1]
            self.is_exact &= all(worse.isdisjoint(touched) for touched in others)
            return False
        breaches = state.lines.breaches(person, state.starts[person])
        # What more shifts cannot mend rules out everything that is taken beside, too.
        self.is_exact &= all(state.lines.grows(breach) for breach in breaches)
        return not breaches

    def _cost(self, person: str) -> int:
        lines, before = self.state.lines, self.state.torn.lines[person]
        own = lines.cost(person, self.state.starts[person]) - lines.cost(person, before)
        return own + cover_cost(self.state)

    def _tried(self, taken: Sequence[Option]) -> Found | None:
        """Return the whole share, judged and weighed together; ``None`` where it is no repair."""
        state, undo = self.state, []
        for cell, codes in taken:
            undo.append((cell, state.put(cell, codes)))
        good = not state.short and not state.unlawful()
        found = weighed(state) if good else None
        for cell, was in reversed(undo):
            state.back(cell, was)
        self.is_exact &= good
        return found

    def _cover_of(self, group: Sequence[Option]) -> set[int]:
        """Return the cover cells that one shift's options touch, taken or left."""
        found: set[int] = set()
        before = self.state.torn.present
        for cell, codes in group:
            was = self.state.put(cell, codes)
            now = self.state.present
            found |= {at for at, there in enumerate(now) if there != before[at]}
            self.state.back(cell, was)
        return found

    def _are_apart(self) -> bool:
        """Whether no cover cell with a price is touched by two of the shifts."""
        cells = self.state.torn.cells
        taken: set[int] = set()
        for touched in self._touched:
            priced = {at for at in touched if cells[at].over_cost or cells[at].under_cost}
            if taken & priced:
                return False
            taken |= priced
        return True


def _with(
    best: dict[int, list[tuple[int, tuple[Option, ...]]]], takings: Sequence[Taking]
) -> dict[int, list[tuple[int, tuple[Option, ...]]]]:
    """Return the cheapest shares with one person more."""
    after = {bits: list(shares) for bits, shares in best.items()}
    for taking in takings:
        for bits, shares in best.items():
            if not bits & taking.bits:
                more = [(cost + taking.cost, (*t, *taking.options)) for cost, t in shares]
                after.setdefault(bits | taking.bits, []).extend(more)
    return {bits: sorted(shares, key=_order)[:KEPT] for bits, shares in after.items()}


def _order(share: tuple[int, tuple[Option, ...]]) -> tuple[int, list[tuple[Cell, list[str]]]]:
    """Return the key that puts shares in the order of cost, always the same among equals."""
    return share[0], [(cell, sorted(codes)) for cell, codes in share[1]]
