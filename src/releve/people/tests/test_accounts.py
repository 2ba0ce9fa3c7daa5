"""Accounts: how they are named, kept, given functions, and made at the command line."""

from __future__ import annotations

import io
import json
from datetime import date

import pytest
from django.contrib.auth import authenticate
from django.db import IntegrityError, transaction

from releve.kit.actors import HOUSE
from releve.kit.console import BAD_INPUT, DONE
from releve.kit.faults import BadInputError
from releve.kit.verbs import run_verb
from releve.kit.words import use_language
from releve.people.actions import create_account, give_function, set_password
from releve.people.cli import people
from releve.people.models import Account, Level, Person
from releve.people.queries import account_named, accounts_and_grants
from releve.people.tests.builders import a_hospital, a_staffed_hospital

pytestmark = pytest.mark.django_db

Capture = pytest.CaptureFixture[str]
GOOD = "brume-sur-la-dune-7"
SHORT = "x7-K"
FIRST = date(2027, 3, 1)


def an_account(**changes: object) -> Account:
    """Save an account of the hospital of the Moon."""
    facts = {"username": "ada", "name": "Ada Feuillage", "password": None, **changes}
    return create_account(**facts, actor=HOUSE)  # type: ignore[arg-type]  # facts of a test


def test_an_account_is_found_whatever_the_case_of_its_name() -> None:
    account = an_account(username=" Ada.Feuillage ")
    assert account.username == "ada.feuillage"
    assert account_named("ADA.Feuillage") == account


def test_two_accounts_never_differ_by_case_alone() -> None:
    an_account()
    with pytest.raises(BadInputError, match="already"):
        an_account(username="ADA")
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.create(username="Ada", name="Ada")


@pytest.mark.parametrize("username", ["", "  ", "zoé", "a b", "-ada", "a" * 101, "a\nb"])
def test_a_name_that_nobody_could_type_again_is_refused(username: str) -> None:
    with pytest.raises(BadInputError, match="cannot be a user name"):
        an_account(username=username)


def test_a_password_is_kept_under_argon2_only() -> None:
    account = an_account(password=GOOD)
    assert account.password.startswith("argon2$argon2id$")
    assert account.check_password(GOOD)
    assert authenticate(username="Ada", password=GOOD) == account


def test_without_a_password_nobody_signs_in() -> None:
    account = an_account()
    assert account.has_usable_password() is False
    assert authenticate(username="ada", password="") is None


def test_a_closed_account_does_not_sign_in() -> None:
    account = an_account(password=GOOD)
    account.is_active = False
    account.save()
    assert authenticate(username="ada", password=GOOD) is None


@pytest.mark.parametrize("password", ["court", "motdepasse", "123456789012345", "ada feuillage"])
def test_a_password_that_is_easy_to_guess_is_refused(password: str) -> None:
    with pytest.raises(BadInputError):
        an_account(password=password)
    account = an_account()
    with pytest.raises(BadInputError):
        set_password(account, password, actor=HOUSE)
    assert account_named("ada").has_usable_password() is False


def test_the_refusal_of_a_password_speaks_the_reader_s_language() -> None:
    with use_language("fr"), pytest.raises(BadInputError, match="mot de passe est trop court"):
        an_account(password=SHORT)
    with use_language("en"), pytest.raises(BadInputError, match="password is too short"):
        an_account(password=SHORT)


def test_a_demo_account_may_have_the_password_that_its_page_tells() -> None:
    assert an_account(password=SHORT, is_demo=True).check_password(SHORT)


def test_a_person_s_account_is_of_her_hospital() -> None:
    hospital = a_staffed_hospital()
    ada = Person.objects.for_hospital(hospital).get(code="A1")
    assert an_account(hospital=hospital, person=ada).person == ada
    with pytest.raises(BadInputError, match="not of the account's hospital"):
        an_account(username="b", person=ada)
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.create(username="c", name="C", person=ada)


def test_an_account_stands_at_a_hospital_or_above_all() -> None:
    unit = a_hospital().places.get(code="URG")
    with pytest.raises(BadInputError, match="URG is no hospital"):
        an_account(hospital=unit)


def test_accounts_are_listed_by_hospital_with_their_functions() -> None:
    hospital = a_hospital()
    ada, above = an_account(hospital=hospital), an_account(username="zoe")
    give_function(ada, function="hr", level=hospital, from_on=FIRST, actor=HOUSE)
    assert accounts_and_grants(hospital) == [ada]
    assert accounts_and_grants(None) == [above]
    assert [grant.function for grant in accounts_and_grants(hospital)[0].grants.all()] == ["hr"]


def test_a_function_given_again_from_the_same_day_changes_its_last_day_only() -> None:
    hospital = a_hospital()
    ada = an_account(hospital=hospital)
    give_function(ada, function="hr", level=hospital, from_on=FIRST, actor=HOUSE)
    give_function(
        ada, function="hr", level=hospital, from_on=FIRST, to_on=date(2027, 3, 9), actor=HOUSE
    )
    assert [(grant.from_on, grant.to_on) for grant in ada.grants.all()] == [
        (FIRST, date(2027, 3, 9))
    ]


def test_a_function_that_cannot_be_is_refused() -> None:
    hospital = a_hospital()
    ada = an_account(hospital=hospital)
    with pytest.raises(BadInputError, match="is no function"):
        give_function(ada, function="boss", level=hospital, from_on=FIRST, actor=HOUSE)
    with pytest.raises(BadInputError, match="before the first"):
        give_function(
            ada, function="hr", level=hospital, from_on=FIRST, to_on=date(2027, 2, 1), actor=HOUSE
        )
    above = Level.objects.get(code="GHT-LUNE")
    with pytest.raises(BadInputError, match="not in the hospital"):
        give_function(ada, function="hr", level=above, from_on=FIRST, actor=HOUSE)


def releve(*arguments: str) -> int:
    """Run a verb of the accounts and return its exit code."""
    return run_verb(people, ["accounts", *arguments], name="releve people")


def typed(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """Let standard input hold a text."""
    monkeypatch.setattr("sys.stdin", io.StringIO(text))


def test_an_account_is_added_granted_and_listed(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    a_hospital()
    typed(monkeypatch, f"{GOOD}\n")
    assert releve("add", "Ada", "--name", "Ada Feuillage", "--password-stdin") == DONE
    assert releve("grant", "ada", "ward_manager", "URG", "--from", "2027-03-01") == DONE
    capsys.readouterr()
    assert releve("list", "--json", "-") == DONE
    assert json.loads(capsys.readouterr().out) == [
        {
            "username": "ada",
            "name": "Ada Feuillage",
            "is_active": True,
            "is_demo": False,
            "grants": [
                {"function": "ward_manager", "level": "URG", "from": "2027-03-01", "to": ""}
            ],
        }
    ]
    assert releve("list") == DONE
    assert "ward_manager at URG from 2027-03-01" in capsys.readouterr().out
    assert account_named("ada").check_password(GOOD)


def test_a_function_is_taken_away_at_the_command_line(capsys: Capture) -> None:
    a_hospital()
    an_account(hospital=Level.objects.get(code="CH-LUNE"))
    assert releve("grant", "ada", "hr", "URG") == DONE
    assert releve("revoke", "ada", "hr", "URG", "--on", "0001-01-01") == BAD_INPUT
    assert releve("revoke", "ada", "hr", "URG") == DONE
    assert releve("revoke", "ada", "hr", "URG") == BAD_INPUT
    assert "has no function hr at URG" in capsys.readouterr().err


def test_a_password_is_changed_from_input(monkeypatch: pytest.MonkeyPatch) -> None:
    an_account(password=GOOD)
    typed(monkeypatch, "pluie-au-bord-du-quai-3\r\n")
    assert releve("password", "ADA", "--password-stdin") == DONE
    assert account_named("ada").check_password("pluie-au-bord-du-quai-3")


def test_no_verb_takes_a_password_as_a_word_or_asks_where_nobody_is(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    an_account(password=GOOD)
    typed(monkeypatch, "")
    assert releve("password", "ada") == BAD_INPUT
    assert "--password-stdin" in capsys.readouterr().err
    assert releve("password", "ada", "secret") == BAD_INPUT


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["grant", "bo", "hr", "URG"], "there is no account 'bo'"),
        (["grant", "ada", "hr", "URGE"], "there is no level 'URGE'"),
        (["password", "bo", "--password-stdin"], "there is no account 'bo'"),
        (["add", "bo", "--name", "Bo", "--person", "Z9"], "there is no person Z9"),
    ],
)
def test_what_is_not_there_is_said(arguments: list[str], said: str, capsys: Capture) -> None:
    a_staffed_hospital()
    an_account()
    assert releve(*arguments) == BAD_INPUT
    assert said in capsys.readouterr().err
