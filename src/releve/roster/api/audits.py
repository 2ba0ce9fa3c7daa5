"""Shifts of any origin, sent as JSON, before the judge: nothing is stored."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from releve.kit.faults import BadInputError
from releve.kit.tables import Row
from releve.kit.words import translator
from releve.people.api.faults import Fault, Wrong, bad_input
from releve.roster.api.pictures import named
from releve.roster.api.shapes import MOST_DAYS, AuditAsked, ShiftSent
from releve.roster.decision_checks import decision_faults
from releve.roster.engine.audit import audit_record, public_holidays
from releve.roster.engine.rules import Decision, load_pack
from releve.roster.local_times import YEARS
from releve.roster.shift_rows import shifts_of_rows
from releve.roster.verdict_document import verdict_json

_ = translator("releve.roster")

TIME_ZONE = "Europe/Paris"


def audited(asked: AuditAsked) -> dict[str, Any]:
    """Return the verdict on the shifts that were sent. Raises a Fault."""
    _check_period(asked)
    decisions = _decisions(asked)
    zone = ZoneInfo(TIME_ZONE)
    rows = [_row(shift, line) for line, shift in enumerate(asked.shifts, start=1)]
    try:
        shifts = shifts_of_rows(rows, zone)
    except BadInputError as error:
        raise bad_input(error, within="shifts") from None
    pack = load_pack(asked.pack)
    verdict = audit_record(
        shifts,
        pack=pack,
        from_on=asked.from_,
        to_on=asked.to,
        zone=zone,
        decisions=decisions,
        cycle_weeks=asked.cycle_weeks,
        holidays=public_holidays(TIME_ZONE, asked.from_.year, asked.to.year),
        unit=asked.unit,
    )
    widened = asked.unit is None and any(one.unit is not None for one in decisions)
    assumed = ["decisions_of_units_applied_to_all"] if widened else []
    told = verdict_json(verdict, pack, assumptions=assumed)
    return told | {key: [named(row) for row in told[key]] for key in ("breaches", "not_judged")}


def _check_period(asked: AuditAsked) -> None:
    wrong = []
    for field, day in (("from", asked.from_), ("to", asked.to)):
        if day.year not in YEARS:
            message = _("the year of {text!r} cannot be meant; correct it")
            wrong.append(Wrong(field, message.format(text=str(day))))
    if asked.from_.weekday() != 0:
        message = _("{day} is not a Monday, and fortnights count from one; give a Monday")
        wrong.append(Wrong("from", message.format(day=asked.from_)))
    if asked.to < asked.from_:
        message = _("the period ends on {last}, before it starts; correct one of the dates")
        wrong.append(Wrong("to", message.format(last=asked.to)))
    elif (asked.to - asked.from_).days >= MOST_DAYS:
        message = _("the period is longer than {most} days; audit it in parts")
        wrong.append(Wrong("to", message.format(most=MOST_DAYS)))
    if wrong:
        raise Fault("invalid", wrong=wrong)


def _decisions(asked: AuditAsked) -> tuple[Decision, ...]:
    decisions = tuple(
        Decision(
            rule=one.rule,
            signer=one.signer,
            from_on=one.from_,
            to_on=one.to,
            unit=one.unit or None,
        )
        for one in asked.decisions
    )
    wrong = [
        Wrong(f"decisions[{place}].{field}", what)
        for place, field, what in decision_faults(decisions)
    ]
    if wrong:
        raise Fault("invalid", wrong=wrong)
    return decisions


def _row(shift: ShiftSent, line: int) -> Row:
    """Return a shift as a line of a table, which one reader reads for files and for the API."""
    cells = {name: str(value).strip() for name, value in shift.model_dump().items()}
    return Row(line=line, cells=cells)
