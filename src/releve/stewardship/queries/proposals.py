"""Proposals asked for: one by its subject, those of a unit, those whose time has come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from releve.kit.actors import HOUSE, Actor
from releve.kit.permissions import Permission
from releve.kit.words import current_language
from releve.people.models import Account, Level
from releve.people.queries import account_of, actor_of, levels_known_to, units_for
from releve.stewardship.models import Proposal
from releve.stewardship.proposal_kinds import kind_of, kinds
from releve.stewardship.reasons import reasons_read


def proposals_in(hospital: Level | int) -> QuerySet[Proposal]:
    """Return the proposals of a hospital with their tool and unit, the newest first."""
    found = Proposal.objects.for_hospital(hospital)
    return found.select_related("tool", "unit", "asked_by", "decided_by").order_by("-pk")


def proposal_of(hospital: Level | int, subject: str) -> Proposal | None:
    """Return the proposal about a row of another room, nothing where there is none."""
    return proposals_in(hospital).filter(subject=subject).first() if subject else None


def proposals_of(hospital: Level | int, subjects: Iterable[str]) -> dict[str, Proposal]:
    """Return the proposals about some rows of another room, by their subjects."""
    found = proposals_in(hospital).filter(subject__in=list(subjects))
    return {one.subject: one for one in found}


def due_proposals(hospital: Level | int, *, at: datetime) -> QuerySet[Proposal]:
    """Return what nobody decided on in its time."""
    return proposals_in(hospital).filter(state="proposed", expires_at__lte=at)


def open_to(
    actor: Actor, hospital: Level | int, *, scopes: frozenset[Permission] | None = None
) -> QuerySet[Proposal]:
    """Return the proposals of a hospital that somebody may read.

    Those of the units where she decides on them or sees the register; of what people ask a tool
    for themselves, her own only. ``scopes``: what a token leaves of it, all where there is none;
    her own are read with the permission to use tools.
    """
    of_asker = [code for code, kind in kinds().items() if kind.of_asker]
    units: set[int] = set()
    for permission in (Permission.DECIDE_PROPOSALS, Permission.SEE_REGISTER):
        if scopes is None or permission in scopes:
            units |= set(units_for(actor, permission).values_list("pk", flat=True))
    reads_own = actor != HOUSE and (scopes is None or Permission.USE_TOOLS in scopes)
    account: Account | None = account_of(actor) if reads_own else None
    own = Q(kind__in=of_asker, asked_by=account) if account is not None else Q(pk__in=[])
    return proposals_in(hospital).filter(own | (Q(unit__in=units) & ~Q(kind__in=of_asker)))


@dataclass(frozen=True)
class ProposalTold:
    """A proposal in words: what it is, what it proposes, why, and where it is decided."""

    proposal: Proposal
    tool: str
    name: str
    title: str
    lines: tuple[str, ...]
    reasons: tuple[str, ...]
    place: str
    is_stale: bool


def told(proposal: Proposal) -> ProposalTold:
    """Return a proposal in the reader's words."""
    kind = kind_of(proposal.kind)
    is_open = proposal.state == "proposed"
    return ProposalTold(
        proposal=proposal,
        tool=proposal.tool.named(current_language()),
        name=kind.name(),
        title=kind.title(proposal),
        lines=kind.lines(proposal),
        reasons=tuple(kind.reason(one) for one in reasons_read(proposal.reasons)),
        place=kind.place(proposal) if is_open else "",
        is_stale=is_open and kind.digest_now(proposal) != proposal.input_digest,
    )


def hospital_seen(account: Account, code: str = "") -> Level | None:
    """Return the hospital whose proposals somebody looks at: her own.

    Above hospitals, the one of that code, else the first that she knows of.
    """
    if account.hospital is not None:
        return account.hospital
    known = levels_known_to(actor_of(account)).filter(kind="hospital")
    return (known.filter(code=code) if code else known).first()
