"""The planned and worked minutes of a unit's quarter, written from its shifts once it is over."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from releve.kit.actors import Actor
from releve.kit.permissions import Permission, needs
from releve.kit.words import translator
from releve.ledger.actions.noting import check_quarter, hold, note_unit
from releve.ledger.actions.writing import Minutes, post_minutes
from releve.ledger.faults import LedgerError
from releve.ledger.models import Entry
from releve.ledger.quarters import last_day
from releve.ledger.queries.work import summed, work_of
from releve.people.models import Level
from releve.people.queries import check_at
from releve.shifts.queries.days import last_of, next_month
from releve.shifts.queries.planned import hospital_of
from releve.shifts.queries.worked import is_closed

_ = translator("releve.ledger")


@needs(Permission.CHOOSE_SPENDING)
def post_quarter(unit: Level, quarter: date, *, actor: Actor) -> int:
    """Write what a unit planned and worked in a quarter that is over; return how many entries.

    Once: a quarter that stands is left as it is, for two looks at it, before and after somebody's
    hours are corrected, would tell of her alone. By profession where at least eight people have
    it. Worked minutes count as measured where the three months are closed, else as declared.
    Raises LedgerError for a quarter that is not over or had fewer than eight people, and
    NotAllowedError.
    """
    check_at(actor, Permission.CHOOSE_SPENDING, unit)
    check_quarter(quarter)
    with transaction.atomic():
        hold(unit)
        if _is_posted(unit, quarter):
            return 0
        work = work_of(unit, (quarter, last_day(quarter)))
        groups = work.groups()
        if not groups:
            raise LedgerError(_("fewer than eight people worked there: nothing is written"))
        source = "measured" if _is_sure(unit, quarter) else "declared"
        lines = [
            Minutes(
                debit=account,
                credit="time",
                minutes=minutes,
                reference=f"{account}:{unit.pk}:{quarter}:{group}",
                source="measured" if account == "planned" else source,
                profession=group,
            )
            for account, sums in (("planned", work.planned), ("worked", work.worked))
            for group, minutes in sorted(summed(sums, groups).items())
        ]
        written = [one for line in lines if (one := post_minutes(unit, quarter, line))]
        if not written:
            return 0
        note_unit(
            actor,
            "ledger.quarter.post",
            unit,
            key=quarter.isoformat(),
            after={"entries": len(written), "minutes": sum(one.minutes for one in written)},
        )
    return len(written)


def _is_posted(unit: Level, quarter: date) -> bool:
    rows = Entry.objects.for_hospital(hospital_of(unit)).filter(unit=unit, quarter_on=quarter)
    return rows.filter(debit__in=("planned", "worked")).exists()


def _is_sure(unit: Level, quarter: date) -> bool:
    months = [quarter, next_month(quarter), next_month(next_month(quarter))]
    return all(is_closed(unit, last_of(month)) for month in months)
