"""How what is done to proposals, contests and connections stands in the trail."""

from __future__ import annotations

from releve.kit.actors import Actor
from releve.stewardship.models import Connection, Contest, Proposal, ToolQuestion
from releve.trail.actions import note_change

CONNECTION_FACTS = (
    "kind",
    "address",
    "model",
    "key_variable",
    "instructions",
    "most_tokens",
    "activity",
    "minutes_saved",
    "minutes_checking",
    "takes_identities",
)


def note_proposal(actor: Actor, verb: str, proposal: Proposal, *, reason: str = "") -> None:
    """Note a step of a proposal: its tool, state and the digest of its question, never its text."""
    note_change(
        actor,
        verb,
        kind="proposal",
        key=proposal.pk,
        hospital=proposal.hospital_id,
        after={
            "tool": proposal.tool_id,
            "version": proposal.tool_version,
            "kind": proposal.kind,
            "subject": proposal.subject,
            "input_digest": proposal.input_digest,
            "state": proposal.state,
        },
        reason=reason,
    )


def note_contest(actor: Actor, verb: str, contest: Contest) -> None:
    """Note a step of a contest; what was said stands in its thread alone."""
    note_change(
        actor,
        verb,
        kind="contest",
        key=contest.pk,
        hospital=contest.hospital_id,
        after={"proposal": contest.proposal_id, "state": contest.state},
    )


def note_question(actor: Actor, verb: str, question: ToolQuestion) -> None:
    """Note a step of a question: its digest and state, never a word of it."""
    note_change(
        actor,
        verb,
        kind="question",
        key=question.pk,
        hospital=question.hospital_id,
        after={
            "tool": question.tool_id,
            "unit": question.unit_id,
            "digest": question.digest,
            "state": question.state,
            "fault": question.fault,
        },
    )


def note_connection(actor: Actor, verb: str, connection: Connection) -> None:
    """Note how a tool is reached; the key stands in the environment alone."""
    note_change(
        actor,
        verb,
        kind="connection",
        key=connection.tool.key,
        hospital=connection.hospital_id,
        after={name: getattr(connection, name) for name in CONNECTION_FACTS},
    )
