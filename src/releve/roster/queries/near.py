"""A roster from near, as a phone shows it: one person's days, or one day's posts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from releve.roster.engine.problem import Person, Problem
from releve.roster.grid import CellKind, Line, shift_kind
from releve.roster.models import Version
from releve.roster.phrases import person_text, role_text
from releve.roster.queries.month import Figure, Picture, Row
from releve.roster.queries.periods import Viewer

SHOWN = ("month", "person", "day")


@dataclass(frozen=True)
class Duty:
    """What somebody does on one day; ``times`` and ``name`` are empty on a day of rest."""

    day: date
    code: str
    kind: CellKind
    name: str = ""
    times: str = ""
    is_off: bool = False
    is_today: bool = False
    href: str = ""


@dataclass(frozen=True)
class Week:
    """Days of one week."""

    monday: date
    duties: tuple[Duty, ...]


@dataclass(frozen=True)
class Post:
    """A shift of one day and who has it."""

    code: str
    kind: CellKind
    name: str
    times: str
    people: tuple[tuple[str, str], ...]
    """Names with their roles."""


@dataclass(frozen=True)
class NearViews:
    """One person's period and one day's posts, with the lists to choose others from."""

    person: Person
    name: str
    weeks: tuple[Week, ...]
    figures: tuple[Figure, ...]
    day: date
    previous_day: date | None
    next_day: date | None
    posts: tuple[Post, ...]
    people: tuple[tuple[str, str], ...]
    show: str
    is_asked: bool


def near_views(
    asked: Mapping[str, str], version: Version, viewer: Viewer, *, today: date, picture: Picture
) -> NearViews | None:
    """Return the near views that an address asks for; nothing of a roster without people.

    Without a word in the address: the viewer's own line, else the day of today.
    """
    problem = version.demand.problem
    if not problem.people:
        return None
    known = problem.person_by_id
    person = known.get(asked.get("person", ""))
    shown = person or known.get(viewer.person or "") or problem.people[0]
    line = next(line for line in version.drawn.lines if line.person.id == shown.id)
    day = _day_of(asked.get("day", ""), problem, today)
    row = next(row for group in picture.groups for row in group.rows if row.person == shown.id)
    first_view = "person" if shown.id == viewer.person else "day"
    show = asked.get("show", first_view)
    return NearViews(
        person=shown,
        name=person_text(problem, shown.id),
        weeks=_weeks(version, line, row, viewer, today),
        figures=row.figures,
        day=day,
        previous_day=day - timedelta(days=1) if day > problem.starts_on else None,
        next_day=day + timedelta(days=1) if day < problem.ends_on else None,
        posts=_posts(problem, version, day),
        people=tuple((one.id, person_text(problem, one.id)) for one in problem.people),
        show=show if show in SHOWN else first_view,
        is_asked=asked.get("show") in SHOWN,
    )


def _day_of(text: str, problem: Problem, today: date) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = today
    return day if problem.starts_on <= day <= problem.ends_on else problem.starts_on


def _weeks(version: Version, line: Line, row: Row, viewer: Viewer, today: date) -> tuple[Week, ...]:
    problem, heads = version.demand.problem, version.drawn.heads
    knows = viewer.sees_counters or line.person.id == viewer.person
    duties = []
    for cell, head, box in zip(line.cells, heads, row.boxes, strict=True):
        shifts = [problem.shift_by_code[code] for code in cell.codes]
        duties.append(
            Duty(
                day=head.day,
                code=cell.code,
                kind="rest" if cell.kind == "away" and not knows else cell.kind,
                name=", ".join(shift.name for shift in shifts if shift.name),
                times=", ".join(f"{one.starts_at:%H:%M}–{one.ends_at:%H:%M}" for one in shifts),
                is_off=head.is_off,
                is_today=head.day == today,
                href=f"?show=person&{box.href[1:]}" if box.href else "",
            )
        )
    weeks = groupby(duties, key=lambda duty: duty.day - timedelta(days=duty.day.weekday()))
    return tuple(Week(monday, tuple(found)) for monday, found in weeks)


def _posts(problem: Problem, version: Version, day: date) -> tuple[Post, ...]:
    people: dict[str, list[tuple[str, str]]] = {}
    for one in version.result.answer:
        if one.day == day:
            role = problem.person_by_id[one.person].role
            people.setdefault(one.shift, []).append(
                (person_text(problem, one.person), role_text(role))
            )
    return tuple(
        Post(
            code=shift.code,
            kind=shift_kind(shift),
            name=shift.name,
            times=f"{shift.starts_at:%H:%M}–{shift.ends_at:%H:%M}",
            people=tuple(sorted(people[shift.code], key=lambda one: (one[1], one[0]))),
        )
        for shift in sorted(problem.shifts, key=lambda shift: shift.starts_at)
        if shift.code in people
    )
