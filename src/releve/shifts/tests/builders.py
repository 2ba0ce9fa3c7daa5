"""Two invented units with people, and what they are shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from releve.kit.actors import HOUSE
from releve.people.actions import import_persons
from releve.people.models import Level, Person
from releve.people.tests.builders import a_hospital, rows_of
from releve.shifts.actions import publish_shifts
from releve.shifts.facts import Edition, Planned, Published

PARIS = ZoneInfo("Europe/Paris")
MONDAY = date(2026, 6, 1)
LONG_BEFORE = datetime(2026, 5, 1, 8, tzinfo=UTC)
CODES = tuple(f"P{number}" for number in range(10))


@dataclass(frozen=True)
class Ward:
    """A unit with ten people, and another one of the same hospital."""

    hospital: Level
    unit: Level
    other: Level
    people: tuple[Person, ...]


def a_ward() -> Ward:
    """Save the hospital of the Moon with ten people in its emergency ward."""
    hospital = a_hospital()
    lines = [[code, "Brume", code, "URG", "nurse", ""] for code in CODES]
    import_persons(rows_of("persons", lines), actor=HOUSE)
    people = Person.objects.for_hospital(hospital).order_by("code")
    units = Level.objects.filter(hospital=hospital, kind="unit").in_bulk(field_name="code")
    return Ward(hospital, units["URG"], units["CARDIO"], tuple(people))


def at(day: int, hour: float) -> datetime:
    """Return an instant so many days after the first Monday, at an hour by the clock."""
    there = MONDAY + timedelta(days=day)
    local = datetime(there.year, there.month, there.day, tzinfo=PARIS)
    return (local + timedelta(hours=hour)).astimezone(UTC)


def planned(person: Person, day: int, hour: float = 7, hours: float = 7.5, **facts: Any) -> Planned:
    """Return a shift to publish."""
    start = at(day, hour)
    end = start + timedelta(hours=hours)
    told = {"code": "M", "minutes": round(60 * hours), **facts}
    there = MONDAY + timedelta(days=day)
    return Planned(person=person.pk, day=there, starts_at=start, ends_at=end, **told)


def edition(*shifts: Planned, version: int = 1, **facts: Any) -> Edition:
    """Return four weeks from the first Monday with those shifts."""
    told = {
        "from_on": MONDAY,
        "to_on": MONDAY + timedelta(days=27),
        "source": "URG/2026-06-01",
        "published_at": LONG_BEFORE + timedelta(hours=version),
    }
    return Edition(planned=shifts, version=version, **{**told, **facts})


def shown(ward: Ward, *shifts: Planned, **facts: Any) -> Published:
    """Publish those shifts to the ward."""
    return publish_shifts(ward.unit, edition(*shifts, **facts), actor=HOUSE)
