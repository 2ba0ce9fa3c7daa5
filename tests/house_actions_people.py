"""A call of every action of people, as the tests of access and of the trail make it."""

from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt

from house_calls import TODAY, Before, Call, Calls, target
from house_world import World
from releve.kit.actors import HOUSE, Actor
from releve.people import actions as people
from releve.people.actions import ImportReport
from releve.people.models import Account, Person, Role
from releve.people.queries import table_digest
from releve.people.tests.builders import rows, rows_of
from releve.people.vocabulary import LEVEL_COLUMNS, SKILL_COLUMNS


def program(_world: World) -> Account:
    """Return the account of a program."""
    return Account.objects.get_by_natural_key("borne")


def gone(world: World) -> Person:
    """Return somebody who works there no more, saved where she is not yet."""
    there = Person.objects.for_hospital(world.hospital).filter(code="left").first()
    if there is not None:
        return there
    role = Role.objects.get(key="nurse")
    facts = {"hospital": world.hospital, "unit": world.unit, "role": role}
    return Person.objects.create(code="left", family_name="Brume", **facts)


def closed(world: World) -> Account:
    """Return a closed account, saved where it is not yet."""
    there = Account.objects.for_hospital(world.hospital).filter(username="partie").first()
    if there is not None:
        return there
    account = Account.objects.create_user("partie", name="Partie", hospital=world.hospital)
    people.close_account(account, actor=HOUSE)
    return account


def persons(world: World, actor: Actor) -> ImportReport:
    """Import one person."""
    table = rows_of("persons", [["n1", "Brume", "", world.unit.code, "nurse", ""]])
    return people.import_persons(table, actor=actor, hospital_code=world.hospital.code)


def of_dates(action: Callable[..., ImportReport], kind: str) -> Call:
    """Return a call that imports one line about the one person of the world."""
    line = {
        "contracts": ["n0", "0.8", "fph", "day", "2026-01-01", "", "false"],
        "unavailability": ["n0", "2026-02-02", "2026-02-08"],
        "restrictions": ["n0", "2026-01-01", "", "no_nights"],
    }[kind]
    return lambda world, actor: action(
        rows_of(kind, [line]), actor=actor, hospital_code=world.hospital.code
    )


CALLS: Calls = {
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
    "end_keys": (
        "hospital",
        lambda world, actor: people.end_keys(target(world), actor=actor),
    ),
    "end_sessions": (
        "hospital",
        lambda world, actor: people.end_sessions(target(world), actor=actor),
    ),
    "import_seen": (
        "hospital",
        lambda world, actor: people.import_seen(
            "persons",
            rows_of("persons", [["n1", "Brume", "", world.unit.code, "nurse", ""]]),
            actor=actor,
            hospital=world.hospital,
            seen=table_digest("persons", world.hospital),
        ),
    ),
    "create_token": (
        "hospital",
        lambda world, actor: people.create_token(
            program(world), actor=actor, name="Kiosque", scopes=[], days=1
        ),
    ),
    "revoke_token": (
        "hospital",
        lambda world, actor: people.revoke_token(target(world), world.token.pk, actor=actor),
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
        lambda world, actor: people.link_directory(target(world), "sub", actor=actor),
    ),
    "mark_ward_computer": (
        "within",
        lambda world, actor: people.mark_ward_computer(
            world.hospital, name="Poste", on=TODAY, actor=actor
        ),
    ),
    "unmark_ward_computer": (
        "within",
        lambda world, actor: people.unmark_ward_computer(
            world.hospital, world.computer.pk, actor=actor
        ),
    ),
    "choose_look": (
        "hospital",
        lambda world, actor: people.choose_look(target(world), actor=actor, theme="dark"),
    ),
    "delete_person": (
        "hospital",
        lambda world, actor: people.delete_person(gone(world), actor=actor),
    ),
    "delete_account": (
        "hospital",
        lambda world, actor: people.delete_account(closed(world), actor=actor),
    ),
}
"""A call of each action, and where the object stands that it changes."""

BEFORE: Before = {
    "load_reference": lambda _world: Role.objects.filter(key="nurse").update(name_fr="Autre"),
    "reopen_account": lambda world: people.close_account(target(world), actor=HOUSE),
    "reset_second_factor": lambda world: Authenticator.objects.create(
        user=target(world), type="totp", data={"secret": ""}
    ),
    "unlock": lambda world: AccessAttempt.objects.create(
        username=target(world).username, failures_since_start=1
    ),
    "delete_person": gone,
    "delete_account": closed,
}
"""What must be so before an action, for its call to change something."""
