"""Shifts of each person in order, those that touch or overlap joined into one stretch of work."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from releve.shifts.engine.columns import Columns, Numbers

APART = 1 << 40
"""Further apart than any two minutes: a person's place times this, plus a minute, sorts all."""


@dataclass(frozen=True)
class Stretches:
    """Work without interruption, by person and start; ``unit`` is that of its first shift.

    ``rest`` runs from the end of the one before, -1 for a person's first. ``key`` and ``end_key``
    are minutes set apart by person.
    """

    person: Numbers
    unit: Numbers
    start: Numbers
    end: Numbers
    is_night: Numbers
    rest: Numbers
    key: Numbers
    end_key: Numbers

    def __len__(self) -> int:
        return len(self.person)

    @property
    def span(self) -> Numbers:
        """Minutes from start to end; breaks count, as one stays at hand."""
        return self.end - self.start


def stretches_of(shifts: Columns) -> Stretches:
    """Return the stretches of work that shifts form."""
    order = in_order(shifts.person, shifts.start, shifts.end)
    person, start = shifts.person[order], shifts.start[order]
    key = person * APART + start
    # The greatest end so far: a later person's keys all lie beyond an earlier one's.
    reached = np.maximum.accumulate(person * APART + shifts.end[order])
    begins = np.ones(len(order), dtype=bool)
    begins[1:] = key[1:] > reached[:-1]
    first = np.flatnonzero(begins)
    last = np.append(first[1:], len(order)) - 1
    end = reached[last] - person[first] * APART if len(first) else first
    night = shifts.is_night[order]
    rest = np.full(len(first), -1, dtype=np.int64)
    if len(first) > 1:
        same = person[first][1:] == person[first][:-1]
        rest[1:] = np.where(same, start[first][1:] - end[:-1], -1)
    return Stretches(
        person=person[first],
        unit=shifts.unit[order][first],
        start=start[first],
        end=end,
        is_night=np.maximum.reduceat(night, first) if len(first) else first,
        rest=rest,
        key=key[first],
        end_key=person[first] * APART + end,
    )


def in_order(apart: Numbers, start: Numbers, end: Numbers) -> Numbers:
    """Return the places of spans by what sets them apart, then start, then end.

    Tables mostly come in order: then they are not sorted again.
    """
    key = apart * APART + start
    if (key[1:] > key[:-1]).all():
        return np.arange(len(key))
    return np.lexsort((end, start, apart))


def pieces(start: Numbers, end: Numbers, edges: Numbers) -> tuple[Numbers, Numbers]:
    """Return, for spans cut at edges, which span each piece is of and which cell it lies in.

    ``edges`` are the sorted bounds of the cells; spans must lie between the first and the last.
    """
    first = np.searchsorted(edges, start, side="right") - 1
    last = np.searchsorted(edges, end, side="left") - 1
    many = last - first + 1
    of = np.repeat(np.arange(len(start)), many)
    begun = np.repeat(np.cumsum(many) - many, many)
    return of, np.repeat(first, many) + np.arange(len(of)) - begun
