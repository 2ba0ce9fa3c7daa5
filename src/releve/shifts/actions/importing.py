"""Worked shifts from a file of another program: whole or not at all, every fault named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from releve.kit.actors import HOUSE, Actor
from releve.kit.permissions import Permission, needs
from releve.kit.tables import Row
from releve.kit.words import translator
from releve.people.actions import ImportReport
from releve.people.actions.lines import Faults, Line, refuse_repeats
from releve.people.models import Level, Person
from releve.people.queries import (
    account_of,
    check_at,
    hospital_of,
    levels_known_to,
    persons_by_code,
    units_by_code,
    units_for,
)
from releve.shifts.actions.declaring import check_sound, is_same, row_of
from releve.shifts.actions.noting import hold, worked_change
from releve.shifts.facts import Declared
from releve.shifts.faults import ClashError, ClosedMonthError, ShiftsError
from releve.shifts.models import WorkedShift
from releve.shifts.queries.days import local_day
from releve.shifts.queries.known import Known
from releve.shifts.vocabulary import BESIDE_PLANS, DEVIATIONS
from releve.trail.actions import note_changes

_ = translator("releve.shifts")

LONGEST_CODE = 12
ROWS_AT_ONCE = 500


@dataclass(frozen=True)
class _Place:
    """What a file is read against: the people and the units of the hospital."""

    hospital: Level
    people: Mapping[str, Person]
    units: Mapping[str, Level]


@dataclass(frozen=True)
class _Read:
    """A line of the file, and what it declares."""

    line: int
    declared: Declared


@needs(Permission.MANAGE_WORKED)
def import_worked(
    rows: Sequence[Row], *, actor: Actor, hospital_code: str | None = None
) -> ImportReport:
    """Save what a file says was worked; a line that says what is known changes nothing.

    A line answers to the planned shift of its person that it overlaps most, if any and if no
    other line does so more, and replaces what was said of it. Planned shifts that the file does
    not name stay as they are. A breach of the law is no fault. Raises BadInputError with every
    fault, and NotAllowedError; then nothing has changed.
    """
    hospital = _hospital(actor, hospital_code)
    units = units_by_code(hospital)
    for code in sorted({row.get("unit") for row in rows} & set(units)):
        check_at(actor, Permission.MANAGE_WORKED, units[code])
    with transaction.atomic():
        hold(hospital)
        place = _Place(hospital, persons_by_code(hospital), units)
        faults = Faults()
        refuse_repeats(rows, same=_person_and_start, column="starts_at", faults=faults)
        lines = [(row, _read(Line(row, faults), place)) for row in rows]
        read = [_Read(row.line, declared) for row, declared in lines if declared is not None]
        known = Known.around(hospital, [one.declared for one in read])
        read = _answering(read, known)
        _check_sound(read, rows, faults)
        faults.stop()
        for unit in known.units_of([one.declared for one in read]):
            check_at(actor, Permission.MANAGE_WORKED, unit)
        return _save(read, known, faults, actor)


def _check_sound(read: Sequence[_Read], rows: Sequence[Row], faults: Faults) -> None:
    by_line = {row.line: row for row in rows}
    for one in read:
        try:
            check_sound(one.declared)
        except ShiftsError as fault:
            Line(by_line[one.line], faults).fault("ends_at", fault.what)


def _hospital(actor: Actor, code: str | None) -> Level:
    """Return the hospital of the file; one unit that is open there is enough."""
    hospital = hospital_of(code, among=levels_known_to(actor))
    units = units_for(actor, Permission.MANAGE_WORKED).filter(hospital=hospital)
    if not units.exists():
        check_at(actor, Permission.MANAGE_WORKED, hospital)
    return hospital


def _save(read: Sequence[_Read], known: Known, faults: Faults, actor: Actor) -> ImportReport:
    """Write what differs from what is known, all at once; a fault is noted with its line."""
    added = changed = unchanged = 0
    by, now = None if actor == HOUSE else account_of(actor), timezone.now()
    new: list[tuple[int, WorkedShift]] = []
    for one in read:
        before = known.answer(one.declared)
        if before is not None and is_same(before, one.declared):
            unchanged += 1
            continue
        if (month := known.closed_month(one.declared, before)) is not None:
            faults.note(ClosedMonthError(month).what, line=one.line)
            continue
        new.append((one.line, row_of(one.declared, before, by=by, at=now)))
        added, changed = added + (before is None), changed + (before is not None)
    for line, row in known.clashes(new):
        day = local_day(row.starts_at)
        faults.note(ClashError(known.codes[row.person_id], day).what, line=line)
    faults.stop()
    _write([row for _line, row in new], now)
    verb = "shifts.worked.import"
    note_changes(actor, [worked_change(verb, row, before=row.supersedes) for _line, row in new])
    return ImportReport(added=added, changed=changed, unchanged=unchanged)


def _write(rows: Sequence[WorkedShift], now: datetime) -> None:
    gone = [row.supersedes_id for row in rows if row.supersedes_id is not None]
    for batch in (gone[at : at + ROWS_AT_ONCE] for at in range(0, len(gone), ROWS_AT_ONCE)):
        found = WorkedShift.objects.for_hospital(rows[0].hospital_id).filter(pk__in=batch)
        found.update(superseded_at=now)
    WorkedShift.objects.bulk_create(rows, batch_size=ROWS_AT_ONCE)


def _read(line: Line, place: _Place) -> Declared | None:
    code = line.known("person", place.people)
    unit = line.known("unit", place.units)
    said = line.text("code", most=LONGEST_CODE)
    starts_at, ends_at = _instant(line, "starts_at"), _instant(line, "ends_at")
    kind = line.row.get("kind") or "file"
    if kind not in DEVIATIONS:
        line.stranger("kind", kind, DEVIATIONS)
    minutes = _minutes(line)
    if not line.sound or starts_at is None or ends_at is None:
        return None
    return Declared(
        person=place.people[code],
        unit=place.units[unit],
        kind=kind,
        starts_at=starts_at,
        ends_at=ends_at,
        code=said,
        break_minutes=minutes,
    )


def _answering(read: Sequence[_Read], known: Known) -> list[_Read]:
    """Return the lines, each with the planned shift to which it answers.

    A plan is answered by the one line that overlaps it most: the other half of a split shift
    stands beside it, and so does a recall or a call-out.
    """
    wanted = sorted(
        (-shared, one.line, at, plan)
        for at, one in enumerate(read)
        if one.declared.kind not in BESIDE_PLANS
        for shared, plan in known.near(one.declared)
    )
    plans: dict[int, int] = {}
    answered: set[int] = set()
    for _shared, _line, at, plan in wanted:
        if at not in plans and plan not in answered:
            plans[at] = plan
            answered.add(plan)
    return [
        replace(one, declared=replace(one.declared, planned=known.plans[plans[at]]))
        if at in plans
        else one
        for at, one in enumerate(read)
    ]


def _instant(line: Line, column: str) -> datetime | None:
    """Return the instant of a cell as ``2026-03-01T07:00``, local where it names no zone."""
    said = line.row.get(column)
    try:
        found = datetime.fromisoformat(said)
    except ValueError:
        message = _("{said!r} is not an instant written like 2026-03-01T07:00")
        line.fault(column, message.format(said=said[:60]))
        return None
    if timezone.is_aware(found):
        return found
    zone = timezone.get_default_timezone()
    aware = found.replace(tzinfo=zone)
    if (
        timezone.localtime(aware.astimezone(timezone.get_fixed_timezone(0)), zone).replace(
            tzinfo=None
        )
        != found
    ):
        line.fault(column, _("the clock was put forward then: this instant does not exist"))
        return None
    return aware


def _minutes(line: Line) -> int | None:
    said = line.row.get("break_minutes")
    if not said:
        return None
    if said.isascii() and said.isdigit() and len(said) < 4:
        return int(said)
    line.fault("break_minutes", _("write whole minutes, or leave the cell empty"))
    return None


def _person_and_start(row: Row) -> tuple[str, ...]:
    return row.get("person"), row.get("starts_at")
