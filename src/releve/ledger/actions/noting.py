"""How what is done to the ledger stands in the trail, and how a unit's ledger is held."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from releve.kit.actors import Actor
from releve.kit.words import translator
from releve.ledger.faults import LedgerError
from releve.ledger.quarters import last_day, quarter_of
from releve.people.models import Level
from releve.shifts.queries.planned import hospital_of
from releve.trail.actions import note_change

_ = translator("releve.ledger")


def hold(unit: Level) -> None:
    """Let one change at a time work on a unit's ledger, until the transaction ends.

    The unit's own row serves as lock, on PostgreSQL; SQLite holds the whole database anyway. No
    key changes: rows that name the unit may still be written elsewhere.
    """
    Level.objects.select_for_update(no_key=True).get(pk=unit.pk)


def check_quarter(quarter: date) -> None:
    """Raise LedgerError for a day that begins no quarter, and for a quarter that is not over."""
    if quarter != quarter_of(quarter):
        raise LedgerError.at_field(
            _("a quarter begins on 1 January, 1 April, 1 July or 1 October"), "quarter"
        )
    if last_day(quarter) >= timezone.localdate():
        raise LedgerError.at_field(_("the quarter is not over yet"), "quarter")


def note_unit(actor: Actor, verb: str, unit: Level, *, key: str = "", after: Any = None) -> None:
    """Note a change of a unit's ledger."""
    note_change(
        actor,
        verb,
        kind="ledger",
        key=f"{unit.code}/{key}" if key else unit.code,
        hospital=hospital_of(unit),
        after=after,
    )
