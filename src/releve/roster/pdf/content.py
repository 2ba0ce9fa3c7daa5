"""What the printed roster says, as data for its template: words, numbers, sizes, no markup."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from releve.kit.figures import FONT, svg
from releve.kit.words import current_language, translator
from releve.roster.copies import Copy, days_text, fortnights_of, holes_of, holes_on
from releve.roster.engine.problem import Assignment, Problem
from releve.roster.engine.result import Hole, Result
from releve.roster.explain_words import hole_text, merged_holes
from releve.roster.figures import sharing_figure
from releve.roster.grid import Cell, Cover, CoverLine, DayHead, Grid, Line, cover_title, shift_kind
from releve.roster.pdf.summary import counters_table, law_parts, lines_of, protected_parts
from releve.roster.phrases import (
    month_text,
    period_text,
    role_text,
    shift_times,
    tight_hours,
    weekday_letter,
    weekday_short,
)

_ = translator("releve.roster")

Paper = Literal["a3", "a4"]


@dataclass(frozen=True)
class Sheet:
    """The measures of a paper, in points: what is left inside the margins, and its type."""

    width: float
    height: float
    size: float
    name_width: float
    counter_width: float
    greatest_row: float


SHEETS: dict[Paper, Sheet] = {
    "a3": Sheet(1134, 778, 9, 190, 44, 22),
    "a4": Sheet(785, 530, 9.5, 150, 44, 24),
}
LEAST_ROW, SMALL_ROW, HEAD_POINTS = 10.5, 12.0, 80.0
LEAST_SIZE, LEAST_NAME = 3.5, 7.0
LETTER, NAME_LETTER = 0.58, 0.5
"""Width of a letter of bold type beside its size, and of plain type."""


def content(
    problem: Problem,
    plan: tuple[Assignment, ...],
    *,
    result: Result | None,
    paper: Paper,
    copy: Copy,
) -> dict[str, Any]:
    """Return the data of the template."""
    holes = holes_of(problem, plan, result)
    pages = Pages(problem, copy.picture(problem, plan), holes, copy, paper)
    period = period_text(problem.starts_on, problem.ends_on)
    is_whole = paper == "a3"
    return {
        "language": current_language(),
        "paper": paper,
        "font": FONT,
        "title": copy.name(problem),
        "document_title": f"{copy.name(problem)}, {period}",
        "stamp": copy.stamp(),
        "foot": " · ".join(part for part in (copy.name(problem), period, copy.stamp()) if part),
        "people_title": _("Person"),
        "cover_title": _("Cover"),
        "size": pages.sheet.size,
        "small_row": SMALL_ROW,
        "name_width": pages.sheet.name_width,
        "counter_width": pages.sheet.counter_width,
        "pages": list(pages.drawn()),
        "legend": list(pages.legend()),
        "figure": _figure(problem, plan) if copy.with_counters else None,
        "counters": counters_table(problem, plan) if copy.with_counters else None,
        "parts": [
            *(_hole_part(problem, holes) if is_whole else ()),
            *protected_parts(problem, plan),
            *(law_parts(problem, plan, result, copy) if is_whole or copy.with_counters else ()),
        ],
    }


@dataclass(frozen=True)
class Pages:
    """The pages of the roster itself."""

    problem: Problem
    picture: Grid
    holes: Sequence[Hole]
    copy: Copy
    paper: Paper

    @property
    def sheet(self) -> Sheet:
        """The measures of the paper."""
        return SHEETS[self.paper]

    def drawn(self) -> Iterator[dict[str, Any]]:
        """Yield each page: the whole period, or half a month."""
        if self.paper == "a3":
            yield self._page(range(len(self.picture.heads)), holes=())
            return
        for days in fortnights_of(self.picture.heads):
            first, last = self.picture.heads[days.start].day, self.picture.heads[days.stop - 1].day
            found = tuple(holes_on(self.problem, self.holes, first, last))
            yield self._page(days, holes=merged_holes(found))

    def legend(self) -> Iterator[dict[str, Any]]:
        """Yield what each code means."""
        for shift in sorted(self.problem.shifts, key=lambda shift: shift.starts_at):
            size = min(8.0, 19 / (LETTER * len(shift.code)))
            text = shift_times(shift)
            yield {
                "kind": shift_kind(shift),
                "code": shift.code,
                "size": max(LEAST_SIZE, size),
                "text": f"{shift.name}, {text}" if shift.name else text,
            }
        cells = (cell for line in self.picture.lines for cell in line.cells)
        if any(cell.kind == "away" for cell in cells):
            yield {"kind": "away", "code": "", "size": 8, "text": _("unavailable")}

    def _page(self, days: range, *, holes: Sequence[Hole]) -> dict[str, Any]:
        titles = self._counter_titles()
        width = self.sheet.width - self.sheet.name_width - self.sheet.counter_width * len(titles)
        roles = list(dict.fromkeys(line.person.role for line in self.picture.lines))
        return {
            "title": days_text(self.picture.heads, days),
            "heads": [self._head(place, days) for place in days],
            "counter_titles": titles,
            "groups": [
                {
                    "role": role_text(role) if role else "",
                    "rows": [
                        self._row(line, days, width / len(days))
                        for line in self.picture.lines
                        if line.person.role == role
                    ],
                }
                for role in roles
            ],
            "cover": [self._cover(line, days) for line in self._posts(days)],
            "holes": [hole_text(self.problem, hole) for hole in holes],
            "row": self._row_points(len(roles) + len(self._posts(days)) + len(holes)),
        }

    def _posts(self, days: range) -> list[CoverLine]:
        """Return the posts below the table: all on A3, on A4 those with a hole on these days."""
        if self.paper == "a3":
            return list(self.picture.cover)
        return [
            line
            for line in self.picture.cover
            if any(cover and cover.missing for cover in line.days[days.start : days.stop])
        ]

    def _row_points(self, lines: int) -> float:
        """Return the height of a person's row with which the page is full, if it can be."""
        small = (lines + 2) * (SMALL_ROW + 0.8)
        people = max(1, len(self.picture.lines))
        fitting = (self.sheet.height - HEAD_POINTS - small) / people
        return min(self.sheet.greatest_row, max(LEAST_ROW, fitting))

    def _counter_titles(self) -> list[str]:
        if not self.copy.with_counters or self.paper == "a4":
            return []
        first = _("Balance, h") if self.problem.fairness else _("Hours")
        return [first, _("Nights"), _("Sundays"), _("Wishes")]

    def _head(self, place: int, days: range) -> dict[str, Any]:
        head: DayHead = self.picture.heads[place]
        is_first = place == days.start or head.day.day == 1
        name = weekday_letter(head.day) if self.paper == "a3" else weekday_short(head.day)
        return {
            "weekday": name,
            "number": str(head.day.day),
            "month": month_text(head.day) if is_first else "",
            "off": head.is_off,
            "week": head.day.weekday() == 0,
        }

    def _row(self, line: Line, days: range, width: float) -> dict[str, Any]:
        name = line.person.name or line.person.id
        return {
            **_named(name, self.sheet.size, self.sheet.name_width),
            "cells": [self._cell(line.cells[place], width) for place in days],
            "counters": self._counters(line) if self._counter_titles() else [],
        }

    def _cell(self, cell: Cell, width: float) -> dict[str, Any]:
        size = _fitting(cell.code, self.sheet.size, width - 3)
        return {"kind": cell.kind, "code": cell.code, "size": size}

    def _counters(self, line: Line) -> list[str]:
        counted = line.counters
        is_fair = self.problem.fairness
        minutes = line.balance_minutes if is_fair else counted.hours_minutes
        wishes = f"{counted.wishes_met}/{len(counted.wishes)}" if counted.wishes else ""
        hours = tight_hours(minutes, signed=is_fair)
        return [hours, str(counted.nights), str(counted.sundays), wishes]

    def _cover(self, line: CoverLine, days: range) -> dict[str, Any]:
        return {
            **_named(cover_title(line), self.sheet.size * 0.9, self.sheet.name_width),
            "cells": [_cover_cell(line.days[place]) for place in days],
        }


def _cover_cell(cover: Cover | None) -> dict[str, Any]:
    if cover is None:
        return {"text": "", "hole": False}
    if cover.missing:
        return {"text": f"{cover.present}/{cover.minimum}", "hole": True}
    return {"text": str(cover.present), "hole": False}


def _named(name: str, size: float, width: float) -> dict[str, Any]:
    """Return a name on one line: in smaller type where it is long, then cut short."""
    room = width - 4
    fitting = max(LEAST_NAME, min(size, room / (NAME_LETTER * max(1, len(name)))))
    most = int(room / (NAME_LETTER * fitting))
    shown = name if len(name) <= most else f"{name[: most - 1]}…"
    return {"name": shown, "size": round(fitting, 2)}


def _fitting(text: str, size: float, width: float) -> float:
    """Return the size of type, in points, at which a text stays within a width."""
    return round(max(LEAST_SIZE, min(size, width / (LETTER * max(1, len(text))))), 2)


def _figure(problem: Problem, plan: tuple[Assignment, ...]) -> dict[str, str]:
    made = sharing_figure(problem, plan)
    drawn = svg(made.spec, theme="print", language=current_language())
    return {"svg": drawn, "alt": made.title, "sentence": made.sentence}


def _hole_part(problem: Problem, holes: Sequence[Hole]) -> Iterator[dict[str, Any]]:
    told = [hole_text(problem, hole) for hole in merged_holes(holes)]
    lines = told or [_("Every post is covered.")]
    yield {"title": _("Cover"), "lines": lines_of(lines, attention=bool(told))}
