"""How sessions end: by the clock, by their owner, by a closed account, by the next person."""

from __future__ import annotations

import logging

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, path
from pytest_django import DjangoAssertNumQueries, Settings

from releve.house import sessions
from releve.house.tests.clock import Clock
from releve.house.tests.signing import (
    GOOD,
    a_hospital,
    a_reader,
    an_account,
    inside,
    is_inside,
    sign_in,
)
from releve.house.urls import urlpatterns as house_urls
from releve.kit.actors import HOUSE
from releve.kit.permissions import need_of
from releve.people.actions import end_sessions
from releve.people.models import Account, Level, WardComputer
from releve.people.queries import password_link

urlpatterns = [*house_urls, path("inside/", inside)]
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.urls(__name__),
    pytest.mark.usefixtures("quick_passwords"),
]
NEXT = "vent-doux-sur-le-quai-4"
MINUTE = 60
HOUR = 3600


def test_a_session_that_nobody_uses_ends_and_leads_back_to_its_page(clock: Clock) -> None:
    an_account()
    client = a_reader()
    sign_in(client)
    clock.pass_seconds(29 * MINUTE)
    assert is_inside(client) is True
    clock.pass_seconds(29 * MINUTE)
    assert is_inside(client) is True
    clock.pass_seconds(30 * MINUTE)
    assert client.get("/inside/?a=1")["Location"] == "/sign-in/?next=/inside/%3Fa%3D1"
    assert client.session.get(sessions.STAMP) is None


def test_a_session_ends_after_one_shift_however_much_it_is_used(clock: Clock) -> None:
    an_account()
    client = a_reader()
    sign_in(client)
    for _ in range(35):
        clock.pass_seconds(20 * MINUTE)
        assert is_inside(client) is True
    clock.pass_seconds(20 * MINUTE)
    assert is_inside(client) is False


def test_a_page_that_asks_by_itself_does_not_keep_a_session_alive(clock: Clock) -> None:
    an_account()
    client = a_reader()
    sign_in(client)
    for _ in range(3):
        clock.pass_seconds(9 * MINUTE)
        client.get("/inside/", headers={"hx-request": "true"})
    clock.pass_seconds(3 * MINUTE)
    assert is_inside(client) is False


def test_how_long_a_session_may_rest_is_the_operator_s_word(
    clock: Clock, settings: Settings
) -> None:
    settings.IDLE_MINUTES = 5
    an_account()
    client = a_reader()
    sign_in(client)
    assert 'data-idle-minutes="5"' in client.get("/").content.decode()
    clock.pass_seconds(5 * MINUTE)
    assert is_inside(client) is False


def test_a_session_in_use_is_written_at_most_once_a_minute(
    clock: Clock, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    an_account()
    client = a_reader()
    sign_in(client)
    clock.pass_seconds(MINUTE - 1)
    with django_assert_num_queries(2):
        client.get("/inside/")
    clock.pass_seconds(1)
    client.get("/inside/")
    clock.pass_seconds(MINUTE - 1)
    with django_assert_num_queries(2):
        client.get("/inside/")


def test_signing_out_everywhere_ends_every_session_of_hers_and_nobody_else_s() -> None:
    an_account()
    an_account("bo")
    here, there, other = a_reader(), a_reader(), a_reader()
    for client, name in ((here, "ada"), (there, "ada"), (other, "bo")):
        sign_in(client, name)
    assert here.post("/me/sign-in/everywhere/")["Location"] == "/sign-in/"
    assert [is_inside(client) for client in (here, there, other)] == [False, False, True]


def test_a_session_that_was_ended_never_comes_back() -> None:
    account = an_account()
    client = a_reader()
    sign_in(client)
    end_sessions(account, actor=HOUSE)
    end_sessions(account, actor=HOUSE)
    assert (account.session_round, is_inside(client)) == (2, False)


def test_a_new_password_of_her_own_ends_her_other_sessions_only() -> None:
    an_account()
    here, there = a_reader(), a_reader()
    sign_in(here)
    sign_in(there)
    new = {"new_password1": NEXT, "new_password2": NEXT}
    wrong = here.post("/me/sign-in/password/", {"old_password": "no", **new})
    assert "refused-old" in wrong.content.decode()
    answer = here.post("/me/sign-in/password/", {"old_password": GOOD, **new})
    assert answer["Location"] == "/me/sign-in/"
    assert [is_inside(client) for client in (here, there)] == [True, False]
    assert sign_in(a_reader(), password=NEXT) == "/"


def test_a_link_lets_its_owner_choose_a_password_once() -> None:
    account = an_account(password=None)
    way = password_link(account)
    client = a_reader()
    form = client.get(way)["Location"]
    assert way.rsplit("/", 2)[1] not in form
    chosen = {"new_password1": NEXT, "new_password2": NEXT}
    short = client.post(form, {"new_password1": "x7-K", "new_password2": "x7-K"})
    assert "too short" in short.content.decode()
    assert client.post(form, chosen)["Location"] == "/sign-in/"
    assert "no longer works" in a_reader().get(way).content.decode()
    assert is_inside(client) is False
    assert sign_in(a_reader(), password=NEXT) == "/"


@pytest.mark.parametrize("what", ["day", "closed", "round"])
def test_a_link_that_is_old_or_of_a_closed_account_or_overtaken_opens_nothing(
    what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = an_account()
    way = password_link(account)
    if what == "day":
        monkeypatch.setattr("django.conf.settings.PASSWORD_RESET_TIMEOUT", -1)
    elif what == "closed":
        Account.objects.filter(pk=account.pk).update(is_active=False)
    else:
        end_sessions(account, actor=HOUSE)
    assert "no longer works" in a_reader().get(way).content.decode()


def test_handing_over_asks_for_the_next_person_and_leaves_nothing_behind() -> None:
    an_account()
    client = a_reader()
    sign_in(client)
    key = client.session.session_key
    answer = client.post("/sign-out/hand-over/")
    assert (answer["Location"], answer["Clear-Site-Data"]) == ("/sign-in/", '"cache"')
    assert "no-store" in answer["Cache-Control"]
    assert client.session.session_key != key
    assert is_inside(client) is False
    assert client.get("/sign-out/hand-over/").status_code == 405


def a_shared_computer(hospital: Level, *, manager: str = "cadre") -> Client:
    """Return a browser on a computer that a manager has just marked, and left."""
    an_account(manager, hospital=hospital, function="ward_manager")
    client = a_reader()
    sign_in(client, manager)
    assert client.post("/me/sign-in/computers/", {"name": "Desk"}).status_code == 302
    assert "Hand over" in client.get("/").content.decode()
    client.post("/sign-out/")
    return client


def offered_names(client: Client) -> list[str]:
    """Return the names that the sign-in page offers."""
    page = client.get("/sign-in/")
    return [account.username for account in page.context["names"]]


@pytest.mark.usefixtures("everybody_may")
def test_only_a_marked_computer_offers_the_names_of_its_last_people() -> None:
    hospital = a_hospital()
    for name in ("ada", "bo"):
        an_account(name, hospital=hospital)
    shared, other = a_shared_computer(hospital), a_reader()
    for client in (shared, other):
        for name in ("ada", "bo"):
            sign_in(client, name)
            client.post("/sign-out/hand-over/")
    assert (offered_names(shared), offered_names(other)) == (["bo", "ada", "cadre"], [])
    page = shared.get("/sign-in/?who=1").content.decode()
    assert 'value="ada"' in page
    assert 'value="bo"' not in page


@pytest.mark.usefixtures("everybody_may")
def test_a_shared_computer_offers_six_names_at_most_and_forgets_them_when_asked() -> None:
    hospital = a_hospital()
    client = a_shared_computer(hospital)
    for number in range(8):
        an_account(f"p{number}", hospital=hospital)
        sign_in(client, f"p{number}")
        client.post("/sign-out/hand-over/")
    assert offered_names(client) == ["p7", "p6", "p5", "p4", "p3", "p2"]
    client.post("/sign-in/forget/")
    assert offered_names(client) == []


@pytest.mark.usefixtures("everybody_may")
def test_a_shared_computer_never_offers_somebody_of_another_hospital_or_a_closed_account() -> None:
    hospital = a_hospital()
    client = a_shared_computer(hospital)
    an_account("ada", hospital=hospital)
    an_account("zoe", hospital=a_hospital("CH-AILLEURS"))
    for name in ("zoe", "ada"):
        sign_in(client, name)
        client.post("/sign-out/hand-over/")
    assert offered_names(client) == ["ada", "cadre"]
    Account.objects.filter(username="ada").update(is_active=False)
    assert offered_names(client) == ["cadre"]


@pytest.mark.parametrize("said", ["²", "٣", "abc", "9" * 5000, "-1", "99", ""])
@pytest.mark.usefixtures("everybody_may")
def test_what_names_nobody_on_a_shared_computer_fills_nothing_in(said: str) -> None:
    client = a_shared_computer(a_hospital())
    assert offered_names(client) == ["cadre"]
    for asking in (client, a_reader()):
        page = asking.get("/sign-in/", {"who": said})
        assert page.status_code == 200
        assert 'value="cadre"' not in page.content.decode()


@pytest.mark.usefixtures("everybody_may")
def test_a_mark_taken_away_shows_no_names_any_more() -> None:
    hospital = a_hospital()
    client = a_shared_computer(hospital)
    computer = WardComputer.objects.for_hospital(hospital).get()
    elsewhere = a_reader()
    sign_in(elsewhere, "cadre")
    assert "Desk" in elsewhere.get("/me/sign-in/").content.decode()
    assert elsewhere.post("/me/sign-in/computers/999999/unmark/").status_code == 404
    elsewhere.post(f"/me/sign-in/computers/{computer.pk}/unmark/")
    assert offered_names(client) == []


@pytest.mark.usefixtures("everybody_may")
def test_a_mark_that_somebody_wrote_herself_is_none() -> None:
    client = a_shared_computer(a_hospital())
    client.cookies["releve_ward"] = client.cookies["releve_ward"].value[:-2] + "xx"
    assert offered_names(client) == []


def test_who_manages_neither_a_roster_nor_accounts_marks_no_computer() -> None:
    hospital = a_hospital()
    an_account(hospital=hospital, function="caregiver")
    client = a_reader()
    sign_in(client)
    assert client.post("/me/sign-in/computers/", {"name": "Desk"}).status_code == 404
    assert client.post("/me/sign-in/computers/1/unmark/").status_code == 404
    assert "releve_ward" not in client.cookies


def test_every_route_of_the_house_says_what_it_needs() -> None:
    parts = [part for part in house_urls if not getattr(part, "namespace", None)]
    inner = [part.url_patterns for part in parts if isinstance(part, URLResolver)]
    routes = [*parts, *(route for group in inner for route in group)]
    own = [route for route in routes if isinstance(route, URLPattern)]
    assert len(own) >= 20
    assert [str(route.pattern) for route in own if need_of(route.callback) is None] == []


def test_each_event_of_a_session_is_noted_without_a_name(
    caplog: pytest.LogCaptureFixture,
) -> None:
    account = an_account()
    client = a_reader()
    with caplog.at_level(logging.INFO, "releve.sessions"):
        sign_in(client, password="wrong")  # noqa: S106 - of a test
        sign_in(client)
        client.post("/sign-out/")
    noted = [record.getMessage() for record in caplog.records if record.name == "releve.sessions"]
    assert noted == [
        "refused nobody password",
        f"signed_in account:{account.pk} password",
        f"signed_out account:{account.pk} -",
    ]
    assert "ada" not in caplog.text.lower()
