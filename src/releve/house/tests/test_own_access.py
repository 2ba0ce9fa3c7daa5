"""The page of one's calendar address and tokens: a secret is shown once, to its owner."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from releve.roster.tests.wards import Ward, a_ward, an_account, signed_in

pytestmark = pytest.mark.django_db

PAGE = "/me/access/"
TOKEN = re.compile(r"releve_[0-9a-z]+_[A-Za-z0-9_-]{30,}")
ADDRESS = re.compile(r"http://testserver(/calendar/[^<]+\.ics)")


def browser(ward: Ward) -> Client:
    """Return a browser of a caregiver who is in the roster."""
    return signed_in(an_account(ward, "caregiver", person="ana"))


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
        {"name": "x", "days": "9999"},
    ],
)
def test_a_token_that_makes_no_sense_is_refused_with_its_reason(form: dict[str, object]) -> None:
    ward = a_ward()
    client = browser(ward)
    answer = client.post(f"{PAGE}tokens/", form)
    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()
    assert TOKEN.findall(answer.content.decode()) == []


def test_nobody_takes_back_the_token_of_somebody_else() -> None:
    ward = a_ward()
    browser(ward).post(f"{PAGE}tokens/", {"name": "x", "days": "30"})
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
    client = signed_in(an_account(a_ward(), "ward_manager"))
    assert "Make a new address" not in client.get(PAGE).content.decode()
    assert client.post(f"{PAGE}calendar/").status_code == 404


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_page_of_the_api_tells_every_route_and_code(language: str) -> None:
    page = Client(headers={"accept-language": language}).get("/api/v1/").content.decode()
    assert "/api/v1/units/{unit}/rosters/{starts_on}/chosen" in page
    assert 'id="changed_meanwhile"' in page


def test_the_pages_of_ones_own_need_a_sign_in() -> None:
    ways = ["", "tokens/", "tokens/1/revoke/", "calendar/", "calendar/close/"]
    answers = [Client().post(PAGE + way) for way in ways]
    assert {answer.status_code for answer in answers} == {302}
