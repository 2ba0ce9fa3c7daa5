"""What time ends among exchanges and open shifts, without anybody's having to look.

A window that is over gives its shift to whoever has it by the way that was chosen when it was
opened; where nobody may take it, it is closed and whoever manages the roster is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from releve.kit.actors import Actor
from releve.kit.permissions import Permission, needs
from releve.people.models import Level
from releve.people.queries import check_at
from releve.roster.actions.allotting import allot_shift, close_opening
from releve.roster.actions.swaps import ExchangeRefusedError, expire_swaps
from releve.roster.actions.telling import tell_managers
from releve.roster.models import OpenShift
from releve.roster.queries.exchanges import openings_due


@dataclass(frozen=True)
class Overtaken:
    """How many exchanges are over, and how many open shifts found somebody or nobody.

    ``ended``: open shifts that could be allotted no more, whoever volunteered.
    """

    exchanges: int = 0
    filled: int = 0
    unfilled: int = 0
    ended: int = 0


@needs(Permission.MANAGE_ROSTER)
def end_windows(unit: Level, *, actor: Actor, at: datetime) -> Overtaken:
    """End what time has overtaken in a unit; again, it finds nothing more.

    An open shift that another change keeps busy waits for the next time, and so does one whose
    window is not over where nobody may take it yet. Raises NotAllowedError.
    """
    check_at(actor, Permission.MANAGE_ROSTER, unit)
    ended = [_end(one, actor, at) for one in openings_due(unit, at=at)]
    return Overtaken(
        exchanges=expire_swaps(unit, actor=actor, at=at),
        filled=ended.count("filled"),
        unfilled=ended.count("opening_unfilled"),
        ended=ended.count("opening_ended"),
    )


def _end(opening: OpenShift, actor: Actor, at: datetime) -> str:
    try:
        return allot_shift(opening, actor=actor, at=at).state
    except ExchangeRefusedError as error:
        code = error.code
    if code == "busy" or (code == "nobody" and at < opening.closes_at):
        return "open"
    news = "opening_unfilled" if code == "nobody" else "opening_ended"
    try:
        with transaction.atomic():
            held = close_opening(opening, actor=actor, at=at)
            tell_managers(held.roster.unit, news, held.facts, actor=actor, at=at)
    except ExchangeRefusedError:  # somebody was given it meanwhile, and told so
        return "busy"
    return news
