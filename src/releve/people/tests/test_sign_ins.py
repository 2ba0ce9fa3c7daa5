"""What lets somebody sign in again: who may do it, and what the command line says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace

import pytest
from allauth.mfa.models import Authenticator
from pytest_django import Settings

from releve.kit import actors
from releve.kit.actors import Actor, NotAllowedError
from releve.kit.console import BAD_INPUT, DONE
from releve.kit.permissions import Permission
from releve.kit.verbs import run_verb
from releve.people.actions import (
    link_directory,
    make_password_link,
    mark_ward_computer,
    reset_second_factor,
    unlock,
    unmark_ward_computer,
)
from releve.people.cli import people
from releve.people.models import Account, Level
from releve.people.queries import actor_of, functions_of, may_mark_ward_computers, ward_computers

pytestmark = pytest.mark.django_db
Capture = pytest.CaptureFixture[str]
DAY = date(2027, 3, 1)


class Granted:
    """An access that knows where an actor has which permission."""

    def __init__(self, *granted: tuple[str, Permission, int | None]) -> None:
        self.granted = set(granted)

    def named(self, username: str) -> Actor:
        """Return an actor of that name, above hospitals."""
        return Actor(username or "house")

    def may(self, actor: Actor, permission: Permission, *, level: int | None) -> bool:
        """Whether that was granted there; without a level, anywhere."""
        return any(
            (key, given) == (actor.key, permission) and level in {None, where}
            for key, given, where in self.granted
        )

    def may_everywhere(self, actor: Actor, permission: Permission) -> bool:  # noqa: ARG002 - the protocol's signature
        """Nowhere at all."""
        return False


def a_hospital(code: str) -> Level:
    """Save a hospital."""
    return Level.objects.create(code=code, kind="hospital", name=code)


def an_account(username: str = "ada", hospital: Level | None = None) -> Account:
    """Save an account."""
    return Account.objects.create_user(username, name=username, hospital=hospital)


def an_administrator(username: str, hospital: Level) -> Actor:
    """Save an account that administers a hospital, and return it as an actor."""
    account = an_account(username, hospital)
    account.grants.create(function="administrator", level=hospital, from_on=date(2020, 1, 1))
    return actor_of(account)


@pytest.fixture
def directory(settings: Settings) -> None:
    """A directory that nobody asks."""
    settings.DIRECTORY = SimpleNamespace(issuer="https://directory.example")


ACTS: dict[str, Callable[[Account, Actor], object]] = {
    "link": lambda account, actor: make_password_link(account, actor=actor),
    "factor": lambda account, actor: reset_second_factor(account, actor=actor),
    "unlock": lambda account, actor: unlock(account, actor=actor),
    "directory": lambda account, actor: link_directory(account, "sub", actor=actor),
}


@pytest.mark.usefixtures("directory")
@pytest.mark.parametrize("act", ACTS)
def test_only_who_manages_the_accounts_of_a_hospital_lets_its_people_sign_in_again(
    act: str,
) -> None:
    here, elsewhere = a_hospital("CH-LUNE"), a_hospital("CH-AILLEURS")
    account, above = an_account("ada", here), an_account("above")
    owner, stranger = an_administrator("owner", here), an_administrator("stranger", elsewhere)
    ACTS[act](account, owner)
    with pytest.raises(NotAllowedError):
        ACTS[act](account, stranger)
    with pytest.raises(NotAllowedError):
        ACTS[act](above, owner)


def test_a_shared_computer_is_marked_and_unmarked_by_its_hospital_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    here, elsewhere = a_hospital("CH-LUNE"), a_hospital("CH-AILLEURS")
    owner = Actor("account:1", hospital=here.pk)
    stranger = Actor("account:2", hospital=elsewhere.pk)
    caregiver = Actor("account:3", hospital=here.pk)
    granted = [(one.key, Permission.MARK_COMPUTERS, one.hospital) for one in (owner, stranger)]
    monkeypatch.setattr(actors, "_access", Granted(*granted))
    computer = mark_ward_computer(here, name=" Desk ", on=DAY, actor=owner)
    assert (computer.name, list(ward_computers(here))) == ("Desk", [computer])
    for other in (stranger, caregiver):
        with pytest.raises(NotAllowedError):
            unmark_ward_computer(here, computer.pk, actor=other)
        with pytest.raises(NotAllowedError):
            mark_ward_computer(here, name="x", on=DAY, actor=other)
    assert unmark_ward_computer(elsewhere, computer.pk, actor=stranger) is False
    assert unmark_ward_computer(here, computer.pk, actor=owner) is True
    assert [may_mark_ward_computers(one, here.pk) for one in (owner, caregiver)] == [True, False]


def test_the_functions_of_an_account_are_those_of_the_day() -> None:
    hospital = a_hospital("CH-LUNE")
    account = an_account(hospital=hospital)
    for function, first, last in (
        ("hr", date(2027, 1, 1), date(2027, 2, 28)),
        ("caregiver", date(2027, 1, 1), None),
        ("administrator", date(2027, 3, 2), None),
    ):
        account.grants.create(function=function, level=hospital, from_on=first, to_on=last)
    assert functions_of(account, on=DAY) == {"caregiver"}


def releve(*arguments: str) -> int:
    """Run a verb of the accounts and return its exit code."""
    return run_verb(people, ["accounts", *arguments], name="releve people")


def test_a_link_is_printed_for_the_site_that_is_named(capsys: Capture, settings: Settings) -> None:
    an_account()
    assert releve("link", "ada", "--site", "https://releve.example/") == DONE
    printed = capsys.readouterr().out.strip()
    assert printed.startswith("https://releve.example/sign-in/password/")
    for hosts, begins in (
        (settings.LOCAL_HOSTS, "http://127.0.0.1:8000/sign-in/"),
        ([*settings.LOCAL_HOSTS, "releve.example"], "https://releve.example/sign-in/"),
    ):
        settings.ALLOWED_HOSTS, settings.HTTPS = hosts, True
        assert releve("link", "ada") == DONE
        assert capsys.readouterr().out.startswith(begins)


def test_a_closed_account_gets_no_link(capsys: Capture) -> None:
    account = an_account()
    account.is_active = False
    account.save()
    assert releve("link", "ada") == BAD_INPUT
    assert "the account ada is closed" in capsys.readouterr().err


def test_a_lost_second_factor_is_taken_away_with_its_sessions(capsys: Capture) -> None:
    account = an_account()
    Authenticator.objects.create(user=account, type="totp", data={"secret": ""})
    assert releve("reset-second-factor", "ada") == DONE
    assert "has no second factor any more" in capsys.readouterr().out
    account.refresh_from_db()
    assert (account.session_round, Authenticator.objects.count()) == (1, 0)
    assert releve("reset-second-factor", "ada") == DONE
    assert "had no second factor" in capsys.readouterr().out


def test_unlocking_says_whether_somebody_was_counted(capsys: Capture) -> None:
    an_account()
    assert releve("unlock", "ada") == DONE
    assert "no wrong answer was counted" in capsys.readouterr().out


@pytest.mark.usefixtures("directory")
def test_an_account_is_tied_to_a_subject_of_the_directory(
    capsys: Capture, settings: Settings
) -> None:
    an_account()
    assert releve("directory", "ada", "7f3a") == DONE
    assert "opens with this subject" in capsys.readouterr().out
    assert releve("directory", "ada", " ") == BAD_INPUT
    settings.DIRECTORY = None
    assert releve("directory", "ada", "7f3a") == BAD_INPUT
    assert "there is no directory; set RELEVE_OIDC_ISSUER" in capsys.readouterr().err
