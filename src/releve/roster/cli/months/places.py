"""Units and their months by what a person types."""

from __future__ import annotations

from datetime import date

from releve.kit.actors import Actor
from releve.kit.faults import BadInputError, Place
from releve.kit.permissions import Permission
from releve.kit.tables import closest
from releve.kit.words import translator
from releve.people.models import Level
from releve.people.queries import check_at, levels_known_to
from releve.roster.models import Roster

_ = translator("releve.roster")


def unit_of(code: str, *, actor: Actor) -> Level:
    """Return the unit of that code whose roster an actor manages.

    Another hospital's answers as one that does not exist. Raises BadInputError and
    NotAllowedError.
    """
    units = {unit.code: unit for unit in levels_known_to(actor).filter(kind="unit")}
    if code not in units:
        message = _("there is no unit {code!r}{hint}; see: releve people levels list")
        raise BadInputError(
            message.format(code=code, hint=closest(code, units)), place=Place(field="--unit")
        )
    check_at(actor, Permission.MANAGE_ROSTER, units[code])
    return units[code]


def month_of(unit: Level, starts_on: date) -> Roster:
    """Return a unit's month by its first day. Raises BadInputError."""
    months = {month.starts_on: month for month in months_of(unit)}
    if starts_on not in months:
        message = _("{unit} has no month from {day}{hint}; see: releve roster months list")
        days = sorted(day.isoformat() for day in months)
        hint = closest(starts_on.isoformat(), days)
        raise BadInputError(
            message.format(unit=unit.code, day=starts_on, hint=hint), place=Place(field="--from")
        )
    return months[starts_on]


def months_of(unit: Level) -> list[Roster]:
    """Return the months of a unit, read through its hospital."""
    if unit.hospital is None:
        return []
    found = Roster.objects.for_hospital(unit.hospital).filter(unit=unit)
    return list(found.select_related("chosen", "hospital").order_by("starts_on"))
