"""Alarms: raised by whoever saw it, answered by whoever decides; the gate is shut meanwhile."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from releve.kit.actors import HOUSE, Actor, NotAllowedError
from releve.kit.permissions import SIGNED_IN, Permission, needs
from releve.kit.words import translator
from releve.people.models import Level
from releve.people.queries import account_of, check_at, may_at
from releve.stewardship.actions.noting import note_tool
from releve.stewardship.actions.register import held_tool
from releve.stewardship.actions.telling import tell_alarm, tell_answered
from releve.stewardship.faults import StewardshipError
from releve.stewardship.models import Alarm, Tool
from releve.stewardship.vocabulary import ALARMS

_ = translator("releve.stewardship")

LONGEST_SAID = 1000


@needs(SIGNED_IN)
def raise_alarm(
    tool: Tool, said: str, *, actor: Actor, unit: Level | None = None, kind: str = "sentinel"
) -> Alarm:
    """Raise an alarm on a tool: in a unit, or everywhere; its gate is shut from then on.

    A sentinel event in a unit is anybody's to raise who works or reads a roster there; every
    other kind, and an alarm everywhere, is for those who may stop the tool there. Raises
    StewardshipError for an alarm that says nothing, and NotAllowedError.
    """
    where = unit or tool.hospital
    if unit is None or kind != "sentinel":
        check_at(actor, Permission.STOP_TOOLS, where)
    elif not may_raise(actor, unit):
        raise NotAllowedError(Permission.SEE_ROSTER, actor=actor, level=unit.pk, where=unit.code)
    text = said.strip()
    if kind not in ALARMS or unit_is_strange(tool, unit):
        raise StewardshipError(_("this is no alarm of this tool in this hospital"))
    if not text or len(text) > LONGEST_SAID:
        raise StewardshipError(_("say what happened, in a thousand characters at most"))
    with transaction.atomic():
        held = held_tool(tool)
        alarm = Alarm.objects.create(
            hospital_id=held.hospital_id,
            tool=held,
            unit=unit,
            kind=kind,
            said=text,
            raised_at=timezone.now(),
            raised_by=account_of(actor),
        )
        after = {"alarm": alarm.pk, "kind": kind, "unit": unit.code if unit else ""}
        note_tool(actor, "stewardship.alarm.raise", held, after=after)
        tell_alarm(alarm, actor=actor)
    return alarm


@needs(Permission.DECIDE_STEPS)
def answer_alarm(alarm: Alarm, closing: str, *, actor: Actor) -> bool:
    """Answer an alarm and close it: what was looked at, what follows; return whether it was open.

    Raises StewardshipError without words, and NotAllowedError.
    """
    check_at(actor, Permission.DECIDE_STEPS, alarm.unit or alarm.tool.hospital)
    text = closing.strip()
    if not text or len(text) > LONGEST_SAID:
        raise StewardshipError(_("say what was found, in a thousand characters at most"))
    with transaction.atomic():
        held, now = held_tool(alarm.tool), timezone.now()
        rows = Alarm.objects.for_hospital(alarm.hospital_id).filter(
            pk=alarm.pk, closed_at__isnull=True
        )
        by = account_of(actor)
        if not rows.update(closed_at=now, closed_by=by, closing=text):
            return False
        note_tool(actor, "stewardship.alarm.answer", held, after={"alarm": alarm.pk})
        tell_answered(alarm, actor=actor, at=now)
    alarm.refresh_from_db()
    return True


def unit_is_strange(tool: Tool, unit: Level | None) -> bool:
    """Whether a unit is none of the hospital of a tool."""
    return unit is not None and (unit.hospital_id != tool.hospital_id or unit.kind != "unit")


def may_raise(actor: Actor, unit: Level) -> bool:
    """Whether somebody may report an event in a unit: she works there, or reads its roster."""
    if actor == HOUSE or may_at(actor, Permission.SEE_ROSTER, unit):
        return True
    account = account_of(actor)
    person = account.person if account is not None and account.is_active else None
    return person is not None and person.unit_id == unit.pk
