"""What this room's own kind of proposal says: a text that a tool of a third party answered."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from releve.kit.actors import Actor
from releve.kit.faults import BadInputError, Place
from releve.kit.words import current_language, translator
from releve.stewardship.actions.asking import input_digest
from releve.stewardship.actions.minutes import write_estimates
from releve.stewardship.endpoint import MOST_CHARACTERS
from releve.stewardship.models import Proposal
from releve.stewardship.proposal_kinds import ProposalKind, declare
from releve.stewardship.queries.questions import connection_of
from releve.stewardship.reasons import Reason

_ = translator("releve.stewardship")

KEPT = timedelta(days=7)
"""How long the words of an answer are kept once it is decided on: time enough to copy them."""


def _name() -> str:
    return _("Text written by a tool")


def _title(proposal: Proposal) -> str:
    return _("Text by {tool}").format(tool=proposal.tool.named(current_language()))


def _lines(proposal: Proposal) -> tuple[str, ...]:
    if not proposal.payload:
        return (_("Its words were deleted: they are kept for a week after the decision."),)
    return (str(proposal.payload["answer"]),)


def _reason(one: Reason) -> str:
    told = {
        "ASKED": _("It answers your text of {characters} characters (mark {digest})."),
        "ANSWERED_BY": _("Written by the model {model}, version {version} of the tool."),
        "OTHER_MODEL": _("The tool was asked for {asked}, and {answered} answered."),
        "CUT": _("The answer was cut short after {tokens} word pieces: its end is missing."),
    }
    return told[one.code].format(**one.told) if one.code in told else one.code


def _digest_now(proposal: Proposal) -> str | None:
    connection = connection_of(proposal.tool)
    if connection is None or not proposal.payload:
        return None
    return input_digest(connection, str(proposal.payload["asked"]))


def _read_edited(edited: Any) -> dict[str, str]:
    words = str(edited).strip()
    if not words or len(words) > MOST_CHARACTERS or "\x00" in words:
        message = _("write what you made of it, in at most {most} characters")
        raise BadInputError(message.format(most=MOST_CHARACTERS), place=Place(field="edited"))
    return {"answer": words}


def _settled(proposal: Proposal, actor: Actor) -> None:
    connection = connection_of(proposal.tool)
    if connection is not None:
        on = timezone.localdate(proposal.decided_at)
        write_estimates(proposal, connection, on=on, actor=actor)


declare(
    ProposalKind(
        code="text",
        name=_name,
        title=_title,
        lines=_lines,
        reason=_reason,
        digest_now=_digest_now,
        read_edited=_read_edited,
        settled=_settled,
        of_asker=True,
        keeps_payload=KEPT,
    )
)
