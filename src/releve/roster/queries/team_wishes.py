"""The wishes of a team, as its manager reads them: they are addressed to her, by name.

She sees what stands, day by day, who has stated none (neither good nor bad), and, once a roster
is published, what it makes of each. Of the memory she sees what the engine uses: by how much
each person's wishes weigh.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from releve.kit.cells import Cell
from releve.people.models import Level, Person
from releve.people.queries import full_name
from releve.roster.engine.problem import Problem
from releve.roster.engine.wishes import at_work, away, needed, spread
from releve.roster.models import Preference, Roster, Version, Wish, WishPeriod
from releve.roster.queries.wishes import (
    Fulfilled,
    asked_problem,
    factors_before,
    fulfilled,
    month_for,
    people_of,
    preferences_of,
    published_version,
    standing_wishes,
    wish_periods,
)

WISH_FIELDS = (
    *("person", "name", "kind", "day", "weekdays", "shift", "strength", "points"),
    *("made_at", "asked_days", "granted_days"),
)
"""Columns of the copies of a team's wishes."""


@dataclass(frozen=True)
class Line:
    """A period in the list of a unit."""

    period: WishPeriod
    state: str
    answered: int
    people: int


@dataclass(frozen=True)
class TeamDay:
    """A day with the wishes that name it; ``contested``: the roles that cannot all be off."""

    day: date
    wishes: tuple[Wish, ...]
    needed: int | None
    contested: tuple[str, ...]

    @property
    def off(self) -> tuple[Wish, ...]:
        """Wishes to be off."""
        return tuple(one for one in self.wishes if one.kind == "off")

    @property
    def others(self) -> tuple[Wish, ...]:
        """Every other wish."""
        return tuple(one for one in self.wishes if one.kind != "off")


@dataclass(frozen=True)
class PersonWishes:
    """A person with what she stated, what became of it, and how much her wishes weigh."""

    person: Person
    name: str
    wishes: tuple[Fulfilled, ...]
    preferences: tuple[Preference, ...]
    factor: Fraction
    budget: int

    @property
    def spent(self) -> int:
        """Points that her wishes take."""
        return sum(one.wish.points for one in self.wishes)


@dataclass(frozen=True)
class TeamWishes:
    """Everything that stands in a period of a unit."""

    period: WishPeriod
    state: str
    month: Roster | None
    version: Version | None
    days: tuple[TeamDay, ...]
    people: tuple[PersonWishes, ...]

    @property
    def answered(self) -> tuple[PersonWishes, ...]:
        """People with a wish or a preference."""
        return tuple(one for one in self.people if one.wishes or one.preferences)

    @property
    def silent(self) -> tuple[PersonWishes, ...]:
        """People who have stated nothing."""
        return tuple(one for one in self.people if not one.wishes and not one.preferences)

    @property
    def contested(self) -> tuple[TeamDay, ...]:
        """Days on which more wish to be off than can be."""
        return tuple(one for one in self.days if one.contested)


def wish_lines(unit: Level, *, now: datetime) -> list[Line]:
    """Return the periods of a unit, the latest first, with how many have answered."""
    people = {one.pk for one in people_of(unit)}
    return [
        Line(
            period,
            period.state(now),
            len({one.person_id for one in standing_wishes(period)} & people),
            len(people),
        )
        for period in wish_periods(unit)
    ]


def team_wishes(period: WishPeriod, *, now: datetime) -> TeamWishes:
    """Return what stands in a period, for whoever manages the unit."""
    people = people_of(period.unit)
    standing = standing_wishes(period)
    version = published_version(period)
    by = factors_before(period.unit, period.starts_on, now=now)
    told: dict[int, list[Fulfilled]] = {}
    for one in fulfilled(period, standing, version):
        told.setdefault(one.wish.person_id, []).append(one)
    light: dict[int, list[Preference]] = {}
    for preference in preferences_of(people, period.hospital_id):
        light.setdefault(preference.person_id, []).append(preference)
    return TeamWishes(
        period=period,
        state=period.state(now),
        month=month_for(period),
        version=version,
        days=tuple(_days(period, people, standing)),
        people=tuple(
            PersonWishes(
                person=one,
                name=full_name(one),
                wishes=tuple(told.get(one.pk, ())),
                preferences=tuple(light.get(one.pk, ())),
                factor=by.get(one.code, Fraction(1)),
                budget=period.budget,
            )
            for one in people
        ),
    )


def _days(
    period: WishPeriod, people: Sequence[Person], standing: Sequence[Wish]
) -> Iterator[TeamDay]:
    problem = asked_problem(period)
    rows = {(one.person.code, one.day, one.weekdays): one for one in standing}
    on: dict[date, list[Wish]] = {}
    for stated, day in spread([one.stated for one in standing], period.span):
        key = (stated.person, stated.day, "+".join(stated.weekdays))
        on.setdefault(day, []).append(rows[key])
    roles = sorted({one.role.key for one in people})
    for day in period.span.days:
        wishes = tuple(on.get(day, ()))
        yield TeamDay(
            day=day,
            wishes=wishes,
            needed=None if problem is None else sum(needed(problem, day, one) for one in roles),
            contested=() if problem is None else tuple(_over(problem, day, wishes, people)),
        )


def _over(
    problem: Problem, day: date, wishes: Sequence[Wish], people: Sequence[Person]
) -> Iterator[str]:
    """Yield the roles of which more wish to be off on a day than can be."""
    gone = away(problem, day)
    asking = {one.person_id for one in wishes if one.kind == "off"}
    there = [one for one in people if one.code not in gone]
    for role in sorted({one.role.key for one in there}):
        group = [one for one in there if one.role.key == role]
        off = sum(one.pk in asking for one in group)
        if off and off > len(group) - at_work(problem, day, role):
            yield role


def wish_rows(team: TeamWishes) -> list[dict[str, Cell]]:
    """Return the wishes of a team under the names that its copies promise."""
    return [
        {
            "person": one.person.code,
            "name": one.name,
            "kind": told.wish.kind,
            "day": told.wish.day,
            "weekdays": told.wish.weekdays,
            "shift": told.wish.shift,
            "strength": told.wish.strength,
            "points": told.wish.points,
            "made_at": told.wish.made_at,
            "asked_days": len(told.outcome.asked),
            "granted_days": len(told.outcome.granted),
        }
        for one in team.people
        for told in one.wishes
    ]
