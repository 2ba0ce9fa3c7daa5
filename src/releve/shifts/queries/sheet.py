"""Worked time as its pages show it: each planned shift beside what is known to have been worked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from releve.people.models import Level, Person
from releve.shifts.models import MonthClosure, PlannedShift, WorkedShift
from releve.shifts.queries.days import bounds, last_of, local_day, month_of
from releve.shifts.queries.planned import hospital_of, is_away, standing
from releve.shifts.queries.worked import counted_minutes, declared_rows
from releve.shifts.vocabulary import AS_PLANNED, NO_WORK, NOT_WORKED

TO_VALIDATE = ("silent", "declared")
STILL = (*TO_VALIDATE, "away")
"""States that stand between a month and its closing; *away*: somebody has to say first."""


@dataclass(frozen=True)
class Line:
    """A shift: as planned, as worked, or both; ``now`` decides what is still to come.

    ``is_away``: its person is unavailable on its day.
    """

    person: Person
    unit: Level
    plan: PlannedShift | None
    row: WorkedShift | None
    now: datetime
    is_closed: bool
    is_away: bool = False

    @property
    def starts_at(self) -> datetime:
        """When it began, or is to begin."""
        return self._told.starts_at

    @property
    def ends_at(self) -> datetime:
        """When it ended, or is to end."""
        return self._told.ends_at

    @property
    def _told(self) -> PlannedShift | WorkedShift:
        told = self.row or self.plan
        if told is None:
            raise ValueError("a line is of something")
        return told

    @property
    def code(self) -> str:
        """Its code."""
        return self._told.code

    @property
    def day(self) -> date:
        """The civil day on which it begins."""
        return local_day(self.starts_at)

    @property
    def kind(self) -> str:
        """How it stands to its plan."""
        return self.row.kind if self.row else AS_PLANNED

    @property
    def told_kind(self) -> str:
        """How it is said to stand to its plan: an on-call duty is held or not."""
        return "not_held" if self.is_on_call and self.kind == NOT_WORKED else self.kind

    @property
    def is_on_call(self) -> bool:
        """Whether it was planned as reachability, which is no work."""
        return self.plan is not None and self.plan.is_on_call

    @property
    def state(self) -> str:
        """Return where it stands: see ``worked_words.state_text``."""
        if self.row is not None and self.row.validated_at is not None:
            return "closed" if self.is_closed else "validated"
        if self.row is not None:
            return "declared"
        if self.ends_at > self.now:
            return "on_call" if self.is_on_call else "coming"
        return "away" if self.is_away else "silent"

    @property
    def planned_minutes(self) -> int:
        """What it was planned to count for."""
        return 0 if self.plan is None else self.plan.minutes

    @property
    def worked_minutes(self) -> int:
        """What it counts for."""
        if self.row is None:
            return 0 if self.is_on_call or self.is_away else self.planned_minutes
        return 0 if self.kind in NO_WORK else counted_minutes(self.row, self.plan)

    @property
    def difference(self) -> int:
        """Minutes worked beyond the plan, negative where less."""
        return self.worked_minutes - self.planned_minutes

    @property
    def differs(self) -> bool:
        """Whether somebody has to look: it was not worked as planned."""
        if self.row is None or self.plan is None or self.kind == NOT_WORKED:
            return self.row is not None
        told = (self.row.starts_at, self.row.ends_at)
        return told != (self.plan.starts_at, self.plan.ends_at) or self.row.unit_id != (
            self.plan.unit_id
        )

    @property
    def has_begun(self) -> bool:
        """Whether its planned person may say by now how it went."""
        return self.starts_at <= self.now

    @property
    def is_hers_to_say(self) -> bool:
        """Whether its person may still declare or correct it."""
        return self.has_begun and not self.is_closed and self.state in {*STILL, "coming"}


@dataclass(frozen=True)
class PersonMonth:
    """A person's month in a unit, in figures, for the page that closes it."""

    person: Person
    lines: Sequence[Line]

    @property
    def planned_minutes(self) -> int:
        """Minutes planned."""
        return sum(one.planned_minutes for one in self.lines)

    @property
    def worked_minutes(self) -> int:
        """Minutes worked."""
        return sum(one.worked_minutes for one in self.lines)

    @property
    def difference(self) -> int:
        """Minutes worked beyond the plan."""
        return self.worked_minutes - self.planned_minutes

    @property
    def differing(self) -> int:
        """How many shifts were not worked as planned."""
        return sum(one.differs for one in self.lines)

    @property
    def waiting(self) -> int:
        """How many shifts are over and to be validated."""
        return sum(one.state in TO_VALIDATE for one in self.lines)

    @property
    def to_say(self) -> int:
        """Of how many shifts on days away somebody has to say whether they were worked."""
        return sum(one.state == "away" for one in self.lines)


def own_lines(person: Person, from_on: date, to_on: date) -> list[Line]:
    """Return a person's shifts of some days, in whichever unit."""
    return _lines(person.hospital_id, Q(person=person), from_on, to_on)


def unit_lines(
    unit: Level, from_on: date, to_on: date, *, person: Person | None = None
) -> list[Line]:
    """Return a unit's shifts of some days, everybody's or one person's."""
    whose = Q(unit=unit) if person is None else Q(unit=unit, person=person)
    return _lines(hospital_of(unit), whose, from_on, to_on)


def month_by_person(unit: Level, month: date) -> list[PersonMonth]:
    """Return a unit's month, person by person, by code."""
    found: dict[int, list[Line]] = {}
    for one in unit_lines(unit, month, last_of(month)):
        found.setdefault(one.person.pk, []).append(one)
    told = [PersonMonth(lines[0].person, lines) for lines in found.values()]
    return sorted(told, key=lambda one: one.person.code)


def people_to_choose(unit: Level, lines: Iterable[Line]) -> list[Person]:
    """Return of whom something can be declared in a unit: its people, and those of its lines."""
    own = Person.objects.for_hospital(hospital_of(unit)).filter(unit=unit)
    return sorted({*own, *(one.person for one in lines)}, key=lambda one: one.code)


def closure_of(unit: Level, month: date) -> MonthClosure | None:
    """Return the closing of a unit's month, none while it is open."""
    rows = MonthClosure.objects.for_hospital(hospital_of(unit)).filter(unit=unit, month=month)
    return rows.select_related("closed_by").first()


def declared_row(hospital: int, pk: int) -> WorkedShift | None:
    """Return what is declared under a key and still stands."""
    return declared_rows(hospital).select_related("unit", "person", "planned").filter(pk=pk).first()


def planned_row(hospital: int, pk: int) -> PlannedShift | None:
    """Return a planned shift in force by its key."""
    rows = PlannedShift.objects.for_hospital(hospital).filter(standing(None), pk=pk)
    return rows.select_related("unit", "person").first()


def week_of(day: date) -> tuple[date, date]:
    """Return the Monday and the Sunday around a day."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def _lines(hospital: int, whose: Q, from_on: date, to_on: date) -> list[Line]:
    from_at, until_at = bounds(from_on, to_on)
    between = Q(starts_at__gte=from_at, starts_at__lt=until_at)
    planned = PlannedShift.objects.for_hospital(hospital).filter(standing(None), whose, between)
    found = planned.select_related("unit", "person").annotate(is_away=is_away(hospital))
    plans = list(found)
    rows = declared_rows(hospital).select_related("unit", "person", "planned")
    here = {row.pk: row for row in rows.filter(whose, between)}
    answers = {row.planned_id: row for row in rows.filter(planned__in=[one.pk for one in plans])}
    closed = _closed(hospital, [*plans, *here.values(), *answers.values()])
    now = timezone.now()
    lines = [_line(plan, answers.get(plan.pk), now=now, closed=closed) for plan in plans]
    told = {one.row.pk for one in lines if one.row is not None}
    lines += [
        _line(row.planned, row, now=now, closed=closed)
        for row in here.values()
        if row.pk not in told
    ]
    return sorted(lines, key=lambda one: (one.day, one.starts_at, one.person.code))


def _line(
    plan: PlannedShift | None,
    row: WorkedShift | None,
    *,
    now: datetime,
    closed: frozenset[tuple[int, date]],
) -> Line:
    told = row or plan
    if told is None:
        raise ValueError("a line is of something")
    is_closed = (told.unit_id, month_of(local_day(told.starts_at))) in closed
    is_away = bool(getattr(plan, "is_away", False))  # asked of the plans that are listed
    return Line(told.person, told.unit, plan, row, now, is_closed, is_away)


def _closed(
    hospital: int, told: Iterable[PlannedShift | WorkedShift]
) -> frozenset[tuple[int, date]]:
    units = {one.unit_id for one in told}
    rows = MonthClosure.objects.for_hospital(hospital).filter(unit__in=units)
    return frozenset(rows.values_list("unit_id", "month"))
