"""Minutes written into the ledger, and taken back by their contrary: no entry ever changes.

What is written here comes with the change that makes it (a proof of training, a shift, a choice
of the team), in the same transaction: whoever calls has asked who may, and noted it in the trail.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from releve.kit.actors import Actor
from releve.ledger.faults import LedgerError
from releve.ledger.models import Entry
from releve.ledger.quarters import quarter_of
from releve.ledger.vocabulary import ACCOUNTS, ACTIVITIES, SOURCES
from releve.people.models import Level

LONGEST_REFERENCE = 120


def write_minutes(
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
) -> Entry | None:
    """Take minutes of a unit from ``credit`` and put them into ``debit``, in the quarter of a day.

    In the caller's transaction. The same ``reference`` between the same two accounts is written
    once: nothing is returned where it stands already, nor for no minutes. ``actor`` is whoever
    does it: the trail's business, the ledger keeps nobody, and no reference may name anybody.
    Raises ValueError for codes that are none, and outside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise ValueError(f"{actor.key} writes minutes outside a transaction")
    if unit.kind != "unit" or unit.hospital_id is None:
        raise ValueError(f"{unit.code} is no unit of a hospital")
    _check_codes(debit, credit, source, activity)
    if minutes < 0 or not 0 < len(reference) <= LONGEST_REFERENCE:
        raise ValueError(f"not {minutes} minutes for {reference!r}")
    if not minutes:
        return None
    entry, is_new = Entry.objects.for_hospital(unit.hospital_id).get_or_create(
        hospital_id=unit.hospital_id,
        reference=reference,
        debit=debit,
        credit=credit,
        defaults={
            "unit": unit,
            "quarter_on": quarter_of(on),
            "minutes": minutes,
            "activity": activity,
            "profession": profession,
            "tool": tool,
            "source": source,
            "written_on": timezone.localdate(),
        },
    )
    return entry if is_new else None


def reverse_entry(entry: Entry, *, actor: Actor) -> Entry | None:
    """Write the contrary of an entry beside it, once; nothing where it is reversed already.

    In the caller's transaction. Raises LedgerError for the contrary of another entry.
    """
    if entry.reverses_id is not None:
        raise LedgerError.of_reversal()
    if Entry.objects.for_hospital(entry.hospital_id).filter(reverses=entry).exists():
        return None
    contrary = write_minutes(
        unit=entry.unit,
        on=entry.quarter_on,
        debit=entry.credit,
        credit=entry.debit,
        minutes=entry.minutes,
        reference=f"reversal:{entry.pk}",
        source=entry.source,
        actor=actor,
        activity=entry.activity,
        profession=entry.profession,
        tool=entry.tool,
    )
    if contrary is not None:
        contrary.reverses = entry
        contrary.save(update_fields=["reverses"])
    return contrary


def _check_codes(debit: str, credit: str, source: str, activity: str) -> None:
    if debit == credit or not {debit, credit} <= set(ACCOUNTS):
        raise ValueError(f"no minutes go from {credit!r} to {debit!r}")
    if source not in SOURCES or activity not in ("", *ACTIVITIES):
        raise ValueError(f"no such source or activity: {source!r}, {activity!r}")
