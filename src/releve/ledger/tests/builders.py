"""An invented team, its work of two quarters, and what was measured of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from releve.kit.actors import HOUSE
from releve.ledger.actions import settle_quarter
from releve.ledger.actions.writing import Minutes, post_minutes
from releve.ledger.facts import Choice, Claim
from releve.ledger.models import MinuteCell, PromptAnswer, PromptPeriod, Quarter
from releve.ledger.quarters import last_day
from releve.ledger.queries.prompts import week_of
from releve.ledger.queries.work import Days
from releve.people.actions import import_persons
from releve.people.models import Level, Person
from releve.people.tests.builders import a_hospital, rows_of
from releve.shifts.models import PlannedShift, Publication

SPRING, SUMMER = date(2026, 4, 1), date(2026, 7, 1)
BEFORE: Days = (SPRING, date(2026, 6, 28))
SINCE = date(2026, 6, 29)
AUTUMN = date(2026, 10, 15)
"""The day on which the tests look: spring and summer are over."""

SHIFT_MINUTES = 450


@dataclass(frozen=True)
class Team:
    """A unit with its people, and another unit of the same hospital."""

    hospital: Level
    unit: Level
    other: Level
    people: tuple[Person, ...]


def a_team(**sizes: int) -> Team:
    """Save the hospital of the Moon; so many people of each profession in its emergency ward."""
    hospital = a_hospital()
    wanted = sizes or {"nurse": 10, "care_assistant": 9}
    lines = [
        [f"{role[:1]}{number}", "Brume", f"{role[:1]}{number}", "URG", role, ""]
        for role, count in wanted.items()
        for number in range(count)
    ]
    import_persons(rows_of("persons", lines), actor=HOUSE)
    people = Person.objects.for_hospital(hospital).select_related("role").order_by("code")
    units = Level.objects.filter(hospital=hospital, kind="unit").in_bulk(field_name="code")
    return Team(hospital, units["URG"], units["CARDIO"], tuple(people))


def work(
    team: Team, days: Days = (SPRING, date(2026, 9, 30)), *, weekdays: Sequence[int] = (0, 2, 4)
) -> None:
    """Let everybody of a team work in the morning of some weekdays."""
    publication = Publication.objects.create(
        hospital=team.hospital,
        unit=team.unit,
        from_on=days[0],
        to_on=days[1],
        source="URG/work",
        version=1,
        published_at=datetime(2026, 3, 1, tzinfo=UTC),
        digest="work",
    )
    count = (days[1] - days[0]).days + 1
    dates = [days[0] + timedelta(at) for at in range(count)]
    rows = [
        _shift(team, publication, person, day)
        for day in dates
        if day.weekday() in weekdays
        for person in team.people
    ]
    PlannedShift.objects.bulk_create(rows, batch_size=500)


def _shift(team: Team, publication: Publication, person: Person, day: date) -> PlannedShift:
    start = datetime(day.year, day.month, day.day, 5, tzinfo=UTC)
    return PlannedShift(
        hospital=team.hospital,
        person=person,
        unit=team.unit,
        publication=publication,
        day=day,
        code="M",
        starts_at=start,
        ends_at=start + timedelta(minutes=SHIFT_MINUTES),
        minutes=SHIFT_MINUTES,
        published_at=publication.published_at,
    )


def measured(
    team: Team,
    days: Days,
    minutes: int,
    *,
    people: int = 10,
    profession: str = "",
    activity: str = "documentation",
) -> None:
    """Save what a unit measured in each week of some days: about so many minutes a person."""
    monday = days[0] + timedelta(-days[0].weekday() % 7)
    weeks = [monday + timedelta(7 * at) for at in range(((days[1] - monday).days + 1) // 7)]
    MinuteCell.objects.bulk_create(
        MinuteCell(
            hospital=team.hospital,
            unit=team.unit,
            week_on=week,
            profession=profession,
            activity=activity,
            minutes=people * (minutes + 5 * (at % 3 - 1)),
            people=people,
        )
        for at, week in enumerate(weeks)
    )


def asked_in(team: Team, days: Days) -> PromptPeriod:
    """Save that a team is asked at random on some days, as if it had been opened before them."""
    return PromptPeriod.objects.create(
        hospital=team.hospital, unit=team.unit, from_on=days[0], to_on=days[1], reference="Réunion"
    )


def answered(team: Team, days: Days, counts: dict[str, int], *, profession: str = "nurse") -> None:
    """Save so many answers of each activity in a week of some days; empty: not said."""
    week = week_of(days[0]) + timedelta(14)
    PromptAnswer.objects.bulk_create(
        PromptAnswer(
            hospital=team.hospital,
            unit=team.unit,
            week_on=week,
            profession=profession,
            question="doing",
            activity=activity,
        )
        for activity, count in counts.items()
        for _number in range(count)
    )


def claim(tool: str = "scribe", **facts: Any) -> Claim:
    """Return what is said of a tool that writes."""
    told = Claim(tool=tool, activities=("documentation",), before=BEFORE, since=SINCE)
    return replace(told, **facts)


def a_settled_quarter(team: Team | None = None, **facts: Any) -> tuple[Team, Quarter]:
    """Save a team that worked and measured, and settle its summer."""
    there = team or a_team()
    if team is None:
        work(there)
    measured(there, BEFORE, 600)
    measured(there, (SINCE, last_day(SUMMER)), 500)
    return there, settle_quarter(there.unit, SUMMER, claim(**facts), actor=HOUSE)


def choice(minutes: int = 600, **facts: Any) -> Choice:
    """Return what a team chooses for the month of November."""
    told = Choice(
        purpose="patients",
        minutes=minutes,
        from_on=date(2026, 11, 1),
        to_on=date(2026, 11, 30),
        reference="Réunion d’équipe du 12 octobre",
    )
    return replace(told, **facts)


def trained(
    team: Team, number: int, minutes: int, *, quarter: date = SUMMER, is_first: bool = True
) -> None:
    """Write what one training took in a quarter, as it was written while it lasted."""
    told = Minutes(
        debit="training",
        credit="time",
        minutes=minutes,
        reference=f"training.proof:{number}",
        source="measured",
        tool="scribe",
        is_first=is_first,
    )
    with transaction.atomic():
        post_minutes(team.unit, quarter, told)


def today() -> date:
    """Return the day that the house thinks it is."""
    return timezone.localdate()
