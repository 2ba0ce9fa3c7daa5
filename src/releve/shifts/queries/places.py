"""Which units' load somebody may see, and over which months."""

from __future__ import annotations

from datetime import date

from releve.kit.actors import Actor
from releve.kit.faults import BadInputError, Place
from releve.kit.permissions import Permission
from releve.kit.tables import closest
from releve.kit.words import translator
from releve.people.models import Level
from releve.people.queries import check_at, levels_known_to, units_for
from releve.shifts.queries.days import month_of

_ = translator("releve.shifts")

LONGEST_MONTHS = 12
"""No older load is told: what was is no measure of what is."""

LAST = (3, 6, 12)
"""How many months a page may show."""


def months_before(day: date, count: int) -> date:
    """Return the first day of the month so many months before a day's own."""
    month = day.year * 12 + day.month - 1 - count
    return date(month // 12, month % 12 + 1, 1)


def told_months(first: date | None, last: date | None, *, today: date) -> tuple[date, date]:
    """Return the months that are told between two days: whole ones, of the last twelve.

    Without days, the last three. The month under way is not told: from one day to the next its
    figures would tell of that day alone. Raises BadInputError.
    """
    latest, earliest = months_before(today, 1), months_before(today, LONGEST_MONTHS)
    to_month = latest if last is None else month_of(last)
    from_month = max(earliest, months_before(to_month, 2)) if first is None else month_of(first)
    if to_month > latest:
        message = _("the month {month} is not over; its load is told once it is")
        raise BadInputError(message.format(month=f"{to_month:%Y-%m}"), place=Place(field="--to"))
    if from_month < earliest:
        message = _("no load is told from before {month}")
        raise BadInputError(message.format(month=f"{earliest:%Y-%m}"), place=Place(field="--from"))
    if from_month > to_month:
        raise BadInputError(_("the end lies before the beginning"), place=Place(field="--to"))
    return from_month, to_month


def units_with_load(actor: Actor) -> list[Level]:
    """Return the units whose load somebody may see, by code."""
    return list(units_for(actor, Permission.SEE_LOAD))


def units_with_counters(actor: Actor) -> frozenset[int]:
    """Return the keys of the units whose counters somebody may see."""
    return frozenset(units_for(actor, Permission.SEE_COUNTERS).values_list("pk", flat=True))


def unit_of_code(code: str, *, actor: Actor, permission: Permission = Permission.SEE_LOAD) -> Level:
    """Return the unit of that code where an actor has a permission.

    Another hospital's answers as one that does not exist. Raises BadInputError and
    NotAllowedError.
    """
    units = {unit.code: unit for unit in levels_known_to(actor).filter(kind="unit")}
    if code not in units:
        message = _("there is no unit {code!r}{hint}; see: releve people levels list")
        raise BadInputError(
            message.format(code=code, hint=closest(code, units)), place=Place(field="--unit")
        )
    check_at(actor, permission, units[code])
    return units[code]


def managed_unit(code: str, *, actor: Actor) -> Level:
    """Return the unit of that code of which an actor manages the worked time; as above."""
    return unit_of_code(code, actor=actor, permission=Permission.MANAGE_WORKED)
