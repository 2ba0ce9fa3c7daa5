"""The sheet of the whole period: names down, days across, counters at the right, cover below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from releve.kit.words import translator
from releve.roster.copies import Copy
from releve.roster.engine.problem import Problem
from releve.roster.engine.result import Hole
from releve.roster.explain_words import hole_text, merged_holes
from releve.roster.grid import (
    Cell,
    Cover,
    DayHead,
    Grid,
    Line,
    cover_title,
    shift_kind,
)
from releve.roster.phrases import month_text, period_text, role_text, shift_times, weekday_letter
from releve.roster.workbook.looks import (
    ATTENTION,
    BY_KIND,
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

FIRST_DAY = 1  # the column of the first day
HEADS = 3  # the first of the two lines that name the days


@dataclass
class Wall:
    """The sheet of the whole period."""

    page: Any
    looks: Looks
    problem: Problem
    picture: Grid
    holes: Sequence[Hole]
    copy: Copy
    row: int = HEADS

    def write(self) -> None:
        """Fill the sheet."""
        picture = self.picture
        self._set_page(picture)
        self._titles(picture)
        role = None
        for line in picture.lines:
            if line.person.role != role:
                role = line.person.role
                self._group(role, picture)
            self._person(line, picture.heads)
        self._cover(picture)
        self._below()

    @property
    def counters(self) -> int:
        """The column of the first counter."""
        return FIRST_DAY + len(self.problem.days)

    def _set_page(self, picture: Grid) -> None:
        names = [line.person.name or line.person.id for line in picture.lines]
        names += [cover_title(line) for line in picture.cover]
        set_page(self.page, one_page=True)
        set_foot(self.page, self.problem, self.copy)
        self.page.set_column(0, 0, min(40, 2 + max(map(len, names), default=10)))
        widest = max((len(cell.code) for line in picture.lines for cell in line.cells), default=1)
        self.page.set_column(FIRST_DAY, self.counters - 1, max(3.3, 1.2 * widest + 1))
        if self.copy.with_counters:
            self.page.set_column(self.counters, self.counters + 3, 10)
        self.page.freeze_panes(HEADS + 2, FIRST_DAY)

    def _titles(self, picture: Grid) -> None:
        period = period_text(self.problem.starts_on, self.problem.ends_on)
        self.page.write_string(
            0, 0, self.copy.name(self.problem), self.looks(bold=True, font_size=16)
        )
        said = " · ".join(part for part in (period, self.copy.stamp()) if part)
        self.page.write_string(1, 0, said, self.looks(font_size=11, font_color=QUIET))
        self.page.set_row(0, 24)
        for at, head in enumerate(picture.heads):
            column = FIRST_DAY + at
            if at == 0 or head.day.day == 1:
                month = month_text(head.day)
                self.page.write_string(HEADS - 1, column, month, self.looks(font_color=QUIET))
            look = self.looks(bold=head.is_off, align="center", **shade(head), bottom=0)
            self.page.write_string(HEADS, column, weekday_letter(head.day), look)
            look = self.looks(
                bold=head.is_off, align="center", **shade(head), bottom=1, bottom_color=INK
            )
            self.page.write_number(HEADS + 1, column, head.day.day, look)
        if self.copy.with_counters:
            self._counter_titles()
        self.row = HEADS + 2

    def _counter_titles(self) -> None:
        titles = (self._hours_title(), _("Nights"), _("Sundays"), _("Wishes"))
        look = self.looks(align="right", bottom=1, bottom_color=INK, font_color=QUIET)
        for at, title in enumerate(titles):
            self.page.write_string(HEADS + 1, self.counters + at, title, look)

    def _hours_title(self) -> str:
        return _("Balance, h") if self.problem.fairness else _("Hours")

    def _group(self, role: str, picture: Grid) -> None:
        if not role:
            return
        self.page.write_string(
            self.row, 0, role_text(role), self.looks(bold=True, font_color=QUIET)
        )
        for at, head in enumerate(picture.heads):
            self.page.write_blank(self.row, FIRST_DAY + at, None, self.looks(**shade(head)))
        self.row += 1

    def _person(self, line: Line, heads: Sequence[DayHead]) -> None:
        edge = {"bottom": 1, "bottom_color": LINE}
        name = line.person.name or line.person.id
        self.page.write_string(self.row, 0, name, self.looks(**edge))
        for at, (cell, head) in enumerate(zip(line.cells, heads, strict=True)):
            code = "/" if cell.kind == "away" else cell.code
            self.page.write_string(
                self.row, FIRST_DAY + at, code, self.looks(**cell_look(cell, head))
            )
        if self.copy.with_counters:
            self._counters(line)
        self.row += 1

    def _counters(self, line: Line) -> None:
        edge = {"bottom": 1, "bottom_color": LINE}
        counted = line.counters
        minutes = line.balance_minutes if self.problem.fairness else counted.hours_minutes
        signed = "+0.0;\u22120.0;0" if self.problem.fairness else "0.0"
        figure = self.looks(align="right", **edge)
        self.page.write_number(
            self.row,
            self.counters,
            minutes / 60,
            self.looks(align="right", num_format=signed, **edge),
        )
        self.page.write_number(self.row, self.counters + 1, counted.nights, figure)
        self.page.write_number(self.row, self.counters + 2, counted.sundays, figure)
        wishes = f"{counted.wishes_met}/{len(counted.wishes)}" if counted.wishes else ""
        self.page.write_string(self.row, self.counters + 3, wishes, figure)

    def _cover(self, picture: Grid) -> None:
        if not picture.cover:
            return
        self.row += 1
        self.page.write_string(self.row, 0, _("Cover"), self.looks(bold=True, font_color=QUIET))
        self.row += 1
        for line in picture.cover:
            self.page.write_string(self.row, 0, cover_title(line), self.looks())
            for at, (cover, head) in enumerate(zip(line.days, picture.heads, strict=True)):
                self._present(FIRST_DAY + at, cover, head)
            self.row += 1

    def _present(self, column: int, cover: Cover | None, head: DayHead) -> None:
        if cover is None:
            self.page.write_blank(self.row, column, None, self.looks(**shade(head)))
            return
        look = ATTENTION if cover.missing else {"font_color": QUIET, **shade(head)}
        self.page.write_number(self.row, column, cover.present, self.looks(align="center", **look))

    def _below(self) -> None:
        """Write the holes in words, then what the codes mean."""
        self.row += 1
        for hole in merged_holes(self.holes):
            told = hole_text(self.problem, hole)
            self.page.write_string(self.row, 0, told, self.looks(font_color="#8a4b00"))
            self.row += 1
        column = FIRST_DAY
        self.row += 1
        for shift in self.problem.shifts:
            look = cell_look(Cell(shift.code, shift_kind(shift)))
            self.page.write_string(self.row, column, shift.code, self.looks(**look))
            self.page.write_string(
                self.row, column + 1, shift_times(shift), self.looks(font_color=QUIET)
            )
            column += 5
            if column + 5 > self.counters:
                column, self.row = FIRST_DAY, self.row + 1
        if not self.copy.with_counters:
            return
        away = self.looks(align="center", **BY_KIND["away"])
        self.page.write_string(self.row, column, "/", away)
        said = self.looks(font_color=QUIET)
        self.page.write_string(self.row, column + 1, _("unavailable"), said)
