"""The intake signed: seven answers, the class that follows, and who answers for them."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from releve.kit.actors import HOUSE, Actor
from releve.kit.permissions import Permission, needs
from releve.kit.words import translator
from releve.people.queries import account_of, check_at
from releve.stewardship.actions.noting import note_tool
from releve.stewardship.actions.register import held_tool
from releve.stewardship.engine.intake import ANSWERS, Said, flaws, is_asked, judged
from releve.stewardship.faults import StaleToolError, StewardshipError
from releve.stewardship.models import Intake, Tool

_ = translator("releve.stewardship")

LONGEST_REASON = 2000


@needs(Permission.MANAGE_TOOLS)
def sign_intake(
    tool: Tool, said: Mapping[str, Said], *, actor: Actor, row_version: int | None = None
) -> Intake:
    """Keep the answers to the seven questions for the version that a tool has now.

    Earlier ones stay as its history. ``row_version``: the entry that was read, where it matters
    that it is still the same. Raises StewardshipError for answers with flaws, StaleToolError,
    NotAllowedError.
    """
    check_at(actor, Permission.MANAGE_TOOLS, tool.hospital)
    check_said(said)
    finding = judged(said)
    with transaction.atomic():
        held = held_tool(tool)
        if row_version is not None and held.row_version != row_version:
            raise StaleToolError
        intake = Intake.objects.create(
            hospital_id=held.hospital_id,
            tool=held,
            version=held.version,
            answers=_kept(said),
            reasoning=finding.to_json(),
            risk_class=finding.risk_class,
            signed_at=timezone.now(),
            signed_by=None if actor == HOUSE else account_of(actor),
        )
        before = held.risk_class
        held.risk_class = finding.risk_class
        held.row_version += 1
        held.save(update_fields=["risk_class", "row_version"])
        note_tool(
            actor,
            "stewardship.intake.sign",
            held,
            before={"risk_class": before},
            after={"version": held.version, "answers": intake.answers, **finding.to_json()},
        )
    tool.risk_class, tool.row_version = held.risk_class, held.row_version
    return intake


def check_said(said: Mapping[str, Said]) -> None:
    """Raise StewardshipError where answers are missing, unknown or lack the reason they need."""
    found = flaws(said)
    if found:
        questions = ", ".join(one.question for one in found)
        message = _("these questions still want an answer, or its reason: {questions}")
        raise StewardshipError(message.format(questions=questions))
    if any(len(one.reason) > LONGEST_REASON for one in said.values()):
        message = _("a reason has {most} characters at most")
        raise StewardshipError(message.format(most=LONGEST_REASON))


def _kept(said: Mapping[str, Said]) -> dict[str, dict[str, str]]:
    return {
        question: {"answer": said[question].answer, "reason": said[question].reason.strip()}
        for question in ANSWERS
        if question in said and is_asked(question, said)
    }
