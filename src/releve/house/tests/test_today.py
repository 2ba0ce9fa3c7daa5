"""The home page: for each function the one thing to do now, at a cost that does not grow."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from releve.jobs.models import Job
from releve.kit.actors import HOUSE
from releve.people.models import Account, Contract, Grant, Level, Person, Role
from releve.people.vocabulary import FUNCTIONS
from releve.roster.actions import open_roster, publish_version, save_version
from releve.roster.engine.problem import Assignment, Problem
from releve.roster.models import Roster
from releve.roster.tests.builders import problem_of, result_of
from releve.roster.tests.builders import ward as document
from releve.roster.tests.months import a_unit
from releve.roster.tests.wards import LONG_AGO, signed_in
from releve.trail.models import ReadingRequest

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
MOST_QUERIES = 14


def this_week(mark: str = "") -> Problem:
    """Return the small ward's problem, moved to a week that holds tomorrow.

    ``mark``: before the codes of its people, for another ward.
    """
    start = TODAY - timedelta(days=1)
    content = document(
        starts_on=start.isoformat(),
        ends_on=(start + timedelta(days=6)).isoformat(),
        history_from=(start - timedelta(days=14)).isoformat(),
        needs=[{"id": "day", "shift": "J", "role": "nurse", "minimum": 1}],
        wishes=[],
        decisions=[
            {
                "rule": "FPH-12H",
                "signer": "Direction (exemple)",
                "from": (start - timedelta(days=60)).isoformat(),
                "to": (start + timedelta(days=60)).isoformat(),
            }
        ],
    )
    for person in content["people"]:
        person.pop("history", None)
        person["id"] = mark + person["id"]
    return problem_of(content)


def a_month(unit: Level, *, published: bool = True, mark: str = "") -> Roster:
    """Save a period of the unit in which Ana works tomorrow and Béa today."""
    problem = this_week(mark)
    roster = open_roster(unit, problem, actor=HOUSE)
    answer = (
        Assignment(f"{mark}ana", TODAY + timedelta(days=1), "J"),
        Assignment(f"{mark}bea", TODAY, "N"),
    )
    version = save_version(roster.demands.get(), result_of(problem, answer), actor=HOUSE)
    if published:
        publish_version(version, actor=HOUSE)
    return roster


def a_person(unit: Level, code: str, name: str = "Fougère") -> Person:
    """Save somebody who works in a unit."""
    assert unit.hospital is not None
    role = Role.objects.order_by("key")[0]
    return Person.objects.create(
        hospital=unit.hospital, unit=unit, code=code, family_name=name, role=role
    )


def an_account(unit: Level, *functions: str, person: Person | None = None) -> Account:
    """Save an account of the unit's hospital with functions at the unit."""
    account = Account.objects.create_user(
        username="ada", name="Ada Feuillage", hospital=unit.hospital, person=person
    )
    for function in functions:
        Grant.objects.create(account=account, function=function, level=unit, from_on=LONG_AGO)
    return account


def home(account: Account, language: str = "en") -> str:
    """Return the home page of an account."""
    answer = signed_in(account, language).get("/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_caregiver_finds_her_next_shift_and_nobody_else_s() -> None:
    unit = a_unit()
    a_month(unit)
    page = home(an_account(unit, "caregiver", person=a_person(unit, "ana")))
    assert "Your next shift" in page
    assert "07:00–19:00" in page
    assert "19:00–07:00" not in page
    assert "Béa" not in page
    assert 'href="/planning/"' in page


def test_a_caregiver_without_a_line_is_told_whom_to_ask() -> None:
    unit = a_unit()
    a_month(unit)
    assert "not linked to a line" in home(an_account(unit, "caregiver"))


def test_a_draft_is_no_shift_yet() -> None:
    unit = a_unit()
    a_month(unit, published=False)
    page = home(an_account(unit, "caregiver", person=a_person(unit, "ana")))
    assert "is published with your line yet" in page
    assert "07:00" not in page


def test_a_ward_manager_finds_the_month_to_finish_with_its_open_posts() -> None:
    unit = a_unit()
    a_month(unit, published=False)
    page = home(an_account(unit, "ward_manager"))
    assert "is to be finished" in page
    assert "6 posts stay open" in page
    assert "Read the roster over" in page


def test_a_ward_manager_whose_months_are_published_has_nothing_to_finish() -> None:
    unit = a_unit()
    a_month(unit)
    page = home(an_account(unit, "ward_manager"))
    assert "is published" in page
    assert "See the published roster" in page


def test_a_ward_without_a_period_ahead_says_so() -> None:
    assert "No period is open ahead" in home(an_account(a_unit(), "ward_manager"))


def test_human_resources_read_which_contracts_end_and_who_has_none() -> None:
    unit = a_unit()
    assert unit.hospital is not None
    ends = {"pack": "fph", "regime": "day", "share": 1, "from_on": LONG_AGO}
    for code, name, to_on in (
        ("p1", "Fougère", TODAY + timedelta(days=20)),
        ("p2", "Tilleul", TODAY + timedelta(days=90)),
        ("p3", "Ormeau", TODAY + timedelta(days=20)),
    ):
        Contract.objects.create(
            hospital=unit.hospital, person=a_person(unit, code, name), to_on=to_on, **ends
        )
    followed = Person.objects.get(code="p3")
    Contract.objects.create(
        hospital=unit.hospital, person=followed, **(ends | {"from_on": TODAY + timedelta(days=21)})
    )
    a_person(unit, "p4", "Genêt")
    page = home(an_account(unit, "hr"))
    assert "1 person has no contract in force" in page
    assert [name in page for name in ("Fougère", "Tilleul", "Ormeau")] == [True, False, False]


@pytest.mark.parametrize(("people", "told"), [(7, False), (8, True)])
def test_a_director_reads_no_figure_of_fewer_than_eight_people(people: int, *, told: bool) -> None:
    unit = a_unit()
    a_month(unit, published=False)
    for number in range(people):
        a_person(unit, f"p{number}")
    page = home(an_account(unit, "care_director"))
    assert (f'<td class="number optional">{people}</td>' in page) is told
    assert ("6 posts stay open" in page) is told


def test_an_administrator_reads_what_is_missing_among_accounts() -> None:
    unit = a_unit()
    Account.objects.create_user(username="lou", name="Lou", hospital=unit.hospital)
    page = home(an_account(unit, "administrator"))
    assert "1 account has no function" in page
    assert "1 unit of 1 without a ward manager" in page


def a_request(unit: Level, *, asked_by: str) -> None:
    """Save a request to read the trail of a unit's hospital."""
    asked = {"from_on": TODAY, "to_on": TODAY, "asked_at": timezone.now(), "reason": "Une heure"}
    ReadingRequest.objects.create(
        hospital=unit.hospital_id, purpose="error", asked_by=asked_by, **asked
    )


@pytest.mark.parametrize("function", ["administrator", "staff_representative"])
def test_who_may_read_the_trail_of_her_hospital_reads_how_many_requests_wait(function: str) -> None:
    unit = a_unit()
    account = an_account(unit, function)
    a_request(unit, asked_by="account:0")
    a_request(unit, asked_by=f"account:{account.pk}")  # her own: somebody else must agree
    assert "to read the trail" not in home(account)  # of a unit alone, she opens no trail
    assert unit.hospital is not None
    account.grants.update(level=unit.hospital)
    assert "1 request to read the trail waits for your agreement" in home(account)


def test_an_administrator_reads_how_much_background_work_of_her_hospital_failed() -> None:
    unit = a_unit()
    account = an_account(unit, "administrator")
    assert unit.hospital is not None
    account.grants.update(level=unit.hospital)
    assert "nothing has failed" in home(account)
    other = Level.objects.create(code="CH-MARS", kind="hospital", name="Mars")
    failed = {"state": "failed", "asked_at": timezone.now(), "run_after": timezone.now()}
    for hospital in (unit.hospital, other):
        Job.objects.create(task="a", hospital=hospital.pk, **failed)
    assert "1 has failed" in home(account)


def test_above_hospitals_what_waits_at_the_installation_is_told_to_who_has_every_hospital() -> None:
    unit = a_unit()
    above = Account.objects.create_user("above", name="Above")
    grant = Grant.objects.create(
        account=above, function="administrator", level=unit, from_on=LONG_AGO
    )
    asked = {"from_on": TODAY, "to_on": TODAY, "asked_at": timezone.now(), "reason": "Une heure"}
    ReadingRequest.objects.create(hospital=None, purpose="error", asked_by="account:0", **asked)
    narrow = home(above)
    assert ("to read the trail" in narrow, "nothing has failed" in narrow) == (False, False)
    assert ('href="/jobs/"' in narrow, 'href="/trail/"' in narrow) == (False, False)
    assert unit.hospital is not None
    grant.level = unit.hospital
    grant.save()
    wide = home(above)
    assert "1 request to read the trail" in wide
    assert ('href="/jobs/"' in wide, "nothing has failed" in wide) == (True, True)


@pytest.mark.parametrize("function", ["occupational_health", "staff_representative", "ai_referent"])
def test_who_has_no_work_here_yet_reads_what_her_function_does_not_see(function: str) -> None:
    assert "What your function does not see" in home(an_account(a_unit(), function))


def test_several_functions_come_in_order_with_one_action_for_the_page() -> None:
    unit = a_unit()
    a_month(unit)
    page = home(an_account(unit, *reversed(FUNCTIONS), person=a_person(unit, "ana")))
    found = [page.index(f'id="now-{function}"') for function in FUNCTIONS]
    assert found == sorted(found)
    assert page.count('class="action"') == 1


def test_an_account_without_a_function_is_told_the_next_step() -> None:
    assert "Nothing is open to your account yet" in home(an_account(a_unit()))


def test_a_function_that_has_ended_is_gone_from_the_page() -> None:
    account = an_account(a_unit(), "hr")
    account.grants.update(to_on=TODAY - timedelta(days=1))
    assert "now-hr" not in home(account)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_home_page_asks_no_more_of_the_database_for_more_units_and_people(
    function: str, language: str
) -> None:
    unit = a_unit()
    a_month(unit)
    account = an_account(unit, function, person=a_person(unit, "ana"))
    hospital = unit.hospital
    assert hospital is not None
    account.grants.update(level=hospital)
    client = signed_in(account, language)
    before = asked(client)
    for number in range(4):
        other = Level.objects.create(
            code=f"U{number}", kind="unit", name=f"U{number}", parent=hospital, hospital=hospital
        )
        a_month(other, published=number % 2 == 0, mark=f"q{number}")
        for person in range(9):
            a_person(other, f"q{number}{person}")
    assert asked(client) == before
    assert before <= MOST_QUERIES


def asked(client: Client) -> int:
    """Return how many queries the home page costs."""
    client.get("/")
    with CaptureQueriesContext(connection) as found:
        client.get("/")
    return len(found)
