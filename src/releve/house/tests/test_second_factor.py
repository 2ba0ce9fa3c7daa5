"""The second factor: who is asked for it, what opens, what opens only once."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import quote

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings as django_settings
from django.test import Client
from django.urls import path
from pytest_django import Settings

from releve.house import second_factor, sessions
from releve.house.tests.clock import Clock
from releve.house.tests.signing import (
    GOOD,
    SECRET,
    a_hospital,
    a_reader,
    an_account,
    codes_of_seed,
    inside,
    is_inside,
    sign_in,
    telephone_code,
    with_factor,
)
from releve.house.urls import urlpatterns as house_urls
from releve.people.models import Account

urlpatterns = [*house_urls, path("inside/", inside)]
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.urls(__name__),
    pytest.mark.usefixtures("quick_passwords"),
]
TODAY = date(2027, 3, 1)


def test_after_the_password_a_code_is_asked_for_and_nothing_is_open_before(clock: Clock) -> None:
    with_factor(an_account(), clock)
    client = a_reader()
    assert sign_in(client, next="/inside/") == "/sign-in/code/"
    assert is_inside(client) is False
    answer = client.post("/sign-in/code/", {"code": telephone_code(clock)})
    assert (answer.status_code, answer["Location"]) == (302, "/inside/")
    assert is_inside(client) is True


def test_the_page_of_the_code_opens_to_nobody_who_gave_no_password(clock: Clock) -> None:
    with_factor(an_account(), clock)
    client = a_reader()
    assert client.get("/sign-in/code/")["Location"] == "/sign-in/"
    answer = client.post("/sign-in/code/", {"code": telephone_code(clock)})
    assert answer["Location"] == "/sign-in/"
    assert is_inside(client) is False


def test_a_wrong_code_opens_nothing_and_says_what_to_do(clock: Clock) -> None:
    with_factor(an_account(), clock)
    client = a_reader()
    sign_in(client)
    page = client.post("/sign-in/code/", {"code": "000 000"})
    assert "This code does not open" in page.content.decode()
    assert is_inside(client) is False


def test_a_code_opens_once_whoever_saw_it(clock: Clock) -> None:
    account = with_factor(an_account(), clock)
    code = telephone_code(clock)
    assert second_factor.opens(account, code) is True
    assert second_factor.opens(account, code) is False
    assert second_factor.opens(account, telephone_code(clock, steps=-1)) is False
    clock.pass_seconds(30)
    assert second_factor.opens(account, telephone_code(clock)) is True


@pytest.mark.parametrize(("steps", "opens"), [(-2, False), (-1, True), (1, True), (2, False)])
def test_a_telephone_may_be_half_a_minute_early_or_late(
    clock: Clock, steps: int, opens: bool
) -> None:
    account = with_factor(an_account(), clock)
    assert second_factor.opens(account, telephone_code(clock, steps=steps)) is opens


def test_each_recovery_code_opens_once_and_ten_are_made(clock: Clock) -> None:
    account = with_factor(an_account(), clock)
    codes = second_factor.codes_left(account)
    assert (len(codes), len(set(codes))) == (10, 10)
    assert second_factor.opens(account, codes[0]) is True
    assert second_factor.opens(account, codes[0]) is False
    assert second_factor.codes_left(account) == codes[1:]


def test_what_the_database_holds_tells_neither_secret_nor_codes(
    clock: Clock, settings: Settings
) -> None:
    account = with_factor(an_account(), clock)
    kept = str([one.data for one in Authenticator.objects.filter(user=account)])
    assert SECRET not in kept
    assert [code for code in second_factor.codes_left(account) if code in kept] == []
    settings.SECRET_KEY = "another key of another house, long enough"  # noqa: S105 - of a test
    assert second_factor.opens(account, telephone_code(clock)) is False


def test_under_a_lost_key_no_code_opens_that_anybody_can_compute(
    clock: Clock, settings: Settings
) -> None:
    account = with_factor(an_account(), clock)
    settings.SECRET_KEY = "another key of another house, long enough"  # noqa: S105 - of a test
    assert second_factor.opens(account, telephone_code(clock, "")) is False
    assert second_factor.opens(account, "") is False
    opened = [code for code in codes_of_seed("") if second_factor.opens(account, code)]
    assert (opened, second_factor.codes_left(account)) == ([], [])


def test_no_second_factor_is_set_up_from_an_empty_secret(clock: Clock) -> None:
    account = an_account()
    assert second_factor.set_factor(account, "", telephone_code(clock, "")) is False
    assert second_factor.has_factor(account) is False


def test_under_a_lost_key_new_recovery_codes_still_open_once(
    clock: Clock, settings: Settings
) -> None:
    account = with_factor(an_account(), clock)
    settings.SECRET_KEY = "another key of another house, long enough"  # noqa: S105 - of a test
    second_factor.make_codes(account)
    code, *others = second_factor.codes_left(account)
    assert len(others) == 9
    assert second_factor.opens(account, code) is True
    assert second_factor.opens(account, code) is False


def test_a_key_that_was_changed_still_opens_while_it_is_named(
    clock: Clock, settings: Settings
) -> None:
    account = with_factor(an_account(), clock)
    settings.SECRET_KEY_FALLBACKS = [str(settings.SECRET_KEY)]
    settings.SECRET_KEY = "the next key of this house, long enough"  # noqa: S105 - of a test
    assert second_factor.opens(account, telephone_code(clock)) is True


@pytest.mark.parametrize(
    ("function", "owes"),
    [("administrator", True), ("hr", True), ("ward_manager", False), ("caregiver", False)],
)
def test_whose_function_opens_much_sets_it_up_before_anything_else(
    function: str, owes: bool
) -> None:
    an_account(hospital=a_hospital(), function=function)
    client = a_reader()
    sign_in(client)
    answer = client.get("/inside/")
    assert (answer.headers.get("Location") == "/me/sign-in/second-factor/") is owes
    assert is_inside(client) is not owes


def test_who_owes_a_second_factor_reaches_only_its_page_the_way_out_and_the_language() -> None:
    an_account(hospital=a_hospital(), function="hr")
    client = a_reader()
    sign_in(client)
    assert client.get("/me/sign-in/second-factor/").status_code == 200
    assert client.get("/me/sign-in/second-factor/square.svg").status_code == 200
    assert client.post("/langue", {"language": "en"}).status_code == 302
    for address in ("/", "/wards/", "/me/sign-in/", "/me/sign-in/password/"):
        assert client.get(address)["Location"] == "/me/sign-in/second-factor/"
    told = client.get("/api/v1/me")
    assert (told.status_code, told["Content-Type"]) == (403, "application/problem+json")
    assert told.json()["code"] == "second_factor_missing"
    fragment = client.get("/wards/", headers={"hx-request": "true"})
    assert fragment["HX-Redirect"] == "/me/sign-in/second-factor/"
    assert client.post("/sign-out/")["Location"] == "/"


def test_setting_it_up_opens_the_pages_and_shows_the_recovery_codes(clock: Clock) -> None:
    account = an_account(hospital=a_hospital(), function="hr")
    client = a_reader()
    sign_in(client)
    page = client.get("/me/sign-in/second-factor/").content.decode()
    shown = re.search(r"<code>([A-Z2-7 ]+)</code>", page)
    assert shown is not None
    secret = shown[1].replace(" ", "")
    before = client.session.session_key
    wrong = client.post("/me/sign-in/second-factor/", {"code": "000000"})
    assert "does not fit" in wrong.content.decode()
    assert second_factor.has_factor(account) is False
    done = client.post("/me/sign-in/second-factor/", {"code": telephone_code(clock, secret)})
    assert done["Location"] == "/me/sign-in/second-factor/codes/"
    assert client.session.session_key != before
    codes = client.get(done["Location"]).content.decode()
    assert [code in codes for code in second_factor.codes_left(account)] == [True] * 10
    assert is_inside(client) is True
    assert client.get("/me/sign-in/second-factor/square.svg").status_code == 404


def test_the_square_code_is_drawn_by_this_house_and_carries_the_policy() -> None:
    an_account()
    client = a_reader()
    sign_in(client)
    client.get("/me/sign-in/second-factor/")
    answer = client.get("/me/sign-in/second-factor/square.svg")
    assert (answer["Content-Type"], answer["Cache-Control"]) == (
        "image/svg+xml",
        "private, no-store",
    )
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert b"<svg" in answer.content


def test_a_function_given_during_a_session_asks_within_five_minutes(clock: Clock) -> None:
    hospital = a_hospital()
    account = an_account(hospital=hospital)
    client = a_reader()
    sign_in(client)
    account.grants.create(function="hr", level=hospital, from_on=date(2020, 1, 1))
    assert is_inside(client) is True
    clock.pass_seconds(300)
    assert is_inside(client) is False


def test_who_must_have_one_cannot_take_it_away(clock: Clock) -> None:
    hospital = a_hospital()
    for name, function, stays in (("ada", "hr", True), ("bo", "caregiver", False)):
        account = with_factor(an_account(name, hospital=hospital, function=function), clock)
        client = a_reader()
        sign_in(client, name)
        client.post("/sign-in/code/", {"code": telephone_code(clock)})
        client.post("/me/sign-in/second-factor/remove/")
        assert second_factor.has_factor(account) is stays


def test_a_page_left_open_lets_nobody_change_the_second_factor(clock: Clock) -> None:
    account = with_factor(an_account(), clock)
    client = a_reader()
    sign_in(client)
    client.post("/sign-in/code/", {"code": telephone_code(clock)})
    clock.pass_seconds(sessions.FRESH_SECONDS)
    for address in ("second-factor/", "second-factor/codes/"):
        asked = client.get(f"/me/sign-in/{address}")
        way = quote(f"/me/sign-in/{address}", safe="")
        assert asked["Location"] == f"/sign-in/again/?next={way}"
    client.post("/me/sign-in/second-factor/remove/")
    assert second_factor.has_factor(account) is True


def test_the_password_typed_again_opens_what_a_page_left_open_did_not(clock: Clock) -> None:
    an_account()
    client = a_reader()
    sign_in(client)
    clock.pass_seconds(sessions.FRESH_SECONDS)
    way = "/me/sign-in/second-factor/"
    assert client.get(way).status_code == 302
    wrong = client.post("/sign-in/again/", {"proof": "no", "next": way})
    assert "Type it again" in wrong.content.decode()
    assert client.post("/sign-in/again/", {"proof": GOOD, "next": way})["Location"] == way
    assert client.get(way).status_code == 200


def with_factor_inside(clock: Clock) -> tuple[Account, Client]:
    """Return somebody with a second factor, and a page of hers left open for long."""
    account, client = with_factor(an_account(), clock), a_reader()
    sign_in(client)
    client.post("/sign-in/code/", {"code": telephone_code(clock)})
    clock.pass_seconds(sessions.FRESH_SECONDS)
    return account, client


def test_with_a_second_factor_the_password_alone_shows_nothing_again(clock: Clock) -> None:
    account, client = with_factor_inside(clock)
    way = "/me/sign-in/second-factor/codes/"
    asked = client.get("/sign-in/again/", {"next": way}).content.decode()
    assert ('name="proof"' in asked, 'name="code"' in asked) == (True, True)
    for facts in (
        {"proof": GOOD},
        {"proof": GOOD, "code": "000000"},
        {"proof": "not it", "code": telephone_code(clock)},
    ):
        answer = client.post("/sign-in/again/", {**facts, "next": way})
        assert (answer.status_code, "Type it again" in answer.content.decode()) == (200, True)
        assert client.get(way).status_code == 302
    code = telephone_code(clock)
    shown = client.post("/sign-in/again/", {"proof": GOOD, "code": code, "next": way})
    assert shown["Location"] == way
    page = client.get(way).content.decode()
    assert [code in page for code in second_factor.codes_left(account)] == [True] * 10


def test_a_wrong_password_does_not_use_the_code_up(clock: Clock) -> None:
    _account, client = with_factor_inside(clock)
    code = telephone_code(clock)
    for proof in ("not it", GOOD):
        answer = client.post("/sign-in/again/", {"proof": proof, "code": code})
    assert answer.status_code == 302


def test_another_session_of_hers_that_showed_no_code_changes_nothing(clock: Clock) -> None:
    account = an_account()
    client = a_reader()
    sign_in(client)
    with_factor(account, clock)
    assert client.get("/me/sign-in/second-factor/codes/").status_code == 302
    client.post("/me/sign-in/second-factor/remove/")
    assert second_factor.has_factor(account) is True


def test_an_account_of_the_directory_shows_its_code_again(clock: Clock) -> None:
    account, client = with_factor_inside(clock)
    account.set_unusable_password()
    account.save()
    client.force_login(account, backend=django_settings.AUTHENTICATION_BACKENDS[-1])
    way = "/me/sign-in/second-factor/codes/"
    assert client.get(way).status_code == 302
    shown = client.post("/sign-in/again/", {"proof": telephone_code(clock), "next": way})
    assert shown["Location"] == way
    assert client.get(way).status_code == 200


def test_asking_again_never_leads_to_another_host() -> None:
    an_account()
    client = a_reader()
    sign_in(client)
    answer = client.post("/sign-in/again/", {"proof": GOOD, "next": "https://example.org/"})
    assert answer["Location"] == "/me/sign-in/"


def test_which_functions_must_have_one_is_the_operator_s_word(settings: Settings) -> None:
    account = an_account(hospital=a_hospital(), function="ward_manager")
    assert second_factor.must_have_factor(account, on=TODAY) is False
    settings.MFA_REQUIRED = ["ward_manager"]
    assert second_factor.must_have_factor(account, on=TODAY) is True
    account.is_demo = True
    assert second_factor.must_have_factor(account, on=TODAY) is False
