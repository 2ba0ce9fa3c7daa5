"""The sign-in: who gets in, where she arrives, what stays closed, what is left behind."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from django.utils.timezone import now
from pytest_django import DjangoAssertNumQueries

from releve.house.urls import urlpatterns as house_urls
from releve.kit.actors import HOUSE
from releve.people.actions import create_account
from releve.people.models import Account


def _inside(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("inside")


urlpatterns = [*house_urls, path("inside/", _inside)]
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]

GOOD = "brume-sur-la-dune-7"
REFUSED = "Cet identifiant et ce mot de passe ne vont pas ensemble"


def an_account(username: str = "ada") -> Account:
    """Save somebody who can sign in."""
    return create_account(username=username, name="Ada Feuillage", password=GOOD, actor=HOUSE)


def a_reader(*, language: str = "fr") -> Client:
    """Return a browser that asks for a language."""
    return Client(headers={"accept-language": language})


def sign_in(client: Client, username: str = "ada", password: str = GOOD, **more: str) -> str:
    """Send the form; return where it leads, or nothing where it is shown again."""
    facts = {"username": username, "password": password, **more}
    answer = client.post("/sign-in/", facts)
    return str(answer.headers.get("Location", ""))


def test_a_page_leads_to_the_sign_in_and_back() -> None:
    an_account()
    client = a_reader()
    asked = client.get("/inside/?month=3")
    assert (asked.status_code, asked["Location"]) == (
        302,
        "/sign-in/?next=/inside/%3Fmonth%3D3",
    )
    assert 'value="/inside/?month=3"' in client.get(asked["Location"]).content.decode()
    assert sign_in(client, next="/inside/?month=3") == "/inside/?month=3"
    assert client.get("/inside/").content == b"inside"


def test_without_a_page_to_go_back_to_the_sign_in_leads_home() -> None:
    an_account()
    assert sign_in(a_reader()) == "/"


def test_the_sign_in_never_leads_to_another_host() -> None:
    an_account()
    assert sign_in(a_reader(), next="https://example.org/") == "/"


def test_a_form_sent_without_a_sign_in_leads_there_without_its_own_address() -> None:
    assert a_reader().post("/inside/")["Location"] == "/sign-in/"


def test_a_fragment_takes_its_whole_page_to_the_sign_in() -> None:
    answer = a_reader().get(
        "/inside/",
        headers={"hx-request": "true", "hx-current-url": "http://testserver/wards/?all"},
    )
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer["HX-Redirect"] == "/sign-in/?next=/wards/%3Fall"


@pytest.mark.parametrize(
    ("username", "password"), [("ada", "wrong"), ("nobody", GOOD), ("closed", GOOD)]
)
def test_a_refusal_never_tells_whether_there_is_an_account(username: str, password: str) -> None:
    an_account()
    closed = an_account("closed")
    closed.is_active = False
    closed.save()
    answer = a_reader().post("/sign-in/", {"username": username, "password": password})
    said = re.search(r'role="alert"[^>]*>([^<]*)<', answer.content.decode())
    assert said is not None
    assert said[1].startswith(REFUSED)
    assert GOOD not in answer.content.decode()


def test_an_empty_form_says_what_to_type() -> None:
    answer = a_reader(language="en").post("/sign-in/", {"username": "", "password": ""})
    assert "Type your user name and your password." in answer.content.decode()


def test_the_header_shows_who_is_signed_in_and_the_way_out() -> None:
    an_account()
    client = a_reader()
    assert "Se déconnecter" not in client.get("/").content.decode()
    sign_in(client)
    page = client.get("/").content.decode()
    assert [word in page for word in ("Ada Feuillage", "Se déconnecter")] == [True] * 2
    assert 'href="/me/"' in page


def test_who_is_signed_in_already_is_not_asked_again() -> None:
    an_account()
    client = a_reader()
    sign_in(client)
    assert client.get("/sign-in/")["Location"] == "/"


def test_signing_out_closes_the_pages_and_is_never_done_by_a_link() -> None:
    an_account()
    client = a_reader()
    sign_in(client)
    assert client.get("/sign-out/").status_code == 405
    assert client.get("/inside/").status_code == 200
    assert client.post("/sign-out/")["Location"] == "/"
    assert client.get("/inside/").status_code == 302


def test_a_new_password_ends_what_the_old_one_opened() -> None:
    account = an_account()
    client = a_reader()
    sign_in(client)
    account.set_password(GOOD + "8")
    account.save()
    assert client.get("/inside/").status_code == 302


def test_a_closed_account_is_shut_out_at_once() -> None:
    account = an_account()
    client = a_reader()
    sign_in(client)
    account.is_active = False
    account.save()
    assert client.get("/inside/").status_code == 302


def test_a_session_lasts_twelve_hours_and_its_cookie_is_out_of_reach() -> None:
    an_account()
    client = a_reader()
    sign_in(client)
    cookie = client.cookies["sessionid"]
    assert (cookie["max-age"], cookie["httponly"], cookie["samesite"]) == (43_200, True, "Lax")
    left = client.session.get_expiry_date() - now()
    assert timedelta(hours=11) < left <= timedelta(hours=12)


def test_a_shared_computer_keeps_no_page_of_somebody_who_has_left() -> None:
    an_account()
    client = a_reader()
    assert "Cache-Control" not in client.get("/").headers
    sign_in(client)
    assert client.get("/inside/")["Cache-Control"] == "private, no-store"
    assert client.get("/")["Cache-Control"] == "private, no-store"


def test_a_page_asks_nobody_else_s_database_before_the_sign_in(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    an_account()
    client = a_reader()
    with django_assert_num_queries(0):
        client.get("/")
    sign_in(client)
    with django_assert_num_queries(3):  # the session, the account, its functions
        client.get("/")


def test_pages_and_style_travel_compressed() -> None:
    client = Client(headers={"accept-encoding": "gzip"})
    for address in ("/", "/static/house/house.css", "/static/django_htmx/htmx-2.min.js"):
        answer = client.get(address)
        answer.getvalue()
        assert answer["Content-Encoding"] == "gzip"


def test_htmx_evaluates_nothing_and_keeps_no_page_in_the_browser() -> None:
    page = a_reader().get("/").content.decode()
    config = re.search(r"name=\"htmx-config\" content='([^']*)'", page)
    assert config is not None
    for said in (
        '"allowEval": false',
        '"allowScriptTags": false',
        '"historyCacheSize": 0',
        '"includeIndicatorStyles": false',
    ):
        assert said in config[1]
