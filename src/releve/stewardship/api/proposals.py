"""Routes of proposals: what tools put forward, its reasons, and the decision."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from releve.kit.faults import BadInputError
from releve.kit.permissions import SIGNED_IN, Permission, needs
from releve.kit.words import translator
from releve.people.api.callers import Caller, caller_of
from releve.people.api.faults import Fault, Wrong
from releve.people.models import Level
from releve.stewardship.actions.proposals import (
    DecidedElsewhereError,
    ProposalDecidedError,
    StaleInputError,
    decide,
    decide_own,
)
from releve.stewardship.models import Proposal
from releve.stewardship.proposal_kinds import kind_of
from releve.stewardship.queries.inbox import inbox
from releve.stewardship.queries.proposals import hospital_seen, open_to, told
from releve.trail.actions import note_reading

_ = translator("releve.stewardship")

router = Router(tags=["tools"])

Key = Annotated[int, Field(ge=1, le=2**62)]
State = Literal["", "proposed", "accepted", "edited", "rejected", "expired"]
MOST = 200

_OWN = (Permission.USE_TOOLS, decide_own)
_OF_UNIT = (Permission.DECIDE_PROPOSALS, decide)


class ReasonOut(Schema):
    """One reason: its code, its facts by name, what it points at, and as a sentence."""

    code: str
    facts: dict[str, str | int]
    reference: str
    sentence: str


class ProposalOut(Schema):
    """What a tool put forward, and how it stands."""

    number: int
    tool: str
    version: str
    unit: int
    kind: str
    state: str
    title: str
    input_digest: str
    is_stale: bool
    proposed_at: datetime
    expires_at: datetime | None
    decided_at: datetime | None


class ProposalWhole(ProposalOut):
    """A proposal with what it says and why."""

    payload: dict[str, Any]
    edited: dict[str, Any] | None
    reasons: list[ReasonOut]


class ProposalList(Schema):
    """Proposals, those to decide first; ``has_more``: the list was cut."""

    items: list[ProposalOut]
    has_more: bool


class Asked(Schema):
    """Which proposals."""

    unit: Key | None = None
    state: State = ""
    kind: Annotated[str, Field(max_length=30)] = ""


class DecisionIn(Schema):
    """A decision; ``edited`` where it is *edited*, ``reason`` where it is *rejected*."""

    outcome: Literal["accepted", "edited", "rejected"]
    reason: Annotated[str, Field(max_length=500)] = ""
    edited: Annotated[str, Field(max_length=20_000)] | None = None


@router.get("/proposals", response=ProposalList)
@needs(SIGNED_IN)
def proposal_list(request: HttpRequest, asked: Query[Asked]) -> dict[str, Any]:
    """List what tools put forward in the units where one decides or sees the register."""
    caller = caller_of(request)
    rows = inbox(caller.actor, _home(caller), **asked.dict(), scopes=caller.scopes)
    found = list(rows[: MOST + 1])
    items = [_out(one) for one in found[:MOST]]
    return {"items": items, "has_more": len(found) > MOST}


@router.get("/proposals/{proposal}", response=ProposalWhole)
@needs(SIGNED_IN)
def proposal_whole(request: HttpRequest, proposal: Key) -> dict[str, Any]:
    """Give one proposal with its reasons."""
    caller = caller_of(request)
    found = _one(caller, proposal)
    note_reading(
        caller.actor,
        "stewardship.proposal.read",
        kind="proposal",
        key=found.pk,
        hospital=found.hospital_id,
    )
    return _whole(found)


@router.post("/proposals/{proposal}/decision", response=ProposalWhole)
@needs(SIGNED_IN)
def proposal_decision(request: HttpRequest, proposal: Key, sent: DecisionIn) -> dict[str, Any]:
    """Accept, edit or reject a proposal; a roster is accepted by publishing its version."""
    caller = caller_of(request)
    found = _one(caller, proposal)
    asks, decision = _OWN if kind_of(found.kind).of_asker else _OF_UNIT
    if asks not in caller.within(frozenset({asks})):
        raise Fault("scope_missing")
    try:
        made = decision(
            found,
            actor=caller.actor,
            outcome=sent.outcome,
            reason=sent.reason,
            edited=sent.edited,
        )
    except ProposalDecidedError:
        raise Fault("changed_meanwhile", _("Somebody has decided on it meanwhile.")) from None
    except StaleInputError:
        raise Fault("conflict", _("What was asked has changed since the tool answered.")) from None
    except DecidedElsewhereError as elsewhere:
        told_at = _("This is decided at {place}.").format(place=elsewhere.place)
        raise Fault("conflict", told_at) from None
    except BadInputError as refused:
        where = refused.place.field or "outcome"
        raise Fault("invalid", wrong=[Wrong(where, refused.what)]) from None
    return _whole(made)


def _home(caller: Caller) -> Level:
    hospital = hospital_seen(caller.account)
    if hospital is None:
        raise Fault("not_found")
    return hospital


def _one(caller: Caller, pk: int) -> Proposal:
    rows = open_to(caller.actor, _home(caller), scopes=caller.scopes)
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Fault("not_found")
    return found


def _out(proposal: Proposal) -> dict[str, Any]:
    words = told(proposal)
    return {
        "number": proposal.pk,
        "tool": proposal.tool.key,
        "version": proposal.tool_version,
        "unit": proposal.unit_id,
        "kind": proposal.kind,
        "state": proposal.state,
        "title": words.title,
        "input_digest": proposal.input_digest,
        "is_stale": words.is_stale,
        "proposed_at": proposal.proposed_at,
        "expires_at": proposal.expires_at,
        "decided_at": proposal.decided_at,
    }


def _whole(proposal: Proposal) -> dict[str, Any]:
    sentences = told(proposal).reasons
    return {
        **_out(proposal),
        "payload": proposal.payload,
        "edited": proposal.edited,
        "reasons": [
            {**one, "sentence": sentence}
            for one, sentence in zip(proposal.reasons, sentences, strict=True)
        ],
    }
