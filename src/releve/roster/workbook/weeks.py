"""One sheet a week, as wards pin it on the wall: large codes, holes below, one A4 page wide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from releve.kit.words import translator
from releve.roster.copies import Copy, days_text, holes_on
from releve.roster.engine.problem import Problem
from releve.roster.engine.result import Hole
from releve.roster.explain_words import hole_text, merged_holes
from releve.roster.grid import Cell, CoverLine, DayHead, Grid, Line, cover_title, shift_kind
from releve.roster.phrases import role_text, shift_times, short_day, weekday_name
from releve.roster.workbook.looks import (
    ATTENTION,
    INK,
    LINE,
    QUIET,
    Looks,
    cell_look,
    set_foot,
    set_page,
    shade,
)

_ = translator("releve.roster")

HEAD_ROW, FIRST_LINE = 2, 3
NAME_WIDTH, DAY_WIDTH, LEGEND_COLUMNS = 27, 13, 7
PAGE_POINTS, HEAD_POINTS, SMALL_POINTS = 515, 82, 15  # a landscape A4 page and what its parts take
PLAIN_ROW, GREATEST_ROW = 15.0, 27.0
LEAST_ROW = 9.5
"""Points of a row below which codes are no longer legible on the wall: several pages then."""


@dataclass
class Week:
    """The sheet of one week; ``days`` are the places of its days in the picture."""

    page: Any
    looks: Looks
    problem: Problem
    picture: Grid
    holes: Sequence[Hole]
    copy: Copy
    days: range
    row: int = FIRST_LINE

    def write(self) -> None:
        """Fill the sheet."""
        self._set_page()
        self._titles()
        role = None
        for line in self.picture.lines:
            if line.person.role != role:
                role = line.person.role
                self._group(role)
            self._person(line)
        self._cover()
        self._holes()
        self._legend()
        self.page.print_area(0, 0, self.row, len(self.days))

    @property
    def heads(self) -> tuple[DayHead, ...]:
        """The days of the week."""
        return self.picture.heads[self.days.start : self.days.stop]

    def _told_holes(self) -> tuple[Hole, ...]:
        first, last = self.heads[0].day, self.heads[-1].day
        return merged_holes(tuple(holes_on(self.problem, self.holes, first, last)))

    def _row_points(self) -> float:
        """Return the height of a person's row with which the week fills one page."""
        roles = len({line.person.role for line in self.picture.lines})
        small = roles + len(self._open_posts()) + len(self._told_holes()) + self._legend_rows() + 2
        people = max(1, len(self.picture.lines))
        return (PAGE_POINTS - HEAD_POINTS - SMALL_POINTS * small) / people

    def _set_page(self) -> None:
        set_page(self.page, one_page=self._row_points() >= LEAST_ROW)
        set_foot(self.page, self.problem, self.copy)
        self.page.center_horizontally()
        self.page.repeat_rows(0, HEAD_ROW)
        self.page.freeze_panes(FIRST_LINE, 1)
        self.page.set_column(0, 0, NAME_WIDTH)
        self.page.set_column(1, max(7, len(self.days)), DAY_WIDTH)

    def _titles(self) -> None:
        name = self.looks(bold=True, font_size=18)
        self.page.write_string(0, 0, self.copy.name(self.problem), name)
        self.page.set_row(0, 27)
        week = _("Week {number}, {days}").format(
            number=self.heads[0].day.isocalendar().week,
            days=days_text(self.picture.heads, self.days),
        )
        self.page.write_string(1, 0, week, self.looks(bold=True, font_size=14))
        self.page.set_row(1, 21)
        self.page.set_row(HEAD_ROW, 34)
        self.page.write_blank(HEAD_ROW, 0, None, self.looks(bottom=1, bottom_color=INK))
        for at, head in enumerate(self.heads, start=1):
            look = {"align": "center", "text_wrap": True, "font_size": 12, "bold": head.is_off}
            told = f"{weekday_name(head.day).capitalize()}\n{short_day(head.day)}"
            cell = self.looks(**look, **shade(head), bottom=1, bottom_color=INK)
            self.page.write_string(HEAD_ROW, at, told, cell)

    def _group(self, role: str) -> None:
        if not role:
            return
        told = self.looks(bold=True, font_color=QUIET, valign="bottom")
        self.page.write_string(self.row, 0, role_text(role), told)
        for at, head in enumerate(self.heads, start=1):
            self.page.write_blank(self.row, at, None, self.looks(**shade(head)))
        self.page.set_row(self.row, 17)
        self.row += 1

    def _person(self, line: Line) -> None:
        points = self._row_points()
        points = min(GREATEST_ROW, points) if points >= LEAST_ROW else PLAIN_ROW
        self.page.set_row(self.row, points)
        size = max(8, min(13, round(points * 0.78)))
        name = line.person.name or line.person.id
        edge = {"bottom": 1, "bottom_color": LINE, "font_size": size, "shrink": True}
        self.page.write_string(self.row, 0, name, self.looks(**edge))
        for at, place in enumerate(self.days, start=1):
            cell = line.cells[place]
            code = "/" if cell.kind == "away" else cell.code
            look = cell_look(cell, self.picture.heads[place])
            big = {"font_size": size + 1, "bold": cell.kind != "away", "shrink": True}
            self.page.write_string(self.row, at, code, self.looks(**look, **big))
        self.row += 1

    def _open_posts(self) -> list[CoverLine]:
        """Return the posts where somebody is missing this week."""
        return [
            line
            for line in self.picture.cover
            if any(cover and cover.missing for cover in line.days[self.days.start : self.days.stop])
        ]

    def _cover(self) -> None:
        self.page.set_row(self.row, 6)
        self.row += 1
        if not self._open_posts() and self.picture.cover:
            told = _("Every post is covered.")
            self.page.write_string(self.row, 0, told, self.looks(font_color=QUIET))
            self.row += 1
        for line in self._open_posts():
            self._cover_line(line)
            self.row += 1

    def _cover_line(self, line: CoverLine) -> None:
        """Write a post with a hole: of how many people how many are there."""
        look = {"shrink": True, "bold": True, "font_color": ATTENTION["font_color"]}
        self.page.write_string(self.row, 0, cover_title(line), self.looks(**look))
        for at, place in enumerate(self.days, start=1):
            cover = line.days[place]
            if cover is not None and cover.missing:
                told = f"{cover.present} / {cover.minimum}"
                self.page.write_string(self.row, at, told, self.looks(align="center", **ATTENTION))

    def _holes(self) -> None:
        for hole in self._told_holes():
            sentence = hole_text(self.problem, hole)
            self.page.write_string(self.row, 0, sentence, self.looks(font_color="#8a4b00"))
            self.row += 1

    def _shown(self) -> list[tuple[Cell, str]]:
        """Return how each code looks, and what it means."""
        shown = [
            (Cell("", shift_kind(shift)), f"{shift.code}  {shift_times(shift)}")
            for shift in sorted(self.problem.shifts, key=lambda shift: shift.starts_at)
        ]
        if any(cell.kind == "away" for line in self.picture.lines for cell in line.cells):
            shown.append((Cell("", "away"), _("unavailable")))
        return shown

    def _legend_rows(self) -> int:
        return (len(self._shown()) + LEGEND_COLUMNS - 1) // LEGEND_COLUMNS

    def _legend(self) -> None:
        """Write what the codes mean, a shift to a column, in as many rows as it takes."""
        self.page.set_row(self.row, 6)
        self.row += 1
        for place, (cell, meaning) in enumerate(self._shown()):
            below, column = divmod(place, LEGEND_COLUMNS)
            look = self.looks(**cell_look(cell), font_size=9, shrink=True)
            self.page.write_string(self.row + below, 1 + column, meaning, look)
        self.row += max(1, self._legend_rows()) - 1


def sheet_name(head: DayHead) -> str:
    """Return the name of a week's tab."""
    return _("Week {number}").format(number=head.day.isocalendar().week)
