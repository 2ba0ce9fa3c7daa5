"""Which units' coverage somebody may see, and whether name by name."""

from __future__ import annotations

from datetime import date

from releve.kit.actors import Actor
from releve.kit.faults import BadInputError, Place
from releve.kit.permissions import Permission
from releve.kit.tables import closest
from releve.kit.words import translator
from releve.people.models import Level
from releve.people.queries import check_at, levels_known_to, units_for
from releve.training.catalogue import modules_for
from releve.training.queries.coverage import UnitCoverage, coverage_table
from releve.training.queries.team import tools_asking
from releve.training.tools import tool_named

_ = translator("releve.training")


def coverage_seen(
    actor: Actor, *, on: date, unit: Level | None = None, tool: str = ""
) -> list[UnitCoverage]:
    """Return the coverage of the units open to somebody, for one tool or all that ask.

    Where she may not see readiness by name, no cell is of fewer than eight people. Raises
    NotAllowedError for a unit that is not open to her.
    """
    if unit is not None:
        check_at(actor, Permission.SEE_REGISTER, unit)
    units = [unit] if unit is not None else list(units_for(actor, Permission.SEE_REGISTER))
    named = set(units_for(actor, Permission.SEE_READINESS).values_list("pk", flat=True))
    found = []
    for place in units:
        hospital = place.hospital_id or 0
        keys = [tool_named(hospital, tool).key] if tool else [t.key for t in tools_asking(hospital)]
        found += [coverage_table(place, key, on=on, by_name=place.pk in named) for key in keys]
    return found


def check_tool(actor: Actor, key: str, unit: Level | None = None) -> None:
    """Raise BadInputError for a tool that no register, requirement or module names.

    Asked at the hospitals of the units that are open to somebody, or at that of one unit.
    """
    units = [unit] if unit is not None else units_for(actor, Permission.SEE_REGISTER)
    hospitals = {one.hospital_id or 0 for one in units}
    known = {tool.key for hospital in hospitals for tool in tools_asking(hospital)}
    if key not in known and not modules_for(key):
        message = _("there is no tool {key!r}{hint}")
        what = message.format(key=key[:60], hint=closest(key, known))
        raise BadInputError(what, place=Place(field="--tool"))


def unit_of_code(code: str, *, actor: Actor) -> Level:
    """Return the unit of that code whose coverage an actor may see.

    Another hospital's answers as one that does not exist. Raises BadInputError and
    NotAllowedError.
    """
    units = {unit.code: unit for unit in levels_known_to(actor).filter(kind="unit")}
    if code not in units:
        message = _("there is no unit {code!r}{hint}; see: releve people levels list")
        what = message.format(code=code, hint=closest(code, units))
        raise BadInputError(what, place=Place(field="--unit"))
    check_at(actor, Permission.SEE_REGISTER, units[code])
    return units[code]
