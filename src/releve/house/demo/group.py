"""The whole group of hospitals, built unit by unit on as many cores as there are, two at most."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from releve.house.demo.calendars import Calendar
from releve.house.demo.places import MOST_ROUNDS, UNITS, Unit, units_of_round
from releve.house.demo.wards import Ward, build_ward, people_of
from releve.kit.child_processes import interrupts_held, leave_interrupts

PROCESSES = 2

OnWard = Callable[[int, int], None]
"""Told how many units are built, and out of how many."""


@dataclass(frozen=True)
class Group:
    """The demo as plain facts, before anything is stored."""

    calendar: Calendar
    wards: tuple[Ward, ...]

    def digest(self) -> str:
        """Return the fingerprint of everything in it; the same month gives the same one."""
        told = hashlib.sha256()
        for ward in self.wards:
            for month in ward.published:
                told.update(month.problem.to_json().encode())
                told.update(repr(month.result.answer).encode())
            told.update(ward.prepared.to_json().encode())
            told.update(repr(ward.members).encode())
        return told.hexdigest()


def units_for(people: int) -> tuple[Unit, ...]:
    """Return the group's units, and as many units more as so many people take.

    The group's own hospitals come whole; then copies of them, unit by unit.
    """
    units = list(UNITS)
    count = sum(len(people_of(unit)) for unit in units)
    copies = (unit for number in range(2, MOST_ROUNDS + 1) for unit in units_of_round(number))
    for unit in copies:
        if count >= people:
            break
        units.append(unit)
        count += len(people_of(unit))
    return tuple(units)


def build_group(
    calendar: Calendar,
    *,
    units: Sequence[Unit] = UNITS,
    processes: int | None = None,
    on_ward: OnWard | None = None,
) -> Group:
    """Return the group's units with their people, published months and open demands.

    The answer does not depend on how many processes share the work.
    """
    count = min(PROCESSES, os.cpu_count() or 1) if processes is None else processes
    built: list[Ward] = []
    for ward in _built(units, calendar, count):
        built.append(ward)
        if on_ward is not None:
            on_ward(len(built), len(units))
    return Group(calendar, tuple(built))


def _built(units: Sequence[Unit], calendar: Calendar, processes: int) -> Iterator[Ward]:
    build = partial(build_ward, calendar=calendar)
    if processes < 2:
        yield from map(build, units)
        return
    with interrupts_held():
        pool = multiprocessing.get_context("spawn").Pool(processes, leave_interrupts)
    with pool:  # on the way out the processes are ended, whatever they do
        yield from pool.imap(build, units)
