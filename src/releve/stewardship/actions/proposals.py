"""A proposal's life: put forward by a tool, decided by a named person, or gone with its time.

Nothing that a tool proposes takes effect by itself. Each step holds the row: of two who decide
together one wins, and the other is told. What was asked is compared once more at the decision:
where it has changed meanwhile, that is a stated conflict and nothing is decided.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from releve.kit.actors import HOUSE, Actor, NotAllowedError
from releve.kit.faults import BadInputError, Place
from releve.kit.permissions import Permission, needs
from releve.kit.words import translator
from releve.people.models import Account, Level
from releve.people.queries import account_of, check_at
from releve.stewardship.actions.proposal_notes import note_proposal
from releve.stewardship.models import Proposal, Tool
from releve.stewardship.proposal_kinds import kind_of
from releve.stewardship.queries.proposals import due_proposals, proposal_of
from releve.stewardship.reasons import Reason, reasons_kept
from releve.stewardship.vocabulary import DECIDED_STATES

_ = translator("releve.stewardship")

LONGEST_REASON = 500
USED_STATES = ("accepted", "edited")


class ProposalDecidedError(Exception):
    """The proposal is decided, or expired, already; ``state`` says how it stands."""

    def __init__(self, proposal: Proposal) -> None:
        super().__init__(f"the proposal is {proposal.state} already")
        self.state, self.proposal = proposal.state, proposal


class StaleInputError(Exception):
    """What was asked has changed since the tool answered; nothing is decided."""


class DecidedElsewhereError(Exception):
    """Such a proposal is accepted on the page of its room; ``place`` is that page."""

    def __init__(self, place: str) -> None:
        super().__init__(f"this is decided at {place}")
        self.place = place


@dataclass(frozen=True, kw_only=True)
class Output:
    """What a tool put forward.

    ``kind``: one that a room has declared. ``input_digest``: of the question that it answers.
    ``subject`` names the row that it is about in its own room, empty for none; one row is
    proposed once. ``expires_at``: until when it may be decided on. ``version``: of the tool, where
    it knows better than the register.
    """

    kind: str
    input_digest: str
    payload: Any
    reasons: tuple[Reason, ...] = ()
    subject: str = ""
    expires_at: datetime | None = None
    version: str = ""


def propose(
    tool: Tool, unit: Level, output: Output, *, actor: Actor, asked_by: Account | None = None
) -> Proposal:
    """File what a tool put forward, in the caller's transaction; the same subject once.

    ``actor`` is in whose name it is noted; whether she may was asked by the action that ran the
    tool. Raises UnknownKindError, and ``ValueError`` for a unit of another hospital.
    """
    kind_of(output.kind)
    if unit.hospital_id != tool.hospital_id:
        raise ValueError(f"{unit.code} is no unit of the hospital of {tool.key}")
    with transaction.atomic():
        there = proposal_of(tool.hospital_id, output.subject)
        if there is not None:
            return there
        proposal = Proposal.objects.create(
            hospital_id=tool.hospital_id,
            tool=tool,
            tool_version=output.version or tool.version,
            unit=unit,
            kind=output.kind,
            subject=output.subject,
            input_digest=output.input_digest,
            payload=output.payload,
            reasons=reasons_kept(output.reasons),
            proposed_at=timezone.now(),
            asked_by=asked_by,
            expires_at=output.expires_at,
        )
        note_proposal(actor, "stewardship.proposal.make", proposal)
    return proposal


@needs(Permission.DECIDE_PROPOSALS)
def decide(
    proposal: Proposal, *, actor: Actor, outcome: str, reason: str = "", edited: Any = None
) -> Proposal:
    """Accept, edit or reject what a tool put forward; return it as it then stands.

    ``outcome``: *accepted*, *edited* (with what was made of it) or *rejected* (with a reason).
    Raises ProposalDecidedError, StaleInputError (nothing that is stale is accepted; it may be
    rejected), DecidedElsewhereError, BadInputError, and NotAllowedError; then nothing changed.
    """
    check_at(actor, Permission.DECIDE_PROPOSALS, proposal.unit)
    if kind_of(proposal.kind).of_asker and not _asked(proposal, actor):
        raise NotAllowedError(Permission.DECIDE_PROPOSALS, actor=actor, where=proposal.unit.code)
    return _decide(proposal, actor=actor, outcome=outcome, reason=reason, edited=edited)


@needs(Permission.USE_TOOLS)
def decide_own(
    proposal: Proposal, *, actor: Actor, outcome: str, reason: str = "", edited: Any = None
) -> Proposal:
    """Decide on what one has asked a tool oneself; see ``decide``."""
    check_at(actor, Permission.USE_TOOLS, proposal.unit)
    if not kind_of(proposal.kind).of_asker or not _asked(proposal, actor):
        raise NotAllowedError(Permission.DECIDE_PROPOSALS, actor=actor, where=proposal.unit.code)
    return _decide(proposal, actor=actor, outcome=outcome, reason=reason, edited=edited)


def _asked(proposal: Proposal, actor: Actor) -> bool:
    account = account_of(actor)
    return actor == HOUSE or (account is not None and account.pk == proposal.asked_by_id)


def _decide(
    proposal: Proposal, *, actor: Actor, outcome: str, reason: str, edited: Any
) -> Proposal:
    kind = kind_of(proposal.kind)
    made = _checked(outcome, reason, edited)
    if outcome == "edited":
        made = kind.read_edited(edited)
    place = kind.place(proposal)
    if place and outcome != "rejected":
        raise DecidedElsewhereError(place)
    with transaction.atomic():
        held = hold_proposal(proposal)
        if held.state != "proposed":
            raise ProposalDecidedError(held)
        if outcome != "rejected" and kind.digest_now(held) != held.input_digest:
            raise StaleInputError
        return write_decision(held, outcome, actor=actor, reason=reason.strip(), edited=made)


def settle(proposal: Proposal, outcome: str, *, actor: Actor, edited: Any = None) -> bool:
    """Write what was decided on a room's own page; return whether this call did.

    That room has asked who may, and whether what was asked still stands. What expired or was
    rejected is taken up again by whoever puts it to use after all; a decision to use it stays.
    """
    with transaction.atomic():
        held = hold_proposal(proposal)
        if held.state in USED_STATES:
            return False
        write_decision(held, outcome, actor=actor, edited=edited)
    return True


def write_decision(
    held: Proposal, outcome: str, *, actor: Actor, reason: str = "", edited: Any = None
) -> Proposal:
    """Write who decided what on a proposal that is held; whether she may was asked before."""
    held.state, held.decided_at, held.decided_by = outcome, timezone.now(), account_of(actor)
    held.decision_reason, held.edited = reason, edited
    held.save(update_fields=["state", "decided_at", "decided_by", "decision_reason", "edited"])
    note_proposal(actor, "stewardship.proposal.decide", held, reason=reason)
    kind_of(held.kind).settled(held, actor)
    return held


def hold_proposal(proposal: Proposal) -> Proposal:
    """Return a proposal as it stands, held until the caller's transaction ends."""
    rows = Proposal.objects.for_hospital(proposal.hospital_id).select_for_update(no_key=True)
    return rows.get(pk=proposal.pk)


def expire(proposal: Proposal, *, actor: Actor) -> bool:
    """Let a proposal that nobody decided on go; return whether this call did. In a transaction."""
    with transaction.atomic():
        held = hold_proposal(proposal)
        if held.state != "proposed":
            return False
        held.state = "expired"
        held.save(update_fields=["state"])
        note_proposal(actor, "stewardship.proposal.expire", held)
    return True


def expire_due(hospital: Level, *, at: datetime) -> int:
    """Let go what nobody decided on in its time; return how many. The house's own work."""
    return sum(expire(one, actor=HOUSE) for one in due_proposals(hospital, at=at))


def _checked(outcome: str, reason: str, edited: Any) -> Any:
    if outcome not in DECIDED_STATES:
        known = ", ".join(DECIDED_STATES)
        message = _("decide one of these: {known}").format(known=known)
        raise BadInputError(message, place=Place(field="outcome"))
    if len(reason.strip()) > LONGEST_REASON:
        message = _("a reason has at most {most} characters").format(most=LONGEST_REASON)
        raise BadInputError(message, place=Place(field="reason"))
    if outcome == "rejected" and not reason.strip():
        raise BadInputError(_("say why it is rejected"), place=Place(field="reason"))
    if (outcome == "edited") != (edited is not None):
        message = _("say what you made of it, where it is edited and only there")
        raise BadInputError(message, place=Place(field="edited"))
    return edited
