"""The roster as a spreadsheet: the sheet a ward pins on the wall, the counters, the legal check.

The first sheet fits one landscape page. Codes are what one reads, colours double them with the
tokens of the pages; weekends and public holidays shade the column, absence is hatched. No cell
is a formula, whatever a name starts with.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import xlsxwriter

from releve.kit.files import whole_file
from releve.kit.words import translator
from releve.roster.engine.audit import audit
from releve.roster.engine.explain import CounterName, PersonStory, person_stories
from releve.roster.engine.problem import Assignment, Problem
from releve.roster.engine.result import Hole, Verdict
from releve.roster.engine.score import score
from releve.roster.explain_words import hole_text, merged_holes
from releve.roster.grid import Cell, CellKind, Cover, CoverLine, DayHead, Grid, Line, grid, shift_kind
from releve.roster.phrases import (
    month_text,
    period_text,
    person_text,
    post_text,
    role_text,
    weekday_letter,
)
from releve.roster.result_words import breach_text, confirm_lines, law_lines, pack_lines

_ = translator("releve.roster")

INK, QUIET, LINE, SHADE, HATCH = "#16262b", "#4a5a60", "#dcd8cf", "#f3f1ec", "#767d78"
ATTENTION = {"font_color": "#8a4b00", "bg_color": "#fff4e0", "bold": True}
LIGHT_UP = 14  # XlsxWriter's number of the diagonal hatch
DOTTED, MEDIUM = 4, 2  # its numbers of borders
LOOKS: dict[CellKind, dict[str, Any]] = {
    "morning": {"bg_color": "#ffe9b8"},
    "afternoon": {"bg_color": "#d3e7f8"},
    "long": {"bg_color": "#cfe9e3"},
    "night": {"bg_color": "#2b2f5a", "font_color": "#ffffff"},
    "on_call": {"border": MEDIUM, "border_color": INK},
    "training": {"border": DOTTED, "border_color": INK},
    "supernumerary": {"border": DOTTED, "border_color": INK},
    "away": {"pattern": LIGHT_UP, "fg_color": HATCH, "bg_color": "#ffffff"},
    "rest": {},
}
COUNTER_NAMES: tuple[CounterName, ...] = ("nights", "sundays", "weekends", "holidays")
FIRST_DAY = 1  # the column of the first day
HEADS = 3  # the first of the two lines that name the days


def write_workbook(path: Path, problem: Problem, answer: Iterable[Assignment]) -> None:
    """Write the three sheets in the language in force; the file is whole or as it was before."""
    plan = tuple(answer)
    with whole_file(path) as draft:
        book = xlsxwriter.Workbook(
            str(draft),
            {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
        )
        # Without a date of its own the same plan gives the same bytes.
        book.set_properties({"title": problem.name, "created": _still(problem)})
        looks = _Looks(book)
        _Wall(book.add_worksheet(_("Roster")), looks, problem, plan).write()
        _counters(book.add_worksheet(_("Counters")), looks, problem, plan)
        _law(book.add_worksheet(_("Legal check")), looks, problem, plan)
        book.close()


@dataclass
class _Looks:
    """Formats by what they look like, each made once."""

    book: Any
    made: dict[tuple[tuple[str, Any], ...], Any] = field(default_factory=dict)

    def __call__(self, **look: Any) -> Any:
        key = tuple(sorted(look.items()))
        if key not in self.made:
            plain = {"font_name": "Calibri", "font_size": 10, "font_color": INK, "valign": "vcenter"}
            self.made[key] = self.book.add_format({**plain, **look})
        return self.made[key]


@dataclass
class _Wall:
    """The sheet for the wall."""

    page: Any
    looks: _Looks
    problem: Problem
    plan: Sequence[Assignment]
    row: int = HEADS

    def write(self) -> None:
        picture = grid(self.problem, self.plan)
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
        names += [_cover_title(line) for line in picture.cover]
        self.page.set_landscape()
        self.page.set_paper(9)  # A4
        self.page.fit_to_pages(1, 1)
        self.page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
        self.page.set_footer(f"&L{self.problem.name.replace('&', '&&')}&R&P/&N")
        self.page.hide_gridlines(2)
        self.page.set_column(0, 0, min(40, 2 + max(map(len, names), default=10)))
        widest = max((len(cell.code) for line in picture.lines for cell in line.cells), default=1)
        self.page.set_column(FIRST_DAY, self.counters - 1, max(3.3, 1.2 * widest + 1))
        self.page.set_column(self.counters, self.counters, 8)
        self.page.set_column(self.counters + 1, self.counters + 3, 7)
        self.page.freeze_panes(HEADS + 2, FIRST_DAY)

    def _titles(self, picture: Grid) -> None:
        period = period_text(self.problem.starts_on, self.problem.ends_on)
        self.page.write_string(0, 0, self.problem.name or _("Roster"), self.looks(bold=True, font_size=16))
        self.page.write_string(1, 0, period, self.looks(font_size=11, font_color=QUIET))
        self.page.set_row(0, 24)
        for at, head in enumerate(picture.heads):
            column = FIRST_DAY + at
            if at == 0 or head.day.day == 1:
                month = month_text(head.day)
                self.page.write_string(HEADS - 1, column, month, self.looks(font_color=QUIET))
            look = self.looks(bold=head.is_off, align="center", **_shade(head), bottom=0)
            self.page.write_string(HEADS, column, weekday_letter(head.day), look)
            look = self.looks(bold=head.is_off, align="center", **_shade(head), bottom=1, bottom_color=INK)
            self.page.write_number(HEADS + 1, column, head.day.day, look)
        titles = (self._hours_title(), _("Nights"), _("Sundays"), _("Wishes"))
        look = self.looks(align="right", bottom=1, bottom_color=INK, font_color=QUIET)
        for at, title in enumerate(titles):
            self.page.write_string(HEADS + 1, self.counters + at, title, look)
        self.row = HEADS + 2

    def _hours_title(self) -> str:
        return _("Balance, h") if self.problem.fairness else _("Hours")

    def _group(self, role: str, picture: Grid) -> None:
        if not role:
            return
        self.page.write_string(self.row, 0, role_text(role), self.looks(bold=True, font_color=QUIET))
        for at, head in enumerate(picture.heads):
            self.page.write_blank(self.row, FIRST_DAY + at, None, self.looks(**_shade(head)))
        self.row += 1

    def _person(self, line: Line, heads: Sequence[DayHead]) -> None:
        edge = {"bottom": 1, "bottom_color": LINE}
        name = line.person.name or line.person.id
        self.page.write_string(self.row, 0, name, self.looks(**edge))
        for at, (cell, head) in enumerate(zip(line.cells, heads, strict=True)):
            self.page.write_string(self.row, FIRST_DAY + at, cell.code, self._cell(cell, head))
        counted = line.counters
        minutes = line.balance_minutes if self.problem.fairness else counted.hours_minutes
        signed = "+0.0;\u22120.0;0" if self.problem.fairness else "0.0"
        figure = self.looks(align="right", **edge)
        self.page.write_number(
            self.row, self.counters, minutes / 60, self.looks(align="right", num_format=signed, **edge)
        )
        self.page.write_number(self.row, self.counters + 1, counted.nights, figure)
        self.page.write_number(self.row, self.counters + 2, counted.sundays, figure)
        wishes = f"{counted.wishes_met}/{len(counted.wishes)}" if counted.wishes else ""
        self.page.write_string(self.row, self.counters + 3, wishes, figure)
        self.row += 1

    def _cell(self, cell: Cell, head: DayHead) -> Any:
        look = {"align": "center", "border": 1, "border_color": LINE}
        look |= _shade(head) if cell.kind == "rest" else LOOKS[cell.kind]
        return self.looks(**look, underline=1 if cell.is_fixed and cell.code else 0)

    def _cover(self, picture: Grid) -> None:
        if not picture.cover:
            return
        self.row += 1
        self.page.write_string(self.row, 0, _("Cover"), self.looks(bold=True, font_color=QUIET))
        self.row += 1
        for line in picture.cover:
            self.page.write_string(self.row, 0, _cover_title(line), self.looks())
            for at, (cover, head) in enumerate(zip(line.days, picture.heads, strict=True)):
                self._present(FIRST_DAY + at, cover, head)
            self.row += 1

    def _present(self, column: int, cover: Cover | None, head: DayHead) -> None:
        if cover is None:
            self.page.write_blank(self.row, column, None, self.looks(**_shade(head)))
            return
        look = ATTENTION if cover.missing else {"font_color": QUIET, **_shade(head)}
        self.page.write_number(self.row, column, cover.present, self.looks(align="center", **look))

    def _below(self) -> None:
        """Write the holes in words, then what the codes mean."""
        self.row += 1
        for hole in merged_holes(self._holes()):
            told = hole_text(self.problem, hole)
            self.page.write_string(self.row, 0, told, self.looks(font_color="#8a4b00"))
            self.row += 1
        column = FIRST_DAY
        self.row += 1
        for shift in self.problem.shifts:
            look = {"align": "center", "border": 1, "border_color": LINE, **LOOKS[shift_kind(shift)]}
            self.page.write_string(self.row, column, shift.code, self.looks(**look))
            times = f"{shift.starts_at:%H:%M}–{shift.ends_at:%H:%M}"
            self.page.write_string(self.row, column + 1, times, self.looks(font_color=QUIET))
            column += 5
            if column + 5 > self.counters:
                column, self.row = FIRST_DAY, self.row + 1
        self.page.write_string(self.row, column, "", self.looks(**LOOKS["away"]))
        said = self.looks(font_color=QUIET)
        self.page.write_string(self.row, column + 1, _("unavailable"), said)

    def _holes(self) -> tuple[Hole, ...]:
        return score(self.problem, tuple(self.plan)).holes


def _counters(page: Any, looks: _Looks, problem: Problem, plan: Sequence[Assignment]) -> None:
    """Write each person's figures beside her targets, with her group's median below."""
    titles = [_("Person"), _("Role"), _("Share"), _("Hours planned"), _("Hours due"), _("Balance, h")]
    for title in (_("Nights"), _("Sundays"), _("Weekends"), _("Public holidays")):
        titles += [title, _("Target")]
    titles += [_("Wishes met"), _("Wishes")]
    head = looks(bold=True, text_wrap=True, bottom=1, bottom_color=INK, valign="top")
    for at, title in enumerate(titles):
        page.write_string(0, at, title, head)
    for row, story in enumerate(person_stories(problem, plan), start=1):
        _story(page, looks, row, problem, story)
    page.set_row(0, 32)
    page.set_column(0, 0, 24)
    page.set_column(1, 1, 20)
    page.set_column(2, len(titles) - 1, 9)
    page.freeze_panes(1, 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)


def _story(page: Any, looks: _Looks, row: int, problem: Problem, story: PersonStory) -> None:
    hours, quarters, plain = looks(num_format="0.0"), looks(num_format="0.##"), looks()
    person = problem.person_by_id[story.person]
    by_name = {figure.name: figure for figure in story.figures}
    worked = by_name["hours"].value
    page.write_string(row, 0, person_text(problem, story.person), plain)
    page.write_string(row, 1, role_text(story.role), plain)
    page.write_number(row, 2, person.contract.share, looks(num_format="0 %"))
    page.write_number(row, 3, worked / 60, hours)
    page.write_number(row, 4, story.due_minutes / 60, hours)
    signed = looks(num_format="+0.0;\u22120.0;0")
    page.write_number(row, 5, (worked - story.due_minutes) / 60, signed)
    for at, name in enumerate(COUNTER_NAMES):
        figure = by_name[name]
        page.write_number(row, 6 + 2 * at, figure.value, plain)
        if figure.target is not None:
            page.write_number(row, 7 + 2 * at, float(figure.target), quarters)
    met = sum(1 for answer in story.wishes if answer.met)
    page.write_number(row, 14, met, plain)
    page.write_number(row, 15, len(story.wishes), plain)


def _law(page: Any, looks: _Looks, problem: Problem, plan: Sequence[Assignment]) -> None:
    """Write the verdict, the texts it was judged by, the decisions it leans on."""
    breaches = audit(problem, plan)
    wrap, strong = looks(text_wrap=True, valign="top"), looks(bold=True, font_size=12)
    page.set_column(0, 0, 110)
    page.hide_gridlines(2)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    row = 0
    for lines, look in (
        ([_("Legal check")], strong),
        (law_lines(problem, breaches), wrap),
        (confirm_lines(problem), looks(text_wrap=True, **ATTENTION)),
        (["", _("Judged by")], strong),
        (pack_lines(problem), wrap),
        (["", _("Decisions on record")], strong),
        (_decisions(problem), wrap),
        (["", _("Habits of good rostering not kept (they do not bind)")], strong),
        (_habits(problem, Verdict(tuple(breaches))), wrap),
    ):
        for line in lines:
            page.write_string(row, 0, line, look)
            row += 1


def _decisions(problem: Problem) -> Iterable[str]:
    if not problem.decisions:
        yield _("None")
    for decision in problem.decisions:
        yield _("{rule}: {signer}, {first} to {last}, {unit}").format(
            rule=decision.rule,
            signer=decision.signer,
            first=decision.from_on,
            last=decision.to_on,
            unit=decision.unit or _("every unit"),
        )
