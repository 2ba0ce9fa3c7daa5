"""What changes people and rosters asks who acts before it changes anything."""

from __future__ import annotations

import inspect
from copy import deepcopy
from itertools import product
from types import SimpleNamespace

import pytest
from pytest_django import Settings

import house_gate
from house_actions import BEFORE, CALLS, public_actions
from house_actions_proposals import NOBODY_ELSE
from house_calls import Call
from house_world import GIVES, SITUATIONS, Situation, World, is_allowed, undone
from releve.kit.actors import HOUSE, Actor, NotAllowedError
from releve.kit.faults import BadInputError
from releve.kit.gates import GateClosedError
from releve.kit.permissions import need_of
from releve.people import actions as people
from releve.people.models import Account
from releve.people.queries import actor_of
from releve.people.vocabulary import FUNCTIONS
from releve.roster import actions as roster

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(seen_world: World, db: None) -> World:  # noqa: ARG001 - the test's own transaction
    """The two hospitals with everybody who acts, as objects of this test's own."""
    return deepcopy(seen_world)


@pytest.fixture(autouse=True)
def _directory(settings: Settings) -> None:
    """A directory that nobody asks."""
    settings.DIRECTORY = SimpleNamespace(issuer="https://directory.example")


def _keeps_accounts(function: str, situation: Situation) -> bool:
    # Another's look is for whoever keeps her account; one's own is tried in the room.
    return "people.accounts" in GIVES[function] and situation == "own"


def _manages_worked(function: str, situation: Situation) -> bool:
    # Everybody declares what is her own: that is tried in the room.
    is_there = situation in {"own", "one unit from above"}
    return "shifts.worked" in GIVES[function] and is_there


def _nobody_else(_function: str, _situation: Situation) -> bool:
    return False


OWN_RULES = {
    "choose_look": _keeps_accounts,
    "declare_worked": _manages_worked,
    "withdraw_worked": _manages_worked,
    **dict.fromkeys(NOBODY_ELSE, _nobody_else),
    **house_gate.OWN_RULES,
}
"""Whom an action serves whose rule is another than the one need that it names."""


def test_every_action_is_tried() -> None:
    assert set(CALLS) == set(public_actions())


@pytest.mark.parametrize("name", CALLS)
def test_an_action_says_what_it_needs_and_takes_who_acts(name: str) -> None:
    action = public_actions()[name]
    actor = inspect.signature(action).parameters["actor"]
    assert need_of(action) is not None
    assert (actor.kind, actor.default) == (actor.KEYWORD_ONLY, actor.empty)


@pytest.mark.parametrize("name", CALLS)
def test_an_action_serves_whom_its_need_names_and_nobody_else(name: str, world: World) -> None:
    at, call = CALLS[name]
    if name in BEFORE:  # once, and found there by each call
        BEFORE[name](world)
    need = need_of(public_actions()[name])
    assert need is not None
    wrong = []
    for function, situation in product(FUNCTIONS, SITUATIONS):
        actor = actor_of(world.account(function, situation, at))
        served = did(call, world, actor)
        rule = OWN_RULES.get(name)
        allowed = rule(function, situation) if rule else is_allowed(need, function, situation, at)
        if served is not allowed:
            wrong.append(f"{function}, {situation}: {'served' if served else 'refused'}")
    assert wrong == []
    assert did(call, world, HOUSE) is True
    assert did(call, world, Actor("worker")) is False
    assert did(call, world, Actor("house", on_behalf_of="account:0")) is False


def did(call: Call, world: World, actor: Actor) -> bool:
    """Whether an action was done for an actor; it is undone again."""
    with undone():
        try:
            call(world, actor)
        except (
            NotAllowedError,
            GateClosedError,
            BadInputError,
        ):  # another hospital is not even there
            return False
    return True


def test_one_s_own_password_is_one_s_own_to_change(world: World) -> None:
    clerk = world.account("caregiver", "own", "unit")
    people.set_password(clerk, "brume-sur-la-dune-7", actor=actor_of(clerk))
    assert Account.objects.get_by_natural_key(clerk.username).has_usable_password()


def test_work_on_somebody_s_behalf_may_what_she_may_now(world: World) -> None:
    manager = world.account("ward_manager", "own", "unit")
    worker = Actor("worker", hospital=world.hospital.pk, on_behalf_of=f"account:{manager.pk}")
    roster.choose_version(world.draft, actor=worker)
    people.close_account(manager, actor=HOUSE)
    with pytest.raises(NotAllowedError):
        roster.choose_version(world.draft, actor=worker)
