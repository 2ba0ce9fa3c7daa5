"""A torn plan with some cells changed: what is wrong with it, and what could set it right.

Every lawful roster that keeps the changes made so far must, for each thing that is wrong, change
one of a few other cells. Things whose cells are apart each take a change of their own: so many
changes at least are still to come.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from releve.roster.engine.repair.lines import Lines
from releve.roster.engine.repair.story import Cell
from releve.roster.engine.repair.torn import Starts, codes_on

Option = tuple[Cell, frozenset[str]]
"""A cell and what it would hold."""


@dataclass(frozen=True)
class Wrong:
    """One thing to set right and the cells of which at least ``times`` must change.

    ``place``: the cover cell that is short, ``None`` for the law and for crowds.
    """

    cells: frozenset[Cell]
    place: int | None = None
    times: int = 1


class State:
    """The changes made so far. ``need``: how many people each cover cell may ask for."""

    def __init__(self, lines: Lines, need: Sequence[int]) -> None:
        self.lines, self.torn, self.need = lines, lines.torn, list(need)
        self.changes: dict[Cell, frozenset[str]] = {}
        self.starts: dict[str, Starts] = dict(self.torn.lines)
        self.present = list(self.torn.present)
        self.left: dict[int, int] = {}
        self._people = self.torn.problem.person_by_id
        self.short = {at for at, there in enumerate(self.present) if there < self.need[at]}

    # -- changes ------------------------------------------------------------------------------

    def put(self, cell: Cell, codes: frozenset[str]) -> Starts:
        """Change a cell and return her line as it was, for ``back``."""
        person, day = cell
        was = self.starts[person]
        kept = (start for start in was if start[0] != day)
        now = frozenset((*kept, *((day, code) for code in codes)))
        self.changes[cell] = codes
        self._move(person, was, now)
        return was

    def back(self, cell: Cell, was: Starts) -> None:
        """Undo the change of a cell."""
        del self.changes[cell]
        self._move(cell[0], self.starts[cell[0]], was)

    def _move(self, person: str, was: Starts, now: Starts) -> None:
        who = self._people[person]
        before, after = self.torn.covered(who, was), self.torn.covered(who, now)
        for at in before - after:
            self.present[at] -= 1
        for at in after - before:
            self.present[at] += 1
        for at in before ^ after:
            if self.missing(at) > 0:
                self.short.add(at)
            else:
                self.short.discard(at)
        self.starts[person] = now

    def leave(self, at: int, people: int) -> None:
        """Accept that a cover cell misses so many people more (or fewer, below nought)."""
        self.left[at] = self.left.get(at, 0) + people
        if not self.left[at]:
            del self.left[at]
        if self.missing(at) > 0:
            self.short.add(at)
        else:
            self.short.discard(at)

    def missing(self, at: int) -> int:
        """Return how many people a cover cell is still to be given."""
        return self.need[at] - self.left.get(at, 0) - self.present[at]

    @property
    def excess(self) -> int:
        """What the holes weigh that were left open, in scaled points."""
        return sum(self.torn.cells[at].hole_cost * people for at, people in self.left.items())

    @property
    def left_open(self) -> int:
        """What the holes weigh that were left open or are still short."""
        cells = self.torn.cells
        return self.excess + sum(cells[at].hole_cost * self.missing(at) for at in self.short)

    # -- what is wrong ------------------------------------------------------------------------

    def shortages(self) -> list[Wrong]:
        """Return the cover cells that are short, and who could be given to them."""
        return [
            Wrong(frozenset(cell for cell, _ in self.fills(at)), at, self.missing(at))
            for at in sorted(self.short)
        ]

    def unlawful(self) -> list[Wrong]:
        """Return what is broken: rules of those who changed, and needs with too many people."""
        absent = self.torn.absence.person
        found = [
            Wrong(self.lines.mending(breach, self.starts[person]) - self.changes.keys())
            for person in sorted({absent, *(who for who, _ in self.changes)})
            for breach in self.lines.breaches(person, self.starts[person])
        ]
        for at, most in enumerate(self.torn.most):
            if most is not None and self.present[at] > most:
                found.append(Wrong(frozenset(self._crowding(at))))
        return found

    def _crowding(self, at: int) -> Iterator[Cell]:
        wanted = self.torn.cells[at].covered_by
        for person, starts in self.starts.items():
            if at in self.torn.covered(self._people[person], starts):
                for day in {day for day, code in starts if (day, code) in wanted}:
                    if self._is_free((person, day)):
                        yield person, day

    def _is_free(self, cell: Cell) -> bool:
        return cell not in self.changes and self.torn.may_move(*cell)

    def fills(self, at: int) -> Iterator[tuple[Cell, str]]:
        """Yield the cells that could cover a cover cell, each with a shift that would."""
        wanted = self.torn.cells[at].covered_by
        for cell, code in self.lines.could_fill(at):
            if cell not in self.changes and self.starts[cell[0]].isdisjoint(wanted):
                yield cell, code

    def options(self, wrong: Wrong) -> list[Option]:
        """Return every change that could help to set it right, in a fixed order."""
        found: dict[Option, None] = {}
        if wrong.place is not None:
            for cell, code in self.fills(wrong.place):
                found.update(((cell, c), None) for c in self._contents(cell) if code in c)
            return list(found)
        return [(cell, c) for cell in sorted(wrong.cells) for c in self._contents(cell)]

    def _contents(self, cell: Cell) -> Iterator[frozenset[str]]:
        """Yield what else a cell could hold."""
        person, day = cell
        now = codes_on(self.starts[person], day)
        for codes in self.torn.contents:
            if codes != now and all(self._may_have(person, day, c) for c in codes - now):
                yield codes

    def _may_have(self, person: str, day: date, code: str) -> bool:
        return self.lines.possible(person, (day, code))


def apart(wrongs: Sequence[Wrong]) -> list[Wrong]:
    """Return things to set right whose cells are apart: each takes changes of its own."""
    taken: set[Cell] = set()
    found = []
    for wrong in sorted(wrongs, key=lambda wrong: len(wrong.cells)):
        if taken.isdisjoint(wrong.cells):
            taken |= wrong.cells
            found.append(wrong)
    return found


def changes_needed(wrongs: Sequence[Wrong]) -> int:
    """Return how many changes it takes at least to set everything right."""
    return sum(wrong.times for wrong in apart(wrongs))
