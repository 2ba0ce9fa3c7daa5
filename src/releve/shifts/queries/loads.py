"""The load signals of a unit, month by month, and those of one's own shifts.

A unit is told of whole civil months only, and of none in which fewer than eight people worked
there; nor is a signal in which one to seven of them have part, such as the nights of three people.
With free dates, two stretches that differ by a day would tell of that day alone. What is told over
several months is the sum of those that are told, no more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q

from releve.people.models import Level, Person
from releve.shifts.facts import Work
from releve.shifts.models import PlannedShift, ShiftChange
from releve.shifts.queries.days import bounds, last_of, month_of, next_month
from releve.shifts.queries.planned import (
    hospital_of,
    planned_rows,
    required_of_unit,
    standing,
)
from releve.shifts.queries.worked import worked_by, worked_of_unit
from releve.shifts.vocabulary import FEWEST_PEOPLE

if TYPE_CHECKING:
    from releve.shifts.engine.load import Tally

AROUND = timedelta(days=31)
"""How far before a period shifts are read: rests and runs look back."""

AN_EVENING = timedelta(days=1)
"""Who came on the evening before is still there in the first morning of a month."""


@dataclass(frozen=True)
class Figure:
    """One signal in figures: how often, of how many, and for how long.

    ``per_hundred`` is empty where there is nothing to tell it of. ``unknown``: shifts of which
    nobody measured what it needs. ``people``: of how many people it is told, at most.
    """

    code: str
    count: int
    of: int
    minutes: int = 0
    unknown: int = 0
    people: int = field(default=0, compare=False)

    @property
    def is_of_enough(self) -> bool:
        """Whether it tells of nobody, or of enough people; hours short of people are of a unit."""
        few = 0 < self.people < FEWEST_PEOPLE
        return self.code == "understaffed_hours" or not few

    @property
    def per_hundred(self) -> float | None:
        """How often per hundred of what it is told of."""
        return round(100 * self.count / self.of, 1) if self.of else None

    def __add__(self, other: Figure) -> Figure:
        return Figure(
            self.code,
            self.count + other.count,
            self.of + other.of,
            self.minutes + other.minutes,
            self.unknown + other.unknown,
            max(self.people, other.people),
        )


@dataclass(frozen=True)
class MonthLoad:
    """A unit's month: its figures by code, none where too few people worked there."""

    month: date
    figures: Mapping[str, Figure] = field(default_factory=dict)

    @property
    def is_told(self) -> bool:
        """Whether enough people worked there for the month to be told."""
        return bool(self.figures)


@dataclass(frozen=True)
class UnitLoad:
    """A unit's months, and the sum of those that are told."""

    unit: Level
    months: tuple[MonthLoad, ...]

    @property
    def total(self) -> Mapping[str, Figure]:
        """The figures of all the months that are told, by code; empty where none is."""
        told: dict[str, Figure] = {}
        for month in self.months:
            for code, figure in month.figures.items():
                told[code] = told[code] + figure if code in told else figure
        return told


def load_of_unit(unit: Level, first: date, last: date) -> UnitLoad:
    """Return the load of a unit in the civil months from one to another, both included."""
    months = []
    month = month_of(first)
    while month <= month_of(last):
        months.append(MonthLoad(month, _of_month(unit, month)))
        month = next_month(month)
    return UnitLoad(unit, tuple(months))


def load_of_own(person: Person, from_on: date, to_on: date) -> Mapping[str, Figure]:
    """Return a person's own counts for some days, by code; empty where she worked none of them.

    For herself alone: nobody else is told of one person.
    """
    from_at, until_at = bounds(from_on, to_on)
    worked = worked_by([person.pk], person.hospital_id, from_at - AROUND, until_at)
    if not any(one.starts_at >= from_at for one in worked):
        return {}
    planned = _planned([person.pk], person.hospital_id, from_at, until_at)
    changes = _changes(Q(person=person), person.hospital_id, from_at, until_at)
    told = _load(Work(worked, planned, changes), [person.pk], None, (from_on, to_on))
    return {code: one for code, one in told.items() if code != "understaffed_hours"}


def _of_month(unit: Level, month: date) -> Mapping[str, Figure]:
    to_on = last_of(month)
    from_at, until_at = bounds(month, to_on)
    here = worked_of_unit(unit, month - AN_EVENING, to_on)
    if len({one.person for one in here if one.starts_at >= from_at}) < FEWEST_PEOPLE:
        return {}
    hospital = hospital_of(unit)
    changes = _changes(Q(unit=unit), hospital, from_at, until_at)
    shown = planned_rows(unit).filter(starts_at__gte=from_at, starts_at__lt=until_at)
    people = {one.person for one in here if one.ends_at > from_at}
    people |= {one.person_id for one in changes} | set(shown.values_list("person", flat=True))
    work = Work(
        worked_by(people, hospital, from_at - AROUND, until_at),
        _planned(people, hospital, from_at, until_at),
        changes,
        required_of_unit(unit, from_at, until_at),
    )
    told = _load(work, sorted(people), unit, (month, to_on))
    return {code: one for code, one in told.items() if one.is_of_enough}


def _load(
    work: Work, people: Sequence[int], unit: Level | None, days: tuple[date, date]
) -> dict[str, Figure]:
    # numpy takes a tenth of a second, which only these pages need
    from releve.shifts.queries.load_columns import tallies  # noqa: PLC0415 - see above

    told = tallies(work, people, unit, days)
    return {code: _figure(tally) for code, tally in told.items()}


def _figure(tally: Tally) -> Figure:
    parts = (tally.count, tally.of, tally.minutes, tally.unknown, tally.people)
    return Figure(tally.code, *(int(part[0]) for part in parts))


def _planned(
    people: Iterable[int], hospital: int, from_at: datetime, until_at: datetime
) -> list[PlannedShift]:
    """Return the planned shifts that meet a stretch of time, on-call duties left out."""
    rows = PlannedShift.objects.for_hospital(hospital).filter(
        standing(None), person__in=list(people), is_on_call=False
    )
    return list(rows.filter(starts_at__lt=until_at, ends_at__gt=from_at))


def _changes(whose: Q, hospital: int, from_at: datetime, until_at: datetime) -> list[ShiftChange]:
    rows = ShiftChange.objects.for_hospital(hospital).filter(whose)
    return list(rows.filter(earliest_at__gte=from_at, earliest_at__lt=until_at))
