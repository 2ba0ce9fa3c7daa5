"""Actors and accounts: who is behind whom, where she may what, and what a refusal looks like."""

from __future__ import annotations

from datetime import date

import pytest

from releve.kit.actors import HOUSE, Actor, NotAllowedError, actor_named, check, may
from releve.kit.faults import BadInputError
from releve.kit.permissions import Permission
from releve.people.actions import close_account, give_function
from releve.people.models import Account, Level
from releve.people.queries import (
    account_of,
    actor_of,
    check_home,
    is_hidden,
    levels_known_to,
    may_everywhere,
    units_for,
)
from releve.people.tests.builders import a_hospital, rows
from releve.people.tests.test_access import LEVELS
from releve.people.vocabulary import LEVEL_COLUMNS

pytestmark = pytest.mark.django_db

FIRST = date(2020, 1, 1)
MANAGE, SEE, LEVELS_TOO = (
    Permission.MANAGE_ROSTER,
    Permission.SEE_ROSTER,
    Permission.MANAGE_LEVELS,
)


def level(code: str) -> Level:
    """Return a level of the two hospitals."""
    return Level.objects.get(code=code)


def somebody(function: str, at: str, *, home: str = "") -> Account:
    """Save the two hospitals and an account with a function at one of their levels."""
    a_hospital(LEVELS)
    hospital = level(home) if home else None
    account = Account.objects.create_user("ada", name="Ada Feuillage", hospital=hospital)
    give_function(account, actor=HOUSE, function=function, level=level(at), from_on=FIRST)
    return account


@pytest.mark.parametrize("home", ["", "CH-LUNE"])
def test_an_account_and_its_actor_lead_to_each_other(home: str) -> None:
    account = somebody("hr", "URG", home=home)
    assert account_of(actor_of(account)) == account
    assert actor_named("ADA") == actor_of(account)
    assert account_of(HOUSE) is None
    assert account_of(Actor("account:9999999")) is None
    assert account_of(Actor("account:x")) is None


def test_a_worker_acts_for_whoever_asked_also_from_above_hospitals() -> None:
    account = somebody("care_director", "GHT-LUNE")
    worker = Actor("worker", hospital=level("CH-LUNE").pk, on_behalf_of=f"account:{account.pk}")
    assert account_of(worker) == account
    assert may(worker, MANAGE, level=level("URG").pk) is True


def test_a_key_with_another_hospital_beside_it_opens_nothing() -> None:
    account = somebody("ward_manager", "URG", home="CH-LUNE")
    forged = Actor(f"account:{account.pk}", hospital=level("CH-SOLEIL").pk)
    assert account_of(forged) is None
    assert may(forged, MANAGE) is False


def test_the_rooms_below_are_answered_by_this_one() -> None:
    actor = actor_of(somebody("ward_manager", "URG", home="CH-LUNE"))
    assert may(actor, MANAGE, level=level("URG").pk) is True
    assert may(actor, MANAGE) is True
    assert may(actor, MANAGE, level=level("CARDIO").pk) is False
    assert may(actor, MANAGE, level=10**9) is False
    assert may(actor, LEVELS_TOO) is False
    assert may(HOUSE, LEVELS_TOO, level=level("URG").pk) is True
    with pytest.raises(NotAllowedError) as caught:
        check(actor, MANAGE, level=level("CARDIO").pk)
    assert (caught.value.actor, caught.value.level) == (actor, level("CARDIO").pk)


def test_a_closed_account_may_nothing_at_once() -> None:
    account = somebody("ward_manager", "URG", home="CH-LUNE")
    actor = actor_of(account)
    close_account(account, actor=HOUSE)
    assert may(actor, MANAGE) is False
    with pytest.raises(BadInputError, match="is closed"):
        actor_named("ada")


def test_nobody_closes_her_own_account() -> None:
    account = somebody("administrator", "CH-LUNE", home="CH-LUNE")
    with pytest.raises(BadInputError, match="nobody closes her own account"):
        close_account(account, actor=actor_of(account))


@pytest.mark.parametrize(
    ("at", "home", "reaches_all"),
    [("GHT-LUNE", "", True), ("CH-LUNE", "", False), ("GHT-LUNE", "CH-LUNE", False)],
)
def test_what_is_common_to_all_hospitals_takes_the_permission_at_each(
    at: str, home: str, *, reaches_all: bool
) -> None:
    a_hospital(LEVELS)
    hospital = level(home) if home else None
    account = Account.objects.create_user("ada", name="Ada", hospital=hospital)
    account.grants.create(function="administrator", level=level(at), from_on=FIRST)
    actor = actor_of(account)
    assert may_everywhere(actor, LEVELS_TOO) is reaches_all
    if reaches_all:
        check_home(actor, LEVELS_TOO, None)
    else:
        with pytest.raises(NotAllowedError):
            check_home(actor, LEVELS_TOO, None)


def test_before_the_first_hospital_only_the_house_reaches_all() -> None:
    ada = Account.objects.create_user("ada", name="Ada")
    assert may_everywhere(actor_of(ada), LEVELS_TOO) is False
    assert may_everywhere(HOUSE, LEVELS_TOO) is True
    assert rows(LEVEL_COLUMNS, []) == []


def test_an_account_of_a_hospital_knows_its_own_and_what_it_lies_in() -> None:
    actor = actor_of(somebody("caregiver", "URG", home="CH-LUNE"))
    known = {one.code for one in levels_known_to(actor)}
    assert known == {"FR", "IDF", "GHT-LUNE", "CH-LUNE", "NORD", "MED", "URG", "CARDIO"}
    assert [one.code for one in units_for(actor, SEE)] == ["URG"]
    assert [one.code for one in units_for(HOUSE, SEE)] == ["CARDIO", "REA", "URG"]
    assert list(units_for(Actor("worker"), SEE)) == []


@pytest.mark.parametrize(
    ("permission", "at", "hidden"),
    [(SEE, "CARDIO", True), (MANAGE, "CARDIO", True), (MANAGE, "URG", False), (SEE, "URG", True)],
)
def test_a_refusal_is_hidden_where_nothing_may_be_seen(
    permission: Permission, at: str, *, hidden: bool
) -> None:
    actor = actor_of(somebody("caregiver", "URG", home="CH-LUNE"))
    refusal = NotAllowedError(permission, actor=actor, level=level(at).pk)
    assert is_hidden(refusal) is hidden
