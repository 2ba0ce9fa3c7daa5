"""The demo's engine: opened by its invented people, closed to the manager who has just arrived."""

from __future__ import annotations

from datetime import date

import pytest

from releve.house.demo.accounts import ARRIVED, MANAGER
from releve.house.demo.opening import TITLE, open_engine
from releve.kit.actors import HOUSE
from releve.people.actions import create_account, give_function
from releve.people.models import Account, Level, Person
from releve.people.queries import actor_of
from releve.people.tests.builders import a_staffed_hospital
from releve.roster.gate import TOOL
from releve.stewardship.models import Evidence, Exemption, StepDecision
from releve.stewardship.queries.gate import may_use

pytestmark = pytest.mark.django_db


def an_account(username: str, function: str, level: Level, person: Person | None = None) -> Account:
    hospital = level.hospital or level
    account = create_account(
        actor=HOUSE,
        username=username,
        name=username,
        password=None,
        hospital=hospital,
        person=person,
    )
    give_function(account, actor=HOUSE, function=function, level=level, from_on=date(2020, 1, 1))
    return account


def test_the_demo_opens_its_engine_by_the_steps_of_a_hospital() -> None:
    hospital = a_staffed_hospital()
    unit = Level.objects.select_related("hospital").get(code="URG")
    people = Person.objects.for_hospital(hospital)
    manager = an_account(MANAGER, "ward_manager", unit, people.get(code="A1"))
    an_account("referent-ia", "ai_referent", hospital)
    an_account("direction-soins", "care_director", hospital)
    open_engine(unit, people.get(code="A1"))
    arrived = an_account(ARRIVED.username, "ward_manager", unit, people.get(code="B2"))
    assert may_use(actor_of(manager), TOOL, unit).is_open
    closed = may_use(actor_of(arrived), TOOL, unit)
    assert {lack.code for lack in closed.lacks} == {"training_missing"}
    moves = StepDecision.objects.for_hospital(hospital).order_by("pk")
    assert [(one.move, one.is_override) for one in moves] == [
        ("examine", False),
        ("pilot", False),
        ("suspend", False),
        ("resume", False),
        ("step", False),
    ]
    papers = Evidence.objects.for_hospital(hospital)
    assert {one.title for one in papers} == {TITLE}
    assert all("inventée" in one.reason for one in Exemption.objects.for_hospital(hospital))
