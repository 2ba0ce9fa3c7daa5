"""Tables of planned or worked shifts, of any origin: ``person,start,end,break_minutes``.

Break minutes are unpaid and no work. A paid break (the person stays within call, décret 2002-9,
art. 5) is work all the same, and stands in ``paid_break_minutes`` so that it counts as taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from releve.kit.faults import BadInputError, Place
from releve.kit.tables import Row, read_table
from releve.kit.words import translator
from releve.roster.engine.audit import WorkedShift
from releve.roster.local_times import read_instant

_ = translator("releve.roster")

REQUIRED = ("person", "start", "end", "break_minutes")
OPTIONAL = ("overtime_minutes", "part_of", "paid_break_minutes")

SPLIT_WITHIN = timedelta(hours=24)
"""From the first start to the last end of a split shift: it is the work of one day."""


def read_shifts(path: Path, zone: ZoneInfo) -> tuple[WorkedShift, ...]:
    """Read a table of shifts; breaks are unpaid. Raises BadInputError with line and column."""
    rows = read_table(path, required=REQUIRED, optional=OPTIONAL)
    try:
        return shifts_of_rows(rows, zone)
    except BadInputError as fault:
        raise fault.in_file(path) from None


def shifts_of_rows(rows: Iterable[Row], zone: ZoneInfo) -> tuple[WorkedShift, ...]:
    """Return the shifts of rows read already. Raises BadInputError with line and column."""
    shifts = tuple(_shift(row, zone) for row in rows)
    for line, field, what in (*_overlaps(shifts), *_split_faults(shifts)):
        raise BadInputError(what, place=Place(line=line, field=field))
    return shifts


def _shift(row: Row, zone: ZoneInfo) -> WorkedShift:
    try:
        return _read(row, zone)
    except _FieldFaultError as fault:
        place = Place(line=row.line, field=fault.field)
        raise BadInputError(str(fault), place=place) from None


class _FieldFaultError(ValueError):
    """What is wrong in one column of a line."""

    def __init__(self, field: str, what: str) -> None:
        self.field = field
        super().__init__(what)


def _read(row: Row, zone: ZoneInfo) -> WorkedShift:
    person = row.get("person")
    if not person:
        raise _FieldFaultError("person", _("the cell is empty; write who worked"))
    bounds = []
    for field in ("start", "end"):
        try:
            bounds.append(read_instant(row.get(field), zone))
        except ValueError as error:
            raise _FieldFaultError(field, str(error)) from None
    start, end = bounds
    span = (end.astimezone(UTC) - start.astimezone(UTC)) // timedelta(minutes=1)
    if span <= 0:
        raise _FieldFaultError("end", _("the shift ends at or before its start; correct one"))
    taken = _minutes(row, "break_minutes")
    if taken >= span:
        message = _("the break of {taken} minutes is as long as the shift of {span}; correct one")
        raise _FieldFaultError("break_minutes", message.format(taken=taken, span=span))
    paid = _minutes(row, "paid_break_minutes") if row.get("paid_break_minutes") else 0
    if taken + paid >= span:
        message = _("the breaks of {taken} minutes are as long as the shift of {span}; correct one")
        told = message.format(taken=taken + paid, span=span)
        raise _FieldFaultError("paid_break_minutes", told)
    overtime = _minutes(row, "overtime_minutes") if row.get("overtime_minutes") else 0
    if overtime > span - taken:
        message = _("{overtime} minutes of overtime are more than the {worked} worked; correct one")
        raise _FieldFaultError(
            "overtime_minutes", message.format(overtime=overtime, worked=span - taken)
        )
    return WorkedShift(
        person=person,
        start_at=start,
        end_at=end,
        unpaid_minutes=taken,
        break_minutes=taken + paid,
        overtime_minutes=overtime,
        part_of=row.get("part_of"),
        source_line=row.line,
    )


def _minutes(row: Row, field: str) -> int:
    text = row.get(field)
    if not re.fullmatch(r"\d{1,6}", text, re.ASCII):
        message = _("{text!r} is not a whole number of minutes, 0 or more; correct it")
        raise _FieldFaultError(field, message.format(text=text[:40]))
    return int(text)


def _overlaps(shifts: Iterable[WorkedShift]) -> Iterator[tuple[int | None, str, str]]:
    """Yield the first line of each person that starts before another of hers has ended."""
    latest: dict[str, WorkedShift] = {}
    for shift in sorted(shifts, key=lambda shift: shift.start_at.astimezone(UTC)):
        before = latest.get(shift.person)
        if before is not None and _is_before(shift, before):
            message = _("{person} is at work twice at the same time, also on line {line}; keep one")
            told = message.format(person=shift.person, line=before.source_line)
            yield shift.source_line, "start", told
        if before is None or before.end_at.astimezone(UTC) < shift.end_at.astimezone(UTC):
            latest[shift.person] = shift


def _is_before(shift: WorkedShift, other: WorkedShift) -> bool:
    return shift.start_at.astimezone(UTC) < other.end_at.astimezone(UTC)


def _split_faults(shifts: Iterable[WorkedShift]) -> Iterator[tuple[int | None, str, str]]:
    parts: dict[tuple[str, str], list[WorkedShift]] = {}
    for shift in shifts:
        if shift.part_of:
            parts.setdefault((shift.person, shift.part_of), []).append(shift)
    for (_person, label), group in parts.items():
        yield from _faults_of(label, group)


def _faults_of(label: str, group: Sequence[WorkedShift]) -> Iterator[tuple[int | None, str, str]]:
    ordered = sorted(group, key=lambda shift: shift.start_at.astimezone(UTC))
    start = ordered[0].start_at.astimezone(UTC)
    for shift in ordered:
        if shift.end_at.astimezone(UTC) - start > SPLIT_WITHIN and shift is not ordered[0]:
            message = _(
                "the parts of {label!r} lie more than 24 hours apart, from line {line} on;"
                " give each day its own word"
            )
            told = message.format(label=label, line=ordered[0].source_line)
            yield shift.source_line, "part_of", told
