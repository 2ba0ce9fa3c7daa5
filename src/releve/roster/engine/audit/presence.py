"""Who is there when: the cover of needs, counted by minutes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from releve.roster.engine.audit.clock import Clock, minute_of
from releve.roster.engine.audit.worked import Shift
from releve.roster.engine.cover import CoverCell
from releve.roster.engine.problem import Person, ShiftKind
from releve.roster.engine.result import Breach


class Presence:
    """Every shift of everybody by the civil day on which it starts."""

    def __init__(self, people: Iterable[tuple[Person, Sequence[Shift]]]) -> None:
        self._by_day: dict[int, list[tuple[Person, Shift]]] = {}
        for person, shifts in people:
            for shift in shifts:
                self._by_day.setdefault(shift.day, []).append((person, shift))

    def count(self, cell: CoverCell) -> int:
        """Return how many suitable people are there during the whole of a cell.

        A cell of a shift counts those who are given that shift on that day. Any other counts
        those one of whose shifts of kind *worked* spans it, history included.
        """
        day = cell.day.toordinal()
        if cell.shift is not None:
            there = (
                person for person, shift in self._by_day.get(day, ()) if shift.code == cell.shift
            )
        else:
            there = (
                person
                for near in (day - 1, day, day + 1)
                for person, shift in self._by_day.get(near, ())
                if shift.kind is ShiftKind.WORKED and _spans(shift, cell)
            )
        return len({person.id for person in there if cell.suits(person)})


def serves(shift: Shift, cell: CoverCell) -> bool:
    """Whether a shift is one that the cell asks for, whoever works it."""
    if cell.shift is not None:
        return shift.day == cell.day.toordinal() and shift.code == cell.shift
    return shift.kind is ShiftKind.WORKED and _spans(shift, cell)


def _spans(shift: Shift, cell: CoverCell) -> bool:
    return shift.start <= minute_of(cell.starts_at) and minute_of(cell.ends_at) <= shift.end


def crowded_cells(
    cells: Iterable[CoverCell], presence: Presence, already: Presence, clock: Clock
) -> Iterator[Breach]:
    """Yield the cover cells in which the plan puts more people than their maximum.

    ``already``: who is there by history alone; a cell that it has filled takes nobody more.
    """
    for cell in cells:
        breach = crowd(cell, presence.count(cell), already.count(cell), clock)
        if breach is not None:
            yield breach


def crowd(cell: CoverCell, present: int, already: int, clock: Clock) -> Breach | None:
    """Return the breach of a cover cell in which there are more people than its maximum."""
    if cell.maximum is None or present <= max(cell.maximum, already):
        return None
    return Breach(
        rule="MAXIMUM",
        person="",
        from_at=clock.local(minute_of(cell.starts_at)),
        to_at=clock.local(minute_of(cell.ends_at)),
        value=Fraction(present),
        limit=Fraction(cell.maximum),
        unit="days",  # a person in a cell is one person-day
        article="",
        status="hard",
    )
