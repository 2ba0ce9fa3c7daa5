"""What the verbs of roll-outs share: the tool and the unit that are named, what is missing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import click

from releve.kit.actors import Actor
from releve.kit.faults import BadInputError, Place
from releve.kit.gates import Lack
from releve.kit.permissions import Permission
from releve.kit.tables import closest
from releve.kit.words import translator
from releve.people.models import Level
from releve.people.queries import hospital_open_to, units_for
from releve.stewardship.engine.gate import mark_of
from releve.stewardship.models import Tool
from releve.stewardship.queries.register import tool_named

_ = translator("releve.stewardship")

tool_option = click.option(
    "--tool", "tool_key", metavar="KEY", required=True, help="The key of the tool."
)
unit_option = click.option("--unit", "unit_code", metavar="CODE", required=True, help="The unit.")
hospital_option = click.option(
    "--hospital", "hospital_code", metavar="CODE", help="Where there are several."
)
one_unit_option = click.option("--unit", "unit_code", metavar="CODE", help="In this unit alone.")
everywhere_option = click.option(
    "--everywhere", is_flag=True, help="In the whole hospital, instead of in a unit."
)


def unit_open_to(actor: Actor, permission: Permission, code: str) -> Level:
    """Return the unit of that code where an actor has a permission; raises BadInputError."""
    found = units_for(actor, permission).filter(code=code).first()
    if found is None:
        known = units_for(actor, permission).order_by("code").values_list("code", flat=True)
        message = _("no unit {code!r} is open to you{hint}")
        told = message.format(code=code, hint=closest(code, known))
        raise BadInputError(told, place=Place(field="--unit"))
    return found


def place_asked(
    actor: Actor,
    permission: Permission,
    key: str,
    *,
    unit_code: str | None,
    everywhere: bool,
    hospital_code: str | None,
) -> tuple[Tool, Level | None]:
    """Return a tool and the unit in which something is to be done with it, none for everywhere.

    Raises BadInputError where neither is named, or both, and NotAllowedError.
    """
    if bool(unit_code) == everywhere:
        message = _("say where: --unit CODE or --everywhere, one of the two")
        raise BadInputError(message, place=Place(field="--unit"))
    if unit_code:
        unit = unit_open_to(actor, permission, unit_code)
        return tool_named(unit.hospital or unit, key), unit
    return tool_named(hospital_open_to(actor, permission, hospital_code), key), None


def lacks_json(lacks: Iterable[Lack]) -> list[dict[str, Any]]:
    """Return what is missing as plain JSON; ``mark`` is how an override names it."""
    return [
        {"code": one.code, "giver": one.giver, "facts": dict(one.facts), "mark": mark_of(one)}
        for one in lacks
    ]
