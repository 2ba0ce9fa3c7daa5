"""Signing in and out is in the trail; what cannot be noted opens nothing, and lets all leave."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from releve.house.tests.signing import GOOD, an_account
from releve.people.models import Account
from releve.trail.models import Entry
from releve.trail.vocabulary import SESSIONS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_passwords")]
SENTENCE = "Nobody can work here until the audit trail can be written again"


@pytest.fixture(autouse=True)
def trail(tmp_path: Path, settings: Settings) -> Path:
    """A trail of this test's own."""
    folder = tmp_path / "trail"
    settings.TRAIL_KEY_FILE = folder / "key"
    settings.TRAIL_HEADS_FILE = folder / "heads"
    settings.TRAIL_SPOOL_FOLDER = folder / "spool"
    return folder


def a_reader() -> Client:
    """Return a browser."""
    return Client(headers={"accept-language": "en"})


def sign_in(client: Client, username: str = "ada", password: str = GOOD) -> int:
    """Send the form; return the status of the answer."""
    return client.post("/sign-in/", {"username": username, "password": password}).status_code


def is_signed_in(client: Client) -> bool:
    """Whether a page that is closed to strangers opens."""
    return client.get("/me/sign-in/").status_code == 200


def noted() -> list[tuple[str, str, str, str]]:
    """Return what the trail says of sessions: verb, actor, object and how."""
    entries = Entry.objects.filter(retention=SESSIONS).order_by("token")
    return [
        (one.verb.removeprefix("house.session."), one.actor, f"{one.kind} {one.key}", one.reason)
        for one in entries
    ]


def lose_the_key(trail: Path) -> None:
    """Leave in the key's place what is no key."""
    (trail / "key").parent.mkdir(exist_ok=True)
    (trail / "key").write_text("gone", "ascii")


def test_signing_in_and_out_is_noted_under_its_own_class() -> None:
    account = an_account()
    who = f"account:{account.pk}"
    client = a_reader()
    sign_in(client, password="wrong")  # noqa: S106 - of a test
    sign_in(client)
    client.post("/sign-out/")
    assert noted() == [
        ("refused", "nobody", f"account {account.pk}", "password"),
        ("signed_in", who, f"account {account.pk}", "password"),
        ("signed_out", who, f"account {account.pk}", ""),
    ]


def test_a_name_that_nobody_has_is_not_written_down() -> None:
    sign_in(a_reader(), username="secret-typed-in-the-wrong-box")
    assert noted() == [("refused", "nobody", "sign_in unknown", "password")]
    said = Entry.objects.values_list()
    assert "secret-typed" not in repr(list(said))


def test_without_the_key_nobody_signs_in_and_the_page_says_why(trail: Path) -> None:
    an_account()
    lose_the_key(trail)
    client = a_reader()
    answer = client.post("/sign-in/", {"username": "ada", "password": GOOD})
    assert (answer.status_code, SENTENCE in answer.content.decode()) == (503, True)
    assert not is_signed_in(client)


def test_without_the_key_whoever_is_signed_in_can_leave(trail: Path) -> None:
    an_account()
    client = a_reader()
    sign_in(client)
    assert is_signed_in(client)
    lose_the_key(trail)
    assert client.post("/sign-out/").status_code == 302
    assert not is_signed_in(client)


def test_without_the_key_no_password_changes(trail: Path) -> None:
    an_account()
    client = a_reader()
    sign_in(client)
    lose_the_key(trail)
    chosen = "lune-sur-la-brume-9"
    facts = {"old_password": GOOD, "new_password1": chosen, "new_password2": chosen}
    answer = client.post("/me/sign-in/password/", facts)
    assert answer.status_code == 503
    assert Account.objects.get().check_password(GOOD)


def test_a_sign_in_stays_cheap(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    an_account()
    client = a_reader()
    sign_in(client)
    client.post("/sign-out/")
    with django_assert_max_num_queries(18):
        sign_in(client)
    assert [verb for verb, *_rest in noted()].count("signed_in") == 2
