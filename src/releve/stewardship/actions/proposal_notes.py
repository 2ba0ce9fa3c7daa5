"""How what is done to proposals, contests and connections stands in the trail."""

from __future__ import annotations

from releve.kit.actors import Actor
from releve.stewardship.models import Contest, Proposal
from releve.trail.actions import note_change


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
