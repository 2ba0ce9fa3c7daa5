"""What changes people and rosters asks who acts before it changes anything."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import date
from itertools import product
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from pytest_django import Settings

from house_world import SITUATIONS, At, World, a_world, is_allowed, undone
from releve.kit.actors import HOUSE, Actor, NotAllowedError
from releve.kit.faults import BadInputError
from releve.kit.permissions import need_of
from releve.people import actions as people
from releve.people.actions import ImportReport
from releve.people.models import Account
from releve.people.queries import actor_of, table_digest
from releve.people.tests.builders import rows, rows_of
from releve.people.vocabulary import FUNCTIONS, LEVEL_COLUMNS, SKILL_COLUMNS
from releve.roster import actions as roster
from releve.roster.tests.builders import problem_of, result_of
from releve.roster.tests.builders import ward as document

pytestmark = pytest.mark.django_db

TODAY = date(2027, 3, 1)
ROOMS: tuple[ModuleType, ...] = (people, roster)
Call = Callable[[World, Actor], Any]


MANAGES_ACCOUNTS = {"administrator"}
OWN: dict[str, Callable[..., Any]] = {
    "open_calendar": lambda account, actor: roster.open_calendar(account, actor=actor),
    "close_calendar": lambda account, actor: roster.close_calendar(account, actor=actor),
    "choose_look": lambda account, actor: people.choose_look(account, actor=actor, theme="dark"),
}
"""Actions on what is an account's own."""

ASKED_ELSEWHERE = frozenset(
    # A secret is asked for instead of an account: see the tests of tokens and of calendars.
    {"admit", "read_calendar"}
    # Two questions, what a session does to itself, and what no permission alone decides: see the
    # tests of the sign-in.
    | {"directory_key", "may_mark_ward_computers", "end_sessions"}
    | {"mark_ward_computer", "unmark_ward_computer"}
)


def public_actions() -> dict[str, Callable[..., Any]]:
    """Return every verb of the rooms whose actions ask, by name."""
    return {
        name: found
        for room in ROOMS
        for name in room.__all__
        if inspect.isfunction(found := getattr(room, name))
    }


@pytest.fixture(autouse=True)
def _a_directory(settings: Settings) -> None:
    settings.DIRECTORY = SimpleNamespace(issuer="https://annuaire.example")


def target(_world: World) -> Account:
    """Return the account that others act on."""
    return Account.objects.get_by_natural_key("cible")


def persons(world: World, actor: Actor) -> ImportReport:
    """Import one person."""
    table = rows_of("persons", [["n1", "Brume", "", world.unit.code, "nurse", ""]])
    return people.import_persons(table, actor=actor, hospital_code=world.hospital.code)


def of_dates(action: Callable[..., ImportReport], kind: str) -> Call:
    """Return a call that imports an empty table."""
    return lambda world, actor: action(
        rows_of(kind, []), actor=actor, hospital_code=world.hospital.code
    )


CALLS: dict[str, tuple[At, Call]] = {
    "import_persons": ("hospital", persons),
    "import_contracts": ("hospital", of_dates(people.import_contracts, "contracts")),
    "import_unavailability": (
        "hospital",
        of_dates(people.import_unavailability, "unavailability"),
    ),
    "import_restrictions": ("hospital", of_dates(people.import_restrictions, "restrictions")),
    "import_levels": (
        "hospital",
        lambda _world, actor: people.import_levels(
            rows(LEVEL_COLUMNS, [["URG", "unit", "Autre", "CH-LUNE"]]), actor=actor
        ),
    ),
    "set_school_zone": (
        "unit",
        lambda world, actor: people.set_school_zone(world.unit, "A", actor=actor),
    ),
    "import_skills": (
        "everywhere",
        lambda _world, actor: people.import_skills(
            rows(SKILL_COLUMNS, [["scuba", "Plongée", ""]]), actor=actor
        ),
    ),
    "load_reference": ("everywhere", lambda _world, actor: people.load_reference(actor=actor)),
    "create_account": (
        "hospital",
        lambda world, actor: people.create_account(
            actor=actor, username="neuve", name="Neuve", password=None, hospital=world.hospital
        ),
    ),
    "set_password": (
        "hospital",
        lambda world, actor: people.set_password(target(world), "brume-sur-la-dune-7", actor=actor),
    ),
    "give_function": (
        "unit",
        lambda world, actor: people.give_function(
            target(world), actor=actor, function="caregiver", level=world.unit, from_on=TODAY
        ),
    ),
    "end_function": (
        "unit",
        lambda world, actor: people.end_function(
            target(world), actor=actor, function="hr", level=world.unit, on=TODAY
        ),
    ),
    "close_account": (
        "hospital",
        lambda world, actor: people.close_account(target(world), actor=actor),
    ),
    "reopen_account": (
        "hospital",
        lambda world, actor: people.reopen_account(target(world), actor=actor),
    ),
    "import_seen": (
        "hospital",
        lambda world, actor: people.import_seen(
            "persons",
            [],
            actor=actor,
            hospital=world.hospital,
            seen=table_digest("persons", world.hospital),
        ),
    ),
    "create_token": (
        "hospital",
        lambda world, actor: people.create_token(
            target(world), actor=actor, name="Borne", scopes=[], days=1
        ),
    ),
    "revoke_token": (
        "hospital",
        lambda world, actor: people.revoke_token(target(world), world.token, actor=actor),
    ),
    "make_password_link": (
        "hospital",
        lambda world, actor: people.make_password_link(target(world), actor=actor),
    ),
    "reset_second_factor": (
        "hospital",
        lambda world, actor: people.reset_second_factor(target(world), actor=actor),
    ),
    "unlock": ("hospital", lambda world, actor: people.unlock(target(world), actor=actor)),
    "link_directory": (
        "hospital",
        lambda world, actor: people.link_directory(target(world), "brume-7", actor=actor),
    ),
    "open_roster": (
        "unit",
        lambda world, actor: roster.open_roster(
            world.unit, problem_of(document(wishes=[])), actor=actor
        ),
    ),
    "save_version": (
        "unit",
        lambda world, actor: roster.save_version(
            world.published.demand, result_of(world.published.demand.problem, ()), actor=actor
        ),
    ),
    "choose_version": (
        "unit",
        lambda world, actor: roster.choose_version(world.draft, actor=actor),
    ),
    "publish_version": (
        "unit",
        lambda world, actor: roster.publish_version(world.draft, actor=actor),
    ),
    "ask_search": ("unit", lambda world, actor: roster.ask_search(world.roster, actor=actor)),
    "start_search": ("unit", lambda world, actor: roster.start_search(world.roster, actor=actor)),
    "stop_search": ("unit", lambda world, actor: roster.stop_search(world.search, actor=actor)),
    "rescue_search": (
        "unit",
        lambda world, actor: roster.rescue_search(world.search, actor=actor),
    ),
}
"""A call of each action, and where the object stands that it changes."""


def test_every_action_is_tried() -> None:
    assert {*CALLS, *OWN, *ASKED_ELSEWHERE} == set(public_actions())


@pytest.mark.parametrize("name", OWN)
def test_what_is_an_account_s_own_is_nobody_else_s_to_change(name: str) -> None:
    world = a_world()
    account = target(world)
    assert OWN[name](account, actor_of(account)) is not None
    for function in set(FUNCTIONS) - MANAGES_ACCOUNTS:
        with pytest.raises(NotAllowedError):
            OWN[name](account, actor_of(world.account(function, "own", "hospital")))


@pytest.mark.parametrize("name", CALLS)
def test_an_action_says_what_it_needs_and_takes_who_acts(name: str) -> None:
    action = public_actions()[name]
    actor = inspect.signature(action).parameters["actor"]
    assert need_of(action) is not None
    assert (actor.kind, actor.default) == (actor.KEYWORD_ONLY, actor.empty)


@pytest.mark.parametrize("name", CALLS)
def test_an_action_serves_whom_its_need_names_and_nobody_else(name: str) -> None:
    world = a_world()
    at, call = CALLS[name]
    need = need_of(public_actions()[name])
    assert need is not None
    wrong = []
    for function, situation in product(FUNCTIONS, SITUATIONS):
        actor = actor_of(world.account(function, situation, at))
        served = did(call, world, actor)
        if served is not is_allowed(need, function, situation, at):
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
        except (NotAllowedError, BadInputError):  # another hospital is not even there
            return False
    return True


def test_one_s_own_password_is_one_s_own_to_change() -> None:
    world = a_world()
    clerk = world.account("caregiver", "own", "unit")
    people.set_password(clerk, "brume-sur-la-dune-7", actor=actor_of(clerk))
    assert Account.objects.get_by_natural_key(clerk.username).has_usable_password()


def test_work_on_somebody_s_behalf_may_what_she_may_now() -> None:
    world = a_world()
    manager = world.account("ward_manager", "own", "unit")
    worker = Actor("worker", hospital=world.hospital.pk, on_behalf_of=f"account:{manager.pk}")
    roster.choose_version(world.draft, actor=worker)
    people.close_account(manager, actor=HOUSE)
    with pytest.raises(NotAllowedError):
        roster.choose_version(world.draft, actor=worker)
