"""The page of one's calendar address and tokens: a secret is shown once, to its owner."""

from __future__ import annotations

import re
from collections.abc import Callable
from time import time
from urllib.parse import quote

import pytest
from django.test import Client

from releve.kit.actors import HOUSE
from releve.people.actions import (
    close_account,
    end_sessions,
    make_password_link,
    reopen_account,
)
from releve.people.models import Account
from releve.roster.tests.wards import Ward, a_ward, an_account, signed_in

pytestmark = pytest.mark.django_db

PAGE = "/me/access/"
HEADINGS = {
    "en": {"people": "Units and people", "roster": "Rosters and their check"},
    "fr": {"people": "Unités et personnes", "roster": "Plannings et contrôle légal"},
}
TOKEN = re.compile(r"releve_[0-9a-z]+_[A-Za-z0-9_-]{30,}")
ADDRESS = re.compile(r"http://testserver(/calendar/[^<]+\.ics)")


def browser(ward: Ward) -> Client:
    """Return a browser of a caregiver who is in the roster."""
    return just_shown(signed_in(an_account(ward, "caregiver", person="ana")))


def just_shown(client: Client) -> Client:
    """Return a browser whose owner has just given her password."""
    session = client.session
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session["account_authentication_methods"] = [{"method": "password", "at": time()}]
    session.save()
    return client


def a_token(client: Client) -> Client:
    """Make a token in a browser, and return the program that sends it."""
    form = {"name": "Kiosk", "scopes": ["roster.see"], "days": "30"}
    page = client.post(f"{PAGE}tokens/", form).content.decode()
    (text,) = TOKEN.findall(page)
    return Client(headers={"authorization": f"Bearer {text}"})


def an_address(client: Client) -> str:
    """Make a calendar address in a browser, and return its path."""
    (way,) = ADDRESS.findall(client.post(f"{PAGE}calendar/").content.decode())
    return str(way)


def answers(program: Client, way: str) -> tuple[int, int]:
    """Return how the API and the calendar answer."""
    return program.get("/api/v1/me").status_code, Client().get(way).status_code


def test_a_page_left_open_makes_neither_token_nor_address() -> None:
    client = signed_in(an_account(a_ward(), "caregiver", person="ana"))
    again = f"/sign-in/again/?next={quote(PAGE, safe='')}"
    assert again.partition("?")[0] in client.get(PAGE).content.decode()
    for way in ("tokens/", "calendar/"):
        assert client.post(PAGE + way, {"name": "Kiosk", "days": "30"})["Location"] == again
    account = Account.objects.get_by_natural_key("caregiver")
    assert (account.api_tokens.count(), account.calendar_addresses.count()) == (0, 0)


@pytest.mark.parametrize("end", [close_account, end_sessions, make_password_link])
def test_token_and_address_end_with_access_and_stay_ended(end: Callable[..., object]) -> None:
    client = browser(a_ward())
    program, way = a_token(client), an_address(client)
    assert answers(program, way) == (200, 200)
    account = Account.objects.get_by_natural_key("caregiver")
    end(account, actor=HOUSE)
    assert answers(program, way) == (401, 404)
    reopen_account(account, actor=HOUSE)
    assert answers(program, way) == (401, 404)


@pytest.mark.parametrize(
    ("said", "after"), [({}, (401, 404)), ({"keep_keys": "on"}, (200, 200))], ids=["end", "keep"]
)
@pytest.mark.parametrize("way", ["everywhere/", "password/"])
def test_she_says_whether_her_keys_stay_when_her_sessions_end(
    way: str, said: dict[str, str], after: tuple[int, int]
) -> None:
    client = browser(a_ward())
    account = Account.objects.get_by_natural_key("caregiver")
    account.set_password("brume-sur-la-dune-7")
    account.save()
    client = just_shown(signed_in(account))
    program, address = a_token(client), an_address(client)
    page = client.get("/me/sign-in/" + way.replace("everywhere/", "")).content.decode()
    assert 'name="keep_keys"' in page
    facts = {"old_password": "brume-sur-la-dune-7", "new_password1": "lune-sur-le-lac-9"}
    facts["new_password2"] = facts["new_password1"]
    assert client.post(f"/me/sign-in/{way}", {**facts, **said}).status_code == 302
    assert answers(program, address) == after


def test_a_password_chosen_by_a_link_ends_what_was_made_since_the_link() -> None:
    ward = a_ward()
    an_account(ward, "caregiver", person="ana")
    account = Account.objects.get_by_natural_key("caregiver")
    link = make_password_link(account, actor=HOUSE)
    client = just_shown(signed_in(account))
    program, address = a_token(client), an_address(client)
    stranger = Client()
    form = stranger.get(link)["Location"]
    facts = {"new_password1": "lune-sur-le-lac-9", "new_password2": "lune-sur-le-lac-9"}
    assert stranger.post(form, facts).status_code == 302
    assert answers(program, address) == (401, 404)


def test_a_token_is_shown_once_opens_the_api_and_is_taken_back() -> None:
    ward = a_ward()
    client = browser(ward)
    form = {"name": "Kiosk", "scopes": ["roster.see"], "days": "30"}
    page = client.post(f"{PAGE}tokens/", form).content.decode()
    (text,) = TOKEN.findall(page)
    program = Client(headers={"authorization": f"Bearer {text}"})
    assert program.get("/api/v1/me").json()["permissions"] == ["roster.see"]
    later = client.get(PAGE).content.decode()
    assert TOKEN.findall(later) == []
    assert "Kiosk" in later
    (way,) = re.findall(rf'action="({PAGE}tokens/\d+/revoke/)"', later)
    assert client.post(way)["Location"] == PAGE
    assert program.get("/api/v1/me").status_code == 401
    assert "taken back" in client.get(PAGE).content.decode()


@pytest.mark.parametrize(
    "form",
    [
        {"name": "", "scopes": ["roster.see"], "days": "30"},
        {"name": "x", "scopes": ["house.operate"], "days": "30"},
        {"name": "x", "scopes": ["everything"], "days": "30"},
        {"name": "x", "scopes": ["roster.see"], "days": "9999"},
        {"name": "x", "days": "30"},
    ],
)
def test_a_token_that_makes_no_sense_is_refused_with_its_reason(form: dict[str, object]) -> None:
    ward = a_ward()
    client = browser(ward)
    answer = client.post(f"{PAGE}tokens/", form)
    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()
    assert TOKEN.findall(answer.content.decode()) == []


def test_whoever_may_do_nothing_makes_a_token_for_the_legal_check() -> None:
    ward = a_ward()
    account = an_account(ward, "caregiver", person="ana")
    account.grants.all().delete()
    client = just_shown(signed_in(account))
    assert 'name="scopes"' not in client.get(PAGE).content.decode()
    page = client.post(f"{PAGE}tokens/", {"name": "x", "days": "30"}).content.decode()
    assert len(TOKEN.findall(page)) == 1


@pytest.mark.parametrize("function", ["caregiver", "ward_manager", "hr", "administrator"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_a_token_may_do_is_ticked_by_its_words(function: str, language: str) -> None:
    page = signed_in(an_account(a_ward(), function), language).get(PAGE).content.decode()
    found = re.findall(r'<label><input type="checkbox" name="scopes" value="(\S+)"> ([^<]+)<', page)
    assert found
    assert [key for key, words in found if words == key or " " not in words] == []


def test_what_was_typed_is_there_after_the_question_who_she_is() -> None:
    ward = a_ward()
    client = signed_in(an_account(ward, "caregiver", person="ana"))
    form = {"name": "Borne <1>", "scopes": ["roster.see", "no.such"], "days": "366"}
    client.post(f"{PAGE}tokens/", form)
    assert "Borne" not in client.get(PAGE).content.decode()  # at an open page it shows to nobody
    just_shown(client)
    page = client.get(PAGE).content.decode()
    assert 'value="Borne &lt;1&gt;"' in page
    assert 'value="roster.see" checked' in page
    assert '<option value="366" selected>' in page
    assert '<details class="fold" open>' in page
    assert "No token is made yet" in page
    assert Account.objects.get_by_natural_key("caregiver").api_tokens.count() == 0
    assert "Borne" not in client.get(PAGE).content.decode()


def test_what_was_typed_is_kept_short() -> None:
    client = signed_in(an_account(a_ward(), "caregiver", person="ana"))
    form = {"name": "n" * 100_000, "scopes": ["roster.see"] * 900, "days": "30", "other": "x"}
    client.post(f"{PAGE}tokens/", form)
    kept = client.session["releve_kept"]
    assert {name: len(values) for name, values in kept.items()} == {
        "name": 1,
        "scopes": 50,
        "days": 1,
    }
    assert len(kept["name"][0]) == 200


def test_nobody_takes_back_the_token_of_somebody_else() -> None:
    ward = a_ward()
    a_token(browser(ward))
    other = signed_in(an_account(ward, "ward_manager"))
    assert other.post(f"{PAGE}tokens/1/revoke/").status_code == 404


def test_a_calendar_address_is_shown_once_and_closed_again() -> None:
    ward = a_ward()
    client = browser(ward)
    page = client.post(f"{PAGE}calendar/").content.decode()
    (way,) = ADDRESS.findall(page)
    assert Client().get(way).status_code == 200
    later = client.get(PAGE).content.decode()
    assert ADDRESS.findall(later) == []
    assert "An address is open" in later
    client.post(f"{PAGE}calendar/close/")
    assert Client().get(way).status_code == 404


def test_an_account_without_a_line_in_rosters_is_offered_no_calendar() -> None:
    client = just_shown(signed_in(an_account(a_ward(), "ward_manager")))
    assert "Make a new address" not in client.get(PAGE).content.decode()
    assert client.post(f"{PAGE}calendar/").status_code == 404


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_page_of_the_api_tells_every_route_and_code(language: str) -> None:
    page = Client(headers={"accept-language": language}).get("/api/v1/").content.decode()
    assert "/api/v1/units/{unit}/rosters/{starts_on}/chosen" in page
    assert 'id="changed_meanwhile"' in page
    assert ("en anglais, comme dans le document OpenAPI" in page) == (language == "fr")
    for key, title in HEADINGS[language].items():
        assert f'<h2 id="{key}">{title}</h2>' in page
    needs = {"en": "See the rosters of the team", "fr": "Voir les plannings de l’équipe"}
    assert f"{needs[language]} (<code>roster.see</code>)" in page


def test_the_pages_of_ones_own_need_a_sign_in() -> None:
    ways = ["", "tokens/", "tokens/1/revoke/", "calendar/", "calendar/close/"]
    answers = [Client().post(PAGE + way) for way in ways]
    assert {answer.status_code for answer in answers} == {302}
