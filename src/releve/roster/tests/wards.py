"""A ward with people who look at it, for the tests of the pages; everybody is fictional."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.test import Client

from releve.kit.actors import HOUSE
from releve.people.models import Account, Grant, Level, Person, Role
from releve.roster.actions import open_roster, save_version
from releve.roster.actions.publishing import put_in_force
from releve.roster.engine.problem import Assignment, Problem
from releve.roster.gate import TOOL
from releve.roster.models import Roster, Version
from releve.roster.tests.builders import problem_of, result_of
from releve.roster.tests.builders import ward as document
from releve.roster.tests.months import a_unit
from releve.training.tests.builders import ready_for

LONG_AGO = date(2020, 1, 1)


@dataclass(frozen=True)
class Ward:
    """A unit, its month, and a published version with a later draft."""

    unit: Level
    roster: Roster
    published: Version
    draft: Version

    def at(self, version: Version, rest: str = "") -> str:
        """Return the address of a version."""
        return f"/wards/{self.unit.pk}/{self.roster.starts_on}/{version.number}/{rest}"

    def revision(self) -> int:
        """Return the revision of the month as it stands, which its pages carry."""
        return Roster.objects.get(pk=self.roster.pk).revision

    @property
    def period(self) -> str:
        """The address of the month."""
        return f"/wards/{self.unit.pk}/{self.roster.starts_on}/"


def a_ward(problem: Problem | None = None, *, person: str = "cle", shift: str = "J") -> Ward:
    """Save a unit of the hospital of the Moon with a small month and two versions."""
    unit = a_unit()
    asked = problem or problem_of(document())
    roster = open_roster(unit, asked, actor=HOUSE)
    demand = roster.demands.get()
    published = save_version(demand, result_of(asked, ()), actor=HOUSE)
    put_in_force(published, actor=HOUSE)  # whatever the judge says of a ward without shifts
    tuesday = asked.starts_on + timedelta(days=1)
    draft = save_version(
        demand, result_of(asked, (Assignment(person, tuesday, shift),)), actor=HOUSE
    )
    return Ward(unit, roster, published, draft)


def an_account(ward: Ward, function: str, *, person: str = "", name: str = "") -> Account:
    """Save an account with one function in the unit; ``person``: her code in rosters."""
    own, hospital = None, ward.unit.hospital
    assert hospital is not None
    if person:
        role = Role.objects.order_by("key")[0]
        own = Person.objects.create(
            hospital=hospital,
            unit=ward.unit,
            code=person,
            family_name="Fougère",
            role=role,
        )
    account = Account.objects.create_user(
        username=name or function,
        name=name or function,
        password=None,
        hospital=hospital,
        person=own,
    )
    Grant.objects.create(account=account, function=function, level=ward.unit, from_on=LONG_AGO)
    return account


def trained(account: Account) -> Account:
    """Tie an account to a person of its own, and train her for the roster engine."""
    if account.person is None:
        assert account.hospital is not None
        account.person = Person.objects.create(
            hospital=account.hospital,
            unit=account.grants.get().level,
            code=f"own-{account.username}",
            family_name="Fougère",
            role=Role.objects.order_by("key")[0],
        )
        account.save()
    ready_for(account.person, TOOL)
    return account


def signed_in(account: Account, language: str = "en") -> Client:
    """Return a browser in which the account is signed in."""
    client = Client(headers={"accept-language": language})
    client.force_login(account)
    return client
