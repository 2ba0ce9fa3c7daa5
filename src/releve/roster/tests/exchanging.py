"""A ward whose published month changes hands, for the tests; everybody is fictional."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from releve.kit.actors import HOUSE, Actor
from releve.people.models import Account, Grant, Level, Notice, Person
from releve.people.queries import actor_of
from releve.roster.actions import (
    ExchangeRefusedError,
    Offer,
    Post,
    ask_swap,
    open_roster,
    open_shift,
    publish_version,
    save_version,
    set_offers,
)
from releve.roster.engine.problem import Assignment, Need, Problem
from releve.roster.engine.tests.builders import MONDAY, a_person, a_problem
from releve.roster.models import OpenShift, Roster, Swap, Version
from releve.roster.queries.publication import published_of
from releve.roster.tests.builders import result_of
from releve.roster.tests.months import a_unit, demand_of
from releve.roster.tests.wards import LONG_AGO
from releve.roster.tests.wishing import people_in
from releve.shifts.actions import publish_shifts
from releve.shifts.facts import Edition, Planned

NOW = datetime(2026, 2, 10, 9, tzinfo=UTC)
"""Well before the month."""


@dataclass(frozen=True)
class Exchanging:
    """A unit with a published month, its people and accounts by code, and its manager."""

    unit: Level
    roster: Roster
    people: dict[str, Person]
    accounts: dict[str, Account]
    manager: Account

    @property
    def head(self) -> Actor:
        """Its manager as one who acts."""
        return actor_of(self.manager)

    @property
    def published(self) -> Version:
        """The version that the team sees."""
        found = published_of(self.roster)
        assert found is not None
        return found

    def actor(self, person: str) -> Actor:
        """Return a person as one who acts."""
        return actor_of(self.accounts[person])

    def ask(self, asker: str, colleague: str, offer: Offer, *, at: datetime = NOW) -> Swap:
        """Ask in her name."""
        people = self.people
        who = self.actor(asker)
        return ask_swap(self.roster, people[asker], people[colleague], offer, actor=who, at=at)

    def shifts(self, person: str) -> list[tuple[int, str]]:
        """Return her published shifts, each with its day counted from the first."""
        first = self.roster.starts_on
        answer = self.published.result.answer
        return [((one.day - first).days, one.shift) for one in answer if one.person == person]

    def opened(self, offset: int = 2, **facts: Any) -> OpenShift:
        """Open the day shift of a day."""
        post = Post(day=day(offset), shift="J")
        given: dict[str, Any] = {"closes_at": NOW + timedelta(days=2), **facts}
        return open_shift(self.roster, post, actor=self.head, at=NOW, **given)

    def manages(self, person: str) -> Person:
        """Let one of the people manage the roster, and return her."""
        account = self.accounts[person]
        Grant.objects.create(
            account=account, function="ward_manager", level=self.unit, from_on=LONG_AGO
        )
        return self.people[person]

    def wants(self, *people: str) -> None:
        """Let people want to hear of open shifts."""
        for code in people:
            set_offers(self.people[code], wants=True, actor=self.actor(code), at=NOW)


def exchanging(*, problem: Problem | None = None, plan: tuple[Assignment, ...] = ()) -> Exchanging:
    """Save a ward of three with a published month: ana on Monday, bea on Tuesday."""
    asked = problem or quiet_problem()
    unit = a_unit()
    roster = open_roster(unit, asked, actor=HOUSE)
    found = result_of(asked, plan or (given("ana", 0), given("bea", 1)))
    people = people_in(unit, [one.id for one in asked.people])
    version = save_version(demand_of(roster), found, actor=HOUSE)
    publish_version(version, actor=HOUSE, at=NOW - timedelta(days=9))
    accounts = {code: _account(code, unit, person) for code, person in people.items()}
    Grant.objects.bulk_create(
        Grant(account=one, function="caregiver", level=unit, from_on=LONG_AGO)
        for one in accounts.values()
    )
    manager = _account("cadre", unit)
    Grant.objects.create(account=manager, function="ward_manager", level=unit, from_on=LONG_AGO)
    return Exchanging(unit, roster, people, accounts, manager)


def quiet_problem(*names: str, days: int = 7, **changes: Any) -> Problem:
    """Return a short month that asks for one day shift each day."""
    people = tuple(a_person(name) for name in names or ("ana", "bea", "cle"))
    facts: dict[str, Any] = {
        "people": people,
        "ends_on": MONDAY + timedelta(days=days - 1),
        "needs": (Need(id="jour", shift="J", role="ide", minimum=1),),
    }
    return a_problem(**(facts | changes))


def given(person: str, offset: int, shift: str = "J") -> Assignment:
    """Return a shift of a day counted from the first."""
    return Assignment(person, day(offset), shift)


def day(offset: int) -> date:
    """Return a day counted from the first."""
    return MONDAY + timedelta(days=offset)


def an_offer(gives: int, takes: int | None = None, shift: str = "J") -> Offer:
    """Return a day shift for another one, or as a gift."""
    if takes is None:
        return Offer(gives_day=day(gives), gives_shift=shift)
    return Offer(gives_day=day(gives), gives_shift=shift, takes_day=day(takes), takes_shift=shift)


def elsewhere(ward: Exchanging, person: str, offset: int) -> None:
    """Publish to another unit of the hospital that she works there in the day of a day."""
    other = Level.objects.filter(kind="unit").exclude(pk=ward.unit.pk)[0]
    problem = ward.published.demand.problem
    start, end = (
        one.replace(tzinfo=problem.zone)
        for one in problem.shift_by_code["J"].local_bounds(day(offset))
    )
    shift = Planned(
        person=ward.people[person].pk,
        day=day(offset),
        code="J",
        starts_at=start,
        ends_at=end,
        minutes=720,
    )
    edition = Edition(
        from_on=day(0),
        to_on=day(6),
        source="elsewhere",
        version=1,
        planned=[shift],
        published_at=NOW,
    )
    publish_shifts(other, edition, actor=HOUSE)


def refused(call: Callable[[], Any]) -> str:
    """Return why something is refused."""
    with pytest.raises(ExchangeRefusedError) as caught:
        call()
    return caught.value.code


def told(person: Person) -> list[str]:
    """Return the codes of what a person was told, in order."""
    found = Notice.objects.for_hospital(person.hospital_id).filter(person=person)
    return [one.code.removeprefix("roster.") for one in found.order_by("pk")]


def _account(name: str, unit: Level, person: Person | None = None) -> Account:
    return Account.objects.create_user(
        name, name=name, password=None, hospital=unit.hospital, person=person
    )
