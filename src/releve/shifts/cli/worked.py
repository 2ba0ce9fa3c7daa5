"""``releve shifts declare``, ``validate`` and ``close``: worked time from the terminal."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import click
from django.utils import timezone

from releve.kit.actors import Actor
from releve.kit.console import DONE, as_option, console, json_option, write_json
from releve.kit.faults import BadInputError, Place
from releve.kit.permissions import Permission, needs
from releve.kit.tables import closest
from releve.kit.words import translator
from releve.people.models import Level, Person
from releve.people.queries import persons_by_code
from releve.shifts.actions import close_month, declare_worked, validate_worked
from releve.shifts.facts import Declared
from releve.shifts.models import PlannedShift
from releve.shifts.queries.days import midnight, month_of
from releve.shifts.queries.places import managed_unit
from releve.shifts.queries.planned import planned_of
from releve.shifts.vocabulary import (
    AS_PLANNED,
    CORRECTION_REASONS,
    NOT_WORKED,
    ON_CALL,
    UNPLANNED,
)
from releve.shifts.worked_words import dated

_ = translator("releve.shifts")

DAY = click.DateTime(["%Y-%m-%d"])
MONTH = click.DateTime(["%Y-%m"])
INSTANT = click.DateTime(["%Y-%m-%dT%H:%M"])

unit_option = click.option("--unit", "unit_code", metavar="CODE", required=True, help="The unit.")
month_option = click.option(
    "--month", type=MONTH, metavar="MONTH", required=True, help="The civil month, as 2026-06."
)


@click.command("declare")
@unit_option
@click.option("--person", "code", metavar="CODE", required=True, help="Whose shift it was.")
@click.option("--day", type=DAY, metavar="DATE", help="The day of the planned shift it answers.")
@click.option("--minutes", type=int, help="So much longer than planned; negative: shorter.")
@click.option(
    "--kind", type=click.Choice([*UNPLANNED, NOT_WORKED, ON_CALL]), help="Where it is neither."
)
@click.option("--starts", type=INSTANT, metavar="INSTANT", help="Without a plan: its beginning.")
@click.option("--ends", type=INSTANT, metavar="INSTANT", help="Without a plan: its end.")
@click.option(
    "--reason", type=click.Choice(CORRECTION_REASONS), help="Due once the month is closed."
)
@as_option
@needs(Permission.MANAGE_WORKED)
def declare(  # noqa: PLR0913 - each option by its name
    *,
    actor: Actor,
    unit_code: str,
    code: str,
    day: datetime | None,
    minutes: int | None,
    kind: str | None,
    starts: datetime | None,
    ends: datetime | None,
    reason: str | None,
) -> int:
    """Say what was worked: a planned shift longer or shorter, or one without a plan.

    With --day and --minutes, the planned shift of that day ended so much later or earlier; with 0
    it was worked as planned, with --kind not_worked not at all; an on-call duty was held (--kind
    on_call) or not (not_worked). With --kind, --starts and --ends, a recall, a call-out or a
    swap. A breach of working-time law is recorded, not refused.
    """
    unit = managed_unit(unit_code, actor=actor)
    person = _person(unit, code)
    if day is not None:
        told = _answer(_plan(person, day.date(), kind), minutes, kind, reason or "")
    else:
        told = _alone(person, unit, kind, (starts, ends), reason or "")
    row = declare_worked(told, actor=actor)
    local = [timezone.localtime(at) for at in (row.starts_at, row.ends_at)]
    message = _("{person}: {code} from {start} to {end}.")
    console().print(
        message.format(
            person=person.code,
            code=row.code,
            start=f"{local[0]:%Y-%m-%d %H:%M}",
            end=f"{local[1]:%Y-%m-%d %H:%M}",
        )
    )
    return DONE


@click.command("validate")
@unit_option
@click.option("--from", "first", type=DAY, metavar="DATE", required=True, help="First day.")
@click.option("--to", "last", type=DAY, metavar="DATE", required=True, help="Last day, included.")
@click.option("--person", "code", metavar="CODE", help="This person's alone.")
@as_option
@needs(Permission.MANAGE_WORKED)
def validate(
    *, actor: Actor, unit_code: str, first: datetime, last: datetime, code: str | None
) -> int:
    """Validate what was worked in a unit; what nobody spoke of was worked as planned.

    What has not ended yet stays as it is.
    """
    unit = managed_unit(unit_code, actor=actor)
    person = None if code is None else _person(unit, code)
    count = validate_worked(unit, first.date(), last.date(), actor=actor, person=person)
    message = _.plural("One shift validated.", "{count} shifts validated.", count)
    console().print(message.format(count=count))
    return DONE


@click.command("close")
@unit_option
@month_option
@json_option
@as_option
@needs(Permission.MANAGE_WORKED)
def close(*, actor: Actor, unit_code: str, month: datetime, json_path: str | None) -> int:
    """Close a unit's month: then worked time changes only by a correction with its reason.

    All that was worked in it must be validated. Closing again changes nothing.
    """
    unit, first = managed_unit(unit_code, actor=actor), month_of(month.date())
    try:
        closure = close_month(unit, first, actor=actor)
    except ValueError:
        raise BadInputError(_("the month is not over"), place=Place(field="--month")) from None
    told = {
        "unit": unit.code,
        "month": f"{first:%Y-%m}",
        "closed_at": closure.closed_at.isoformat(),
    }
    if json_path:
        write_json(told, json_path)
    if json_path != "-":
        message = _("{unit}: {month} is closed.")
        console().print(message.format(unit=unit.code, month=told["month"]))
    return DONE


def _person(unit: Level, code: str) -> Person:
    people = {} if unit.hospital is None else persons_by_code(unit.hospital)
    if code not in people:
        message = _("nobody has the code {code!r}{hint}")
        what = message.format(code=code, hint=closest(code, people))
        raise BadInputError(what, place=Place(field="--person"))
    return people[code]


def _plan(person: Person, day: date, kind: str | None) -> PlannedShift:
    """Return the one planned shift of a day to which that kind can answer."""
    found = planned_of(person, midnight(day), midnight(day + timedelta(days=1)))
    if kind != NOT_WORKED:
        found = [one for one in found if one.is_on_call == (kind == ON_CALL)]
    if len(found) != 1:
        message = _("{person} has {count} planned shifts that begin on {day}, not one")
        what = message.format(person=person.code, count=len(found), day=dated(day))
        raise BadInputError(what, place=Place(field="--day"))
    return found[0]


def _answer(plan: PlannedShift, minutes: int | None, kind: str | None, reason: str) -> Declared:
    if kind is None and minutes is None:
        raise BadInputError(_("say how many minutes"), place=Place(field="--minutes"))
    longer = minutes or 0
    told = AS_PLANNED if not longer else "late_stay" if longer > 0 else "early_release"
    return Declared(
        person=plan.person,
        unit=plan.unit,
        kind=kind or told,
        planned=plan,
        starts_at=plan.starts_at,
        ends_at=plan.ends_at + timedelta(minutes=longer),
        reason=reason,
    )


def _alone(
    person: Person,
    unit: Level,
    kind: str | None,
    span: tuple[datetime | None, datetime | None],
    reason: str,
) -> Declared:
    zone = timezone.get_default_timezone()
    starts, ends = (None if at is None else timezone.make_aware(at, zone) for at in span)
    if kind is None or starts is None or ends is None:
        message = _("without --day, give --kind, --starts and --ends")
        raise BadInputError(message, place=Place(field="--kind"))
    return Declared(
        person=person,
        unit=unit,
        kind=kind,
        code="R" if kind == "recall" else "C" if kind == "call_out" else "",
        starts_at=starts,
        ends_at=ends,
        reason=reason,
    )
