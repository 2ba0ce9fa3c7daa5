"""What acts for an account without a session ends with its sessions, and nothing revives it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.utils import timezone
from pytest_django import Settings

from releve.kit.actors import HOUSE, NotAllowedError
from releve.kit.faults import BadInputError
from releve.people import actions
from releve.people.actions import create_token, end_keys, give_function
from releve.people.actions.tokens import admit
from releve.people.models import Account, Level
from releve.people.queries import actor_of
from releve.people.tests.builders import a_hospital
from releve.trail.models import Entry

pytestmark = pytest.mark.django_db

GOOD = "brume-sur-la-dune-7"


def an_account(username: str = "ada", function: str = "ward_manager") -> Account:
    """Save somebody who can sign in, with a function at the hospital."""
    hospital = Level.objects.filter(code="CH-LUNE").first() or a_hospital()
    account = Account.objects.create_user(username, name=username, password=GOOD, hospital=hospital)
    give_function(account, actor=HOUSE, function=function, level=hospital, from_on=date(2020, 1, 1))
    return account


def a_key(account: Account) -> str:
    """Give a program a token of an account, and return it."""
    _token, text = create_token(account, actor=actor_of(account), name="x", scopes=[], days=9)
    return text


def opens(text: str) -> bool:
    """Whether a token opens something today."""
    return admit(text, on=timezone.localdate()) is not None


ENDS: dict[str, Callable[[Account], object]] = {
    "closing": lambda account: actions.close_account(account, actor=HOUSE),
    "the end of all sessions": lambda account: actions.end_sessions(account, actor=HOUSE),
    "another password": lambda account: actions.set_password(account, GOOD + "8", actor=HOUSE),
    "one's own other password": lambda account: actions.set_password(
        account, GOOD + "8", actor=actor_of(account)
    ),
    "a link": lambda account: actions.make_password_link(account, actor=HOUSE),
    "a lost second factor": lambda account: actions.reset_second_factor(account, actor=HOUSE),
}


@pytest.mark.parametrize("name", ENDS)
def test_a_token_ends_with_what_ends_access_and_stays_ended(name: str) -> None:
    account = an_account()
    text = a_key(account)
    assert opens(text) is True
    ENDS[name](account)
    assert opens(text) is False
    actions.reopen_account(account, actor=HOUSE)
    assert opens(text) is False
    assert Entry.objects.filter(verb="people.token.revoke").count() == 1


def test_opening_an_account_again_revives_no_token_that_an_earlier_release_left() -> None:
    account = an_account()
    text = a_key(account)
    Account.objects.for_hospital(account.hospital_id or 0).update(is_active=False)
    actions.reopen_account(account, actor=HOUSE)
    assert opens(text) is False


def test_her_sessions_can_end_while_her_programs_go_on() -> None:
    account = an_account()
    text = a_key(account)
    actions.end_sessions(account, actor=actor_of(account), keep_keys=True)
    assert opens(text) is True


def test_an_account_that_becomes_somebody_s_loses_what_was_made_for_a_program(
    settings: Settings,
) -> None:
    account = an_account()
    account.set_unusable_password()
    account.save()
    text = a_key(account)
    settings.DIRECTORY = Directory()
    actions.link_directory(account, "7f3a", actor=HOUSE)
    assert opens(text) is False
    text = a_key(account)
    actions.link_directory(account, "8b1c", actor=HOUSE)
    assert opens(text) is True


class Directory:
    """A directory that nobody asks."""

    issuer = "https://directory.example"


def test_a_page_whose_session_has_ended_meanwhile_makes_no_token() -> None:
    account = an_account()
    stale = Account.objects.get_by_natural_key("ada")
    actions.end_sessions(account, actor=actor_of(account))
    with pytest.raises(BadInputError, match="ended meanwhile"):
        a_key(stale)


def test_whose_keys_end_is_for_her_and_for_who_manages_her_account() -> None:
    account, clerk, chief = an_account(), an_account("bo", "hr"), an_account("cy", "administrator")
    text = a_key(account)
    with pytest.raises(NotAllowedError):
        end_keys(account, actor=actor_of(clerk))
    assert opens(text) is True
    assert end_keys(account, actor=actor_of(chief)) == 1
    assert end_keys(account, actor=actor_of(account)) == 0
    assert opens(text) is False
