"""Wrong answers close the sign-in for a while; what is said and how long it takes tell nothing."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from axes.models import AccessAttempt, AccessLog
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client, RequestFactory
from django.urls import path
from django.utils.timezone import now
from pytest_django import Settings

from releve.house.lockout import address_of
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

urlpatterns = [*house_urls, path("inside/", inside)]
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.urls(__name__),
    pytest.mark.usefixtures("quick_passwords"),
]
WRONG = "not it"


def fail(client: Client, username: str = "ada", *, times: int, **more: str) -> int:
    """Give wrong passwords, and return how the last answer ended."""
    facts = {"username": username, "password": WRONG}
    return [client.post("/sign-in/", facts, **more).status_code for _ in range(times)][-1]  # type: ignore[arg-type]  # more of the request


def test_after_five_wrong_passwords_the_right_one_opens_nothing_for_a_while() -> None:
    an_account()
    client = a_reader()
    assert fail(client, times=4) == 200
    assert fail(client, times=1) == 429
    closed = client.post("/sign-in/", {"username": "ada", "password": GOOD})
    assert closed.status_code == 429
    said = closed.content.decode()
    assert "The sign-in is closed for a while" in said
    assert "15" in said
    assert is_inside(client) is False


def test_the_right_password_forgets_the_wrong_ones_before_it() -> None:
    an_account()
    for _ in range(3):
        client = a_reader()
        assert fail(client, times=4) == 200
        assert sign_in(client) == "/"


def test_a_name_that_nobody_has_is_closed_in_the_same_way() -> None:
    client = a_reader()
    assert [fail(client, "nobody", times=1) for _ in range(6)] == [200] * 4 + [429] * 2


def test_letters_and_blanks_of_the_name_do_not_give_more_tries() -> None:
    an_account()
    client = a_reader()
    for name in ("ada", "ADA", " Ada", "aDa"):
        assert fail(client, name, times=1) == 200
    assert fail(client, "Ada ", times=1) == 429


def test_another_account_and_another_address_stay_open() -> None:
    an_account()
    an_account("bo")
    client = a_reader()
    fail(client, times=5)
    assert sign_in(client, "bo") == "/"
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert sign_in(elsewhere) == "/"


def test_the_sign_in_opens_again_by_itself_and_tries_in_between_do_not_put_it_off() -> None:
    an_account()
    client = a_reader()
    fail(client, times=7)
    AccessAttempt.objects.update(attempt_time=now() - timedelta(minutes=15, seconds=1))
    assert sign_in(client) == "/"


@pytest.mark.usefixtures("everybody_may")
def test_an_administrator_opens_it_at_once() -> None:
    account = an_account()
    client = a_reader()
    fail(client, times=5)
    assert unlock(account, actor=HOUSE) == 1
    assert sign_in(client) == "/"
    assert unlock(account, actor=HOUSE) == 0


def test_wrong_codes_count_like_wrong_passwords(clock: Clock) -> None:
    with_factor(an_account(), clock)
    client = a_reader()
    sign_in(client)
    answers = [client.post("/sign-in/code/", {"code": "000000"}).status_code for _ in range(5)]
    assert answers == [200] * 4 + [429]
    right = client.post("/sign-in/code/", {"code": telephone_code(clock)})
    assert right.status_code == 429
    assert is_inside(client) is False


def test_the_password_asked_for_again_is_guarded_too() -> None:
    an_account()
    client = a_reader()
    sign_in(client)
    answers = [client.post("/sign-in/again/", {"proof": WRONG}).status_code for _ in range(5)]
    assert answers == [200] * 4 + [429]
    assert client.post("/sign-in/again/", {"proof": GOOD}).status_code == 429
    own = {"old_password": GOOD, "new_password1": "x", "new_password2": "x"}
    assert client.post("/me/sign-in/password/", own).status_code == 429


def test_an_address_that_the_browser_claims_counts_only_behind_a_proxy(
    settings: Settings,
) -> None:
    an_account()
    for number in range(5):
        last = fail(a_reader(), times=1, HTTP_X_FORWARDED_FOR=f"192.0.2.{number}")
    assert last == 429
    settings.BEHIND_PROXY = True
    for number in range(6):
        claimed = f"192.0.2.{number}, 198.51.100.9"
        last = fail(a_reader(), times=1, HTTP_X_FORWARDED_FOR=claimed)
    assert last == 429
    assert fail(a_reader(), times=1, HTTP_X_FORWARDED_FOR="198.51.100.10") == 200


@pytest.mark.parametrize(
    ("remote", "forwarded", "address"),
    [
        ("192.0.2.1", "", "192.0.2.1"),
        ("192.0.2.1", "203.0.113.5, 198.51.100.9", "198.51.100.9"),
        ("192.0.2.1", "no address", "192.0.2.1"),
        ("", "2001:db8::1", "2001:db8::1"),
        ("", "", None),
    ],
)
def test_what_is_no_address_is_not_counted_as_one(
    settings: Settings, remote: str, forwarded: str, address: str | None
) -> None:
    settings.BEHIND_PROXY = True
    request = RequestFactory().get("/", REMOTE_ADDR=remote, HTTP_X_FORWARDED_FOR=forwarded)
    assert address_of(request) == address


def test_no_password_and_no_successful_sign_in_is_kept() -> None:
    an_account()
    client = a_reader()
    fail(client, times=2)
    kept = str(list(AccessAttempt.objects.values()))
    assert WRONG not in kept
    sign_in(client)
    assert (AccessLog.objects.count(), AccessAttempt.objects.count()) == (0, 0)


def test_the_log_names_nobody_who_was_refused(caplog: pytest.LogCaptureFixture) -> None:
    an_account()
    with caplog.at_level(logging.DEBUG):
        fail(a_reader(), times=6)
    said = " ".join(record.getMessage() for record in caplog.records if "axes" in record.name)
    assert said
    assert "ada" not in said
    assert "127.0.0.1" not in said


def test_an_unknown_name_costs_as_much_work_as_a_wrong_password(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    work: list[str] = []
    real = Argon2PasswordHasher.encode

    def counted(self: Argon2PasswordHasher, password: str, salt: str) -> str:
        work.append("encode")
        return str(real(self, password, salt))

    checked = Argon2PasswordHasher.verify

    def verified(self: Argon2PasswordHasher, password: str, encoded: str) -> bool:
        work.append("verify")
        return bool(checked(self, password, encoded))

    an_account()
    an_account("without", password=None)
    shut = an_account("shut")
    shut.is_active = False
    shut.save()
    monkeypatch.setattr(Argon2PasswordHasher, "encode", counted)
    monkeypatch.setattr(Argon2PasswordHasher, "verify", verified)
    done = {}
    for name in ("ada", "nobody", "without", "shut"):
        work.clear()
        fail(a_reader(), name, times=1)
        done[name] = len(work)
    assert done == dict.fromkeys(done, 1)
