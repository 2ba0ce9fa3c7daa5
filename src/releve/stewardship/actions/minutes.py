"""What a decided proposal is estimated to have given and cost, written into the ledger."""

from __future__ import annotations

from datetime import date

from releve.kit.actors import Actor
from releve.ledger.actions.writing import write_minutes
from releve.ledger.quarters import quarter_of
from releve.stewardship.models import Connection, Proposal

USEFUL = ("accepted", "edited")


def write_estimates(proposal: Proposal, connection: Connection, *, on: date, actor: Actor) -> None:
    """Write minutes of checking, and those saved where the output was of use.

    An estimate of the hospital, the least certain source there is: whoever rejects has checked
    all the same. In the caller's transaction; a proposal is counted once.
    """
    others = Proposal.objects.for_hospital(proposal.hospital_id).filter(
        unit=proposal.unit,
        tool=proposal.tool,
        kind=proposal.kind,
        decided_by=proposal.decided_by,
        decided_at__date__gte=quarter_of(on),
    )
    is_first = not others.exclude(pk=proposal.pk).exists()
    costs = {"checking": connection.minutes_checking}
    gains = {"gain": connection.minutes_saved} if proposal.state in USEFUL else {}
    for account, minutes in {**costs, **gains}.items():
        write_minutes(
            unit=proposal.unit,
            on=on,
            debit=account,
            credit="time",
            minutes=minutes,
            reference=f"stewardship.proposal:{proposal.pk}",
            source="estimated",
            actor=actor,
            activity=connection.activity,
            tool=proposal.tool.key,
            is_first=is_first,
        )
