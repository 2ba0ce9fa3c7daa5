"""What was worked: as somebody declared it, and as planned where nobody said otherwise.

Nobody is taken to have worked as planned on a day on which she was unavailable: of such a shift
somebody has to say whether it was worked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from releve.people.models import Level, Person
from releve.shifts.facts import Worked
from releve.shifts.models import MonthClosure, PlannedShift, WorkedShift
from releve.shifts.queries.days import bounds, month_of
from releve.shifts.queries.planned import hospital_of, is_away, standing
from releve.shifts.vocabulary import AS_PLANNED, BESIDE_PLANS, NO_WORK

A_MINUTE = timedelta(minutes=1)
WHOLLY_BEYOND = BESIDE_PLANS
LONGER = ("late_stay", "file")
"""Kinds of which what exceeds the plan was asked for: wholly, or in part."""


def worked_of(person: Person, from_at: datetime, until_at: datetime) -> list[Worked]:
    """Return what a person worked, of the shifts that begin between two instants, by start."""
    return worked_by([person.pk], person.hospital_id, from_at, until_at)


def worked_of_unit(unit: Level, from_on: date, to_on: date) -> list[Worked]:
    """Return what was worked in a unit, of the shifts that begin on some days, by start."""
    from_at, until_at = bounds(from_on, to_on)
    return _worked(hospital_of(unit), Q(unit=unit), from_at, until_at)


def worked_by(
    people: Iterable[int], hospital: int, from_at: datetime, until_at: datetime
) -> list[Worked]:
    """Return what some people of a hospital worked, in whichever unit, by start."""
    return _worked(hospital, Q(person__in=list(people)), from_at, until_at)


def declared_rows(hospital: int, *, unit: Level | None = None) -> QuerySet[WorkedShift]:
    """Return what is declared to be worked at a hospital, corrected rows left out."""
    found = WorkedShift.objects.for_hospital(hospital).filter(superseded_at__isnull=True)
    return found if unit is None else found.filter(unit=unit)


def silent_rows(unit: Level, from_at: datetime, until_at: datetime) -> QuerySet[PlannedShift]:
    """Return the planned shifts of a unit of which nobody has said what was worked.

    On-call duties are among them, and shifts on days on which their person is unavailable.
    """
    found = silent_plans(hospital_of(unit)).filter(unit=unit)
    return found.filter(starts_at__gte=from_at, starts_at__lt=until_at)


def silent_plans(hospital: int) -> QuerySet[PlannedShift]:
    """Return the planned shifts in force at a hospital of which nobody has said what was worked."""
    answers = declared_rows(hospital).filter(planned__isnull=False).values("planned")
    planned = PlannedShift.objects.for_hospital(hospital).filter(standing(None))
    return planned.exclude(pk__in=answers)


def is_closed(unit: Level, day: date) -> bool:
    """Whether the month of a day is closed in a unit."""
    closed = MonthClosure.objects.for_hospital(hospital_of(unit)).filter(unit=unit)
    return closed.filter(month=month_of(day)).exists()


def _worked(hospital: int, whose: Q, from_at: datetime, until_at: datetime) -> list[Worked]:
    between = Q(starts_at__gte=from_at, starts_at__lt=until_at)
    declared = declared_rows(hospital).filter(whose, between).exclude(kind__in=NO_WORK)
    # Asked by the plan, not by the answers found: an answer may begin outside the stretch.
    answers = declared_rows(hospital).filter(planned__isnull=False).values("planned")
    planned = PlannedShift.objects.for_hospital(hospital).filter(standing(None), whose, between)
    silent = planned.filter(~is_away(hospital), is_on_call=False).exclude(pk__in=answers)
    found = [
        *map(_as_declared, declared.select_related("planned").iterator(chunk_size=2000)),
        *_as_planned(silent),
    ]
    return sorted(found, key=lambda one: (one.starts_at, one.person))


def _as_declared(row: WorkedShift) -> Worked:
    plan = row.planned
    return Worked(
        person=row.person_id,
        unit=row.unit_id,
        code=row.code,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        kind=row.kind,
        is_night=row.is_night,
        is_cover=plan is None or plan.is_cover,
        planned=row.planned_id,
        planned_ends_at=None if plan is None or plan.is_on_call else plan.ends_at,
        break_minutes=row.break_minutes,
        is_declared=True,
        is_validated=row.validated_at is not None,
        minutes=(minutes := counted_minutes(row, plan)),
        beyond=_beyond(row, plan, minutes),
        row=row.pk,
    )


def counted_minutes(row: WorkedShift, plan: PlannedShift | None) -> int:
    """Return what a worked shift counts for as work.

    As its plan does, more or less by what it was longer or shorter; without a plan, or out of an
    on-call duty, its whole presence (a break within call is work: décret 2002-9, art. 5).
    """
    present = (row.ends_at - row.starts_at) // A_MINUTE
    if plan is None or plan.is_on_call:
        return present
    return max(0, plan.minutes + present - (plan.ends_at - plan.starts_at) // A_MINUTE)


def _beyond(row: WorkedShift, plan: PlannedShift | None, minutes: int) -> int:
    if row.kind in WHOLLY_BEYOND:
        return minutes
    if row.kind in LONGER and plan is not None and not plan.is_on_call:
        return max(0, minutes - plan.minutes)
    return 0


def _as_planned(rows: QuerySet[PlannedShift]) -> Iterator[Worked]:
    for row in rows.iterator(chunk_size=2000):
        yield Worked(
            person=row.person_id,
            unit=row.unit_id,
            code=row.code,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            kind=AS_PLANNED,
            is_night=row.is_night,
            is_cover=row.is_cover,
            planned=row.pk,
            planned_ends_at=row.ends_at,
            minutes=row.minutes,
        )
