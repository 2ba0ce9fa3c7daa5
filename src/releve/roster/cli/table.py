"""The roster at the terminal: people down, days across, counters at the right, cover below.

The code of a shift is what one reads; colour only doubles it, so that the table stays legible
in a pipe, in grey and to every eye. Weeks stand apart. Where the terminal is too narrow the
weeks are cut into blocks, one under the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from rich.style import Style
from rich.text import Text

from releve.kit.words import translator
from releve.roster.engine.problem import Problem, ShiftType
from releve.roster.grid import CellKind, Cover, CoverLine, Grid, Line, cover_title, shift_kind
from releve.roster.phrases import month_text, tight_hours, weekday_letter

_ = translator("releve.roster")

GREATEST_CELLS = 6000
"""Beyond that many cells a table on screen helps nobody; the plan's file has them."""

WIDEST_NAME = 22
NARROWEST_NAME = 14

INK = "#16262b"
STYLES: dict[CellKind, Style] = {
    "morning": Style(color=INK, bgcolor="#ffe9b8"),
    "afternoon": Style(color=INK, bgcolor="#d3e7f8"),
    "long": Style(color=INK, bgcolor="#cfe9e3"),
    "night": Style(color="#ffffff", bgcolor="#2b2f5a"),
    "on_call": Style(bold=True),
    "training": Style(underline=True),
    "supernumerary": Style(underline=True),
    "away": Style(dim=True),
    "rest": Style(dim=True),
}
MARKS: dict[CellKind, str] = {"away": "/", "rest": "·"}
QUIET = Style(dim=True)
STRONG = Style(bold=True)
ATTENTION = Style(bold=True, color="#8a4b00", bgcolor="#fff4e0")


def table(problem: Problem, picture: Grid, *, width: int) -> Iterator[Text]:
    """Yield the lines of the table, none wider than ``width`` columns."""
    layout = _layout(problem, picture, width)
    for block in layout.blocks:
        is_last = block == layout.blocks[-1]
        yield from _heads(picture, block, layout, with_counters=is_last)
        for line in picture.lines:
            yield _person(line, block, layout, with_counters=is_last)
        if picture.cover:
            yield Text(_fit(_("Cover"), layout.name), style=STRONG)
        for cover in picture.cover:
            yield _cover(cover, block, layout)
        yield Text()
    yield from _legend(problem, width)


@dataclass(frozen=True)
class Layout:
    """Widths in columns, and the stretches of days (indexes) that stand side by side."""

    name: int
    cell: int
    starts: frozenset[int]
    blocks: tuple[range, ...]
    shows_balance: bool


def _layout(problem: Problem, picture: Grid, width: int) -> Layout:
    days = range(len(picture.heads))
    starts = frozenset(day for day in days if picture.heads[day].day.weekday() == 0 and day)
    longest = max((len(line.person.name or line.person.id) for line in picture.lines), default=0)
    name = max(NARROWEST_NAME, min(WIDEST_NAME, longest))
    codes = [len(cell.code) for line in picture.lines for cell in line.cells]
    # With its star a number takes a column more: it must not touch its left neighbour.
    counts = [len(_count(cover)) for line in picture.cover for cover in line.days if cover]
    least = 1 + max([1, *codes, *counts])
    for cell, shortest in ((max(3, least), name), (least, NARROWEST_NAME)):
        left = width - len(days) * cell - len(starts) - COUNTERS_WIDTH
        if left >= shortest:
            return Layout(min(name, left), cell, starts, (days,), problem.fairness)
    name = max(NARROWEST_NAME, min(name, width - COUNTERS_WIDTH - (7 * least + 1)))
    weeks = max(1, (width - name - COUNTERS_WIDTH) // (7 * least + 1))
    cuts = [0, *sorted(starts)[weeks - 1 :: weeks], len(days)]
    blocks = [range(left, right) for left, right in pairwise(cuts)]
    return Layout(name, least, starts, tuple(blocks), problem.fairness)


COLUMNS = (8, 4, 4, 6)  # hours, nights, Sundays, wishes
COUNTERS_WIDTH = sum(COLUMNS)


def _heads(picture: Grid, block: range, layout: Layout, *, with_counters: bool) -> Iterator[Text]:
    days = [picture.heads[index].day for index in block]
    yield _months(days, block, layout)
    yield _row("", block, layout, [weekday_letter(day) for day in days], picture)
    if layout.cell > 2:
        last = _row("", block, layout, [str(day.day) for day in days], picture)
    else:  # two figures do not fit side by side: tens stand over units
        tens = [str(day.day // 10) if day.day >= 10 else "" for day in days]
        yield _row("", block, layout, tens, picture)
        last = _row("", block, layout, [str(day.day % 10) for day in days], picture)
    if with_counters:
        fair = (_("Bal."), _("Nts"), _("Sun"), _("Wish."))
        titles = fair if layout.shows_balance else (_("Hours"), "", "", _("Wish."))
        for title, column in zip(titles, COLUMNS, strict=True):
            last.append(title.rjust(column), style=QUIET)
    yield last


def _months(days: Sequence[date], block: range, layout: Layout) -> Text:
    """Name each month over its first day; where two names would meet, the second is left out."""
    shown = Text(" " * layout.name)
    at = layout.name
    for index, day in zip(block, days, strict=True):
        at += 1 if index in layout.starts and index != block.start else 0
        if (index == block.start or day.day == 1) and len(shown) <= at + 1:
            shown.append(" " * (at + 1 - len(shown)))
            shown.append(month_text(day), style=QUIET)
        at += layout.cell
    return shown


def _row(title: str, block: range, layout: Layout, cells: Sequence[str], picture: Grid) -> Text:
    text = Text(_fit(title, layout.name))
    for index, cell in zip(block, cells, strict=True):
        _separate(text, index, block, layout)
        style = STRONG if picture.heads[index].is_off else QUIET
        text.append(cell.rjust(layout.cell), style=style)
    return text


def _person(line: Line, block: range, layout: Layout, *, with_counters: bool) -> Text:
    text = Text(_fit(line.person.name or line.person.id, layout.name))
    for index in block:
        _separate(text, index, block, layout)
        cell = line.cells[index]
        shown = MARKS.get(cell.kind, cell.code)
        text.append(" " * (layout.cell - len(shown)))
        text.append(shown, style=STYLES[cell.kind])
    if with_counters:
        for shown, column in zip(_counters(line, layout), COLUMNS, strict=True):
            text.append(shown.rjust(column))
    return text


def _counters(line: Line, layout: Layout) -> tuple[str, str, str, str]:
    """Return what stands under the titles; without fairness only hours and wishes count."""
    counted = line.counters
    wishes = f"{counted.wishes_met}/{len(counted.wishes)}" if counted.wishes else ""
    if not layout.shows_balance:
        return tight_hours(counted.hours_minutes, signed=False), "", "", wishes
    balance = tight_hours(line.balance_minutes)
    return balance, str(counted.nights), str(counted.sundays), wishes


def _cover(line: CoverLine, block: range, layout: Layout) -> Text:
    text = Text(_fit(cover_title(line), layout.name))
    for index in block:
        _separate(text, index, block, layout)
        cover = line.days[index]
        shown = _count(cover) if cover else ""
        text.append(" " * (layout.cell - len(shown)))
        text.append(shown, style=ATTENTION if cover and cover.missing else QUIET)
    return text


def _count(cover: Cover) -> str:
    return f"{cover.present}*" if cover.missing else str(cover.present)


def _separate(text: Text, index: int, block: range, layout: Layout) -> None:
    if index in layout.starts and index != block.start:
        text.append("│", style=QUIET)


def _legend(problem: Problem, width: int) -> Iterator[Text]:
    """Yield what the codes mean, as many to a line as fit."""
    line = Text()
    for part in [*(_shift(shift) for shift in problem.shifts), *_marks()]:
        if line and len(line) + 3 + len(part) > width:
            yield line
            line = Text()
        line.append("   " if line else "").append(part)
    yield line


def _shift(shift: ShiftType) -> Text:
    text = Text().append(shift.code, style=STYLES[shift_kind(shift)])
    text.append(f" {shift.starts_at:%H:%M}–{shift.ends_at:%H:%M}", style=QUIET)
    return text


def _marks() -> list[Text]:
    said = (("/", _("unavailable")), ("·", _("rest")), ("*", _("too few people")))
    return [Text(f"{mark} {meaning}", style=QUIET) for mark, meaning in said]


def _fit(text: str, width: int) -> str:
    return text.ljust(width) if len(text) <= width else text[: width - 1] + "…"
