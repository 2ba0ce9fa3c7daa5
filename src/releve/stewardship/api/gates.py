"""Routes that read whether a tool is open: one's own gate in a unit, and a roll-out unit by unit.

What is missing is said as its page says it: by code, in a sentence, with who can give it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Router, Schema

from releve.kit.gates import Lack
from releve.kit.permissions import Permission, needs
from releve.people.api.callers import Caller, caller_of
from releve.stewardship.gate_words import told
from releve.stewardship.models import Tool
from releve.stewardship.queries.gate import may_break_glass, may_use
from releve.stewardship.queries.rollout import (
    NextMove,
    PlaceStanding,
    next_moves,
    places_standing,
    plans_of,
)
from releve.stewardship.queries.rollout_places import tool_in, tool_seen

router = Router(tags=["tools"])

Key = Annotated[int, Field(ge=1, le=2**62)]
ToolKey = Annotated[str, Field(pattern=r"^[-a-zA-Z0-9_]{1,40}$")]

_DECIDING = frozenset({Permission.MANAGE_TOOLS, Permission.DECIDE_STEPS})


class GateLackOut(Schema):
    """One thing that is missing: its code and facts, a sentence, and who can give it.

    ``giver`` is a function of the hospital, or ``self``; ``module``: a training module that the
    caller can begin now, empty for none.
    """

    code: str
    facts: dict[str, str]
    sentence: str
    giver: str
    giver_sentence: str
    module: str


class GateOut(Schema):
    """Whether a tool is open to the caller in a unit.

    ``guards``: each of the six, whether it holds. ``lacks`` close it, ``warnings`` do not, and
    ``lifted`` were signed over. ``may_break_glass``: whether she could open it for a day.
    """

    unit: int
    tool: str
    version: str
    is_open: bool
    guards: dict[str, bool]
    lacks: list[GateLackOut]
    warnings: list[GateLackOut]
    lifted: list[GateLackOut]
    broken_glass: bool
    may_break_glass: bool


class RolloutPlaceOut(Schema):
    """How a tool stands in a unit: planned, open, stopped, or closed by an alarm.

    ``step``: 0 is the pilot. ``open_alarms``: those that wait for an answer.
    """

    unit: int
    code: str
    name: str
    step: int
    state: str
    opened_at: datetime | None
    suspended_at: datetime | None
    open_alarms: int
    is_override: bool


class OpeningOut(Schema):
    """What a unit misses for a step; ``fixed``: codes of what no signature lifts."""

    unit: int
    code: str
    is_ready: bool
    lacks: list[GateLackOut]
    fixed: list[str]


class NextOut(Schema):
    """A step that may be opened now, and in which units."""

    move: str
    step: int
    units: list[OpeningOut]


class RolloutOut(Schema):
    """How far a tool is: its state, its places, and what comes next.

    ``plan``: the digest of its newest plan, empty while none is locked. ``next`` is for those who
    prepare or decide steps, and empty for others.
    """

    tool: str
    version: str
    state: str
    step: int
    state_before: str
    plan: str
    places: list[RolloutPlaceOut]
    next: list[NextOut]


@router.get("/units/{unit}/gates/{key}", response=GateOut)
@needs(Permission.USE_TOOLS)
def gate(request: HttpRequest, unit: Key, key: ToolKey) -> dict[str, Any]:
    """Return whether a tool is open to the caller in a unit, and who can give what is missing."""
    caller = caller_of(request)
    level = caller.level(unit, "unit", asks=Permission.USE_TOOLS)
    tool = tool_in(level.hospital or level, key)
    answer = may_use(caller.actor, tool.key, level)
    return {
        "unit": level.pk,
        "tool": tool.key,
        "version": tool.version,
        "is_open": answer.is_open,
        "guards": answer.guards,
        "lacks": _lacks(answer.lacks),
        "warnings": _lacks(answer.warnings),
        "lifted": _lacks(answer.lifted),
        "broken_glass": answer.broken_glass,
        "may_break_glass": may_break_glass(caller.actor, tool, level),
    }


@router.get("/hospitals/{hospital}/tools/{key}/rollout", response=RolloutOut)
@needs(Permission.SEE_REGISTER)
def tool_rollout(request: HttpRequest, hospital: Key, key: ToolKey) -> dict[str, Any]:
    """Return how far a tool is rolled out, unit by unit, and what its next step misses."""
    caller = caller_of(request)
    tool = tool_seen(caller.actor, hospital, key)
    plan = plans_of(tool).filter(locked_at__isnull=False).first()
    return {
        "tool": tool.key,
        "version": tool.version,
        "state": tool.state,
        "step": tool.step,
        "state_before": tool.state_before,
        "plan": plan.digest if plan is not None else "",
        "places": [_place(one) for one in places_standing(tool)],
        "next": [_next(one) for one in _moves(caller, tool)],
    }


def _moves(caller: Caller, tool: Tool) -> tuple[NextMove, ...]:
    """Return the steps that may be opened now, to whom the page of the roll-out shows them."""
    if not caller.on(tool.hospital) & _DECIDING:
        return ()
    return next_moves(tool, on=timezone.localdate())


def _place(one: PlaceStanding) -> dict[str, Any]:
    place = one.place
    return {
        "unit": place.unit_id,
        "code": place.unit.code,
        "name": place.unit.name,
        "step": place.step,
        "state": one.state,
        "opened_at": place.opened_at,
        "suspended_at": place.suspended_at,
        "open_alarms": one.alarms,
        "is_override": one.override is not None,
    }


def _next(move: NextMove) -> dict[str, Any]:
    units = [
        {
            "unit": one.unit.pk,
            "code": one.unit.code,
            "is_ready": one.is_ready,
            "lacks": _lacks(one.lacks),
            "fixed": [lack.code for lack in one.fixed],
        }
        for one in move.units
    ]
    return {"move": move.move, "step": move.step, "units": units}


def _lacks(lacks: Iterable[Lack]) -> list[dict[str, Any]]:
    return [
        {
            "code": one.lack.code,
            "facts": dict(one.lack.facts),
            "sentence": one.reason,
            "giver": one.lack.giver,
            "giver_sentence": one.giver,
            "module": one.module,
        }
        for one in told(lacks)
    ]
