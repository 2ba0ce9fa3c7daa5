"""Tokens at the command line, and who may make them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from django.utils import timezone

from releve.kit.actors import HOUSE, Actor, NotAllowedError
from releve.kit.faults import BadInputError
from releve.kit.permissions import Permission
from releve.kit.verbs import run_verb
from releve.people.actions import create_account, create_token, give_function, revoke_token
from releve.people.actions.tokens import admit
from releve.people.cli import people
from releve.people.models import Account, Level, Person, Role
from releve.people.queries import actor_of, check_tokens, tokens_of
from releve.people.tests.builders import a_hospital
from releve.trail.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def account() -> Account:
    hospital = a_hospital()
    ada = create_account(actor=HOUSE, username="ada", name="Ada", password=None, hospital=hospital)
    unit = Level.objects.get(code="URG")
    give_function(ada, actor=HOUSE, function="ward_manager", level=unit, from_on=date(2020, 1, 1))
    return ada


def test_a_token_is_made_listed_and_revoked_at_the_command_line(
    account: Account, capsys: pytest.CaptureFixture[str]
) -> None:
    made = ["tokens", "create", "ada", "--name", "Kiosk", "--scope", "roster.see", "--json", "-"]
    assert run_verb(people, made, name="releve people") == 0
    told = json.loads(capsys.readouterr().out)
    bearer = admit(told["token"], on=timezone.localdate())
    assert bearer is not None
    assert (bearer.account, bearer.scopes) == (account, frozenset({Permission.SEE_ROSTER}))
    assert run_verb(people, ["tokens", "list", "ada"], name="releve people") == 0
    assert "Kiosk" in capsys.readouterr().out
    revoked = ["tokens", "revoke", "ada", str(told["number"])]
    assert run_verb(people, revoked, name="releve people") == 0
    assert admit(told["token"], on=timezone.localdate()) is None
    assert run_verb(people, ["tokens", "revoke", "ada", "999"], name="releve people") == 2


def test_the_file_of_a_new_token_is_its_owner_s_alone(account: Account, tmp_path: Path) -> None:
    file = tmp_path / "token.json"
    made = ["tokens", "create", account.username, "--name", "Kiosk", "--json", str(file)]
    assert run_verb(people, made, name="releve people") == 0
    assert "token" in json.loads(file.read_text())
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_token_that_cannot_be_handed_over_is_not_made(
    account: Account, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "token.json"
    kept.write_text('{"token": "of another program"}')
    noted = Entry.objects.count()
    for file, reason in (
        (kept, "the file exists already"),
        (tmp_path / "nosuch" / "t.json", "its folder does not exist"),
    ):
        made = ["tokens", "create", account.username, "--name", "Kiosk", "--json", str(file)]
        assert run_verb(people, made, name="releve people") == 2
        told = capsys.readouterr()
        assert (told.out, reason in told.err) == ("", True)
    assert tokens_of(account) == []
    assert Entry.objects.count() == noted
    assert kept.read_text() == '{"token": "of another program"}'


def test_a_token_that_nobody_reads_any_more_is_not_made(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed() -> None:
        raise BrokenPipeError

    made = ["tokens", "create", account.username, "--name", "Kiosk", "--json", "-"]
    with monkeypatch.context() as pipe:
        pipe.setattr("sys.stdout.flush", closed)
        pipe.setattr("releve.kit.verbs._close_output", lambda: None)
        run_verb(people, made, name="releve people")
    assert tokens_of(account) == []


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"scopes": ["house.operate"]}, "has not: house.operate"),
        ({"name": "  "}, "a name of 1 to 100"),
        ({"days": 0}, "1 to 366 days"),
        ({"days": 367}, "1 to 366 days"),
    ],
)
def test_a_token_never_opens_more_than_its_account(
    account: Account, facts: dict[str, Any], reason: str
) -> None:
    asked: dict[str, Any] = {"name": "x", "scopes": ["roster.see"], "days": 1} | facts
    with pytest.raises(BadInputError, match=reason):
        create_token(account, actor=actor_of(account), **asked)
    assert tokens_of(account) == []


def somebody(username: str, function: str, home: Level | None, level: Level) -> Actor:
    """Save an account with a function, and return it as an actor."""
    account = Account.objects.create_user(username, name=username, hospital=home)
    give_function(account, actor=HOUSE, function=function, level=level, from_on=date(2020, 1, 1))
    return actor_of(account)


def test_only_who_manages_accounts_makes_sees_and_revokes_tokens_of_others(
    account: Account,
) -> None:
    moon = Level.objects.get(code="CH-LUNE")
    mars = Level.objects.create(code="CH-MARS", kind="hospital", name="Hôpital de Mars")
    clerk = somebody("clerk", "hr", moon, moon)
    stranger = somebody("stranger", "administrator", mars, mars)
    chief = somebody("chief", "administrator", moon, moon)
    token, _text = create_token(account, actor=chief, name="x", scopes=[], days=1)
    for actor in (clerk, stranger):
        with pytest.raises(NotAllowedError):
            create_token(account, actor=actor, name="x", scopes=[], days=1)
        with pytest.raises(NotAllowedError):
            check_tokens(actor, account)
        with pytest.raises(NotAllowedError):
            revoke_token(account, token.pk, actor=actor)
    assert revoke_token(account, token.pk, actor=chief).revoked_at is not None


def test_nobody_makes_a_token_that_acts_as_a_colleague(account: Account) -> None:
    moon = Level.objects.get(code="CH-LUNE")
    chief = somebody("chief", "administrator", moon, moon)
    asked: dict[str, Any] = {"name": "x", "scopes": [], "days": 1}

    def refused(actor: Actor) -> None:
        with pytest.raises(BadInputError, match="ada is somebody's own account"):
            create_token(account, actor=actor, **asked)

    assert create_token(account, actor=chief, **asked)
    account.person = Person.objects.create(
        hospital=moon,
        code="a1",
        family_name="Brume",
        unit=Level.objects.get(code="URG"),
        role=Role.objects.get(key="nurse"),
    )
    refused(chief)
    refused(HOUSE)
    account.person = None
    tie = SocialAccount.objects.create(user=account, provider="directory", uid="7f3a")
    refused(chief)
    tie.delete()
    account.set_password("brume-sur-la-dune-7")
    refused(chief)
    account.save()
    assert create_token(account, actor=actor_of(account), **asked)


def test_who_manages_one_hospital_makes_no_token_for_an_account_above_it(account: Account) -> None:
    moon, above = account.hospital, Level.objects.get(code="GHT-LUNE")
    Level.objects.create(code="CH-MARS", kind="hospital", name="Hôpital de Mars")
    chief = somebody("chief", "administrator", moon, Level.objects.get(code="CH-LUNE"))
    somebody("region", "administrator", None, above)
    region = Account.objects.get_by_natural_key("region")
    with pytest.raises(NotAllowedError):
        create_token(region, actor=chief, name="x", scopes=[], days=1)
    assert create_token(region, actor=actor_of(region), name="x", scopes=[], days=1)


def test_an_account_has_so_many_tokens_at_most(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("releve.people.actions.tokens.MOST_TOKENS", 2)
    for _each in range(2):
        create_token(account, actor=actor_of(account), name="x", scopes=[], days=1)
    with pytest.raises(BadInputError, match="2 tokens already"):
        create_token(account, actor=actor_of(account), name="x", scopes=[], days=1)
