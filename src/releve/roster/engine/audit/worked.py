"""A shift as the judge sees it: stretches of minutes, whoever planned or wrote them down.

Décret 2002-9, art. 5 and 7: what counts is presence at the employer's disposal, from the first
start to the last end for amplitude, part by part for work and breaks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from releve.roster.engine.audit.clock import Clock, minute_of
from releve.roster.engine.problem import ShiftKind

LONG_MINUTES = 690
MORNING_BEFORE = 10 * 60
EVENING_FROM = 12 * 60
EVENING_UNTIL = 20 * 60


@dataclass(frozen=True)
class WorkedShift:
    """One stretch of presence of one person, as a table of worked hours lists it.

    ``start_at`` and ``end_at`` are aware and on whole minutes. ``unpaid_minutes`` are not work;
    ``break_minutes`` is the break taken, paid or not. Stretches of one person with the same
    ``part_of`` that is not empty are one split shift.
    """

    person: str
    start_at: datetime
    end_at: datetime
    unpaid_minutes: int = 0
    break_minutes: int = 0
    overtime_minutes: int = 0
    part_of: str = ""
    kind: ShiftKind = ShiftKind.WORKED
    source_line: int | None = None


@dataclass(frozen=True)
class Stretch:
    """Presence without interruption; instants and durations in minutes."""

    start: int
    end: int
    work: int
    break_taken: int = 0
    overtime: int = 0

    @property
    def span(self) -> int:
        """Real minutes from start to end."""
        return self.end - self.start


@dataclass(frozen=True)
class Shift:
    """A whole shift: its rows as given, its parts (rows that touch are one), its kinds.

    ``day``: the civil day on which it starts. ``code``: its shift type, empty in records.
    ``kind``: only *worked* covers a need for presence; all but *on_call* are work.
    """

    rows: tuple[Stretch, ...]
    parts: tuple[Stretch, ...]
    day: int
    kind: ShiftKind
    night: bool
    morning: bool
    evening: bool
    code: str = ""

    @property
    def on_call(self) -> bool:
        """Whether it is not work but reachability."""
        return self.kind is ShiftKind.ON_CALL

    @property
    def start(self) -> int:
        """Instant of its first minute."""
        return self.parts[0].start

    @property
    def end(self) -> int:
        """Instant at which its last part ends."""
        return self.parts[-1].end

    @property
    def amplitude(self) -> int:
        """Real minutes from first start to last end."""
        return self.end - self.start

    @property
    def work(self) -> int:
        """Minutes of work in all its parts."""
        return sum(part.work for part in self.parts)

    @property
    def long(self) -> bool:
        """Whether its amplitude is that of a 12-hour shift."""
        return self.amplitude >= LONG_MINUTES


def shift_of(
    rows: Iterable[Stretch], *, clock: Clock, kind: ShiftKind = ShiftKind.WORKED, code: str = ""
) -> Shift:
    """Return the shift that these stretches form, with its kinds worked out by the clock."""
    ordered = tuple(sorted(rows, key=lambda row: (row.start, row.end)))
    parts = _parts(ordered)
    day = clock.day_of(parts[0].start)
    present = sum(part.span for part in parts)
    dark = sum(clock.dark_minutes(part.start, part.end) for part in parts)
    night = present > 0 and 2 * dark >= present
    start, end = parts[0].start, parts[-1].end
    late = start >= clock.at(day, EVENING_FROM) and end >= clock.at(day, EVENING_UNTIL)
    return Shift(
        rows=ordered,
        parts=parts,
        day=day,
        kind=kind,
        night=night,
        morning=not night and start < clock.at(day, MORNING_BEFORE),
        evening=not night and late,
        code=code,
    )


def shifts_of(worked: Sequence[WorkedShift], *, clock: Clock) -> tuple[Shift, ...]:
    """Return the shifts of one person, split ones put together, in order of start."""
    groups: dict[object, list[WorkedShift]] = {}
    for index, row in enumerate(worked):
        groups.setdefault((row.part_of, row.kind) if row.part_of else index, []).append(row)
    shifts = (
        shift_of((_stretch(row) for row in group), clock=clock, kind=group[0].kind)
        for group in groups.values()
    )
    return tuple(sorted(shifts, key=lambda shift: (shift.start, shift.end)))


def _stretch(row: WorkedShift) -> Stretch:
    start, end = minute_of(row.start_at), minute_of(row.end_at)
    if end <= start:
        message = f"a shift of {row.person!r} ends at or before its start, {row.start_at}"
        raise ValueError(message)
    return Stretch(
        start=start,
        end=end,
        work=max(0, end - start - row.unpaid_minutes),
        break_taken=row.break_minutes,
        overtime=row.overtime_minutes,
    )


def _parts(rows: Sequence[Stretch]) -> tuple[Stretch, ...]:
    """Join rows that touch or overlap: a shift written in two lines is not split."""
    groups: list[list[Stretch]] = []
    reach = rows[0].start - 1
    for row in rows:
        if row.start <= reach:
            groups[-1].append(row)
        else:
            groups.append([row])
        reach = max(reach, row.end)
    return tuple(
        Stretch(
            start=group[0].start,
            end=max(row.end for row in group),
            work=sum(row.work for row in group),
            break_taken=sum(row.break_taken for row in group),
            overtime=sum(row.overtime for row in group),
        )
        for group in groups
    )
