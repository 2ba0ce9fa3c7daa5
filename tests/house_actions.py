"""A call of every action of the rooms, as the tests of access and of the trail make it.

What a later change adds is found by its room's ``__all__`` and fails until it has its call here:
one that changes the small world of ``house_world``.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from types import ModuleType
from typing import Any
from uuid import uuid4

from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt

from house_wishes import NOW
from house_world import At, World
from releve.kit.actors import HOUSE, Actor
from releve.people import actions as people
from releve.people.actions import ImportReport
from releve.people.models import Account, Person, Role
from releve.people.queries import table_digest
from releve.people.tests.builders import rows, rows_of
from releve.people.vocabulary import LEVEL_COLUMNS, SKILL_COLUMNS
from releve.roster import actions as roster
from releve.roster.actions.searches import live_row
from releve.roster.engine.cycle import CyclePlace
from releve.roster.engine.live import Edit
from releve.roster.engine.tests.cycles import a_cycle
from releve.roster.models import CellEdit, Cycle, FedShift, Roster, Version, Wish, WishPeriod
from releve.roster.queries import cycle_of
from releve.roster.queries.edits import journal
from releve.roster.tests.builders import problem_of, result_of
from releve.roster.tests.builders import ward as document
from releve.shifts import actions as shifts
from releve.shifts.facts import Declared
from releve.shifts.models import ShiftChange
from releve.shifts.tests.builders import MONDAY, at, edition, planned
from releve.shifts.vocabulary import WORKED_COLUMNS

TODAY = date(2027, 3, 1)
ROOMS: tuple[ModuleType, ...] = (people, roster, shifts)
Call = Callable[[World, Actor], Any]


def public_actions() -> dict[str, Callable[..., Any]]:
    """Return every verb of the rooms whose actions ask, by name."""
    return {
        name: found
        for room in ROOMS
        for name in room.__all__
        if inspect.isfunction(found := getattr(room, name))
    }


def target(_world: World) -> Account:
    """Return the account that others act on."""
    return Account.objects.get_by_natural_key("cible")


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


def ended(world: World) -> None:
    """End the search of the world."""
    live_row(world.search).update(state="done")


def told_long_ago(world: World) -> None:
    """Let a calendar have been told a shift that is over."""
    person = target(world).person
    assert person is not None
    at = datetime(2024, 3, 10, 6, tzinfo=UTC)
    facts = {"hospital_id": person.hospital_id, "person": person, "unit": person.unit}
    day = {"day": at.date(), "starts_at": at, "ends_at": at + timedelta(hours=12)}
    FedShift.objects.create(**facts, **day, slot=0, uid=uuid4(), code="J", stamped_at=at)


def line(world: World) -> Person:
    """Return the one person who works in the emergency ward."""
    return Person.objects.for_hospital(world.hospital).get(code="n0")


def worked(world: World) -> Declared:
    """Return what the one person of the ward worked on a day off."""
    start, end = at(3, 7), at(3, 14)
    return Declared(
        person=line(world), unit=world.unit, kind="recall", code="R", starts_at=start, ends_at=end
    )


def worked_file(world: World, actor: Actor) -> ImportReport:
    """Import one worked shift of the emergency ward."""
    cells = ["n0", world.unit.code, "R", "2026-06-04T07:00", "2026-06-04T14:00"]
    table = rows(WORKED_COLUMNS, [cells])
    return shifts.import_worked(table, actor=actor, hospital_code=world.hospital.code)


def wishes_opened(world: World, actor: Actor) -> WishPeriod:
    """Open another period of wishes."""
    return roster.open_wishes(
        world.unit,
        starts_on=date(2027, 5, 1),
        ends_on=date(2027, 5, 31),
        opens_at=NOW,
        closes_at=NOW + timedelta(days=9),
        budget=9,
        actor=actor,
    )


def wishes_carried(world: World, actor: Actor) -> roster.Carried:
    """Carry the wishes of the world, whose period is over by then."""
    period = roster.close_wishes(world.wishes, actor=HOUSE, at=NOW)
    return roster.carry_wishes(period, actor=actor, at=NOW)


def wish_stated(world: World, actor: Actor) -> Wish:
    """State one more wish of the one person of the world."""
    ask = roster.Ask(kind="off", day=world.wishes.ends_on)
    return roster.state_wish(world.wishes, world.wish.person, ask, actor=actor, at=NOW)


def forgotten(world: World, actor: Actor) -> int:
    """Take somebody out of the rosters of the world, in which nothing is sought any more."""
    ended(world)
    return roster.forget_person(world.hospital, code="ana", names=["Ana Fougère"], actor=actor)


def again(world: World) -> Version:
    """Return the draft of the world as it stands."""
    return Version.objects.for_hospital(world.hospital).get(pk=world.draft.pk)


def edited(world: World, actor: Actor) -> CellEdit:
    """Change a cell of the draft, whatever it holds."""
    draft = again(world)
    friday = world.roster.starts_on + timedelta(days=4)
    held = any(one.day == friday for one in draft.result.answer)
    edit = Edit("bea", friday, () if held else ("J",))
    return roster.edit_cell(draft, edit, actor=actor, seen=journal(draft).last, reason="cover")


def undone_edit(world: World, actor: Actor) -> CellEdit | None:
    """Take a change of the draft back."""
    seen = edited(world, HOUSE).number
    return roster.undo_edit(again(world), actor=actor, seen=seen)


def redone(world: World, actor: Actor) -> CellEdit | None:
    """Make a change of the draft again that was taken back."""
    edited(world, HOUSE)
    roster.undo_edit(again(world), actor=HOUSE, seen=journal(world.draft).last)
    return roster.redo_edit(again(world), actor=actor, seen=journal(world.draft).last)


CYCLE = a_cycle("MMMMM..")


def seen_cycle(world: World) -> int:
    """Return the number of the cycle in use, 0 where there is none."""
    row = cycle_of(world.unit)
    return 0 if row is None else row.number


def in_use(world: World) -> Cycle:
    """Return the cycle in use, kept where there is none yet."""
    there = cycle_of(world.unit)
    return there or roster.keep_cycle(world.unit, CYCLE, actor=HOUSE, seen=0)


def retired(world: World) -> Cycle:
    """Return a version of a cycle that is out of use."""
    there = Cycle.objects.for_hospital(world.hospital).exclude(ended_at=None).first()
    if there is None:
        there = in_use(world)
        roster.retire_cycle(world.unit, actor=HOUSE, seen=there.number)
    return there


def walked(world: World) -> Roster:
    """Return the world's month, one of whose people has a place on a cycle."""
    row = in_use(world)
    if not row.places.exists():
        role = Role.objects.get(key="nurse")
        facts = {"hospital": world.hospital, "unit": world.unit, "role": role}
        Person.objects.get_or_create(code="ana", defaults={"family_name": "Fougère", **facts})
        cycle = a_cycle("JJ.....", shifts=world.draft.demand.problem.shifts)
        row = roster.keep_cycle(world.unit, cycle, actor=HOUSE, seen=row.number)
        places = [CyclePlace("ana", "1")]
        roster.place_on_cycle(world.unit, places, actor=HOUSE, seen=row.number)
    return world.roster


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
    "open_calendar": (
        "own",
        lambda world, actor: roster.open_calendar(target(world), actor=actor),
    ),
    "close_calendar": (
        "hospital",
        lambda world, actor: roster.close_calendar(target(world), actor=actor),
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
    "delete_calendars": (
        "hospital",
        lambda world, actor: roster.delete_calendars(world.hospital, before=TODAY, actor=actor),
    ),
    "delete_cycles": (
        "hospital",
        lambda world, actor: roster.delete_cycles(
            [retired(world)], hospital=world.hospital, actor=actor
        ),
    ),
    "delete_rosters": (
        "hospital",
        lambda world, actor: roster.delete_rosters(
            [world.roster], hospital=world.hospital, actor=actor
        ),
    ),
    "delete_searches": (
        "hospital",
        lambda world, actor: roster.delete_searches(
            [world.search], hospital=world.hospital, actor=actor
        ),
    ),
    "delete_wishes": (
        "hospital",
        lambda world, actor: roster.delete_wishes(world.hospital, before=TODAY, actor=actor),
    ),
    "open_wishes": ("unit", wishes_opened),
    "close_wishes": (
        "unit",
        lambda world, actor: roster.close_wishes(world.wishes, actor=actor, at=NOW),
    ),
    "carry_wishes": ("unit", wishes_carried),
    "state_wish": ("own", wish_stated),
    "withdraw_wish": (
        "own",
        lambda world, actor: roster.withdraw_wish(world.wish, actor=actor, at=NOW),
    ),
    "state_preference": (
        "own",
        lambda world, actor: roster.state_preference(
            world.wish.person, kind="nights", from_on=TODAY, actor=actor, at=NOW
        ),
    ),
    "withdraw_preference": (
        "own",
        lambda world, actor: roster.withdraw_preference(world.preference, actor=actor, at=NOW),
    ),
    "forget_person": (
        "hospital",
        forgotten,
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
    "publish_shifts": (
        "unit",
        lambda world, actor: shifts.publish_shifts(
            world.unit, edition(planned(line(world), 1), version=3), actor=actor
        ),
    ),
    "acknowledge_change": (
        "own",
        lambda world, actor: shifts.acknowledge_change(
            ShiftChange.objects.for_hospital(world.hospital).get(pk=world.change), actor=actor
        ),
    ),
    "declare_worked": (
        "unit",
        lambda world, actor: shifts.declare_worked(worked(world), actor=actor),
    ),
    "import_worked": ("unit", worked_file),
    "validate_worked": (
        "unit",
        lambda world, actor: shifts.validate_worked(world.unit, MONDAY, MONDAY, actor=actor),
    ),
    "close_month": (
        "unit",
        lambda world, actor: shifts.close_month(world.unit, date(2026, 5, 1), actor=actor),
    ),
    "delete_shifts": (
        "hospital",
        lambda world, actor: shifts.delete_shifts(world.hospital, before=TODAY, actor=actor),
    ),
    "edit_cell": ("unit", edited),
    "undo_edit": ("unit", undone_edit),
    "redo_edit": ("unit", redone),
    "ask_search": ("unit", lambda world, actor: roster.ask_search(world.roster, actor=actor)),
    "start_search": ("unit", lambda world, actor: roster.start_search(world.roster, actor=actor)),
    "stop_search": ("unit", lambda world, actor: roster.stop_search(world.search, actor=actor)),
    "rescue_search": (
        "unit",
        lambda world, actor: roster.rescue_search(world.search, actor=actor),
    ),
    "keep_cycle": (
        "unit",
        lambda world, actor: roster.keep_cycle(
            world.unit, CYCLE, actor=actor, seen=seen_cycle(world)
        ),
    ),
    "place_on_cycle": (
        "unit",
        lambda world, actor: roster.place_on_cycle(
            world.unit, [CyclePlace("n0", "1")], actor=actor, seen=in_use(world).number
        ),
    ),
    "retire_cycle": (
        "unit",
        lambda world, actor: roster.retire_cycle(
            world.unit, actor=actor, seen=in_use(world).number
        ),
    ),
    "begin_from_cycle": (
        "unit",
        lambda world, actor: roster.begin_from_cycle(walked(world), actor=actor),
    ),
}
"""A call of each action, and where the object stands that it changes."""


def _silent(world: World) -> None:
    live_row(world.search).update(heard_at=world.search.heard_at - timedelta(days=1))


BEFORE: dict[str, Callable[[World], object]] = {
    "delete_cycles": retired,
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
    "delete_calendars": told_long_ago,
    "delete_searches": ended,
    "forget_person": ended,
    "ask_search": lambda world: world.search.delete(),
    "start_search": lambda world: world.search.delete(),
    "rescue_search": _silent,
}
"""What must be so before an action, for its call to change something."""
