"""Passing the gate, and breaking its glass in an emergency."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from releve.kit.actors import Actor
from releve.kit.gates import GateClosedError
from releve.kit.permissions import Permission, needs
from releve.kit.words import translator
from releve.people.models import Level
from releve.people.queries import account_of, check_at
from releve.stewardship.actions.noting import note_tool
from releve.stewardship.actions.register import held_tool
from releve.stewardship.actions.telling import referents_of, tell_broken_glass
from releve.stewardship.faults import StewardshipError
from releve.stewardship.models import BrokenGlass
from releve.stewardship.queries.gate import (
    GateAnswer,
    broken_glass,
    lacks_behind_glass,
    may_use,
)
from releve.stewardship.queries.register import tool_at, tool_named
from releve.stewardship.rollout_faults import NobodyToldError

_ = translator("releve.stewardship")

GLASS_LASTS = timedelta(hours=24)
LONGEST_REASON = 500


@needs(Permission.USE_TOOLS)
def pass_gate(actor: Actor, tool_key: str, unit: Level) -> GateAnswer:
    """Return the gate's answer where it is open to an actor; the action goes on.

    Raises GateClosedError with what is missing, and NotAllowedError to whoever operates no tool
    in the unit.
    """
    check_at(actor, Permission.USE_TOOLS, unit)
    answer = may_use(actor, tool_key, unit)
    if not answer.is_open:
        raise GateClosedError(tool_key, answer.lacks, level=unit.pk, where=unit.code)
    return answer


def still_open(actor: Actor, tool_key: str, unit: Level) -> bool:
    """Whether the gate is open to an actor still, the tool held until the transaction ends.

    For whoever keeps what a tool has found: a stop that comes now waits, or has come before.
    """
    tool = tool_at(unit.hospital or unit, tool_key)
    if tool is None:
        return False
    held_tool(tool)
    return may_use(actor, tool_key, unit).is_open


@needs(Permission.USE_TOOLS)
def break_glass(tool_key: str, unit: Level, reason: str, *, actor: Actor) -> BrokenGlass:
    """Open a tool to an actor in a unit for a day, without her training or a lapsed control.

    Never over a stop or an open alarm, nor in a unit where its step has not opened. The AI
    referents are told in the same transaction; the count is public. A glass that is broken stays
    so until its day ends. Raises GateClosedError with what no glass passes over, NobodyToldError,
    StewardshipError without a reason, and NotAllowedError.
    """
    check_at(actor, Permission.USE_TOOLS, unit)
    account = account_of(actor)
    if account is None:
        raise StewardshipError(_("a glass is broken by somebody, not by the installation"))
    text = reason.strip()
    if not text or len(text) > LONGEST_REASON:
        raise StewardshipError(_("say what the emergency is, in 500 characters at most"))
    with transaction.atomic():
        tool = held_tool(tool_named(unit.hospital or unit, tool_key))
        known = broken_glass(actor, tool, unit)
        if known is not None:
            return known
        left = lacks_behind_glass(actor, tool, unit)
        if left:
            raise GateClosedError(tool_key, left, level=unit.pk, where=unit.code)
        now = timezone.now()
        glass = BrokenGlass.objects.create(
            hospital_id=tool.hospital_id,
            tool=tool,
            unit=unit,
            account=account,
            reason=text,
            opened_at=now,
            ends_at=now + GLASS_LASTS,
        )
        referents = referents_of(unit)
        if not referents:
            raise NobodyToldError
        note_tool(actor, "stewardship.glass.break", tool, after={"unit": unit.code}, reason=text)
        tell_broken_glass(glass, referents, account=account, actor=actor)
    return glass
