"""A call of every action of shifts, as the tests of access and of the trail make it."""

from __future__ import annotations

from datetime import date

from house_calls import TODAY, Calls
from house_world import World
from releve.kit.actors import HOUSE, Actor
from releve.people.actions import ImportReport
from releve.people.models import Person
from releve.people.tests.builders import rows
from releve.shifts import actions as shifts
from releve.shifts.facts import Declared
from releve.shifts.models import ShiftChange
from releve.shifts.tests.builders import MONDAY, at, edition, planned
from releve.shifts.vocabulary import WORKED_COLUMNS


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


CALLS: Calls = {
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
    "withdraw_worked": (
        "unit",
        lambda world, actor: shifts.withdraw_worked(
            shifts.declare_worked(worked(world), actor=HOUSE), actor=actor
        ),
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
}
"""A call of each action, and where the object stands that it changes."""
