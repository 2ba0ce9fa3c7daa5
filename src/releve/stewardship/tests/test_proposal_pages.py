"""The pages and routes of proposals, contests, questions and connections."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from releve.kit.actors import HOUSE
from releve.kit.permissions import Permission
from releve.people.actions import create_token
from releve.people.models import Account
from releve.people.queries import actor_of
from releve.stewardship.actions.contests import contest
from releve.stewardship.actions.proposals import Output, propose
from releve.stewardship.models import Connection, Proposal
from releve.stewardship.tests.opened import open_tool
from releve.stewardship.tests.proposing import ASKED, House, a_house, again, asked_now

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(settings: Settings) -> House:
    """A unit with an invented tool, and one host that may be called."""
    settings.TOOL_HOSTS = ["outil.example"]
    return a_house()


def browser(account: Account) -> Client:
    """Return a browser in which somebody reads English."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def text(answer: Any) -> str:
    """Return what a page says."""
    return str(answer.content.decode())


def test_an_inbox_says_what_will_appear_there_then_lists_it(house: House) -> None:
    manager = browser(house.account("ward_manager", person="p8"))
    assert "No tool has put anything forward" in text(manager.get("/tools/proposals/"))
    proposal = house.proposal()
    listed = text(manager.get("/tools/proposals/"))
    assert f"Échantillon {proposal.pk}" in listed
    for query in ("state=accepted", "unit=999999", "kind=other"):
        assert "No proposal matches" in text(manager.get(f"/tools/proposals/?{query}"))
    assert "Échantillon" in text(manager.get("/tools/proposals/?state=nonsense&unit=x&page=99"))


def test_the_table_has_no_name_and_no_text(house: House) -> None:
    manager = browser(house.account("ward_manager", person="p8"))
    house.proposal()
    told = text(manager.get("/tools/proposals.csv"))
    assert told.splitlines()[0].startswith("number,tool,version,unit,kind,state")
    assert "Une semaine" not in told


def test_a_proposal_is_decided_on_its_page_and_the_second_is_told(house: House) -> None:
    manager = browser(house.account("ward_manager", person="p8"))
    proposal = house.proposal()
    page = f"/tools/proposals/{proposal.pk}/"
    assert "BECAUSE 3" in text(manager.get(page))
    assert manager.post(f"{page}decide/", {"outcome": "rejected"}).status_code == 409
    assert manager.post(f"{page}decide/", {"outcome": "nonsense"}).status_code == 409
    assert manager.post(f"{page}decide/", {"outcome": "accepted"}).status_code == 302
    late = manager.post(f"{page}decide/", {"outcome": "rejected", "reason": "Non"})
    assert late.status_code == 409
    assert "Somebody has decided on it meanwhile" in text(late)
    assert again(proposal).state == "accepted"


def test_a_stale_proposal_says_so_and_is_not_accepted(house: House) -> None:
    manager = browser(house.account("ward_manager", person="p8"))
    proposal = house.proposal()
    asked_now[proposal.pk] = "other"
    page = f"/tools/proposals/{proposal.pk}/"
    assert "can no longer be accepted" in text(manager.get(page))
    assert manager.post(f"{page}decide/", {"outcome": "accepted"}).status_code == 409


def test_a_proposal_of_another_unit_is_not_there(house: House) -> None:
    proposal = house.proposal()
    for account in (
        house.account("ward_manager", person="q0", at=house.small),
        house.account("caregiver", person="p0"),
    ):
        client = browser(account)
        assert client.get(f"/tools/proposals/{proposal.pk}/").status_code == 404
        decided = client.post(f"/tools/proposals/{proposal.pk}/decide/", {"outcome": "accepted"})
        assert decided.status_code == 404


def test_a_thread_is_read_answered_and_closed_on_its_page(house: House) -> None:
    proposal = house.proposal()
    her = browser(house.account(person="p0"))
    manager = browser(house.account("ward_manager", person="p8"))
    mine = text(her.get(f"/tools/mine/{proposal.pk}/"))
    assert "Pour Prénomp0." in mine
    assert her.post(f"/tools/mine/{proposal.pk}/contest/", {"said": " "}).status_code == 409
    opened = her.post(f"/tools/mine/{proposal.pk}/contest/", {"said": "Deux <b>nuits</b>"})
    thread = opened["Location"]
    assert "Deux &lt;b&gt;nuits&lt;/b&gt;" in text(manager.get(thread))
    assert "Contests to answer" in text(manager.get("/tools/proposals/"))
    assert her.post(f"{thread}close/").status_code == 409
    assert 'name="seen" value="1"' in text(manager.get(thread))
    assert her.post(f"{thread}answer/", {"said": "Moi", "seen": "1"}).status_code == 404
    early = manager.post(f"{thread}answer/", {"said": "Je devine", "seen": "0"})
    assert (early.status_code, "Je devine" in text(early)) == (409, True)
    done = manager.post(f"{thread}answer/", {"said": "Je corrige", "seen": "1"})
    assert done.status_code == 302
    assert "Je corrige" in text(her.get(thread))
    assert her.post(f"{thread}reply/", {"said": "Merci"}).status_code == 302
    manager.post(f"{thread}answer/", {"said": "Bien", "seen": "3"})
    assert her.post(f"{thread}close/").status_code == 302
    assert browser(house.account("caregiver", person="p1")).get(thread).status_code == 404


def test_the_page_to_ask_says_what_the_gate_misses_and_keeps_what_was_written(
    house: House,
) -> None:
    her = browser(house.account("caregiver", person="p0"))
    assert "No tool of a third party is connected" in text(her.get("/tools/ask/"))
    path = house.hospital.pk
    assert path
    connect(house)
    shut = text(her.get("/tools/ask/"))
    assert "is not open to you here" in shut
    sent = {"tool": "letters", "unit": house.unit.pk, "text": "Bonjour", "names_nobody": "true"}
    refused = her.post("/tools/ask/send/", sent)
    assert (refused.status_code, "Bonjour" in text(refused)) == (409, True)
    open_tool(house.hospital, "letters", [house.unit], [house.people["p0"]])
    careless = her.post("/tools/ask/send/", {**sent, "names_nobody": ""})
    assert (careless.status_code, "Bonjour" in text(careless)) == (409, True)
    asked = her.post("/tools/ask/send/", sent)
    assert asked.status_code == 302
    assert "The tool is at work" in text(her.get(asked["Location"]))
    other = browser(house.account("caregiver", person="p1"))
    assert other.get(asked["Location"]).status_code == 404


def connect(house: House) -> None:
    """Connect the invented tool on its page."""
    referent = browser(house.account("ai_referent", at=house.hospital))
    assert "not connected" in text(referent.get("/tools/connections/"))
    sent = {
        "address": "https://outil.example/v1/chat/completions",
        "model": "petit-modele",
        "activity": "documentation",
        "most_tokens": "800",
        "minutes_saved": "5",
        "minutes_checking": "2",
    }
    page = "/tools/connections/letters/"
    wrong = referent.post(page, {**sent, "address": "https://ailleurs.example/v1"})
    assert (wrong.status_code, "ailleurs.example" in text(wrong)) == (409, True)
    assert referent.post(page, {**sent, "most_tokens": "many"}).status_code == 409
    assert referent.post(page, sent).status_code == 302
    assert "petit-modele" in text(referent.get("/tools/connections/"))


def test_a_connection_is_kept_changed_and_taken_away_by_its_keeper_alone(house: House) -> None:
    connect(house)
    assert Connection.objects.for_hospital(house.hospital).get().minutes_saved == 5
    manager = browser(house.account("ward_manager", person="p8"))
    assert manager.get("/tools/connections/").status_code in (403, 404)
    referent = browser(house.account("ai_referent", at=house.hospital))
    assert referent.get("/tools/connections/nothing/").status_code == 404
    assert referent.post("/tools/connections/letters/end/").status_code == 302
    assert not Connection.objects.for_hospital(house.hospital).exists()


def test_a_program_lists_reads_and_decides(house: House) -> None:
    manager = browser(house.account("ward_manager", person="p8"))
    proposal = house.proposal()
    listed = manager.get("/api/v1/proposals").json()
    assert [one["number"] for one in listed["items"]] == [proposal.pk]
    whole = manager.get(f"/api/v1/proposals/{proposal.pk}").json()
    assert whole["reasons"][0]["sentence"] == "BECAUSE 3"
    address = f"/api/v1/proposals/{proposal.pk}/decision"

    def sent(**told: str) -> Any:
        return manager.post(address, json.dumps(told), content_type="application/json")

    assert sent(outcome="rejected").status_code == 422
    assert sent(outcome="accepted").json()["state"] == "accepted"
    assert sent(outcome="accepted").status_code == 412
    stranger = browser(house.account("caregiver", person="p0"))
    assert stranger.get(f"/api/v1/proposals/{proposal.pk}").status_code == 404


def program(account: Account, *scopes: Permission) -> Client:
    """Return a program with a token of an account's that was given these permissions."""
    facts: dict[str, Any] = {"name": "essai", "scopes": scopes, "days": 1}
    _token, secret = create_token(account, actor=actor_of(account), **facts)
    return Client(headers={"authorization": f"Bearer {secret}"})


def test_a_program_reads_and_decides_no_more_than_its_token_was_given(house: House) -> None:
    manager = house.account("ward_manager", person="p8")
    proposal = house.proposal()
    address, decision = f"/api/v1/proposals/{proposal.pk}", {"outcome": "accepted"}

    def decided(client: Client) -> int:
        answer = client.post(f"{address}/decision", decision, content_type="application/json")
        return answer.status_code

    nothing = program(manager, Permission.USE_TOOLS)
    assert nothing.get("/api/v1/proposals").json()["items"] == []
    assert (nothing.get(address).status_code, decided(nothing)) == (404, 404)
    reader = program(manager, Permission.SEE_REGISTER)
    assert (reader.get(address).status_code, decided(reader)) == (200, 403)
    assert again(proposal).state == "proposed"
    assert decided(program(manager, Permission.DECIDE_PROPOSALS)) == 200


def test_a_contest_is_shown_beside_its_proposal_to_whoever_decides(house: House) -> None:
    proposal = house.proposal()
    contest(proposal, house.people["p0"], actor=house.actor(person="p0"), said="Non")
    manager = browser(house.account("ward_manager", person="p8"))
    assert "Nomp0" in text(manager.get(f"/tools/proposals/{proposal.pk}/"))
    hr = browser(house.account("hr", person="p7"))
    assert "Nomp0" not in text(hr.get(f"/tools/proposals/{proposal.pk}/"))
    assert Proposal.objects.for_hospital(house.hospital).count() == 1


def marked(answer: Any) -> list[str]:
    """Return where the entry leads that the head of a page marks, in the place of the page."""
    [ways] = re.findall(r'<nav class="ways".*?</nav>', text(answer), re.DOTALL)
    return re.findall(r'<a href="([^"]*)" aria-current="(?:true|page)">', ways)


def test_an_answer_that_one_asked_for_stands_where_one_asks(house: House) -> None:
    for function, person in (("caregiver", "p0"), ("ward_manager", "p8")):
        asking = house.account(function, person=person)
        said = {"asked": "Rédige", "answer": "Voici", "model": "petit"}
        output = Output(kind="text", input_digest=ASKED, payload=said)
        proposal = propose(house.tool, house.unit, output, actor=HOUSE, asked_by=asking)
        client, page = browser(asking), f"/tools/proposals/{proposal.pk}/"
        assert marked(client.get(page)) == ["/tools/ask/"]
        assert marked(client.post(f"{page}decide/", {"outcome": "x"})) == ["/tools/ask/"]


def test_what_a_tool_put_forward_about_oneself_stands_in_ones_own_roster(house: House) -> None:
    proposal, her = house.proposal(), browser(house.account(person="p0"))
    own = f"/tools/mine/{proposal.pk}/"
    assert marked(her.get(own)) == ["/planning/"]
    thread = her.post(f"{own}contest/", {"said": "Non"})["Location"]
    assert marked(her.get(thread)) == ["/planning/"]
    manager = browser(house.account("ward_manager", person="p8"))
    assert marked(manager.get(thread)) == ["/tools/proposals/"]
    assert marked(manager.get(f"/tools/proposals/{proposal.pk}/")) == ["/tools/proposals/"]
