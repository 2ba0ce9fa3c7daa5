"""The API: who may read and change what, and how it says no."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from releve.house.api import routes
from releve.house.tests.api_visits import a_program, a_token, code_of, send, the_month, told
from releve.kit.actors import HOUSE
from releve.people.actions import revoke_token
from releve.people.actions.tokens import admit
from releve.people.models import Level
from releve.people.queries import actor_of
from releve.people.vocabulary import FUNCTIONS
from releve.roster.actions.proposing import KIND
from releve.roster.gate import TOOL
from releve.roster.models import Roster, Search
from releve.roster.tests.wards import Ward, a_ward, an_account, signed_in, trained
from releve.stewardship.actions.proposals import Output, propose
from releve.stewardship.models import Proposal
from releve.stewardship.tests.opened import open_tool

pytestmark = pytest.mark.django_db

READERS = ("ward_manager", "hr", "care_director")
"""Functions that see who works in a ward, and under which contract."""


def a_proposal(ward: Ward) -> Proposal:
    """File what the engine of a ward put out, which nobody has decided on."""
    assert ward.unit.hospital is not None
    tool = open_tool(ward.unit.hospital, TOOL, [ward.unit])
    output = Output(kind=KIND, input_digest="0" * 64, payload={})
    return propose(tool, ward.unit, output, actor=HOUSE)


def reading_addresses(ward: Ward) -> list[str]:
    """Return every address of the API that shows something of a ward."""
    number = ward.published.number
    values = {
        "unit": ward.unit.pk,
        "hospital": ward.unit.hospital_id,
        "starts_on": ward.roster.starts_on,
        "number": number,
        "kind": "persons",
        "search": 1,
        "person": "ana",
        "day": "2026-03-09",
        "month": "2026-03",
        "other": ward.draft.number,
        "key": TOOL,
        "proposal": a_proposal(ward).pk,
    }
    return [
        route.path.format(**values)
        for route in routes()
        if route.method == "GET" and "{" in route.path
    ]


def test_every_route_declares_what_it_needs() -> None:
    assert len(list(routes())) >= 20
    assert all(route.need is not None for route in routes())


def test_nobody_gets_in_without_signing_in() -> None:
    ward = a_ward()
    answers = [Client().get(address) for address in reading_addresses(ward)]
    assert {code_of(answer) for answer in answers} == {(401, "not_signed_in")}
    assert {answer["WWW-Authenticate"] for answer in answers} == {"Bearer"}


def test_another_hospitals_program_finds_nothing_of_a_ward() -> None:
    ward = a_ward()
    other = Level.objects.create(code="CH-MARS", kind="hospital", name="Hôpital de Mars")
    unit = Level.objects.create(
        code="MARS-1", kind="unit", name="Mars", parent=other, hospital=other
    )
    stranger = Ward(unit, ward.roster, ward.published, ward.draft)
    addresses = reading_addresses(ward)
    for function in FUNCTIONS:
        client = a_program(an_account(stranger, function))
        found = {code_of(client.get(address)) for address in addresses}
        assert found <= {(404, "not_found"), (403, "scope_missing")}, function


def test_a_caregiver_reads_codes_and_her_own_counters_only() -> None:
    ward = a_ward()
    client = a_program(an_account(ward, "caregiver", person="ana"))
    month = the_month(ward)
    own = told(client.get(f"{month}/versions/{ward.published.number}/counters"))
    assert [row["person"] for row in own["items"]] == ["ana"]
    judged = told(client.get(f"{month}/versions/{ward.published.number}/audit"))
    assert judged["breaches"] == []
    shifts = told(client.get(f"{month}/versions/{ward.published.number}/shifts"))
    assert {key for line in shifts["people"] for key in line} == {"person", "name", "codes"}
    assert code_of(client.get(f"{month}/versions/{ward.draft.number}"))[0] == 404
    assert code_of(client.get(f"/api/v1/units/{ward.unit.pk}/persons")) == (403, "scope_missing")
    browser = signed_in(an_account(ward, "caregiver", name="other"))
    assert code_of(browser.get(f"/api/v1/units/{ward.unit.pk}/persons")) == (404, "not_found")


def test_a_manager_reads_drafts_and_everybodys_counters() -> None:
    ward = a_ward()
    client = a_program(an_account(ward, "ward_manager"))
    month = the_month(ward)
    versions = told(client.get(f"{month}/versions"))
    assert [one["number"] for one in versions["items"]] == [2, 1]
    shifts = told(client.get(f"{month}/versions/2/shifts"))
    codes = {line["person"]: line["codes"] for line in shifts["people"]}
    assert codes["cle"] == [[], ["J"], [], [], [], [], []]
    assert len(told(client.get(f"{month}/versions/2/counters"))["items"]) == 3


@pytest.mark.parametrize("function", READERS)
def test_contracts_are_for_those_who_may_see_them(function: str) -> None:
    ward = a_ward()
    client = a_program(an_account(ward, function))
    for kind in ("contracts", "restrictions", "unavailability"):
        assert told(client.get(f"/api/v1/units/{ward.unit.pk}/{kind}"))["items"] == []


def test_a_token_opens_its_scopes_and_no_more() -> None:
    ward = a_ward()
    client = a_program(an_account(ward, "ward_manager"), "roster.see")
    month = the_month(ward)
    assert told(client.get("/api/v1/me"))["permissions"] == ["roster.see"]
    assert code_of(client.get(f"{month}/versions/2"))[0] == 404
    assert told(client.get(f"{month}/versions/1/counters"))["items"] == []
    put = send(client, "PUT", f"{month}/chosen", {"version": 1}, if_match='"x"')
    assert code_of(put) == (403, "scope_missing")
    assert told(client.get(f"/api/v1/units/{ward.unit.pk}"))["permissions"] == ["roster.see"]


def test_a_token_that_is_revoked_past_its_day_or_of_a_closed_account_opens_nothing() -> None:
    ward = a_ward()
    account = an_account(ward, "ward_manager")
    text, today = a_token(account), timezone.localdate()
    bearer = admit(text, on=today)
    assert bearer is not None
    assert admit(text[:-1], on=today) is None
    assert admit(text, on=today + timedelta(days=30)) is None
    account.is_active = False
    account.save()
    assert admit(text, on=today) is None
    account.is_active = True
    account.save()
    assert admit(text, on=today) == bearer
    token = account.api_tokens.get()
    assert token.last_used_on == today
    revoke_token(account, token.pk, actor=actor_of(account))
    assert admit(text, on=today) is None


def test_the_table_of_tokens_opens_nothing_to_whoever_reads_it() -> None:
    account = an_account(a_ward(), "ward_manager")
    text = a_token(account)
    token = account.api_tokens.get()
    kept = [str(held) for row in account.api_tokens.values() for held in row.values()]
    assert text.startswith(token.prefix)
    assert [one for one in kept if text[14:] in one] == []


def test_a_browser_changes_something_only_with_the_safety_token_of_its_pages() -> None:
    ward = a_ward()
    client = Client(enforce_csrf_checks=True)
    client.force_login(an_account(ward, "ward_manager"))
    month = the_month(ward)
    seen = client.get(month)["ETag"]
    answer = send(client, "PUT", f"{month}/chosen", {"version": 2}, if_match=seen)
    assert code_of(answer) == (403, "form_not_ours")
    client.get("/sign-in/")
    client.get("/wards/")
    secret = client.cookies["csrftoken"].value
    client.defaults["HTTP_X_CSRFTOKEN"] = secret
    answer = send(client, "PUT", f"{month}/chosen", {"version": 2}, if_match=seen)
    assert told(answer)["chosen"] == 2


@pytest.mark.parametrize("what", ["chosen", "published"])
def test_a_change_names_the_state_that_its_sender_has_seen(what: str) -> None:
    ward = a_ward()
    client = a_program(an_account(ward, "ward_manager"))
    month = the_month(ward)
    seen = client.get(month)["ETag"]
    for missing in (None, "*", "1"):
        answer = send(client, "PUT", f"{month}/{what}", {"version": 2}, if_match=missing)
        assert code_of(answer) == (428, "condition_missing")
    first = send(client, "PUT", f"{month}/{what}", {"version": 2}, if_match=seen)
    assert told(first)[what] == 2
    assert first["ETag"] != seen
    again = send(client, "PUT", f"{month}/{what}", {"version": 1}, if_match=seen)
    assert code_of(again) == (412, "changed_meanwhile")
    weak = send(client, "PUT", f"{month}/{what}", {"version": 1}, if_match=f"W/{first['ETag']}")
    assert told(weak)[what] == 1


def test_what_has_not_changed_is_not_sent_again() -> None:
    ward = a_ward()
    client = a_program(an_account(ward, "ward_manager"))
    seen = client.get(the_month(ward))["ETag"]
    again = client.get(the_month(ward), headers={"if-none-match": seen})
    assert (again.status_code, again.content) == (304, b"")


def test_a_search_is_begun_seen_and_stopped() -> None:
    ward = a_ward()
    client = a_program(trained(an_account(ward, "ward_manager")))
    begun = send(client, "POST", f"{the_month(ward)}/searches", {"aim": "fair", "seconds": 20})
    assert told(begun, 202)["aim"] == "fair"
    assert told(client.get(begun["Location"]))["state"] == "waiting"
    again = send(client, "POST", f"{the_month(ward)}/searches", {})
    assert again["Location"] == begun["Location"]
    stopped = send(client, "POST", f"{begun['Location']}/stop", {})
    assert told(stopped, 202)["stop_asked"] is True
    assert Search.objects.count() == 1


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ({"aim": "stable"}, "reference"),
        ({"reference": 77}, "reference"),
        ({"seconds": 0}, "seconds"),
        ({"aim": "cheap"}, "aim"),
        ({"aims": "fair"}, "aims"),
    ],
)
def test_a_search_that_makes_no_sense_is_refused(body: dict[str, object], where: str) -> None:
    ward = a_ward()
    client = a_program(an_account(ward, "ward_manager"))
    answer = send(client, "POST", f"{the_month(ward)}/searches", body)
    assert code_of(answer) == (422, "invalid")
    assert [one["where"] for one in told(answer, 422)["errors"]] == [where]


def test_nothing_asked_of_a_period_is_a_conflict() -> None:
    ward = a_ward()
    empty = Roster.objects.create(
        hospital=ward.roster.hospital,
        unit=ward.unit,
        starts_on=date(2027, 1, 4),
        ends_on=date(2027, 1, 10),
    )
    client = a_program(an_account(ward, "ward_manager"))
    address = f"/api/v1/units/{ward.unit.pk}/rosters/{empty.starts_on}/searches"
    assert code_of(send(client, "POST", address, {})) == (409, "conflict")


def test_lists_go_on_page_by_page_in_a_stable_order() -> None:
    ward = a_ward()
    client = a_program(an_account(ward, "ward_manager"))
    address, found = f"{the_month(ward)}/versions?limit=1", []
    while address:
        answer = client.get(address)
        page = told(answer)
        found += [one["number"] for one in page["items"]]
        link = answer.headers.get("Link", "")
        address = link.partition("<")[2].partition(">")[0]
        assert bool(address) is bool(page["next"])
    assert found == [2, 1]


def test_a_place_in_another_list_is_refused() -> None:
    ward = a_ward()
    client = a_program(an_account(ward, "ward_manager"))
    following = told(client.get(f"{the_month(ward)}/versions?limit=1"))["next"]
    for after in (following, "x", following[:-1]):
        answer = client.get("/api/v1/units", {"after": after})
        assert code_of(answer) == (422, "invalid")
