"""A ward whose people state wishes, for the tests; everybody is fictional."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from releve.kit.actors import HOUSE, Actor
from releve.people.models import Account, Level, Person, Role
from releve.people.queries import actor_of
from releve.roster.actions import (
    Ask,
    WishRefusedError,
    open_roster,
    open_wishes,
    publish_version,
    save_version,
    state_wish,
)
from releve.roster.engine.problem import Assignment, Problem
from releve.roster.models import Roster, Wish, WishPeriod
from releve.roster.tests.builders import problem_of, result_of
from releve.roster.tests.builders import ward as document
from releve.roster.tests.months import a_unit, demand_of

FIRST, LAST = date(2026, 3, 9), date(2026, 3, 15)
"""The days of the small month that ``builders`` describe."""

OPENS = datetime(2026, 2, 1, 8, tzinfo=UTC)
NOW = datetime(2026, 2, 10, 21, 30, tzinfo=UTC)
CLOSES = datetime(2026, 2, 20, 20, tzinfo=UTC)
LATER = CLOSES + timedelta(days=1)


@dataclass(frozen=True)
class Wishing:
    """A unit, its month, a period that is open, and its people by code."""

    unit: Level
    roster: Roster
    period: WishPeriod
    people: dict[str, Person]
    accounts: dict[str, Account]

    def actor(self, person: str) -> Actor:
        """Return a person as one who acts."""
        return actor_of(self.accounts[person])

    def wish(self, person: str, ask: Ask, *, at: datetime = NOW) -> Wish:
        """State a wish in her name."""
        owner = self.people[person]
        return state_wish(self.period, owner, ask, actor=self.actor(person), at=at)


def wishing(*, budget: int = 6, problem: Problem | None = None, extra: int = 0) -> Wishing:
    """Save a ward of three, or more by ``extra``, with an open period for its small month."""
    unit = a_unit()
    roster = open_roster(unit, problem or problem_of(document(wishes=[])), actor=HOUSE)
    people = people_in(unit, ["ana", "bea", "cle", *(f"x{place}" for place in range(extra))])
    period = a_period(unit, budget=budget)
    return Wishing(
        unit, roster, period, people, {code: _account(one) for code, one in people.items()}
    )


def people_in(unit: Level, codes: list[str]) -> dict[str, Person]:
    """Save people of a unit by their codes."""
    role = Role.objects.get(key="nurse")
    facts = {"hospital": unit.hospital, "unit": unit, "role": role}
    return {
        code: Person.objects.create(code=code, family_name=f"Fougère-{code}", **facts)
        for code in codes
    }


def a_period(
    unit: Level, *, first: date = FIRST, last: date = LAST, budget: int = 6, opens: datetime = OPENS
) -> WishPeriod:
    """Open a period of wishes for a unit, for almost three weeks."""
    return open_wishes(
        unit,
        starts_on=first,
        ends_on=last,
        opens_at=opens,
        closes_at=opens + (CLOSES - OPENS),
        budget=budget,
        actor=HOUSE,
    )


def off(day: date = FIRST, strength: int = 1) -> Ask:
    """Return the wish to have a day off."""
    return Ask(kind="off", day=day, strength=strength)


def day(offset: int) -> date:
    """Return a day of the small month, counted from its first."""
    return FIRST + timedelta(days=offset)


def published(ward: Wishing, *plan: Assignment) -> None:
    """Publish a plan for the month of a ward."""
    demand = demand_of(ward.roster)
    version = save_version(demand, result_of(demand.problem, plan), actor=HOUSE)
    publish_version(version, actor=HOUSE)


def refusal(call: Callable[[], Any]) -> str:
    """Return why a wish is refused."""
    with pytest.raises(WishRefusedError) as caught:
        call()
    return caught.value.code


def _account(person: Person) -> Account:
    return Account.objects.create_user(
        person.code, name=person.code, password=None, hospital=person.hospital, person=person
    )
