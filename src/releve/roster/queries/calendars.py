"""A person's own shifts in the rosters that her team has been shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from releve.people.models import Level, Person
from releve.roster.engine.cover import bounds
from releve.roster.models import FedShift, Version

KEPT_MONTHS = 2
"""Full months before this one that a calendar keeps: what is older is not fed again."""


@dataclass(frozen=True)
class OwnShift:
    """One shift of a person; ``slot`` tells apart those of one day, by their start."""

    day: date
    slot: int
    unit: Level
    code: str
    starts_at: datetime
    ends_at: datetime


def first_fed_day(today: date) -> date:
    """Return the first day that a calendar is fed: the same for a whole month."""
    months = today.year * 12 + today.month - 1 - KEPT_MONTHS
    return date(months // 12, months % 12 + 1, 1)


def published_for(person: Person, *, since: date) -> list[Version]:
    """Return the published rosters of the person's unit, and of those she was fed from.

    Their content stays unread: what tells them apart is enough to know whether any has changed.
    """
    units = {person.unit_id, *fed(person, since=since).values_list("unit_id", flat=True)}
    found = Version.objects.for_hospital(person.hospital_id)
    found = found.filter(
        state="published", roster__unit__in=units, roster__ends_on__gte=since
    ).select_related("roster__unit")
    return list(found.defer("found", "judged").order_by("roster__starts_on", "pk"))


def own_shifts(person: Person, versions: Iterable[Version], *, since: date) -> list[OwnShift]:
    """Return a person's shifts in some versions, day by day."""
    given: dict[date, list[tuple[datetime, datetime, str, Level]]] = {}
    for version in versions:
        problem = version.demand.problem
        for one in version.result.answer:
            if one.person == person.code and one.day >= since:
                starts_at, ends_at = bounds(problem, one.day, one.shift)
                facts = (starts_at, ends_at, one.shift, version.roster.unit)
                given.setdefault(one.day, []).append(facts)
    return [
        OwnShift(day, slot, unit, code, starts_at, ends_at)
        for day, shifts in sorted(given.items())
        for slot, (starts_at, ends_at, code, unit) in enumerate(
            sorted(shifts, key=lambda facts: (facts[0], facts[2], facts[3].pk))
        )
    ]


def fed(person: Person, *, since: date) -> QuerySet[FedShift]:
    """Return what a person's calendar has been told of the days since one."""
    told = FedShift.objects.for_hospital(person.hospital_id).filter(person=person, day__gte=since)
    return told.order_by("day", "slot")
