"""Minutes that a team spends reach its next roster: in the demand, the search, pages and paper."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from releve.jobs.worker import Worker
from releve.kit.actors import HOUSE
from releve.ledger.models import Spending
from releve.people.models import Level
from releve.roster import actions
from releve.roster.actions import open_roster, protect_minutes, revise_version
from releve.roster.copies import Copy
from releve.roster.engine.goals import due_minutes
from releve.roster.engine.problem import Problem, ProtectedTime
from releve.roster.engine.protected import SHORT_CODES, ProtectedStory, Short, protected_story
from releve.roster.engine.tests.builders import MONDAY
from releve.roster.pdf.content import content
from releve.roster.protected_words import held_text, protected_lines, purpose_text, short_text
from releve.roster.queries.demand import newer_demand
from releve.roster.queries.protected import with_choices
from releve.roster.tests.builders import problem_of
from releve.roster.tests.builders import ward as document
from releve.roster.tests.months import a_month, a_plan, a_unit, demand_of, short_problem
from releve.roster.tests.spending import spend
from releve.roster.tests.wards import Ward, a_ward, an_account, signed_in

pytestmark = pytest.mark.django_db

WEDNESDAY = MONDAY + timedelta(days=2)


def choose(unit: Level, minutes: int, *, purpose: str = "breaks", days: int = 3) -> Spending:
    """Record what a team does with minutes of the days from Monday on."""
    last = MONDAY + timedelta(days=days - 1)
    return spend(unit, minutes, MONDAY, last, purpose=purpose)


def page_of(client: Client, address: str) -> str:
    """Return a page's text."""
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


# -- the demand ----------------------------------------------------------------------------------


def test_what_a_team_spends_is_protected_in_a_month_that_is_opened_then() -> None:
    unit = a_unit()
    choose(unit, 90)
    month = open_roster(unit, short_problem(), actor=HOUSE)
    asked = demand_of(month).problem
    assert asked.protected == (ProtectedTime("breaks", 90, MONDAY, WEDNESDAY),)
    assert sum(asked.protected_parts.values()) == 90


def test_a_month_has_its_part_of_a_choice_that_reaches_beyond_it() -> None:
    unit = a_unit()
    choose(unit, 1000, days=10)
    month = open_roster(unit, short_problem(), actor=HOUSE)
    assert [time.minutes for time in demand_of(month).problem.protected] == [300]


def test_the_ledger_holds_whatever_a_file_says() -> None:
    stated = (ProtectedTime("patients", 50, MONDAY, MONDAY),)
    month = a_month(short_problem(protected=stated))
    assert demand_of(month).problem == short_problem()


def test_a_month_without_a_choice_is_asked_for_as_before() -> None:
    month = a_month()
    assert demand_of(month).content == short_problem().to_json()
    assert protect_minutes(month, actor=HOUSE) == demand_of(month)
    assert month.demands.count() == 1


def test_more_activity_and_fewer_posts_protect_nothing() -> None:
    unit = a_unit()
    problem = short_problem()
    assert with_choices(unit, problem) is problem
    choose(unit, 60)
    Spending.objects.update(purpose="fewer_posts", signer="DG", consultation="CSE")
    assert with_choices(unit, problem) is problem


# -- a newer choice ------------------------------------------------------------------------------


def test_a_newer_choice_is_a_newer_demand_and_versions_of_the_older_one_say_so() -> None:
    ward = a_ward()
    assert newer_demand(ward.draft) is None
    spend(ward.unit, 60, ward.roster.starts_on, ward.roster.ends_on)
    demand = protect_minutes(ward.roster, actor=HOUSE)
    assert demand is not None
    assert (demand.number, newer_demand(ward.draft)) == (2, demand)
    assert protect_minutes(ward.roster, actor=HOUSE) == demand
    draft = revise_version(ward.draft, actor=HOUSE)
    assert [time.minutes for time in draft.demand.problem.protected] == [60]


def test_a_choice_taken_back_leaves_the_month_as_it_was() -> None:
    month = a_month()
    spending = choose(month.unit, 90)
    protect_minutes(month, actor=HOUSE)
    Spending.objects.filter(pk=spending.pk).update(withdrawn_on=MONDAY)
    demand = protect_minutes(month, actor=HOUSE)
    assert demand is not None
    assert (demand.number, demand.content) == (3, short_problem().to_json())


def test_nothing_is_asked_of_a_month_that_has_no_demand() -> None:
    month = a_month()
    month.demands.all().delete()
    choose(month.unit, 90)
    assert protect_minutes(month, actor=HOUSE) is None


@pytest.mark.django_db(transaction=True)
def test_spent_minutes_reach_the_next_search_and_its_roster_leaves_them_room() -> None:
    month = a_month(short_problem(wishes=()))
    choose(month.unit, 300)
    search = actions.start_search(month, seconds=10, actor=HOUSE)
    assert Worker().work_off() == 1
    version = month.versions.get()
    problem = version.demand.problem
    assert (search.demand.number, version.demand.number) == (2, 2)
    assert sum(time.minutes for time in problem.protected) == 300
    assert problem.protected_parts == {"ana": 100, "bea": 100, "cle": 100}
    assert [due_minutes(problem, person) for person in problem.people] == [800, 800, 800]
    story = protected_story(problem, version.result.answer)
    assert story == ProtectedStory(300, 300, ())
    assert version.result.score is not None
    assert version.result.score.holes == ()


def test_a_second_question_while_a_search_is_live_leaves_it_alone() -> None:
    month = a_month()
    first, _is_new = actions.ask_search(month, actor=HOUSE)
    choose(month.unit, 90)
    again, is_new = actions.ask_search(month, actor=HOUSE)
    assert (again.pk, is_new, month.demands.count()) == (first.pk, False, 1)


# -- pages ---------------------------------------------------------------------------------------


def a_protecting_ward(minutes: int = 60) -> Ward:
    """Save the small ward, opened after its team had chosen."""
    problem = problem_of(document())
    unit = a_unit()
    spend(unit, minutes, problem.starts_on, problem.ends_on, purpose="team_talk")
    return a_ward(problem)


@pytest.mark.parametrize(
    ("language", "told"),
    [("en", "All 60 protected minutes can be held."), ("fr", "Les 60 minutes protégées peuvent")],
)
@pytest.mark.parametrize("function", ["ward_manager", "caregiver"])
def test_the_months_page_says_what_is_protected_to_everybody_who_sees_it(
    function: str, language: str, told: str
) -> None:
    ward = a_protecting_ward()
    person = "ana" if function == "caregiver" else ""
    client = signed_in(an_account(ward, function, person=person), language)
    page = page_of(client, ward.at(ward.published))
    assert told in page
    assert 'id="protected"' in page
    assert "/protect/" not in page


def test_a_month_without_protected_time_says_nothing_of_it() -> None:
    ward = a_ward()
    page = page_of(signed_in(an_account(ward, "ward_manager")), ward.at(ward.draft))
    assert 'id="protected"' not in page


def test_a_manager_takes_a_newer_choice_over_from_the_page() -> None:
    ward = a_ward()
    spend(ward.unit, 60, ward.roster.starts_on, ward.roster.ends_on)
    client = signed_in(an_account(ward, "ward_manager"))
    address = f"{ward.period}protect/"
    assert address in page_of(client, ward.at(ward.draft))
    assert client.post(address).status_code == 302
    assert demand_of(ward.roster).number == 2
    page = page_of(client, ward.at(ward.draft))
    assert "has chosen otherwise since" in page
    assert address not in page
    colleague = signed_in(an_account(ward, "caregiver", person="ana"))
    assert "has chosen otherwise" not in page_of(colleague, ward.at(ward.published))
    assert colleague.post(address).status_code == 403


def test_a_persons_own_page_tells_her_part() -> None:
    ward = a_protecting_ward(240)
    account = an_account(ward, "caregiver", person="ana")
    problem = ward.published.demand.problem
    part = problem.protected_parts["ana"]
    assert 0 < part < 240
    page = page_of(signed_in(account), f"/planning/{ward.roster.starts_on}/")
    assert "are paid and protected for what the team chose" in page


# -- paper and words -----------------------------------------------------------------------------


def protecting(minutes: int) -> Problem:
    """Return three days with protected minutes."""
    return short_problem(protected=(ProtectedTime("breaks", minutes, MONDAY, WEDNESDAY),))


@pytest.mark.parametrize("paper", ["a3", "a4"])
def test_the_printed_roster_says_what_is_protected(paper: str) -> None:
    copy = Copy(title="Urgences", version="Version 3")
    plan = a_plan(MONDAY, WEDNESDAY)
    made = content(protecting(90), plan, result=None, paper=paper, copy=copy)  # type: ignore[arg-type]  # one of the papers
    (part,) = [one for one in made["parts"] if one["title"] == "Protected time"]
    assert part["lines"][0]["text"] == "60 of 90 protected minutes can be held."
    plain = content(short_problem(), plan, result=None, paper=paper, copy=copy)  # type: ignore[arg-type]  # one of the papers
    assert "Protected time" not in {one["title"] for one in plain["parts"]}


def test_what_finds_no_room_is_said_with_its_reason() -> None:
    plan = a_plan(MONDAY, WEDNESDAY)
    problem = protecting(90)
    lines = list(protected_lines(problem, protected_story(problem, plan)))
    assert lines[0] == "60 of 90 protected minutes can be held."
    assert lines[1].startswith("  Breaks: 90 minutes, ")
    assert "below its minimum" in lines[2]
    assert list(protected_lines(short_problem(), None)) == []


def test_each_reason_and_an_unknown_purpose_has_words() -> None:
    told = {short_text(Short(code, 2)) for code in SHORT_CODES}
    assert len(told) == len(SHORT_CODES)
    assert all(one.startswith("2 minutes: ") for one in told)
    assert purpose_text("own_choice") == "own_choice"
    assert held_text(ProtectedStory(1, 1, ())) == "The protected minute can be held."
