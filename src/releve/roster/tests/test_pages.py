"""The pages of a ward's month: what they show, to whom, and what they cost."""

from __future__ import annotations

import gzip
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from releve.roster.engine.problem import FixedCell, Problem
from releve.roster.tests.builders import EXAMPLES, problem_of
from releve.roster.tests.builders import ward as document
from releve.roster.tests.wards import Ward, a_ward, an_account, signed_in

pytestmark = pytest.mark.django_db

MONTH_QUERIES = 12
LARGEST_BYTES = 200_000
FUNCTIONS_WITHOUT_ROSTERS = ("occupational_health", "ai_referent", "administrator")


def text_of(client: Client, address: str) -> str:
    """Return a page's text; it must be there."""
    answer = client.get(address)
    assert answer.status_code == 200, f"{address}: {answer.status_code}"
    return answer.content.decode()


VIEWS = re.compile(r'<nav class="shows ([\w-]*)".*?</nav>', re.DOTALL)
CURRENT = re.compile(r'<a href="\?show=(\w+)[^"]*" aria-current="true">')


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", {"on-desk": ["month"], "on-phone": ["person"]}),
        ("?show=month", {"": ["month"]}),
        ("?show=person", {"": ["person"]}),
        ("?show=day", {"": ["day"]}),
        ("?show=nothing", {"on-desk": ["month"], "on-phone": ["person"]}),
    ],
)
def test_the_view_that_is_open_is_marked(asked: str, found: dict[str, list[str]]) -> None:
    ward = a_ward()
    client = signed_in(an_account(ward, "caregiver", person="ana"))
    page = text_of(client, ward.at(ward.published, asked))
    assert {one[1]: CURRENT.findall(one[0]) for one in VIEWS.finditer(page)} == found


def test_a_manager_sees_drafts_counters_and_unavailability() -> None:
    ward = a_ward(with_absence())
    page = text_of(signed_in(an_account(ward, "ward_manager")), ward.at(ward.draft))
    assert "k-away" in page
    assert "Solve again" in page
    assert page.count('class="count first"') == 1 + 3 + 1  # heading, three people, the cover


def test_a_colleague_sees_shifts_and_her_own_counters_only() -> None:
    ward = a_ward(with_absence())
    page = text_of(signed_in(an_account(ward, "caregiver", person="ana")), ward.at(ward.published))
    assert "k-away" not in page
    assert "Solve again" not in page
    assert page.count("counter=nights") == 1
    assert "person=ana&amp;day=" in page
    assert "person=bea&amp;day=" not in page


def with_absence() -> Problem:
    """Return the small ward with one person away for a day."""
    return problem_of(
        document(unavailable=[{"person": "bea", "from": "2026-03-12", "to": "2026-03-12"}])
    )


def test_a_draft_is_not_there_for_a_colleague() -> None:
    ward = a_ward()
    client = signed_in(an_account(ward, "caregiver"))
    assert client.get(ward.at(ward.draft)).status_code == 404
    assert client.get(ward.at(ward.published)).status_code == 200


@pytest.mark.parametrize("function", FUNCTIONS_WITHOUT_ROSTERS)
def test_a_function_without_rosters_finds_nothing(function: str) -> None:
    ward = a_ward()
    client = signed_in(an_account(ward, function))
    found = [client.get(address).status_code for address in every_address(ward)]
    assert found == [404] * len(found)


@pytest.mark.parametrize("function", ["caregiver", "staff_representative", "hr"])
def test_only_those_who_manage_start_choose_compare_and_take_tables_away(function: str) -> None:
    ward = a_ward()
    client = signed_in(an_account(ward, function))
    asked = [
        client.post(f"{ward.period}searches/", {"aim": "balanced", "seconds": "20"}),
        client.post(ward.at(ward.published, "choose/")),
        client.get(ward.at(ward.published, f"compare/{ward.draft.number}/")),
        client.get(ward.at(ward.published, "roster.xlsx")),
        client.get(ward.at(ward.published, "roster.csv")),
    ]
    assert [answer.status_code for answer in asked] == [403, 403, 403, 404, 404]
    assert ward.roster.searches.count() == 0


def every_address(ward: Ward) -> list[str]:
    """Return every address about a ward."""
    version = ward.draft
    rest = ("", "roster.pdf", "roster.csv", "roster.xlsx", "sharing.svg", "compare/1/")
    return [
        f"/wards/{ward.unit.pk}/",
        ward.period,
        f"{ward.period}searches/1/",
        *(ward.at(version, one) for one in rest),
    ]


def test_nobody_reads_a_roster_without_signing_in() -> None:
    ward = a_ward()
    answers = [Client().get(address) for address in every_address(ward)]
    assert [answer.status_code for answer in answers] == [302] * len(answers)
    assert all(answer["Location"].startswith("/sign-in/") for answer in answers)


@pytest.mark.parametrize(
    "address", ["2026-03-10/", "2026-13-40/", "2026-03-09/77/", "2026-03-09/0/", "x/"]
)
def test_what_does_not_exist_answers_404(address: str) -> None:
    ward = a_ward()
    client = signed_in(an_account(ward, "ward_manager"))
    assert client.get(f"/wards/{ward.unit.pk}/{address}").status_code == 404


@pytest.mark.parametrize(
    "question",
    [
        "person=nobody&day=2026-03-10",
        "person=ana&day=1999-01-01&show=day",
        "hole=none&at=2026-03-10T06:00Z",
        "hole=day&at=tomorrow",
        "show=everything",
        "day=%00",
    ],
)
def test_a_question_that_does_not_stand_leaves_the_page_as_it_is(question: str) -> None:
    ward = a_ward()
    client = signed_in(an_account(ward, "ward_manager"))
    assert 'id="why" class="why"' in text_of(client, ward.at(ward.draft, f"?{question}"))


def test_a_colleague_asks_of_her_own_line_only() -> None:
    ward = a_ward()
    client = signed_in(an_account(ward, "caregiver", person="ana"))
    page = text_of(client, ward.at(ward.published, "?person=bea"))
    assert 'id="why" class="why"' in page


def test_the_period_opens_with_the_chosen_version() -> None:
    ward = a_ward()
    client = signed_in(an_account(ward, "ward_manager"))
    assert client.get(ward.period)["Location"] == ward.at(ward.published)
    client.post(ward.at(ward.draft, "choose/"), {"revision": ward.revision()})
    assert client.get(ward.period)["Location"] == ward.at(ward.draft)


def test_a_period_without_a_roster_says_what_is_asked_and_offers_to_solve() -> None:
    ward = a_ward()
    ward.roster.versions.all().delete()
    page = text_of(signed_in(an_account(ward, "ward_manager")), ward.period)
    assert "Make the first roster" in page
    assert "As few changes" not in page


def test_a_colleague_reads_that_a_roster_is_not_published_yet() -> None:
    ward = a_ward()
    ward.roster.versions.update(state="draft")
    page = text_of(signed_in(an_account(ward, "caregiver")), ward.period)
    assert "This roster is not published yet." in page


def test_a_name_with_markup_is_shown_as_it_is_written() -> None:
    content = document()
    content["people"][0]["name"] = "<script>alert(1)</script>"
    ward_seen = a_ward(problem_of(content))
    page = text_of(signed_in(an_account(ward_seen, "ward_manager")), ward_seen.at(ward_seen.draft))
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_breach_stands_in_the_panel_with_its_article_and_marks_its_cell(language: str) -> None:
    ward = a_ward(tired())
    client = signed_in(an_account(ward, "ward_manager"), language)
    page = text_of(client, ward.at(ward.draft))
    assert '<ul class="breaches">' in page
    assert re.search(r'<td class="[^"]* breach[^"]*">', page)


def tired() -> Problem:
    """Return the small ward in which the draft's shift follows a night."""
    problem = problem_of(document())
    fixed = FixedCell(person="cle", day=problem.starts_on, shift="N")
    return problem.with_changes(fixed=(fixed,))


def test_the_page_of_sixty_people_and_35_days_is_light_and_asks_the_database_little() -> None:
    ward = a_ward(sixty_people())
    client = signed_in(an_account(ward, "ward_manager"))
    client.get(ward.at(ward.draft))
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(ward.at(ward.draft), headers={"accept-encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.content).count(b"<td class") > 60 * 35
    assert len(answer.content) < LARGEST_BYTES
    assert len(asked) <= MONTH_QUERIES


def sixty_people() -> Problem:
    """Return the example ward twice, over 35 days, with a plan's worth of people."""
    problem = Problem.from_json((EXAMPLES / "emergency.json").read_text("utf-8"))
    twins = [replace(person, id=f"{person.id}-2") for person in problem.people]
    cle = replace(problem.people[0], id="cle", name="Clé Ormeau")
    return problem.with_changes(
        people=(*problem.people, *twins[:-1], cle),
        ends_on=problem.starts_on + timedelta(days=34),
    )


def test_the_list_shows_only_the_wards_of_the_account() -> None:
    ward = a_ward()
    client = signed_in(an_account(ward, "ward_manager"))
    assert client.get("/wards/")["Location"] == f"/wards/{ward.unit.pk}/"
    assert text_of(client, "/wards/?all").count(f"/wards/{ward.unit.pk}/") == 1
    stranger = signed_in(an_account(ward, "administrator"))
    assert "No unit is open to your account yet." in text_of(stranger, "/wards/")


def test_human_resources_see_counters_and_are_offered_no_question() -> None:
    ward = a_ward()
    page = text_of(signed_in(an_account(ward, "hr")), ward.at(ward.published))
    assert page.count('class="count first"') == 1 + 3 + 1
    assert [link for link in ("?person=", "?hole=", "?show=person&amp;") if f'"{link}' in page] == [
        "?show=person&amp;"  # the list of views, which asks nothing
    ]


def test_a_shift_code_may_hold_any_sign() -> None:
    content = document()
    content["shifts"][0]["code"] = "J+é&<"
    content["needs"][0]["shift"] = "J+é&<"
    content["fixed"] = [{"person": "cle", "day": "2026-03-10", "shift": "J+é&<"}]
    ward = a_ward(problem_of(content), shift="J+é&<")
    client = signed_in(an_account(ward, "ward_manager"))
    for view in ("", "?show=person&person=cle", "?show=day&day=2026-03-10"):
        assert "J+é&amp;&lt;" in text_of(client, ward.at(ward.draft, view))


def test_a_question_keeps_the_view_from_which_it_was_asked() -> None:
    ward = a_ward()
    client = signed_in(an_account(ward, "ward_manager"))
    page = text_of(client, ward.at(ward.draft, "?show=person&person=ana&counter=nights"))
    assert "views show-person asked" in page
    assert '<a class="close" href="?show=person&amp;person=ana">' in page


@pytest.mark.parametrize(("people", "is_told"), [(7, False), (8, True)])
def test_a_small_group_is_never_told_to_one_of_its_members(people: int, *, is_told: bool) -> None:
    content = document()
    first = content["people"][1]
    content["people"] = [
        first | {"id": f"p{number}", "memory": {"weeks": 4, "nights": 10 + number}}
        for number in range(people)
    ]
    content["wishes"] = []
    content["needs"].append({"id": "night", "shift": "N", "role": "nurse", "minimum": 1})
    content["fairness"] = True
    ward = a_ward(problem_of(content), person="p0")
    client = signed_in(an_account(ward, "caregiver", person="p0"))
    page = text_of(client, ward.at(ward.published, "?person=p0&counter=nights"))
    given = sum(10 + number for number in range(people))
    assert (f"out of {given} for the group" in page) is is_told
    assert ("In the group (" in page) is is_told
    month = text_of(client, ward.at(ward.published, "?person=p0"))
    assert ("median" in month) is is_told


def test_a_search_of_a_period_without_a_demand_leads_back_to_it() -> None:
    ward = a_ward()
    client = signed_in(an_account(ward, "ward_manager"))
    ward.roster.versions.all().delete()
    ward.roster.demands.all().delete()
    answer = client.post(f"{ward.period}searches/", {"aim": "balanced", "seconds": "20"})
    assert answer["Location"] == ward.period


@pytest.mark.parametrize(
    "asked", [{"aim": "cheap", "seconds": "20"}, {"aim": "stable", "seconds": "20"}, {}]
)
def test_a_form_that_no_page_sends_is_refused_on_a_page(asked: dict[str, str]) -> None:
    ward = a_ward()
    client = signed_in(an_account(ward, "ward_manager"))
    answer = client.post(f"{ward.period}searches/", asked)
    assert (answer.status_code, answer["Content-Type"].partition(";")[0]) == (400, "text/html")
    assert ward.roster.searches.count() == 0
