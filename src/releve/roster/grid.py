"""The roster as wards pin it on the wall: people down, days across, counters, cover below.

One picture of a plan, without words or colours, that the terminal, the spreadsheet and the
page each draw in their own way, so that they never differ in what they show.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from releve.roster.engine.calendar import LONG_SHIFT_MINUTES, is_night, public_holidays
from releve.roster.engine.counters import Counters, counters, present
from releve.roster.engine.cover import cover_cells
from releve.roster.engine.goals import due_minutes
from releve.roster.engine.problem import Assignment, Person, Problem, ShiftKind, ShiftType
from releve.roster.engine.problem.due import unavailable_days
from releve.roster.phrases import role_text, skill_text

CellKind = Literal[
    "morning", "afternoon", "long", "night", "on_call", "training", "supernumerary", "away", "rest"
]


@dataclass(frozen=True)
class DayHead:
    """One day of the period; ``is_off`` for Saturdays, Sundays and public holidays."""

    day: date
    is_holiday: bool

    @property
    def is_off(self) -> bool:
        """Whether its column is shaded."""
        return self.is_holiday or self.day.weekday() >= 5


@dataclass(frozen=True)
class Cell:
    """What one person does on one day; ``code`` is empty on a day of rest or absence."""

    code: str
    kind: CellKind
    is_fixed: bool = False
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """One person: a cell a day, then her counters and the minutes she owes."""

    person: Person
    cells: tuple[Cell, ...]
    counters: Counters
    due_minutes: int

    @property
    def balance_minutes(self) -> int:
        """Minutes worked less minutes due."""
        return self.counters.hours_minutes - self.due_minutes


@dataclass(frozen=True)
class Cover:
    """People present for a need on a day, at the moment when it stands worst."""

    present: int
    minimum: int
    target: int

    @property
    def missing(self) -> int:
        """People missing below the minimum."""
        return max(0, self.minimum - self.present)


@dataclass(frozen=True)
class CoverLine:
    """One need, its cover on each day, ``None`` where it does not stand.

    ``names`` are the needs shown together: those that differ by their days only.
    """

    names: tuple[str, ...]
    shift: str | None
    role: str | None
    skill: str | None
    period: tuple[str, str] | None
    days: tuple[Cover | None, ...]


@dataclass(frozen=True)
class Grid:
    """The whole picture."""

    heads: tuple[DayHead, ...]
    lines: tuple[Line, ...]
    cover: tuple[CoverLine, ...]


def grid(problem: Problem, answer: Iterable[Assignment]) -> Grid:
    """Return the picture of a plan."""
    plan = tuple(answer)
    counted = counters(problem, plan)
    off = public_holidays(problem)
    starts: dict[tuple[str, date], list[str]] = {}
    for assignment in sorted(plan):
        starts.setdefault((assignment.person, assignment.day), []).append(assignment.shift)
    return Grid(
        heads=tuple(DayHead(day, day in off) for day in problem.days),
        lines=tuple(
            Line(
                person=person,
                cells=_cells(problem, person, starts),
                counters=counted[person.id],
                due_minutes=due_minutes(problem, person),
            )
            for person in problem.people
        ),
        cover=_cover_lines(problem, plan),
    )


def for_everybody(picture: Grid) -> Grid:
    """Return a picture that everybody may read: who is unavailable, or fixed, is not told."""
    return replace(
        picture,
        lines=tuple(
            replace(line, cells=tuple(_told_to_all(cell) for cell in line.cells))
            for line in picture.lines
        ),
    )


def _told_to_all(cell: Cell) -> Cell:
    return Cell(cell.code, "rest" if cell.kind == "away" else cell.kind, codes=cell.codes)


def shift_kind(shift: ShiftType) -> CellKind:
    """Return how a shift is drawn."""
    if shift.kind is not ShiftKind.WORKED:
        drawn: dict[ShiftKind, CellKind] = {
            ShiftKind.ON_CALL: "on_call",
            ShiftKind.TRAINING: "training",
            ShiftKind.SUPERNUMERARY: "supernumerary",
        }
        return drawn[shift.kind]
    if is_night(shift):
        return "night"
    if shift.span_minutes >= LONG_SHIFT_MINUTES:
        return "long"
    return "morning" if shift.starts_at.hour < 10 else "afternoon"


def cover_title(line: CoverLine) -> str:
    """Return the short title of a line of cover, as "N nurse"."""
    role = role_text(line.role) if line.role else ""
    skill = skill_text(line.skill) if line.skill else ""
    times = "–".join(line.period) if line.period else ""
    return " ".join(part for part in (line.shift or times, role, skill) if part)


def _cells(
    problem: Problem, person: Person, starts: dict[tuple[str, date], list[str]]
) -> tuple[Cell, ...]:
    fixed = {cell.day for cell in problem.fixed if cell.person == person.id}
    away = unavailable_days(problem, person)
    return tuple(
        _cell(problem, starts.get((person.id, day), []), is_away=day in away, is_fixed=day in fixed)
        for day in problem.days
    )


def _cell(problem: Problem, codes: Sequence[str], *, is_away: bool, is_fixed: bool) -> Cell:
    if not codes:
        return Cell("", "away" if is_away else "rest", is_fixed)
    kinds = [shift_kind(problem.shift_by_code[code]) for code in codes]
    return Cell("+".join(codes), kinds[0], is_fixed, tuple(codes))


def _cover_lines(problem: Problem, plan: Sequence[Assignment]) -> tuple[CoverLine, ...]:
    """Return one line for each kind of post; needs that differ by their days share a line."""
    place = {day: index for index, day in enumerate(problem.days)}
    names: dict[_Post, list[str]] = {}
    worst: dict[_Post, list[Cover | None]] = {}
    cells = cover_cells(problem)
    people = present(problem, cells, plan)
    periods = {need.id: need.period for need in problem.needs}
    for cell in cells:
        period = periods[cell.need]
        times = (f"{period.starts_at:%H:%M}", f"{period.ends_at:%H:%M}") if period else None
        post: _Post = (cell.shift, cell.role, cell.skill, times)
        line = worst.setdefault(post, [None] * len(problem.days))
        known = names.setdefault(post, [])
        if cell.need not in known:
            known.append(cell.need)
        cover = Cover(len(people[cell]), cell.minimum, cell.target)
        index = place[cell.day]
        line[index] = min((line[index] or cover, cover), key=_standing)
    return tuple(
        CoverLine(
            names=tuple(names[post]),
            shift=post[0],
            role=post[1],
            skill=post[2],
            period=post[3],
            days=tuple(line),
        )
        for post, line in worst.items()
    )


_Post = tuple[str | None, str | None, str | None, tuple[str, str] | None]


def _standing(cover: Cover) -> tuple[int, int]:
    return (cover.present - cover.minimum, cover.present - cover.target)
