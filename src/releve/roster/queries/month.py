"""The picture of a month as one viewer may see it: rows, counters, cover, holes.

Everything comes from ``grid``, the same picture that the terminal and the exports draw. What a
colleague may not know of others (counters, unavailability) is left out here, before any page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal
from urllib.parse import quote

from releve.kit.words import translator
from releve.people.school_holidays import school_holidays
from releve.roster.engine.problem import Problem
from releve.roster.engine.result import Breach, Hole
from releve.roster.explain_words import hole_text, merged_holes
from releve.roster.grid import Cell, Cover, CoverLine, Grid, Line, cover_title, shift_kind
from releve.roster.models import Version
from releve.roster.phrases import (
    listed,
    month_text,
    person_text,
    role_text,
    short_day,
    weekday_letter,
)
from releve.roster.queries.periods import Viewer

_ = translator("releve.roster")

BAR_START, BAR_WIDTH = 2, 32
"""Where the little bar under a counter begins, and how long it is, as it is drawn."""

COUNTER_COLUMNS = 4

LEAST_GROUP = 8
"""A range of fewer people would tell a colleague what another one has."""

CounterName = Literal["hours", "nights", "sundays", "wishes"]


@dataclass(frozen=True)
class Head:
    """A day at the top: ``css`` says weekend, holiday, today, start of week."""

    day: date
    letter: str
    month: str
    css: str


@dataclass(frozen=True)
class Box:
    """A cell as drawn: the code people read, how it looks, where "why?" leads."""

    code: str
    kind: str
    css: str
    href: str

    @property
    def mark(self) -> str:
        """What stands for a day without a shift: a stroke where unavailable, else a dot."""
        return "/" if self.kind == "away" else "·"


@dataclass(frozen=True)
class Figure:
    """A counter beside its group: ``at`` is its place on the bar, absent where all are equal."""

    name: CounterName
    value: int
    of: int | None = None
    at: int | None = None
    href: str = ""


@dataclass(frozen=True)
class Row:
    """One person's line as one viewer sees it."""

    person: str
    name: str
    boxes: tuple[Box, ...]
    figures: tuple[Figure, ...]
    is_own: bool
    href: str


@dataclass(frozen=True)
class Group:
    """People of one role."""

    role: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class CoverBox:
    """People present on a day; ``missing`` below the minimum."""

    css: str
    present: int | None = None
    missing: int = 0
    href: str = ""


@dataclass(frozen=True)
class CoverRow:
    """One post and its cover across the month."""

    title: str
    boxes: tuple[CoverBox, ...]


@dataclass(frozen=True)
class HoleLine:
    """A hole in words, and where "why?" leads."""

    sentence: str
    href: str


@dataclass(frozen=True)
class Shown:
    """A shift in the legend."""

    code: str
    kind: str
    times: str
    name: str


@dataclass(frozen=True)
class Picture:
    """A whole month, ready to be drawn. ``school``: a flag a day, empty where none is known."""

    heads: tuple[Head, ...]
    groups: tuple[Group, ...]
    cover: tuple[CoverRow, ...]
    holes: tuple[HoleLine, ...]
    legend: tuple[Shown, ...]
    has_counters: bool
    shows_away: bool
    school: tuple[bool, ...] = ()
    school_names: str = ""

    @property
    def columns(self) -> int:
        """Columns of the table, names and counters included."""
        return 1 + len(self.heads) + (COUNTER_COLUMNS if self.has_counters else 0)


def month_picture(
    version: Version, viewer: Viewer, *, zone: str, today: date, is_edited: bool = False
) -> Picture:
    """Return the picture of a version as the viewer may see it.

    ``zone``: of the school holidays, empty where the hospital has none. ``is_edited``: whether
    a cell leads to what it could hold rather than to why it is so.
    """
    problem, result = version.demand.problem, version.result
    drawn = version.drawn
    heads = tuple(_heads(drawn, today))
    painter = _Painter(
        problem=problem,
        viewer=viewer,
        heads=heads,
        marked=_marked(version.verdict.hard) if viewer.sees_counters else frozenset(),
        ranges=_ranges(drawn),
        sizes=Counter(line.person.role for line in drawn.lines),
        is_edited=is_edited,
    )
    roles = dict.fromkeys(line.person.role for line in drawn.lines)
    school, names = _school(zone, problem)
    holes = merged_holes(result.score.holes) if result.score else ()
    groups = tuple(
        Group(
            role_text(role),
            tuple(painter.row(line) for line in drawn.lines if line.person.role == role),
        )
        for role in roles
    )
    rows = [row for group in groups for row in group.rows]
    return Picture(
        heads=heads,
        groups=groups,
        cover=tuple(painter.cover(line) for line in drawn.cover),
        holes=tuple(
            HoleLine(hole_text(problem, hole), hole_href(hole) if viewer.manages else "")
            for hole in holes
        ),
        legend=tuple(
            Shown(
                code=shift.code,
                kind=shift_kind(shift),
                times=f"{shift.starts_at:%H:%M}–{shift.ends_at:%H:%M}",
                name=shift.name,
            )
            for shift in sorted(problem.shifts, key=lambda shift: shift.starts_at)
        ),
        has_counters=viewer.sees_counters or viewer.person in problem.person_by_id,
        shows_away=any(box.kind == "away" for row in rows for box in row.boxes),
        school=school,
        school_names=names,
    )


def _school(zone: str, problem: Problem) -> tuple[tuple[bool, ...], str]:
    """Return which days are school holidays, and the holidays by name; nothing where none are."""
    found = school_holidays(zone, problem.starts_on, problem.ends_on) if zone else ()
    if not found:
        return (), ""
    flags = tuple(any(one.from_on <= day <= one.to_on for one in found) for day in problem.days)
    told = [
        _("{name}, {first} to {last}").format(
            name=one.name, first=short_day(one.from_on), last=short_day(one.to_on)
        )
        for one in found
    ]
    return flags, listed(told)


def hole_href(hole: Hole) -> str:
    """Return the address that asks why a hole stays open."""
    at = hole.starts_at.astimezone(UTC)
    return f"?hole={quote(hole.need)}&at={at:%Y-%m-%dT%H:%MZ}#why"


@dataclass(frozen=True)
class _Painter:
    """Draws lines for one viewer."""

    problem: Problem
    viewer: Viewer
    heads: tuple[Head, ...]
    marked: frozenset[tuple[str, date]]
    ranges: dict[tuple[str, CounterName], tuple[int, int]]
    sizes: Mapping[str, int]
    is_edited: bool = False

    def row(self, line: Line) -> Row:
        person = line.person.id
        is_own = person == self.viewer.person
        knows = self.viewer.sees_counters or is_own
        asks = self.viewer.manages or is_own
        start = f"?person={quote(person)}"
        return Row(
            person=person,
            name=person_text(self.problem, person),
            boxes=tuple(
                self._box(cell, head, person, start if asks else "", knows=knows)
                for cell, head in zip(line.cells, self.heads, strict=True)
            ),
            figures=tuple(self._figures(line, start if asks else "")) if knows else (),
            is_own=is_own,
            href=f"{start}#why" if asks else "",
        )

    def _box(self, cell: Cell, head: Head, person: str, start: str, *, knows: bool) -> Box:
        kind = "rest" if cell.kind == "away" and not knows else cell.kind
        css = f"{head.css} k-{kind}" if head.css else f"k-{kind}"
        if cell.is_fixed and knows:
            css += " fixed"
        if (person, head.day) in self.marked:
            css += " breach"
        if len(cell.code) > 2:
            css += " tight"
        asked = f"?edit=&{start[1:]}" if self.is_edited else start
        href = f"{asked}&day={head.day:%Y-%m-%d}#why" if start else ""
        return Box(cell.code, kind, css, href)

    def _figures(self, line: Line, start: str) -> Iterator[Figure]:
        for name, value in _values(line).items():
            low, high = self.ranges[line.person.role, name]
            is_small = self.sizes[line.person.role] < LEAST_GROUP
            is_shown = high > low and (self.viewer.sees_counters or not is_small)
            part = None if not is_shown else (value - low) / (high - low)
            at = None if part is None else round(BAR_START + BAR_WIDTH * part)
            href = f"{start}&counter={name}#why" if start else ""
            yield Figure(name, value, at=at, href=href)
        counted = line.counters
        yield Figure("wishes", counted.wishes_met, of=len(counted.wishes))

    def cover(self, line: CoverLine) -> CoverRow:
        return CoverRow(
            title=cover_title(line),
            boxes=tuple(
                self._cover_box(line, cover, head)
                for cover, head in zip(line.days, self.heads, strict=True)
            ),
        )

    def _cover_box(self, line: CoverLine, cover: Cover | None, head: Head) -> CoverBox:
        if cover is None:
            return CoverBox(head.css)
        href = ""
        if cover.missing and self.viewer.manages:
            href = f"?hole={quote(line.names[0])}&day={head.day:%Y-%m-%d}#why"
        css = f"{head.css} hole".strip() if cover.missing else head.css
        return CoverBox(css, cover.present, cover.missing, href)


def _heads(drawn: Grid, today: date) -> Iterator[Head]:
    for place, head in enumerate(drawn.heads):
        words = {
            "off": head.is_off,
            "feast": head.is_holiday,
            "week": head.day.weekday() == 0 and place > 0,
            "today": head.day == today,
        }
        is_first = place == 0 or head.day.day == 1
        yield Head(
            day=head.day,
            letter=weekday_letter(head.day),
            month=month_text(head.day) if is_first else "",
            css=" ".join(word for word, holds in words.items() if holds),
        )


def _values(line: Line) -> dict[CounterName, int]:
    counted = line.counters
    return {
        "hours": line.balance_minutes,
        "nights": counted.nights,
        "sundays": counted.sundays,
    }


def _ranges(drawn: Grid) -> dict[tuple[str, CounterName], tuple[int, int]]:
    """Return the lowest and highest value of each counter among the people of a role."""
    found: dict[tuple[str, CounterName], tuple[int, int]] = {}
    for line in drawn.lines:
        for name, value in _values(line).items():
            low, high = found.get((line.person.role, name), (value, value))
            found[line.person.role, name] = (min(low, value), max(high, value))
    return found


def _marked(breaches: Sequence[Breach]) -> frozenset[tuple[str, date]]:
    """Return the last day of each breach's window: where its corner mark stands."""
    return frozenset(
        (breach.person, last.date() if isinstance(last, datetime) else last)
        for breach in breaches
        for last in [breach.to_at]
    )
