"""An account counts what is tried at it from everywhere, and no stranger shuts its owner out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from http.cookies import SimpleCookie

import pytest
from axes.models import AccessAttempt
from django.core import signing
from django.test import Client, RequestFactory
from django.urls import path
from django.utils.timezone import now
from pytest_django import Settings

from releve.house import tries
from releve.house.known_browsers import SALT
from releve.house.lockout import counted_from
from releve.house.tests.clock import Clock
from releve.house.tests.signing import (
    GOOD,
    a_reader,
    an_account,
    inside,
    is_inside,
    sign_in,
    telephone_code,
    with_factor,
)
from releve.house.urls import urlpatterns as house_urls
from releve.kit.actors import HOUSE
from releve.people.actions import unlock
from releve.roster.tests.test_searches import together

urlpatterns = [*house_urls, path("inside/", inside)]
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.urls(__name__),
    pytest.mark.usefixtures("quick_passwords"),
]
SEVERAL = 5


def elsewhere(number: int, cookies: Client | None = None) -> Client:
    """Return a browser at an address of its own, with another's cookies where one is named."""
    client = Client(REMOTE_ADDR=f"192.0.2.{number}", headers={"accept-language": "en"})
    if cookies is not None:
        client.cookies = SimpleCookie({name: kept.value for name, kept in cookies.cookies.items()})
    return client


def after_the_password(number: int) -> Client:
    """Return a browser elsewhere that has given the right password and owes the code."""
    client = elsewhere(number)
    assert sign_in(client) == "/sign-in/code/"
    return client


def test_codes_are_counted_by_account_whatever_the_address(clock: Clock) -> None:
    account = with_factor(an_account(), clock)
    guess = {"code": "000000"}
    answers = [
        after_the_password(number).post("/sign-in/code/", guess).status_code
        for number in range(SEVERAL)
    ]
    assert answers == [200] * (SEVERAL - 1) + [429]
    client = after_the_password(99)
    right = client.post("/sign-in/code/", {"code": telephone_code(clock)})
    assert (right.status_code, is_inside(client)) == (429, False)
    assert "The sign-in is closed for a while" in right.content.decode()
    unlock(account, actor=HOUSE)
    client = after_the_password(98)
    client.post("/sign-in/code/", {"code": telephone_code(clock)})
    assert is_inside(client) is True


def test_codes_open_again_by_themselves(clock: Clock) -> None:
    with_factor(an_account(), clock)
    for number in range(SEVERAL + 2):
        after_the_password(number).post("/sign-in/code/", {"code": "000000"})
    AccessAttempt.objects.update(attempt_time=now() - timedelta(minutes=15, seconds=1))
    client = after_the_password(99)
    client.post("/sign-in/code/", {"code": telephone_code(clock)})
    assert is_inside(client) is True


def test_a_right_code_forgets_the_wrong_ones_before_it(clock: Clock) -> None:
    with_factor(an_account(), clock)
    for round_ in range(3):
        for number in range(SEVERAL - 1):
            client = after_the_password(round_ * 10 + number)
            assert client.post("/sign-in/code/", {"code": "000000"}).status_code == 200
        client.post("/sign-in/code/", {"code": telephone_code(clock)})
        assert is_inside(client) is True
        clock.pass_seconds(60)


def test_what_is_asked_again_is_counted_by_account_too() -> None:
    an_account()
    inside_already = [elsewhere(number) for number in range(SEVERAL + 1)]
    for client in inside_already:
        sign_in(client)
    *guessing, last = inside_already
    answers = [client.post("/sign-in/again/", {"proof": "no"}).status_code for client in guessing]
    assert answers == [200] * (SEVERAL - 1) + [429]
    assert last.post("/sign-in/again/", {"proof": GOOD}).status_code == 429
    own = {"old_password": GOOD, "new_password1": "x", "new_password2": "x"}
    assert last.post("/me/sign-in/password/", own).status_code == 429


def test_how_many_codes_are_tried_is_the_operator_s_word(settings: Settings) -> None:
    settings.CODE_TRIES = 2
    account = an_account()
    assert [tries.tries_left(account) for _one in range(4)] == [1, 0, None, None]


@pytest.mark.django_db(transaction=True)
def test_tries_at_the_same_moment_do_not_slip_through() -> None:
    account = an_account()

    def one() -> Callable[[], int | None]:
        return lambda: tries.tries_left(account)

    answers = together(*[one() for _each in range(8)])
    assert sorted(left for left in answers if left is not None) == list(range(SEVERAL))


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2::1", "2001:db8:1:2::"),
        ("2001:db8:1:3::1", "2001:db8:1:3::"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("fe80::1%eth0", "fe80::"),
        ("", None),
    ],
)
def test_of_ipv6_the_network_of_one_line_is_counted(address: str, counted: str | None) -> None:
    assert counted_from(RequestFactory().get("/", REMOTE_ADDR=address)) == counted


def test_whoever_has_one_line_of_ipv6_has_five_tries() -> None:
    an_account()
    wrong = {"username": "ada", "password": "not it"}
    answers = [
        Client(REMOTE_ADDR=f"2001:db8::{number}").post("/sign-in/", wrong).status_code
        for number in range(1, SEVERAL + 1)
    ]
    assert answers == [200] * (SEVERAL - 1) + [429]
    assert Client(REMOTE_ADDR="2001:db8:0:1::1").post("/sign-in/", wrong).status_code == 200


def storm(name: str = "ada") -> None:
    """Send wrong passwords from so many addresses that the account is slowed."""
    for number in range(SEVERAL):
        elsewhere(100 + number).post("/sign-in/", {"username": name, "password": "not it"})


@pytest.fixture
def few(settings: Settings) -> None:
    """Few wrong passwords slow an account."""
    settings.PASSWORD_TRIES = SEVERAL


@pytest.mark.usefixtures("few")
def test_strangers_are_slowed_and_whoever_has_opened_the_account_here_is_not() -> None:
    an_account()
    hers = elsewhere(1)
    assert sign_in(hers) == "/"
    hers.post("/sign-out/")
    storm()
    stranger = {"username": "ada", "password": "not it"}
    assert elsewhere(7).post("/sign-in/", stranger).status_code == 200  # the first turn
    slowed = elsewhere(8).post("/sign-in/", {"username": "ada", "password": GOOD})
    assert slowed.status_code == 429
    assert "Try again in 10 seconds" in " ".join(slowed.content.decode().split())
    assert sign_in(elsewhere(2, cookies=hers)) == "/"


@pytest.mark.usefixtures("few")
def test_a_stranger_s_browser_still_has_its_turn_so_that_nobody_is_locked_out() -> None:
    an_account()
    storm()
    elsewhere(7).post("/sign-in/", {"username": "ada", "password": "not it"})
    AccessAttempt.objects.filter(user_agent=tries.TURN).update(
        attempt_time=now() - timedelta(seconds=tries.TURN_SECONDS)
    )
    assert sign_in(elsewhere(8)) == "/"


@pytest.mark.usefixtures("few")
def test_a_name_that_nobody_has_is_slowed_in_the_same_way() -> None:
    storm("nobody")
    wrong = {"username": "nobody", "password": "not it"}
    answers = [elsewhere(number).post("/sign-in/", wrong).status_code for number in (7, 8)]
    assert answers == [200, 429]


@pytest.mark.usefixtures("few")
def test_another_account_is_not_slowed() -> None:
    an_account()
    an_account("bo")
    storm()
    assert [sign_in(elsewhere(number), "bo") for number in (7, 8)] == ["/", "/"]


@pytest.mark.usefixtures("few")
def test_the_cookie_of_a_browser_is_no_way_around() -> None:
    an_account()
    hers = elsewhere(1)
    sign_in(hers)
    hers.post("/sign-out/")
    storm()
    elsewhere(7).post("/sign-in/", {"username": "ada", "password": "not it"})
    answers = [
        elsewhere(20 + number, cookies=hers)
        .post("/sign-in/", {"username": "ada", "password": "not it"})
        .status_code
        for number in range(SEVERAL + 1)
    ]
    assert answers == [200] * SEVERAL + [429]


@pytest.mark.parametrize("change", ["password", "forged", "other"])
@pytest.mark.usefixtures("few")
def test_a_cookie_of_another_password_account_or_hand_helps_nobody(change: str) -> None:
    account = an_account()
    an_account("bo")
    hers = elsewhere(1)
    sign_in(hers, "bo" if change == "other" else "ada")
    hers.post("/sign-out/")
    if change == "password":
        account.set_password(GOOD + "8")
        account.save()
    if change == "forged":
        hers.cookies["releve_known"] = hers.cookies["releve_known"].value[:-2] + "xx"
    storm()
    elsewhere(7).post("/sign-in/", {"username": "ada", "password": "not it"})
    answer = elsewhere(2, cookies=hers).post("/sign-in/", {"username": "ada", "password": GOOD})
    assert answer.status_code == 429


def test_a_browser_remembers_keys_and_no_names_and_scripts_cannot_read_it() -> None:
    client = a_reader()
    for name in ("ada", "bo"):
        an_account(name)
        sign_in(client, name)
        client.post("/sign-out/")
    kept = client.cookies["releve_known"]
    assert (kept["httponly"], kept["samesite"]) == (True, "Lax")
    said = str(signing.loads(kept.value, salt=SALT))
    assert [name for name in ("ada", "bo", "Ada", "Bo", GOOD) if name in said] == []
