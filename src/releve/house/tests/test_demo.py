"""`releve demo`: once made it stays, beside nothing else, and everybody's door is printed."""

from __future__ import annotations

import socket
from datetime import date

import pytest
from click.testing import CliRunner, Result
from django.contrib.auth import authenticate
from django.db.models import Sum
from django.utils import timezone

from releve.house.demo import cli
from releve.house.demo.accounts import ACCOUNTS, PASSWORD
from releve.house.demo.calendars import Calendar, month_of
from releve.house.demo.group import Group, build_group
from releve.house.demo.places import DEMO_UNIT, UNITS
from releve.house.demo.storing import store_group, stored_month
from releve.kit.actors import HOUSE
from releve.kit.faults import BadInputError
from releve.people.actions import create_account, give_function
from releve.people.models import Account, Level, Person, Unavailability
from releve.people.vocabulary import FUNCTIONS
from releve.roster.gate import TOOL
from releve.roster.models import Roster, Version, Wish, WishPeriod
from releve.roster.queries import own_wishes_page
from releve.stewardship.tests.opened import open_tool

CALENDAR = Calendar(month_of(date(2027, 3, 1)))
FEW = (DEMO_UNIT, *(unit for unit in UNITS if unit.full_code in {"CAS-IMA", "RIV-HDJ"}))

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def group() -> Group:
    """Three units of the group, one of each hospital."""
    return build_group(CALENDAR, units=FEW, processes=1)


def run(*arguments: str) -> Result:
    """Run the verb and raise what it raises."""
    return CliRunner().invoke(cli.demo, arguments, catch_exceptions=False)


@pytest.fixture
def stored(group: Group, tables: None) -> Group:  # noqa: ARG001 - the tables come first
    """The group in the database."""
    store_group(group)
    return group


@pytest.fixture
def tables(db: None) -> None:  # noqa: ARG001 - pytest-django's own
    """The reference roles and skills, as after a migration."""
    from releve.people.actions import load_reference  # noqa: PLC0415 - needs the database

    load_reference(actor=HOUSE)


def hospital_of_the_demo() -> Level:
    return Level.objects.get(code=DEMO_UNIT.hospital.code)


def test_people_absences_and_months_are_stored(stored: Group) -> None:
    hospital = hospital_of_the_demo()
    members = stored.wards[0].members
    assert Person.objects.for_hospital(hospital).count() == len(members)
    assert Unavailability.objects.for_hospital(hospital).exists()
    assert hospital.school_zone == "B"
    unit = Level.objects.get(code=DEMO_UNIT.full_code)
    periods = Roster.objects.for_hospital(hospital).filter(unit=unit).order_by("starts_on")
    assert [period.starts_on for period in periods] == [
        date(2027, 1, 1),
        date(2027, 2, 1),
        date(2027, 3, 1),
    ]
    versions = Version.objects.for_hospital(hospital).order_by("roster__starts_on")
    assert [(one.state, one.breaches) for one in versions] == [("published", 0)] * 2
    assert [period.chosen_id is not None for period in periods] == [True, True, False]


def test_every_function_has_one_account_that_signs_in(stored: Group) -> None:
    assert {account.function for account in ACCOUNTS} == set(FUNCTIONS)
    signed_in = [authenticate(username=one.username, password=PASSWORD) for one in ACCOUNTS]
    assert all(isinstance(account, Account) and account.is_demo for account in signed_in)
    caregiver = signed_in[1]
    assert isinstance(caregiver, Account)
    assert caregiver.person is not None
    assert caregiver.person.code == stored.wards[0].members[0].code


def test_a_second_run_finds_the_demo_and_changes_nothing(stored: Group) -> None:
    before = Person.objects.for_hospital(hospital_of_the_demo()).count()
    answer = run("--seconds", "0")
    assert "The demo of 2027-03 is here already." in answer.output
    store_group(stored)
    assert Person.objects.for_hospital(hospital_of_the_demo()).count() == before
    assert stored_month() == CALENDAR.prepared


def a_trained_manager(code: str) -> Account:
    """Return the manager of another ward, in which the roster engine is open to her."""
    unit = Level.objects.select_related("hospital").get(code=code)
    assert unit.hospital is not None
    person = Person.objects.for_hospital(unit.hospital).filter(unit=unit).order_by("code")[0]
    account = create_account(
        actor=HOUSE,
        username="cadre-ailleurs",
        name="Cadre",
        password=PASSWORD,
        hospital=unit.hospital,
        person=person,
        is_demo=True,
    )
    day = date(2020, 1, 1)
    give_function(account, actor=HOUSE, function="ward_manager", level=unit, from_on=day)
    open_tool(unit.hospital, TOOL, [unit], [person])
    return account


@pytest.mark.usefixtures("stored")
def test_the_demo_ward_is_solved_once_and_its_roster_saved(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # A day hospital stands in for the emergency ward: a dozen people are solved sooner.
    ward = FEW[-1]
    monkeypatch.setattr("releve.house.demo.storing.DEMO_UNIT", ward)
    monkeypatch.setattr("releve.house.demo.cli.MANAGER", a_trained_manager(ward.full_code).username)
    assert "Searching 6 s" in run("--seconds", "6").output
    assert "Searching" not in run("--seconds", "6").output
    hospital = Level.objects.get(code=ward.hospital.code)
    saved = Version.objects.for_hospital(hospital).filter(state="draft")
    assert [version.breaches for version in saved] == [0]


@pytest.mark.usefixtures("stored")
def test_another_month_than_the_one_made_is_refused() -> None:
    with pytest.raises(BadInputError, match="the demo of 2027-03 is here already"):
        run("--month", "2027-05", "--seconds", "0")


def test_a_database_with_another_hospital_is_refused() -> None:
    Level.objects.create(code="CHX", kind="hospital", name="Another one")
    with pytest.raises(BadInputError, match="holds another hospital"):
        run("--seconds", "0")


@pytest.mark.usefixtures("tables")
def test_what_fails_half_way_leaves_nothing(group: Group, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_codes: str) -> None:
        raise RuntimeError("the lights went out")

    monkeypatch.setattr("releve.house.demo.storing.store_accounts", fail)
    with pytest.raises(RuntimeError):
        store_group(group)
    assert Level.objects.count() == 0


@pytest.mark.parametrize("said", ["2027", "2027-13", "1999-01", "mars"])
def test_a_month_that_is_none_is_one_sentence(said: str) -> None:
    with pytest.raises(BadInputError, match="is no month"):
        run("--month", said)


def test_a_port_in_use_is_told_before_anything_is_made() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        with pytest.raises(BadInputError, match=f"port {port} cannot be used"):
            run("--serve", "--port", port)
    assert Level.objects.count() == 0


@pytest.mark.usefixtures("stored")
def test_all_accounts_are_printed_with_their_password() -> None:
    said = run("--seconds", "0").output
    assert PASSWORD in said
    assert [one.username for one in ACCOUNTS if f"  {one.username} " not in said] == []


def test_the_demo_ward_has_a_period_of_wishes_that_is_open_and_one_to_remember(
    stored: Group,  # noqa: ARG001 - what is looked at
) -> None:
    hospital = hospital_of_the_demo()
    periods = WishPeriod.objects.for_hospital(hospital).order_by("starts_on")
    assert [one.state(timezone.now()) for one in periods] == ["closed", "open"]
    for period in periods:
        wishes = Wish.objects.for_hospital(hospital).filter(period=period)
        spent = wishes.values("person").annotate(points=Sum("points"))
        assert max(one["points"] for one in spent) <= period.budget
    caregiver = Account.objects.for_hospital(hospital).get(username="soignant")
    page = own_wishes_page(caregiver, now=timezone.now())
    assert page is not None
    assert page.shown is not None
    days = [day for week in page.shown.weeks for day in week.days]
    assert any(day.asked.is_contested for day in days)
    assert page.shown.memory.record.asked > 0
