"""A ward whose people are on the staff, with versions to publish; everybody is fictional."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from releve.kit.actors import HOUSE
from releve.people.models import Level, Person
from releve.roster.actions import open_roster, publish_version, save_version
from releve.roster.editions import planned_facts
from releve.roster.engine.problem import Assignment, Problem
from releve.roster.models import Roster, Version
from releve.roster.queries.publication import staff_of
from releve.roster.tests.builders import problem_of, result_of
from releve.roster.tests.builders import ward as document
from releve.roster.tests.months import a_unit, demand_of
from releve.roster.tests.wishing import people_in
from releve.shifts.facts import Planned, Published
from releve.shifts.queries import planned_of_unit

FIRST = date(2026, 3, 9)
EARLY = datetime(2026, 2, 1, 8, tzinfo=UTC)
"""Long before the month: its first day is 36 days ahead."""

CODES = ("ana", "bea", "cle")


@dataclass(frozen=True)
class Shown:
    """A unit, its month, and its people by code."""

    unit: Level
    roster: Roster
    people: dict[str, Person]

    def version(self, *cells: tuple[str, int, str]) -> Version:
        """Save a version: who, how many days after the first, which shift."""
        demand = demand_of(self.roster)
        answer = [Assignment(who, FIRST + timedelta(days=day), code) for who, day, code in cells]
        return save_version(demand, result_of(demand.problem, answer), actor=HOUSE)

    def publish(self, version: Version, **told: Any) -> Published:
        """Publish a version, early unless ``at`` is told."""
        return publish_version(again(version), actor=HOUSE, **{"at": EARLY, **told})

    @property
    def facts(self) -> set[Planned]:
        """What stands in ``shifts`` for the month."""
        rows = planned_of_unit(self.unit, self.roster.starts_on, self.roster.ends_on)
        return {
            Planned(
                person=row.person_id,
                day=row.day,
                code=row.code,
                starts_at=row.starts_at,
                ends_at=row.ends_at,
                minutes=row.minutes,
                is_night=row.is_night,
                is_on_call=row.is_on_call,
                is_cover=row.is_cover,
            )
            for row in rows
        }

    @property
    def published(self) -> Version | None:
        """The version in force."""
        return self.versions.filter(state="published").select_related("demand").first()

    @property
    def versions(self) -> QuerySet[Version]:
        """The versions of the month."""
        return Version.objects.for_hospital(self.roster.hospital_id).filter(roster=self.roster)


def a_shown_ward(problem: Problem | None = None, *, staff: Iterable[str] = CODES) -> Shown:
    """Save a ward of three with an open month, of whom some are on the staff."""
    unit = a_unit()
    roster = open_roster(unit, problem or problem_of(document(wishes=[])), actor=HOUSE)
    return Shown(unit, roster, people_in(unit, list(staff)))


def facts_of(version: Version) -> set[Planned]:
    """Return the facts that a version says, of those who are on the staff."""
    return set(planned_facts(version.demand.problem, version.result.answer, staff_of(version)))


def again(version: Version) -> Version:
    """Return a version as it stands in the database."""
    found = Version.objects.for_hospital(version.hospital_id)
    return found.select_related("demand", "roster__unit").get(pk=version.pk)
