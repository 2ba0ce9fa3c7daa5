"""What the room is handed in and hands out: plain facts, without tables behind them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from releve.kit.words import translator
from releve.ledger.engine import Said
from releve.ledger.faults import LedgerError

_ = translator("releve.ledger")

MINUTES_A_WEEK = 7 * 24 * 60
MOST_PEOPLE = 10_000


@dataclass(frozen=True, kw_only=True)
class Claim:
    """What is said of a tool when a quarter is settled.

    ``activities``: those that it relieves; ``before``: days without it, both included; ``since``:
    its first day in the unit. These three are fixed by the first settlement. ``said``: a gain
    that was declared or estimated, for whom nothing is measured. Costs in minutes of the quarter,
    beside those that the ledger holds already.
    """

    tool: str
    activities: tuple[str, ...]
    before: tuple[date, date]
    since: date
    said: Said | None = None
    checking: int = 0
    incidents: int = 0
    clicks: int = 0


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What a team chose to do with minutes; ``reference``: where it was recorded.

    ``signer`` (a function, not a name) and ``consultation`` are due for more activity and for
    fewer posts.
    """

    purpose: str
    minutes: int
    from_on: date
    to_on: date
    reference: str
    signer: str = ""
    consultation: str = ""


@dataclass(frozen=True)
class PublicSpending:
    """What the public register says of minutes that a tool gave: unit, purpose, and who signed.

    ``is_signed``: more activity or fewer posts, which stand out.
    """

    unit: str
    quarter_on: date
    purpose: str
    minutes: int
    from_on: date
    to_on: date
    signer: str
    consultation: str
    is_signed: bool


def said_of(told: Mapping[str, Any]) -> Said | None:
    """Return a gain that was said, if any; raises LedgerError where its parts do not fit."""
    source, minutes = told.get("said_source"), told.get("said_minutes")
    if not source and minutes is None:
        return None
    if not source or minutes is None:
        raise LedgerError.at_field(
            _("a gain that is said takes its minutes and its source"), "said_minutes"
        )
    low, high = told.get("said_low"), told.get("said_high")
    people = told.get("said_people") or 0
    if any(one is not None and abs(one) > MINUTES_A_WEEK for one in (minutes, low, high)):
        raise LedgerError.at_field(_("a week has no more minutes than that"), "said_minutes")
    if not 0 <= people <= MOST_PEOPLE:
        raise LedgerError.at_field(_("write how many people, 0 or more"), "said_people")
    if (low is None) != (high is None) or (
        low is not None and high is not None and not low <= minutes <= high
    ):
        raise LedgerError.at_field(_("an interval has two bounds, around the minutes"), "said_low")
    return Said(source, minutes, low, high, people)
