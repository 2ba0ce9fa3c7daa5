"""What the team was shown: now, or as it stood at any instant."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from releve.people.models import Level, Person, Unavailability
from releve.shifts.models import PlannedShift, Publication, RequiredCover


def planned_of(
    person: Person, from_at: datetime, until_at: datetime, *, at: datetime | None = None
) -> list[PlannedShift]:
    """Return a person's planned shifts that begin between two instants, by start.

    Those in force, or those that were at an instant ``at``.
    """
    found = PlannedShift.objects.for_hospital(person.hospital_id).filter(
        standing(at), person=person, starts_at__gte=from_at, starts_at__lt=until_at
    )
    return list(found.select_related("unit").order_by("starts_at"))


def planned_of_unit(
    unit: Level, from_on: date, to_on: date, *, at: datetime | None = None
) -> list[PlannedShift]:
    """Return a unit's planned shifts of some days of its roster, both included, by start."""
    found = planned_rows(unit, at=at).filter(day__range=(from_on, to_on))
    return list(found.select_related("person").order_by("starts_at", "person__code"))


def required_of_unit(
    unit: Level, from_at: datetime, until_at: datetime, *, at: datetime | None = None
) -> list[RequiredCover]:
    """Return what a unit requires that meets a stretch of time, by start."""
    found = RequiredCover.objects.for_hospital(hospital_of(unit)).filter(standing(at), unit=unit)
    found = found.filter(starts_at__lt=until_at, ends_at__gt=from_at)
    return list(found.order_by("starts_at", "skill"))


def planned_rows(unit: Level, *, at: datetime | None = None) -> QuerySet[PlannedShift]:
    """Return the rows of a unit that stand now, or stood at an instant."""
    return PlannedShift.objects.for_hospital(hospital_of(unit)).filter(standing(at), unit=unit)


def publications_of(unit: Level, from_on: date, to_on: date) -> QuerySet[Publication]:
    """Return the publications of a unit that show some of those days, the latest first."""
    found = Publication.objects.for_hospital(hospital_of(unit)).filter(unit=unit)
    return found.filter(from_on__lte=to_on, to_on__gte=from_on).order_by("-published_at", "-pk")


def covered(day: date, among: Sequence[Publication]) -> bool:
    """Whether one of some publications shows a day."""
    return any(one.from_on <= day <= one.to_on for one in among)


def standing(at: datetime | None) -> Q:
    """Return the condition of rows that stand: now, or at an instant."""
    if at is None:
        return Q(withdrawn_at__isnull=True)
    return Q(published_at__lte=at) & (Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=at))


def is_away(hospital: int) -> Exists:
    """Return the condition of planned shifts on whose day their person is unavailable."""
    away = Unavailability.objects.for_hospital(hospital).filter(
        person=OuterRef("person"), from_on__lte=OuterRef("day"), to_on__gte=OuterRef("day")
    )
    return Exists(away)


def hospital_of(unit: Level) -> int:
    """Return the key of a unit's hospital; raises ValueError for a level that is no unit."""
    if unit.kind != "unit" or unit.hospital_id is None:
        raise ValueError(f"{unit.code} is no unit of a hospital")
    return unit.hospital_id
