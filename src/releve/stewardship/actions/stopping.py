"""The stop button, going on after a stop, and the end of a tool.

A stop never waits: it asks for no reason and does not look whether somebody has changed the entry
meanwhile. Going on again is a decision.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from releve.kit.actors import Actor
from releve.kit.permissions import Permission, needs
from releve.kit.words import translator
from releve.people.models import Level
from releve.people.queries import account_of, check_at
from releve.stewardship.actions.register import held_tool
from releve.stewardship.actions.rollout_notes import (
    LONGEST_REASON,
    check_length,
    decided,
    move_tool,
)
from releve.stewardship.actions.telling import tell_stop
from releve.stewardship.engine.rollout import RESUME, RETIRE, SUSPEND
from releve.stewardship.faults import StaleToolError, StewardshipError
from releve.stewardship.models import Evidence, Tool, ToolPlace
from releve.stewardship.queries.gate import open_alarms
from releve.stewardship.rollout_faults import AlarmOpenError

_ = translator("releve.stewardship")

CLOSING = ("access_closed", "data_returned", "people_told", "works_without")
"""What is seen to before a tool is retired, each in words."""

CLOSING_CONTROL = "REG-05"
"""The control of the catalogue that the closing list is evidence for."""


@needs(Permission.STOP_TOOLS)
def stop_tool(tool: Tool, *, actor: Actor, unit: Level | None = None, reason: str = "") -> bool:
    """Stop a tool at once: in a unit, or everywhere; return whether it was running there.

    What it is at goes on to nothing: its answer is asked about again before it is kept. Raises
    NotAllowedError; everywhere, it takes somebody who may stop it at the whole hospital.
    """
    check_at(actor, Permission.STOP_TOOLS, unit or tool.hospital)
    with transaction.atomic():
        held, now = held_tool(tool), timezone.now()
        if unit is None:
            if held.state in {"suspended", "retired"}:
                return False
            move_tool(held, SUSPEND)
        else:
            place = _held_place(held, unit)
            if place is None or place.opened_at is None or place.suspended_at is not None:
                return False
            _suspend(held, place, now)
        kept = reason[:LONGEST_REASON]
        decided(held, SUSPEND, actor=actor, at=now, unit=unit, step=held.step, reason=kept)
        tell_stop(held, unit, actor=actor, at=now)
    return True


@needs(Permission.DECIDE_STEPS)
def resume_tool(
    tool: Tool, *, actor: Actor, reason: str, unit: Level | None = None, row_version: int
) -> bool:
    """Let a tool go on where it was stopped; return whether it was stopped there.

    Its gate is asked at the next use as ever. Raises AlarmOpenError while an alarm waits for an
    answer there, StewardshipError without a reason, StaleToolError and NotAllowedError.
    """
    check_at(actor, Permission.DECIDE_STEPS, tool.hospital)
    if not reason.strip():
        raise StewardshipError(_("say why the tool may go on; the reason is public"))
    check_length(reason)
    with transaction.atomic():
        held, now = held_tool(tool), timezone.now()
        if held.row_version != row_version:
            raise StaleToolError
        if open_alarms(held, unit).exists():
            raise AlarmOpenError
        if unit is None:
            if held.state != "suspended":
                return False
            move_tool(held, RESUME)
        else:
            place = _held_place(held, unit)
            if place is None or place.suspended_at is None:
                return False
            _suspend(held, place, None)
        decided(held, RESUME, actor=actor, at=now, unit=unit, step=held.step, reason=reason)
    return True


@needs(Permission.DECIDE_STEPS)
def retire_tool(
    tool: Tool, closing: Mapping[str, str], *, actor: Actor, row_version: int, reason: str
) -> Tool:
    """End the use of a tool for good, its closing list filled: what was done, item by item.

    The list stands as evidence for the control of the catalogue. Raises StewardshipError where
    an item says nothing, StaleToolError, MoveNotOpenError and NotAllowedError.
    """
    check_at(actor, Permission.DECIDE_STEPS, tool.hospital)
    for item in CLOSING:
        if not closing.get(item, "").strip():
            message = _("the closing list says nothing of {item}")
            raise StewardshipError(message.format(item=item))
    if not reason.strip():
        raise StewardshipError(_("say why the tool is retired; the reason is public"))
    check_length(reason, *closing.values())
    with transaction.atomic():
        held, now = held_tool(tool), timezone.now()
        if held.row_version != row_version:
            raise StaleToolError
        held.retired_on = timezone.localdate(now)
        move_tool(held, RETIRE)
        text = "\n".join(f"{item}: {closing[item].strip()}" for item in CLOSING)
        Evidence.objects.create(
            hospital_id=held.hospital_id,
            tool=held,
            control=CLOSING_CONTROL,
            kind="text",
            title=f"{RETIRE} {held.key} {held.version}"[:150],
            text=text,
            sha256=sha256(text.encode()).hexdigest(),
            given_at=now,
            given_by=account_of(actor),
        )
        decided(held, RETIRE, actor=actor, at=now, reason=reason)
    return held


def _suspend(tool: Tool, place: ToolPlace, at: datetime | None) -> None:
    """Stop a tool in a unit, or let it go on; whoever has read the entry before is told."""
    place.suspended_at = at
    place.save(update_fields=["suspended_at"])
    tool.row_version += 1
    tool.save(update_fields=["row_version"])


def _held_place(tool: Tool, unit: Level) -> ToolPlace | None:
    rows = ToolPlace.objects.for_hospital(tool.hospital_id).select_for_update(no_key=True)
    return rows.filter(tool=tool, unit=unit).first()
