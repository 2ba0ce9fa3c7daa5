"""Cells of a table of people merged until none is of fewer than eight.

The cells of a unit are a partition of its people: each is in one profession, and either works at
night in the coming days or does not. Sums of what is shown therefore isolate nobody either: what
is merged is merged once, and what cannot be merged any further is not shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

EVERYBODY = ""
"""The profession, or the period, of a cell that holds several."""


@dataclass(frozen=True)
class Cell:
    """People of one profession and period, ``day`` or ``night``; both empty where merged."""

    profession: str
    period: str
    people: int
    ready: int

    @property
    def percent(self) -> int:
        """Whole percent who are ready, rounded down."""
        return 100 * self.ready // self.people if self.people else 0


def merged(cells: Iterable[Cell], *, least: int) -> tuple[Cell, ...]:
    """Return cells of at least ``least`` people each, or none at all where there are fewer.

    First the periods of a profession are put together, then the small professions, then what is
    still too small goes into the smallest of the others.
    """
    by_profession: dict[str, list[Cell]] = {}
    for cell in cells:
        if cell.people:
            by_profession.setdefault(cell.profession, []).append(cell)
    kept: list[Cell] = []
    small: list[Cell] = []
    for name, own in sorted(by_profession.items()):
        whole = own if all(one.people >= least for one in own) else [_sum(own, name)]
        for one in whole:
            (kept if one.people >= least else small).append(one)
    if not small:
        return tuple(kept)
    rest = _sum(small, EVERYBODY)
    if rest.people < least and kept:
        smallest = min(kept, key=lambda one: (one.people, one.profession, one.period))
        kept.remove(smallest)
        rest = _sum([smallest, rest], EVERYBODY)
    return (*kept, rest) if rest.people >= least else ()


def _sum(cells: list[Cell], profession: str) -> Cell:
    periods = {cell.period for cell in cells}
    return Cell(
        profession,
        periods.pop() if len(periods) == 1 else EVERYBODY,
        sum(cell.people for cell in cells),
        sum(cell.ready for cell in cells),
    )
