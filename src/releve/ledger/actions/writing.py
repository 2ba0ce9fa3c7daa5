"""Minutes written into the ledger, and taken back by their contrary: no entry ever changes.

What is written here comes with the change that makes it (a proof of training, a shift, a choice
of the team), in the same transaction: whoever calls has asked who may, and noted it in the trail.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from releve.kit.actors import Actor
from releve.ledger.faults import LedgerError
from releve.ledger.models import Entry
from releve.ledger.quarters import quarter_of
from releve.ledger.vocabulary import ACCOUNTS, ACTIVITIES, OF_UNIT, SOURCES
from releve.people.models import Level

LONGEST_REFERENCE = 120


@dataclass(frozen=True, kw_only=True)
class Minutes:
    """Minutes that go from ``credit`` to ``debit``, and what is said of them; see ``Entry``."""

    debit: str
    credit: str
    minutes: int
    reference: str
    source: str
    activity: str = ""
    profession: str = ""
    tool: str = ""
    is_first: bool = True

    def check(self) -> None:
        """Raise ValueError for codes that are none, and for what the table would not take."""
        if self.debit == self.credit or not {self.debit, self.credit} <= set(ACCOUNTS):
            raise ValueError(f"no minutes go from {self.credit!r} to {self.debit!r}")
        if self.source not in SOURCES or self.activity not in ("", *ACTIVITIES):
            raise ValueError(f"no such source or activity: {self.source!r}, {self.activity!r}")
        if self.minutes < 0 or not 0 < len(self.reference) <= LONGEST_REFERENCE:
            raise ValueError(f"not {self.minutes} minutes for {self.reference!r}")


def write_minutes(  # noqa: PLR0913 - the facts of an entry, each by its name
    *,
    unit: Level,
    on: date,
    debit: str,
    credit: str,
    minutes: int,
    reference: str,
    source: str,
    actor: Actor,
    activity: str = "",
    profession: str = "",
    tool: str = "",
    is_first: bool = True,
) -> Entry | None:
    """Take minutes of a unit from ``credit`` and put them into ``debit``, in the quarter of a day.

    In the caller's transaction. The same ``reference`` between the same two accounts is written
    once: nothing is returned where it stands already, nor for no minutes. A quarter that is over
    is told to its team and takes nothing more: what comes late stands in the one under way, or
    two looks at the same quarter would tell of one person. ``is_first``: see ``Entry``.
    ``actor`` is whoever does it: the trail's business, the ledger keeps nobody, and no reference
    may name anybody. Raises ValueError for codes that are none, and outside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise ValueError(f"{actor.key} writes minutes outside a transaction")
    quarter = max(quarter_of(on), quarter_of(timezone.localdate()))
    told = Minutes(
        debit=debit,
        credit=credit,
        minutes=minutes,
        reference=reference,
        source=source,
        activity=activity,
        profession=profession,
        tool=tool,
        is_first=is_first,
    )
    return post_minutes(unit, quarter, told)


def post_minutes(unit: Level, quarter: date, told: Minutes) -> Entry | None:
    """Write minutes of a whole unit into a quarter, be it over: for the room's own actions."""
    told.check()
    if unit.kind != "unit" or unit.hospital_id is None:
        raise ValueError(f"{unit.code} is no unit of a hospital")
    if not told.minutes:
        return None
    facts = {**vars(told), "unit": unit, "quarter_on": quarter, "written_on": timezone.localdate()}
    names = ("reference", "debit", "credit")
    entry, is_new = Entry.objects.for_hospital(unit.hospital_id).get_or_create(
        hospital_id=unit.hospital_id,
        **{name: facts.pop(name) for name in names},
        defaults=facts,
    )
    return entry if is_new else None


def reverse_entry(entry: Entry, *, actor: Actor) -> Entry | None:
    """Write the contrary of an entry beside it, once; nothing where it is reversed already.

    In the caller's transaction. Raises LedgerError for the contrary of
    another entry.
    """
    if not transaction.get_connection().in_atomic_block:
        raise ValueError(f"{actor.key} reverses minutes outside a transaction")
    if entry.reverses_id is not None:
        raise LedgerError.of_reversal()
    if Entry.objects.for_hospital(entry.hospital_id).filter(reverses=entry).exists():
        return None
    told = Minutes(
        debit=entry.credit,
        credit=entry.debit,
        minutes=entry.minutes,
        reference=f"reversal:{entry.pk}",
        source=entry.source,
        activity=entry.activity,
        profession=entry.profession,
        tool=entry.tool,
        is_first=entry.is_first,
    )
    contrary = post_minutes(entry.unit, _open_quarter(entry), told)
    if contrary is not None:
        contrary.reverses = entry
        contrary.save(update_fields=["reverses"])
    return contrary


def _open_quarter(entry: Entry) -> date:
    """Return the quarter of a reversal: that of a unit's own entry, else the one under way."""
    if entry.reference.startswith(OF_UNIT):
        return entry.quarter_on
    return max(entry.quarter_on, quarter_of(timezone.localdate()))
