"""Worked shifts from a file of another program: whole or not at all, every fault named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from releve.kit.actors import Actor
from releve.kit.permissions import Permission, needs
from releve.kit.tables import Row
from releve.kit.words import translator
from releve.people.actions import ImportReport
from releve.people.actions.lines import Faults, Line, refuse_repeats
from releve.people.models import Level, Person
from releve.people.queries import (
    check_at,
    hospital_of,
    levels_known_to,
    persons_by_code,
    units_by_code,
    units_for,
)
from releve.shifts.actions.declaring import (
    answer_to,
    check_open,
    check_sound,
    is_same,
    replaced,
)
from releve.shifts.actions.noting import worked_change
from releve.shifts.facts import Declared
from releve.shifts.faults import ShiftsError
from releve.shifts.models import PlannedShift, WorkedShift
from releve.shifts.queries.planned import standing
from releve.shifts.queries.worked import declared_rows
from releve.shifts.vocabulary import DEVIATIONS
from releve.trail.actions import note_changes

_ = translator("releve.shifts")

LONGEST_CODE = 12


@dataclass(frozen=True)
class _Place:
    """What a file is read against: the people and the units of the hospital."""

    hospital: Level
    people: Mapping[str, Person]
    units: Mapping[str, Level]


@needs(Permission.MANAGE_WORKED)
def import_worked(
    rows: Sequence[Row], *, actor: Actor, hospital_code: str | None = None
) -> ImportReport:
    """Save what a file says was worked; a line that says what is known changes nothing.

    A line answers to the planned shift of its person that it overlaps most, if any, and replaces
    what was said of it. Planned shifts that the file does not name stay as they are. A breach of
    the law is no fault. Raises BadInputError with every fault, and NotAllowedError; then nothing
    has changed.
    """
    hospital = _hospital(actor, hospital_code)
    units = units_by_code(hospital)
    for code in sorted({row.get("unit") for row in rows} & set(units)):
        check_at(actor, Permission.MANAGE_WORKED, units[code])
    with transaction.atomic():
        Level.objects.select_for_update().get(pk=hospital.pk)
        place = _Place(hospital, persons_by_code(hospital), units)
        faults = Faults()
        refuse_repeats(rows, same=_person_and_start, column="starts_at", faults=faults)
        read = [(row.line, _read(Line(row, faults), place)) for row in rows]
        faults.stop()
        report = _save([(line, one) for line, one in read if one is not None], faults, actor)
        faults.stop()
    return report


def _hospital(actor: Actor, code: str | None) -> Level:
    """Return the hospital of the file; one unit that is open there is enough."""
    hospital = hospital_of(code, among=levels_known_to(actor))
    units = units_for(actor, Permission.MANAGE_WORKED).filter(hospital=hospital)
    if not units.exists():
        check_at(actor, Permission.MANAGE_WORKED, hospital)
    return hospital


def _save(read: Sequence[tuple[int, Declared]], faults: Faults, actor: Actor) -> ImportReport:
    added = changed = unchanged = 0
    notes = []
    for line, declared in read:
        if declared.planned is not None and declared.planned.unit_id != declared.unit.pk:
            check_at(actor, Permission.MANAGE_WORKED, declared.planned.unit)
        before = answer_to(declared) or _same_start(declared)
        if before is not None and is_same(before, declared):
            unchanged += 1
            continue
        try:
            check_open(declared, before, manages=True)
            row = replaced(declared, before, actor=actor)
        except ShiftsError as fault:
            faults.note(fault.what, line=line)
            continue
        notes.append(worked_change("shifts.worked.import", row, before=before))
        added, changed = added + (before is None), changed + (before is not None)
    note_changes(actor, notes)
    return ImportReport(added=added, changed=changed, unchanged=unchanged)


def _same_start(declared: Declared) -> WorkedShift | None:
    found = declared_rows(declared.person.hospital_id).filter(planned__isnull=True)
    return found.filter(person=declared.person, starts_at=declared.starts_at).first()


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
    person = place.people[code]
    declared = Declared(
        person=person,
        unit=place.units[unit],
        kind=kind,
        starts_at=starts_at,
        ends_at=ends_at,
        code=said,
        planned=_plan(person, starts_at, ends_at),
        break_minutes=minutes,
        reason="",
    )
    try:
        check_sound(declared)
    except ShiftsError as fault:
        line.fault("ends_at", fault.what)
    return declared if line.sound else None


def _plan(person: Person, starts_at: datetime, ends_at: datetime) -> PlannedShift | None:
    """Return the planned shift of a person that a stretch overlaps most."""
    near = PlannedShift.objects.for_hospital(person.hospital_id).filter(
        standing(None),
        person=person,
        is_on_call=False,
        starts_at__lt=ends_at,
        ends_at__gt=starts_at,
    )

    def shared(plan: PlannedShift) -> float:
        common = min(plan.ends_at, ends_at) - max(plan.starts_at, starts_at)
        return common.total_seconds()

    return max(near, key=shared, default=None)


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
