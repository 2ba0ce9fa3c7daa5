"""Where a control does not bind: not applicable with a reason, or waived, signed and public."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from releve.kit.actors import HOUSE, Actor
from releve.kit.permissions import Permission, needs
from releve.kit.words import translator
from releve.people.queries import account_of, check_at
from releve.stewardship import catalogue
from releve.stewardship.actions.evidence import check_control
from releve.stewardship.actions.noting import note_tool
from releve.stewardship.actions.register import held_tool
from releve.stewardship.faults import StewardshipError
from releve.stewardship.models import Exemption, Tool

_ = translator("releve.stewardship")

LONGEST_REASON = 500
LONGEST_WAIVER_DAYS = 366
"""A waiver is signed again after a year at most."""


@dataclass(frozen=True, kw_only=True)
class Exempted:
    """Why a control does not bind; ``signer``: the name that stands on the public register."""

    reason: str
    signer: str
    until_on: date | None = None


@needs(Permission.MANAGE_TOOLS)
def say_not_applicable(tool: Tool, control: str, why: Exempted, *, actor: Actor) -> Exemption:
    """Say that a control has no object for a tool, and why.

    Raises StewardshipError, also for the controls that bind every tool, and NotAllowedError.
    """
    check_at(actor, Permission.MANAGE_TOOLS, tool.hospital)
    return _exempt(tool, control, why, kind="not_applicable", actor=actor)


@needs(Permission.DECIDE_STEPS)
def waive_control(tool: Tool, control: str, why: Exempted, *, actor: Actor) -> Exemption:
    """Sign that a tool goes without a control until a day; reason and signer are public.

    A year at most. Raises StewardshipError, also for the controls that nobody may waive, and
    NotAllowedError.
    """
    check_at(actor, Permission.DECIDE_STEPS, tool.hospital)
    today = timezone.localdate()
    latest = today + timedelta(days=LONGEST_WAIVER_DAYS)
    if why.until_on is None or not today <= why.until_on <= latest:
        raise StewardshipError(_("a waiver ends on a day within a year from today"))
    return _exempt(tool, control, why, kind="waived", actor=actor)


@needs(Permission.MANAGE_TOOLS)
def withdraw_exemption(row: Exemption, *, actor: Actor) -> bool:
    """Let a control bind again; return whether it did not. What was signed stays to be seen."""
    check_at(actor, Permission.MANAGE_TOOLS, row.tool.hospital)
    with transaction.atomic():
        held_tool(row.tool)
        rows = Exemption.objects.for_hospital(row.hospital_id).filter(pk=row.pk)
        if not rows.filter(withdrawn_at__isnull=True).update(withdrawn_at=timezone.now()):
            return False
        before = {"control": row.control, "kind": row.kind, "until_on": row.until_on}
        note_tool(actor, "stewardship.exemption.withdraw", row.tool, before=before)
    return True


def _exempt(tool: Tool, control: str, why: Exempted, *, kind: str, actor: Actor) -> Exemption:
    check_control(control)
    if not catalogue.controls()[control].is_waivable:
        message = _("{control} binds every tool: it is done, never waived")
        raise StewardshipError(message.format(control=control))
    if not why.reason.strip() or len(why.reason) > LONGEST_REASON:
        message = _("an exemption has its reason, in {most} characters at most")
        raise StewardshipError(message.format(most=LONGEST_REASON))
    if not why.signer.strip() or len(why.signer) > 150:
        raise StewardshipError(_("an exemption has the name of whoever signs it"))
    with transaction.atomic():
        held = held_tool(tool)
        # What is over makes place for what is signed now, and stays as it was.
        over = Exemption.objects.for_hospital(held.hospital_id).filter(
            tool=held, control=control, withdrawn_at__isnull=True, until_on__lt=timezone.localdate()
        )
        over.update(withdrawn_at=timezone.now())
        try:
            with transaction.atomic():
                row = _saved(held, control, why, kind=kind, actor=actor)
        except IntegrityError as there:
            raise StewardshipError(
                _("an exemption is in force already; withdraw it first")
            ) from there
        after = {"control": control, "kind": kind, "signer": row.signer, "until_on": row.until_on}
        verb = f"stewardship.exemption.{'waive' if kind == 'waived' else 'say'}"
        note_tool(actor, verb, held, after=after, reason=row.reason)
    return row


def _saved(tool: Tool, control: str, why: Exempted, *, kind: str, actor: Actor) -> Exemption:
    return Exemption.objects.create(
        hospital_id=tool.hospital_id,
        tool=tool,
        control=control,
        kind=kind,
        reason=why.reason.strip(),
        signed_at=timezone.now(),
        signed_by=None if actor == HOUSE else account_of(actor),
        signer=why.signer.strip(),
        until_on=why.until_on,
    )
