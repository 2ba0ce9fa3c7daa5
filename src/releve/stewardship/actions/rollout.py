"""A tool moved step by step: examined, opened in units, in general use, retired.

Each move is one short transaction in which the tool is held, so that of two who decide together
the second sees what the first has done. What the gate misses is told unit by unit; a named person
may sign over it, except over a sentinel alarm, and that is public.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from releve.kit.actors import Actor
from releve.kit.gates import Lack
from releve.kit.permissions import Permission, needs
from releve.kit.words import translator
from releve.people.models import Level
from releve.people.queries import check_at
from releve.stewardship.actions.register import held_tool
from releve.stewardship.actions.rollout_notes import (
    check_length,
    decided,
    move_tool,
    standing_of,
)
from releve.stewardship.engine.gate import holds_back, mark_of, not_to_be_signed
from releve.stewardship.engine.plans import Plan
from releve.stewardship.engine.rollout import (
    BLOCKED_AT,
    EXAMINE,
    GENERALISE,
    PILOT,
    STEP,
    moves_from,
)
from releve.stewardship.faults import StaleToolError, StewardshipError
from releve.stewardship.models import Tool, ToolPlace
from releve.stewardship.queries.gate import control_lacks, place_of, unit_lacking
from releve.stewardship.queries.rollout import is_as_locked, plan_in_force, plans_of
from releve.stewardship.rollout_faults import MoveNotOpenError, PlanChangedError, StepHeldError

_ = translator("releve.stewardship")


@dataclass(frozen=True)
class Override:
    """What somebody signs over: the marks of what is missing, and why. It is public."""

    marks: frozenset[str]
    reason: str


@needs(Permission.MANAGE_TOOLS)
def examine_tool(tool: Tool, *, actor: Actor) -> Tool:
    """Note that a tool was examined: its intake is signed and what it asks for is there.

    Raises StepHeldError, MoveNotOpenError and NotAllowedError.
    """
    check_at(actor, Permission.MANAGE_TOOLS, tool.hospital)
    with transaction.atomic():
        held, now = held_tool(tool), timezone.now()
        lacks = control_lacks(held, step="intake", on=timezone.localdate(now))
        if not held.risk_class:
            lacks = (Lack("no_intake", (), "ai_referent"), *lacks)
        if lacks:
            raise StepHeldError({held.hospital.code: lacks})
        move_tool(held, EXAMINE)
        decided(held, EXAMINE, actor=actor, at=now)
    return held


@needs(Permission.DECIDE_STEPS)
def open_step(  # noqa: PLR0913 - what is decided, each by its name
    tool: Tool,
    move: str,
    units: Sequence[Level],
    *,
    actor: Actor,
    row_version: int,
    step: int = 0,
    override: Override | None = None,
) -> Tool:
    """Open a step of a tool in units of its plan: the pilot, step ``step``, or general use.

    ``row_version``: the entry as whoever decides has seen it. Units of the step that are not
    named stay closed and may follow by the same move. Raises StepHeldError with what is missing
    unit by unit, StaleToolError, MoveNotOpenError, PlanChangedError, StewardshipError for a unit
    that the plan does not open in this step or an override without a reason, and NotAllowedError.
    """
    if move not in BLOCKED_AT:
        raise MoveNotOpenError(tool.state, move)
    check_at(actor, Permission.DECIDE_STEPS, tool.hospital)
    with transaction.atomic():
        held, now = held_tool(tool), timezone.now()
        if held.row_version != row_version:
            raise StaleToolError
        if move not in moves_from(standing_of(held)):
            raise MoveNotOpenError(held.state, move)
        number = _number(held, move, units, step)
        lacking = _lacking(held, units, move, now)
        signed = _signed(lacking, override)
        move_tool(held, move, step=number)
        for unit in units:
            _open_in(held, unit, number, now)
            decided(
                held,
                move,
                actor=actor,
                at=now,
                unit=unit,
                step=number,
                reason=override.reason if override and signed[unit.code] else "",
                marks=signed[unit.code],
            )
    return held


def _number(tool: Tool, move: str, units: Sequence[Level], step: int) -> int:
    """Return the number of the step that is opened, once the plan opens these units in it."""
    plan = plan_in_force(tool, locked=move != PILOT)
    if plan is None:
        raise StewardshipError(
            _("there is no plan yet: which units, in which order, and what is looked at")
            if move == PILOT
            else _("no plan is locked yet; lock it before the first step")
        )
    if move != PILOT:
        _check_sealed(tool)
    number = {PILOT: 0, STEP: step, GENERALISE: plan.last_step + 1}[move]
    _check_units(plan, tool, move, number, units)
    return number


def _check_sealed(tool: Tool) -> None:
    """Refuse a locked plan whose text its digest no longer fits; no signature lifts that."""
    row = plans_of(tool).filter(locked_at__isnull=False).first()
    if row is not None and not is_as_locked(row):
        raise PlanChangedError(row.number)


def _check_units(plan: Plan, tool: Tool, move: str, number: int, units: Sequence[Level]) -> None:
    if not units or any(unit.hospital_id != tool.hospital_id for unit in units):
        raise StewardshipError(_("name the units of this hospital in which the step opens"))
    if move == GENERALISE:
        return
    planned = plan.units_of(number)
    for unit in units:
        if unit.code not in planned:
            message = _("{unit} is not in step {step} of the plan")
            raise StewardshipError(message.format(unit=unit.code, step=number))


def _lacking(
    tool: Tool, units: Sequence[Level], move: str, now: datetime
) -> dict[str, Mapping[str, tuple[Lack, ...]]]:
    """Return what each guard misses for a move, by unit, as if the step were not open yet."""
    step, on = BLOCKED_AT[move], timezone.localdate(now)
    controls = control_lacks(tool, step=step, on=on)
    return {
        unit.code: unit_lacking(tool, unit, step=step, on=on, place=None, controls=controls)
        for unit in units
    }


def _signed(
    lacking: Mapping[str, Mapping[str, tuple[Lack, ...]]], override: Override | None
) -> dict[str, tuple[str, ...]]:
    """Return what an override signs over in each unit; raises StepHeldError where it is not all."""
    marks = override.marks if override is not None else frozenset[str]()
    if override is not None and not override.reason.strip():
        raise StewardshipError(_("an override says why; its reason is public"))
    if override is not None:
        check_length(override.reason)
    held: dict[str, tuple[Lack, ...]] = {}
    beyond: list[Lack] = []
    signed: dict[str, tuple[str, ...]] = {}
    for code, guards in lacking.items():
        fixed = not_to_be_signed(guards)
        missing = holds_back(guards)
        left = tuple(one for one in missing if one in fixed or mark_of(one) not in marks)
        if left:
            held[code] = left
        beyond.extend(fixed)
        signed[code] = tuple(mark_of(one) for one in missing)
    if held:
        raise StepHeldError(held, beyond=tuple(beyond))
    return signed


def _open_in(tool: Tool, unit: Level, number: int, now: datetime) -> None:
    place = place_of(tool, unit) or ToolPlace(hospital_id=tool.hospital_id, tool=tool, unit=unit)
    place.step = number
    if place.opened_at is None:
        place.opened_at = now
    place.save()
