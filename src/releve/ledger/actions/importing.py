"""Minutes that units measured, from a file: whole or not at all, every fault named.

A line is a sum over at least eight people. Of a unit and its professions, what is left when the
professions are taken away must be of nobody or of eight people too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from releve.kit.actors import Actor
from releve.kit.permissions import Permission, needs
from releve.kit.tables import Row
from releve.kit.words import translator
from releve.ledger.models import MinuteCell
from releve.ledger.vocabulary import ACTIVITIES, LEAST_PEOPLE
from releve.people.actions import ImportReport
from releve.people.actions.lines import Faults, Line, refuse_repeats
from releve.people.models import Level
from releve.people.queries import (
    check_at,
    hospital_of,
    levels_known_to,
    roles,
    units_by_code,
    units_for,
)
from releve.shifts.queries.planned import hospital_of as hospital_of_unit
from releve.trail.actions import note_change

_ = translator("releve.ledger")

MINUTES_A_WEEK = 7 * 24 * 60
MOST_PEOPLE = 10_000
ROWS_AT_ONCE = 500

Key = tuple[int, date, str, str]


@dataclass(frozen=True)
class _Read:
    """A line of the file and the cell that it says."""

    line: int
    cell: MinuteCell

    @property
    def key(self) -> Key:
        """What tells a cell apart from others."""
        return key_of(self.cell)


@needs(Permission.CHOOSE_SPENDING)
def import_minutes(
    rows: Sequence[Row], *, actor: Actor, hospital_code: str | None = None
) -> ImportReport:
    """Save the minutes that a file says were measured; a line that is known changes nothing.

    Raises BadInputError with every fault, and NotAllowedError; then nothing has changed.
    """
    hospital = hospital_of(hospital_code, among=levels_known_to(actor))
    if not units_for(actor, Permission.CHOOSE_SPENDING).filter(hospital=hospital).exists():
        check_at(actor, Permission.CHOOSE_SPENDING, hospital)
    units = units_by_code(hospital)
    for code in sorted({row.get("unit") for row in rows} & set(units)):
        check_at(actor, Permission.CHOOSE_SPENDING, units[code])
    with transaction.atomic():
        Level.objects.select_for_update(no_key=True).get(pk=hospital.pk)
        faults = Faults()
        refuse_repeats(rows, same=_same, column="activity", faults=faults)
        known = frozenset(role.key for role in roles())
        lines = [(row, _read(Line(row, faults), units, known)) for row in rows]
        read = [_Read(row.line, cell) for row, cell in lines if cell is not None]
        stored = _stored(hospital, read)
        _refuse_rests(read, stored, faults)
        faults.stop()
        report = _save(read, stored)
        note_change(
            actor,
            "ledger.minutes.import",
            kind="ledger",
            key=hospital.code,
            hospital=hospital.pk,
            after=report.to_json(),
        )
    return report


def key_of(cell: MinuteCell) -> Key:
    """Return what tells a cell apart from others."""
    return cell.unit_id, cell.week_on, cell.profession, cell.activity


def _read(line: Line, units: Mapping[str, Level], professions: frozenset[str]) -> MinuteCell | None:
    code = line.known("unit", units)
    week = line.day("week")
    if week != date.min and week.weekday():
        line.fault("week", _("{day} is no Monday; a week is named by its Monday").format(day=week))
    activity = line.known("activity", ACTIVITIES)
    people = _number(line, "people", most=MOST_PEOPLE)
    if people is not None and people < LEAST_PEOPLE:
        message = _("fewer than {least} people: such a line is not taken")
        line.fault("people", message.format(least=LEAST_PEOPLE))
    minutes = _number(line, "minutes", most=(people or MOST_PEOPLE) * MINUTES_A_WEEK)
    profession = line.row.get("profession")
    if profession and profession not in professions:
        line.stranger("profession", profession, professions, listed_by="releve people roles")
    if not line.sound or people is None or minutes is None:
        return None
    return MinuteCell(
        hospital_id=hospital_of_unit(units[code]),
        unit=units[code],
        week_on=week,
        profession=profession,
        activity=activity,
        minutes=minutes,
        people=people,
    )


def _number(line: Line, column: str, *, most: int) -> int | None:
    said = line.row.get(column)
    if not (said.isascii() and said.isdigit() and len(said) < 12):
        line.fault(column, _("write a whole number, 0 or more"))
        return None
    if int(said) > most:
        line.fault(column, _("more than {most} cannot be").format(most=most))
        return None
    return int(said)


def _stored(hospital: Level, read: Sequence[_Read]) -> dict[Key, MinuteCell]:
    """Return what is known of the units and weeks of a file."""
    units = {one.cell.unit_id for one in read}
    weeks = [one.cell.week_on for one in read]
    if not read:
        return {}
    rows = MinuteCell.objects.for_hospital(hospital).filter(
        unit__in=units, week_on__range=(min(weeks), max(weeks))
    )
    return {key_of(cell): cell for cell in rows}


def _refuse_rests(read: Sequence[_Read], stored: Mapping[Key, MinuteCell], faults: Faults) -> None:
    """Refuse a whole unit beside professions that leave one to seven people between them."""
    cells = {**stored, **{one.key: one.cell for one in read}}
    whole: dict[tuple[int, date, str], int] = {}
    parts: dict[tuple[int, date, str], int] = defaultdict(int)
    for (unit, week, profession, activity), cell in cells.items():
        if profession:
            parts[unit, week, activity] += cell.people
        else:
            whole[unit, week, activity] = cell.people
    for one in read:
        where = (one.cell.unit_id, one.cell.week_on, one.cell.activity)
        if where in whole and where in parts and 0 < whole[where] - parts[where] < LEAST_PEOPLE:
            message = _("the professions leave fewer than {least} people of the whole unit")
            faults.note(message.format(least=LEAST_PEOPLE), line=one.line, column="people")


def _save(read: Sequence[_Read], stored: Mapping[Key, MinuteCell]) -> ImportReport:
    new = [one.cell for one in read if one.key not in stored]
    changed = []
    for one in read:
        before = stored.get(one.key)
        if before and (before.minutes, before.people) != (one.cell.minutes, one.cell.people):
            before.minutes, before.people = one.cell.minutes, one.cell.people
            changed.append(before)
    MinuteCell.objects.bulk_create(new, batch_size=ROWS_AT_ONCE)
    for cell in changed:
        cell.save(update_fields=["minutes", "people"])
    return ImportReport(
        added=len(new), changed=len(changed), unchanged=len(read) - len(new) - len(changed)
    )


def _same(row: Row) -> tuple[str, ...]:
    return row.get("unit"), row.get("week"), row.get("profession") or "*", row.get("activity")
