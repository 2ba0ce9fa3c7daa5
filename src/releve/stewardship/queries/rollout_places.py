"""Which tools, and where, somebody may look at on the pages of roll-outs and gates."""

from __future__ import annotations

from releve.kit.actors import Actor, NotAllowedError
from releve.kit.permissions import Permission
from releve.people.models import Level
from releve.people.queries import check_at, levels_for, levels_known_to, units_for
from releve.stewardship.models import Tool
from releve.stewardship.queries.register import tool_at, tools_of


def hospitals_seen(actor: Actor) -> list[Level]:
    """Return the hospitals whose register an actor reads, at the whole or at a unit of it."""
    levels = levels_for(actor, Permission.SEE_REGISTER)
    keys = {level.hospital_id or level.pk for level in levels if level.kind in _WITHIN}
    return list(Level.objects.filter(pk__in=keys, kind="hospital").order_by("code"))


def tool_seen(actor: Actor, hospital: int, key: str) -> Tool:
    """Return a tool of a register that an actor reads.

    Somebody of the hospital reads it who has the permission anywhere in it; an account above
    hospitals, at the whole of it. Raises NotAllowedError where she does not, Tool.DoesNotExist
    where there is none.
    """
    level = levels_known_to(actor).filter(pk=hospital, kind="hospital").first()
    if level is None:
        raise Tool.DoesNotExist
    if actor.hospital is None:
        check_at(actor, Permission.SEE_REGISTER, level)
    elif not levels_for(actor, Permission.SEE_REGISTER).exists():
        raise NotAllowedError(
            Permission.SEE_REGISTER, actor=actor, level=level.pk, where=level.code
        )
    return tool_in(level, key)


def tool_in(hospital: Level, key: str) -> Tool:
    """Return a tool of a hospital; raises Tool.DoesNotExist."""
    found = tool_at(hospital, key)
    if found is None:
        raise Tool.DoesNotExist
    return found


def tools_seen(actor: Actor) -> list[tuple[Level, list[Tool]]]:
    """Return the tools of each register that an actor reads, by hospital."""
    return [(hospital, list(tools_of(hospital))) for hospital in hospitals_seen(actor)]


def units_used(actor: Actor) -> list[Level]:
    """Return the units in which an actor may operate tools, as far as their gate lets her."""
    return list(units_for(actor, Permission.USE_TOOLS))


_WITHIN = {"hospital", "site", "pole", "unit"}
