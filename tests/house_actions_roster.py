"""A call of every action of the roster, as the tests of access and of the trail make it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

from house_calls import TODAY, Before, Calls, target
from house_gate import trained
from house_wishes import NOW
from house_world import World
from releve.kit.actors import HOUSE, Actor
from releve.people.models import Contract, Person, Role
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
from releve.shifts.models import WorkedShift

CYCLE = a_cycle("MMMMM..")


def judged(world: World, actor: Actor) -> roster.JudgedDays:
    """Judge two weeks of the ward."""
    return roster.judge_worked(world.unit, date(2026, 6, 1), date(2026, 6, 14), actor=actor)


def worked_too_close(world: World) -> None:
    """Let the one person of the ward have worked twice with a rest of three hours."""
    person = Person.objects.for_hospital(world.hospital).get(code="n0")
    facts: dict[str, Any] = {"hospital": world.hospital, "person": person}
    Contract.objects.get_or_create(
        **facts, share=1, pack="fph", regime="day", from_on=date(2020, 1, 1)
    )
    for hour in (5, 15):
        start = datetime(2026, 6, 9, hour, tzinfo=UTC)
        WorkedShift.objects.create(
            **facts,
            unit=world.unit,
            code="M",
            kind="recall",
            starts_at=start,
            ends_at=start + timedelta(hours=7),
            declared_at=start + timedelta(hours=8),
        )


def breaches_found(world: World) -> None:
    """Let the breaches of two such shifts be recorded."""
    worked_too_close(world)
    judged(world, HOUSE)


def breaches_deleted(world: World, actor: Actor) -> int:
    """Delete the breaches that are recorded."""
    return roster.delete_breaches(world.hospital, before=TODAY, actor=actor)


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


def proposed(world: World) -> Version:
    """Return the draft of the world, proposed to the team."""
    if again(world).state == "draft":
        roster.propose_version(again(world), actor=HOUSE)
    return again(world)


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


def _silent(world: World) -> None:
    live_row(world.search).update(heard_at=world.search.heard_at - timedelta(days=1))


CALLS: Calls = {
    "open_calendar": (
        "own",
        lambda world, actor: roster.open_calendar(target(world), actor=actor),
    ),
    "close_calendar": (
        "hospital",
        lambda world, actor: roster.close_calendar(target(world), actor=actor),
    ),
    "judge_worked": ("unit", judged),
    "delete_breaches": ("hospital", breaches_deleted),
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
    "propose_version": (
        "unit",
        lambda world, actor: roster.propose_version(again(world), actor=actor),
    ),
    "take_back_version": (
        "unit",
        lambda world, actor: roster.take_back_version(proposed(world), actor=actor),
    ),
    "revise_version": (
        "unit",
        lambda world, actor: roster.revise_version(world.published, actor=actor),
    ),
    "edit_cell": ("unit", edited),
    "undo_edit": ("unit", undone_edit),
    "redo_edit": ("unit", redone),
    "ask_search": (
        "unit",
        lambda world, actor: roster.ask_search(world.roster, actor=trained(actor)),
    ),
    "start_search": (
        "unit",
        lambda world, actor: roster.start_search(world.roster, actor=trained(actor)),
    ),
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

BEFORE: Before = {
    "take_back_version": proposed,
    "judge_worked": worked_too_close,
    "delete_breaches": breaches_found,
    "delete_cycles": retired,
    "delete_calendars": told_long_ago,
    "delete_searches": ended,
    "forget_person": ended,
    "ask_search": lambda world: world.search.delete(),
    "start_search": lambda world: world.search.delete(),
    "rescue_search": _silent,
}
"""What must be so before an action, for its call to change something."""
