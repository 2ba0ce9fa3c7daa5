"""The gap between a cycle and a month: where, for whom, and how many hours.

A month leaves its cycle for good reasons; nobody is to blame for a difference, and none is
called good or bad here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from releve.roster.engine.problem import Assignment, ShiftKind, ShiftType


@dataclass(frozen=True)
class DayGap:
    """One day on which a person's month is not her cycle: the codes on either side."""

    person: str
    day: date
    cycle: tuple[str, ...]
    plan: tuple[str, ...]


@dataclass(frozen=True)
class PersonGap:
    """How far a person's month is from her cycle. ``minutes``: of work, month less cycle."""

    person: str
    days: tuple[DayGap, ...]
    minutes: int


@dataclass(frozen=True)
class CycleGap:
    """How far a month is from its cycle; people without a difference are left out."""

    people: tuple[PersonGap, ...]

    @property
    def count(self) -> int:
        """How many days of people are other than in the cycle."""
        return sum(len(person.days) for person in self.people)

    @property
    def minutes(self) -> int:
        """The minutes of work that the month has more than the cycle, over everybody."""
        return sum(person.minutes for person in self.people)


def cycle_gap(
    rolled: Iterable[Assignment], plan: Iterable[Assignment], shifts: Iterable[ShiftType]
) -> CycleGap:
    """Return where a plan differs from what the cycle gives over the same dates.

    On-call time is no part of a cycle and is left out.
    """
    kinds = {shift.code: shift for shift in shifts}
    here, there = _by_person(rolled, kinds), _by_person(plan, kinds)
    found = []
    for person in dict.fromkeys([*sorted(here), *sorted(there)]):
        asked, given = here.get(person, {}), there.get(person, {})
        days = tuple(
            DayGap(person, day, asked.get(day, ()), given.get(day, ()))
            for day in sorted({*asked, *given})
            if asked.get(day, ()) != given.get(day, ())
        )
        if days:
            minutes = _minutes(given, kinds) - _minutes(asked, kinds)
            found.append(PersonGap(person, days, minutes))
    return CycleGap(tuple(found))


def _by_person(
    plan: Iterable[Assignment], kinds: Mapping[str, ShiftType]
) -> dict[str, dict[date, tuple[str, ...]]]:
    found: dict[str, dict[date, tuple[str, ...]]] = {}
    for cell in sorted(plan):
        if kinds[cell.shift].kind is not ShiftKind.ON_CALL:
            days = found.setdefault(cell.person, {})
            days[cell.day] = (*days.get(cell.day, ()), cell.shift)
    return found


def _minutes(days: Mapping[date, tuple[str, ...]], kinds: Mapping[str, ShiftType]) -> int:
    return sum(
        kinds[code].span_minutes - kinds[code].unpaid_minutes
        for codes in days.values()
        for code in codes
    )
