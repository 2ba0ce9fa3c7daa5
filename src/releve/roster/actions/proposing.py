"""What the engine found is a proposal: filed with the version, decided by publishing one."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.utils import timezone

from releve.kit.actors import Actor
from releve.roster.actions.versions import keep_version
from releve.roster.models import Roster, Version
from releve.roster.queries.edits import edits_of
from releve.roster.queries.proposals import (
    SUBJECT,
    proposal_behind,
    proposals_of_period,
    reasons_of,
    subject_of,
)
from releve.stewardship.actions.proposals import Output, expire, propose, settle
from releve.stewardship.queries.register import tool_at
from releve.stewardship.reasons import Reason

TOOL = "roster-engine"
KIND = "roster"


def reasons_to_keep(version: Version | None) -> tuple[Reason, ...]:
    """Return the reasons of a version that is about to be saved; none for one that is known."""
    return () if version is None or version.pk else reasons_of(version)


def keep_proposed(version: Version, reasons: tuple[Reason, ...], *, actor: Actor) -> Version:
    """Save what a search found, and file it as a proposal, in the caller's transaction.

    A hospital whose register does not know the engine has no proposal: its gate is shut anyway.
    """
    if version.pk:
        return version
    kept = keep_version(version, actor=actor)
    roster = kept.roster
    tool = tool_at(kept.hospital_id, TOOL)
    if tool is not None:
        output = Output(
            kind=KIND,
            input_digest=kept.demand.digest,
            payload={
                "version": kept.number,
                "starts_on": roster.starts_on.isoformat(),
                "ends_on": roster.ends_on.isoformat(),
                "holes": kept.holes,
                "breaches": kept.breaches,
                "cost": kept.cost,
            },
            reasons=reasons,
            subject=subject_of(kept),
            expires_at=_end_of(roster),
            version=kept.engine_version,
        )
        propose(tool, roster.unit, output, actor=actor, asked_by=kept.made_by)
    return kept


def decide_by_publishing(version: Version, *, actor: Actor) -> None:
    """Write what publishing a version decides on proposals, in its transaction.

    The one behind it is accepted, or edited where cells were changed by hand since; the others of
    the period that nobody decided on expire.
    """
    behind = proposal_behind(version)
    if behind is not None:
        is_itself = behind.subject == f"{SUBJECT}{version.pk}"
        by_hand = not is_itself or edits_of(version).exists()
        outcome = "edited" if by_hand else "accepted"
        edited = {"version": version.number} if by_hand else None
        settle(behind, outcome, actor=actor, edited=edited)
    for other in proposals_of_period(version.roster).filter(state="proposed"):
        if behind is None or other.pk != behind.pk:
            expire(other, actor=actor)


def _end_of(roster: Roster) -> datetime:
    return timezone.make_aware(datetime.combine(roster.ends_on + timedelta(days=1), time()))
