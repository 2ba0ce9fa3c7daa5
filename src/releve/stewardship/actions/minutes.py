"""What a decided proposal is estimated to have given and cost, written into the ledger."""

from __future__ import annotations

from datetime import date

from releve.kit.actors import Actor
from releve.ledger.actions.writing import write_minutes
from releve.stewardship.models import Connection, Proposal

USEFUL = ("accepted", "edited")


def write_estimates(proposal: Proposal, connection: Connection, *, on: date, actor: Actor) -> None:
    """Write minutes of checking, and those saved where the output was of use.

    An estimate of the hospital, the least certain source there is: whoever rejects has checked
    all the same. In the caller's transaction; a proposal is counted once.
    """
    facts = {
        "unit": proposal.unit,
        "on": on,
        "credit": "time",
        "reference": f"stewardship.proposal:{proposal.pk}",
        "source": "estimated",
        "activity": connection.activity,
        "tool": proposal.tool.key,
    }
    write_minutes(debit="checking", minutes=connection.minutes_checking, actor=actor, **facts)
    if proposal.state in USEFUL:
        write_minutes(debit="gain", minutes=connection.minutes_saved, actor=actor, **facts)
