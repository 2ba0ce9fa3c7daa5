"""What the engine reads: columns of plain numbers, one place a row, frozen.

Whole tables cross in one piece: a hospital's year is half a million shifts, and no object is made
of any of them. Every column is a numpy array; lengths agree, or the engine refuses.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]

NO_PLAN = -1
NOT_MEASURED = -1


def numbers(values: Any = ()) -> Numbers:
    """Return a column of whole numbers."""
    return np.asarray(values, dtype=np.int64).reshape(-1)


class Table:
    """Columns of the same length."""

    def __post_init__(self) -> None:
        """Refuse columns of different lengths."""
        lengths = {len(getattr(self, one.name)) for one in fields(self)}  # type: ignore[arg-type]  # only its frozen dataclasses have this
        if len(lengths) > 1:
            raise ValueError(f"columns of {type(self).__name__} differ in length: {lengths}")

    def __len__(self) -> int:
        return len(getattr(self, fields(self)[0].name))  # type: ignore[arg-type]  # see above


@dataclass(frozen=True)
class Columns(Table):
    """Shifts that were worked, or planned ones, in any order.

    ``person``: places in ``People``. ``unit``: any numbers. ``start`` and ``end``: minutes since
    1970. ``is_night``, ``is_recall``, ``is_cover``: 0 or 1. ``planned_end``: the planned end of
    the shift that it answers to, ``NO_PLAN`` where there is none. ``break_minutes``:
    ``NOT_MEASURED`` where nobody did.
    """

    person: Numbers
    unit: Numbers
    start: Numbers
    end: Numbers
    is_night: Numbers
    is_recall: Numbers
    is_cover: Numbers
    planned_end: Numbers
    break_minutes: Numbers


@dataclass(frozen=True)
class Changes(Table):
    """Changes of published shifts: whose, in which unit, of which start, with how much notice."""

    person: Numbers
    unit: Numbers
    start: Numbers
    notice: Numbers


@dataclass(frozen=True)
class Cover(Table):
    """How many are required at least between two minutes, in a unit, of a group.

    ``group`` 0 is anybody; the others are named by ``People.groups``.
    """

    unit: Numbers
    start: Numbers
    end: Numbers
    least: Numbers
    group: Numbers


@dataclass(frozen=True)
class People:
    """How many people there are, the unit of each, and who belongs to which group.

    ``unit``: where what concerns a whole week or day of a person is told. ``members``: pairs of
    person and group, for groups of 1 and above.
    """

    unit: Numbers
    members: Numbers
    groups: Numbers

    def __len__(self) -> int:
        return len(self.unit)


def no_changes() -> Changes:
    """Return an empty table of changes."""
    return Changes(*(numbers() for _ in fields(Changes)))


def no_cover() -> Cover:
    """Return an empty table of cover."""
    return Cover(*(numbers() for _ in fields(Cover)))
