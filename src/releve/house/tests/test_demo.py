"""`releve demo`: once made it stays, and its ward has lived with its tools, by the rooms' verbs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from unittest.mock import patch

import pytest
from click.testing import CliRunner, Result
from django.contrib.auth import authenticate
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from releve.house.demo import cli
from releve.house.demo.accounts import ACCOUNTS, ARRIVED, MANAGER, PASSWORD
from releve.house.demo.calendars import Calendar, month_of
from releve.house.demo.group import Group, build_group
from releve.house.demo.places import DEMO_UNIT, UNITS
from releve.house.demo.storing import open_demand, store_group, stored_month
from releve.house.demo.tools import KEY as THIRD_PARTY
from releve.kit.actors import HOUSE
from releve.kit.faults import BadInputError
from releve.ledger.models import Quarter, Spending
from releve.people.actions import create_account, give_function, load_reference
from releve.people.models import (
    Account,
    HospitalQuerySet,
    HospitalTable,
    Level,
    Person,
    Unavailability,
)
from releve.people.queries import account_named, actor_of
from releve.people.vocabulary import FUNCTIONS
from releve.roster.gate import TOOL
from releve.roster.models import Roster, Version, Wish, WishPeriod
from releve.roster.queries import own_wishes_page
from releve.shifts.models import PlannedShift
from releve.stewardship.models import (
    Alarm,
    Connection,
    Consultation,
    Contest,
    ContestMessage,
    Declaration,
    Evidence,
    StepDecision,
    Supplier,
    Tool,
)
from releve.stewardship.queries.bias import bias_standing
from releve.stewardship.queries.gate import may_use
from releve.stewardship.queries.public import public_tool
from releve.stewardship.queries.register import tool_at
from releve.stewardship.queries.rollout import next_moves
from releve.stewardship.tests.opened import open_tool
from releve.trail.models import Entry as TrailEntry
from releve.training.models import Attempt

NOW = datetime(2027, 2, 20, 11, tzinfo=UTC)
CALENDAR = Calendar(month_of(date(2027, 3, 1)))
FEW = (DEMO_UNIT, *(unit for unit in UNITS if unit.full_code in {"CAS-IMA", "RIV-HDJ"}))

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Group]:  # noqa: ARG001 - the tables
    """Three units of the group, one of each hospital, in the database around the module's tests."""
    group = build_group(CALENDAR, units=FEW, processes=1)
    everything = transaction.atomic()
    vars(everything)["_from_testcase"] = True  # as Django's own TestCase marks its own
    with ExitStack() as stack:
        with django_db_blocker.unblock():
            stack.enter_context(everything)
            load_reference(actor=HOUSE)
            with patch.object(timezone, "now", lambda: NOW):
                store_group(group)
        yield group
        with django_db_blocker.unblock():
            transaction.set_rollback(True)
            stack.close()


@pytest.fixture
def stored(made: Group, db: None) -> Group:  # noqa: ARG001 - the test's own transaction
    """The group in the database."""
    return made


def run(*arguments: str) -> Result:
    """Run the verb and raise what it raises."""
    return CliRunner().invoke(cli.demo, arguments, catch_exceptions=False)


def hospital_of_the_demo() -> Level:
    return Level.objects.get(code=DEMO_UNIT.hospital.code)


def test_people_absences_and_months_are_stored(stored: Group) -> None:
    hospital = hospital_of_the_demo()
    codes = {member.code for member in stored.wards[0].members}
    arrived = account_named(ARRIVED.username).person
    assert arrived is not None
    people = Person.objects.for_hospital(hospital)
    assert set(people.values_list("code", flat=True)) == codes | {arrived.code}
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


def test_every_function_has_one_account_and_one_password_opens_them_all(stored: Group) -> None:
    assert {account.function for account in ACCOUNTS} == set(FUNCTIONS)
    accounts = [account_named(one.username) for one in (*ACCOUNTS, ARRIVED)]
    assert all(account.is_demo for account in accounts)
    assert len({account.password for account in accounts}) == 1
    caregiver = authenticate(username="soignant", password=PASSWORD)
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
        password=None,
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


@pytest.mark.usefixtures("stored")
def test_all_accounts_are_printed_with_their_password() -> None:
    said = run("--seconds", "0").output
    assert PASSWORD in said
    names = [one.username for one in (*ACCOUNTS, ARRIVED)]
    assert [name for name in names if f"  {name} " not in said] == []


@pytest.mark.usefixtures("stored")
def test_the_demo_ward_has_a_period_of_wishes_that_is_open_and_one_to_remember() -> None:
    hospital = hospital_of_the_demo()
    periods = WishPeriod.objects.for_hospital(hospital).order_by("starts_on")
    assert [one.state(NOW) for one in periods] == ["closed", "open"]
    for period in periods:
        wishes = Wish.objects.for_hospital(hospital).filter(period=period)
        spent = wishes.values("person").annotate(points=Sum("points"))
        assert max(one["points"] for one in spent) <= period.budget
    caregiver = Account.objects.for_hospital(hospital).get(username="soignant")
    page = own_wishes_page(caregiver, now=NOW)
    assert page is not None
    assert page.shown is not None
    days = [day for week in page.shown.weeks for day in week.days]
    assert any(day.asked.is_contested for day in days)
    assert page.shown.memory.record.asked > 0


def engine() -> Tool:
    """Return the roster engine in the register of the demo ward's hospital."""
    tool = tool_at(hospital_of_the_demo(), TOOL)
    assert tool is not None
    return tool


def demo_ward() -> Level:
    return Level.objects.select_related("hospital").get(code=DEMO_UNIT.full_code)


def rows(table: type[HospitalTable]) -> HospitalQuerySet[Any]:
    """Return the rows of a table at the demo ward's hospital, in their order."""
    return table.objects.for_hospital(hospital_of_the_demo()).order_by("pk")


@pytest.mark.usefixtures("stored")
def test_the_engine_is_open_to_the_trained_manager_and_tells_the_other_what_she_lacks() -> None:
    manager, arrived = (actor_of(account_named(name)) for name in (MANAGER, ARRIVED.username))
    assert may_use(manager, TOOL, demo_ward(), at=NOW).is_open
    closed = may_use(arrived, TOOL, demo_ward(), at=NOW)
    assert not closed.is_open
    assert {lack.code for lack in closed.lacks} == {"training_missing"}


@pytest.mark.usefixtures("stored")
def test_the_engine_was_opened_by_the_steps_of_a_hospital_each_on_its_day() -> None:
    moves = rows(StepDecision).filter(tool=engine())
    assert [(one.move, one.is_override) for one in moves] == [
        ("examine", False),
        ("pilot", False),
        ("suspend", False),
        ("resume", False),
        ("step", False),
    ]
    days = [one.decided_at for one in moves]
    assert days == sorted(days)
    assert days[-1] < NOW - timedelta(days=180)
    assert rows(Consultation).filter(tool=engine(), held_on__lt=days[0].date()).count() == 3


@pytest.mark.usefixtures("stored")
def test_the_trail_says_when_the_demo_was_made_and_not_when_its_story_plays() -> None:
    noted = min(TrailEntry.objects.values_list("noted_us", flat=True))
    assert timezone.now().timestamp() - noted / 1_000_000 < timedelta(hours=6).total_seconds()


@pytest.mark.usefixtures("stored")
def test_of_two_contested_rosters_one_is_answered_and_the_public_card_counts_both() -> None:
    card = public_tool(hospital_of_the_demo(), TOOL, on=NOW.date())
    assert card is not None
    assert (card.contests.open, card.contests.answered) == (1, 1)
    assert {one.proposal.state for one in rows(Contest)} == {"accepted"}


@pytest.mark.usefixtures("stored")
def test_another_tool_is_examined_and_waits_for_its_pilot_without_any_connection() -> None:
    tool = tool_at(hospital_of_the_demo(), THIRD_PARTY)
    assert tool is not None
    assert (tool.origin, tool.state) == ("third_party", "examined")
    assert [(move.move, bool(move.units[0].lacks)) for move in next_moves(tool, on=NOW.date())] == [
        ("pilot", True)
    ]
    assert not rows(Connection).exists()


@pytest.mark.usefixtures("stored")
def test_a_declared_tool_waits_for_its_answer_and_an_alarm_has_had_its_own() -> None:
    assert [one.answered_at for one in rows(Declaration)] == [None]
    assert [one.closed_at is not None for one in rows(Alarm)] == [True]


@pytest.mark.usefixtures("stored")
def test_two_quarters_gave_time_that_was_spent_and_the_next_roster_protects_some() -> None:
    quarters = rows(Quarter)
    assert [one.quarter_on for one in quarters] == [date(2026, 7, 1), date(2026, 10, 1)]
    assert all(one.spendable > 0 and one.costs_told for one in quarters)
    spendings = rows(Spending)
    assert [one.quarter_on for one in spendings] == [one.quarter_on for one in quarters]
    assert [one.given is not None for one in spendings] == [True, False]
    protected = open_demand().problem.protected
    assert [(one.purpose, one.minutes) for one in protected] == [
        ("team_talk", spendings[1].minutes)
    ]


@pytest.mark.usefixtures("stored")
def test_people_of_several_professions_have_tried_to_pass_and_not_all_at_once() -> None:
    ended = rows(Attempt).filter(ended_at__isnull=False, person__unit=demo_ward())
    tried = set(ended.values_list("person__role__key", "is_passed"))
    roles = {role for role, _passed in tried}
    assert len(roles) >= 2
    assert tried == {(role, is_passed) for role in roles for is_passed in (True, False)}
    caregiver = account_named("soignant").person
    assert caregiver is not None
    assert rows(Attempt).filter(person=caregiver, ended_at__isnull=True).count() == 1


@pytest.mark.usefixtures("stored")
def test_a_team_of_eight_or_more_has_looked_for_planted_errors() -> None:
    standing = bias_standing(engine(), on=NOW.date())
    assert [(team.unit.code, team.looked >= 8) for team in standing.teams] == [
        (DEMO_UNIT.full_code, True)
    ]


@pytest.mark.usefixtures("stored")
def test_whatever_people_of_the_demo_wrote_says_that_it_is_invented() -> None:
    words = [
        *rows(Evidence).values_list("title", flat=True),
        *rows(Supplier).values_list("name", flat=True),
        *rows(Declaration).values_list("name", flat=True),
        *rows(Alarm).values_list("said", flat=True),
        *rows(Alarm).values_list("closing", flat=True),
        *rows(ContestMessage).values_list("said", flat=True),
        *rows(Spending).values_list("reference", flat=True),
        *rows(Tool).filter(origin="third_party").values_list("name_fr", flat=True),
    ]
    assert [said for said in words if "inventé" not in said] == []


@pytest.mark.usefixtures("stored")
def test_what_the_ward_worked_before_keeps_the_law_beside_its_own_months() -> None:
    shifts = rows(PlannedShift).filter(unit=demo_ward(), day__gte=date(2026, 12, 1))
    gaps: list[timedelta] = []
    for person in set(shifts.values_list("person", flat=True)):
        hers = list(shifts.filter(person=person).order_by("starts_at"))
        gaps += [after.starts_at - before.ends_at for before, after in pairwise(hers)]
    assert min(gaps) >= timedelta(hours=11)
