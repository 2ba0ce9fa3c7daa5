"""One's own planning: her published shifts and counters, and nothing about anybody else."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from releve.kit.actors import HOUSE
from releve.people.models import Account
from releve.roster.actions import open_roster, publish_version, save_version
from releve.roster.engine.problem import Assignment, Problem
from releve.roster.queries import own_planning
from releve.roster.tests.builders import problem_of, result_of
from releve.roster.tests.builders import ward as document
from releve.roster.tests.months import a_unit
from releve.roster.tests.wards import Ward, an_account, signed_in

pytestmark = pytest.mark.django_db


def a_ward(**changes: object) -> Ward:
    """Save a week in which Ana has a night and a day, and Clé a night, published."""
    problem = problem_of(document(**changes))
    unit = a_unit()
    roster = open_roster(unit, problem, actor=HOUSE)
    days = problem.days
    answer = (
        Assignment("ana", days[1], "N"),
        Assignment("ana", days[4], "J"),
        Assignment("cle", days[2], "N"),
    )
    version = save_version(roster.demands.get(), result_of(problem, answer), actor=HOUSE)
    publish_version(version, actor=HOUSE)
    return Ward(unit, roster, version, version)


def at(problem: Problem, *, day: int, hour: int) -> datetime:
    """Return an instant of the period, local."""
    start = datetime.combine(problem.starts_on, datetime.min.time(), tzinfo=problem.zone)
    return start + timedelta(days=day, hours=hour)


def test_she_reads_her_own_shifts_and_counters_only() -> None:
    ward = a_ward()
    client = signed_in(an_account(ward, "caregiver", person="ana"))
    page = client.get(f"/planning/{ward.roster.starts_on}/").content.decode()
    assert page.count("19:00–07:00") == 1
    assert page.count("07:00–19:00") == 1
    assert [name in page for name in ("Clé", "Béa", "Ormeau", "Tilleul")] == [False] * 4


@pytest.mark.parametrize(
    ("day", "hour", "code"), [(0, 12, "N"), (2, 3, "N"), (2, 8, "J"), (4, 18, "J"), (4, 20, None)]
)
def test_the_next_shift_is_the_one_under_way_or_to_come(
    day: int, hour: int, code: str | None
) -> None:
    ward = a_ward()
    account = an_account(ward, "caregiver", person="ana")
    now = at(ward.published.demand.problem, day=day, hour=hour)
    planning = own_planning(account, now=now)
    assert planning is not None
    found = planning.next_shift
    assert (found.code if found else None) == code


def test_her_counters_are_those_of_the_grid() -> None:
    ward = a_ward()
    account = an_account(ward, "caregiver", person="ana")
    problem = ward.published.demand.problem
    planning = own_planning(account, now=at(problem, day=0, hour=1))
    assert planning is not None
    assert planning.month is not None
    line = next(one for one in ward.published.drawn.lines if one.person.id == "ana")
    own = planning.month.counters
    assert (own.planned_minutes, own.due_minutes) == (
        line.counters.hours_minutes,
        line.due_minutes,
    )
    assert (own.nights, own.sundays) == (line.counters.nights, line.counters.sundays)
    assert own.balance_minutes == line.balance_minutes


def test_a_draft_is_not_shown() -> None:
    ward = a_ward()
    ward.roster.versions.update(state="draft")
    client = signed_in(an_account(ward, "caregiver", person="ana"))
    assert "is published with your line yet" in client.get("/planning/").content.decode()
    assert client.get(f"/planning/{ward.roster.starts_on}/").status_code == 404


@pytest.mark.parametrize("address", ["/planning/1999-01-01/", "/planning/2026-13-40/"])
def test_an_unknown_period_answers_404(address: str) -> None:
    ward = a_ward()
    client = signed_in(an_account(ward, "caregiver", person="ana"))
    assert client.get(address).status_code == 404


def test_a_person_who_is_not_in_the_roster_finds_no_month() -> None:
    ward = a_ward()
    client = signed_in(an_account(ward, "caregiver", person="zoe"))
    assert client.get(f"/planning/{ward.roster.starts_on}/").status_code == 404
    page = client.get("/planning/").content.decode()
    assert "is published with your line yet" in page
    assert "ask the person who prepares the roster" in page


@pytest.mark.parametrize("person", ["", "zoe"])
def test_whoever_prepares_the_roster_is_not_told_to_wait_for_somebody_else(person: str) -> None:
    account = an_account(a_ward(), "ward_manager", person=person)
    for language, words in (("en", "nothing is missing here"), ("fr", "il ne manque rien ici")):
        page = signed_in(account, language).get("/planning/").content.decode()
        assert words in page
        assert '<a class="button" href="/wards/">' in page
        assert "publiera" not in page


def test_an_account_without_a_line_is_told_so() -> None:
    ward = a_ward()
    client = signed_in(an_account(ward, "hr"))
    assert "not linked to a line" in client.get("/planning/").content.decode()
    assert client.get(f"/planning/{ward.roster.starts_on}/").status_code == 404


def test_without_a_function_her_own_line_stays_hers_and_the_team_s_is_closed() -> None:
    ward = a_ward()
    account = an_account(ward, "caregiver", person="ana")
    account.grants.all().delete()
    page = signed_in(account).get("/planning/").content.decode()
    assert "19:00–07:00" in page
    assert "/wards/" not in page


def test_nobody_reads_a_planning_without_signing_in() -> None:
    assert Client().get("/planning/")["Location"] == "/sign-in/?next=/planning/"


def test_the_page_costs_as_much_however_many_months_there_are() -> None:
    ward = a_ward()
    account: Account = an_account(ward, "caregiver", person="ana")
    client = signed_in(account)
    before = asked(client)
    for weeks in range(1, 4):
        problem = problem_of(document()).with_changes(
            starts_on=ward.roster.starts_on + timedelta(weeks=weeks),
            ends_on=ward.roster.ends_on + timedelta(weeks=weeks),
            needs=(),
            wishes=(),
        )
        roster = open_roster(ward.unit, problem, actor=HOUSE)
        version = save_version(roster.demands.get(), result_of(problem, ()), actor=HOUSE)
        publish_version(version, actor=HOUSE)
    assert asked(client) == before
    assert before <= 10


def asked(client: Client) -> int:
    """Return how many queries the page costs."""
    client.get("/planning/")
    with CaptureQueriesContext(connection) as found:
        client.get("/planning/")
    return len(found)
