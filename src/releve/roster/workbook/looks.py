"""How cells look: the colours of the pages, each format made once for a workbook."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from releve.roster.copies import Copy
from releve.roster.engine.problem import Problem
from releve.roster.grid import Cell, CellKind, DayHead

INK, QUIET, LINE, SHADE, HATCH = "#16262b", "#4a5a60", "#dcd8cf", "#f3f1ec", "#767d78"
ATTENTION = {"font_color": "#8a4b00", "bg_color": "#fff4e0", "bold": True}
LIGHT_UP = 14  # XlsxWriter's number of the diagonal hatch
MEDIUM, DOTTED = 2, 4  # its numbers of borders
BY_KIND: dict[CellKind, dict[str, Any]] = {
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


@dataclass
class Looks:
    """Formats by what they look like, each made once."""

    book: Any
    made: dict[tuple[tuple[str, Any], ...], Any] = field(default_factory=dict)

    def __call__(self, **look: Any) -> Any:
        """Return the format that looks so, on top of the house's plain one."""
        key = tuple(sorted(look.items()))
        if key not in self.made:
            plain = {"font_name": "Calibri", "font_size": 10, "font_color": INK}
            self.made[key] = self.book.add_format({**plain, "valign": "vcenter", **look})
        return self.made[key]


def shade(head: DayHead) -> dict[str, Any]:
    """Return the shade of a column: weekends and public holidays stand out."""
    return {"bg_color": SHADE} if head.is_off else {}


def cell_look(cell: Cell, head: DayHead | None = None) -> dict[str, Any]:
    """Return how a cell of the roster looks; a day of rest takes the shade of its column."""
    look: dict[str, Any] = {"align": "center", "border": 1, "border_color": LINE}
    look |= BY_KIND[cell.kind] if cell.kind != "rest" or head is None else shade(head)
    return look | ({"underline": 1} if cell.is_fixed and cell.code else {})


def set_foot(page: Any, problem: Problem, copy: Copy) -> None:
    """Write the name, the version and the page number at the foot of every printed page."""
    left = " · ".join(part for part in (copy.name(problem), copy.stamp()) if part)
    # A field code takes 255 characters in all, and a name may be long.
    page.set_footer(f"&L{left[:180].replace('&', '&&')}&R&P/&N")


def set_page(page: Any, *, one_page: bool) -> None:
    """Lay a sheet out on landscape A4, as wide as the page, one page high where asked."""
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 1 if one_page else 0)
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
    page.hide_gridlines(2)
