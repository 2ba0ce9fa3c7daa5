"""A plan as a table of three columns, ``person,day,shift``: one line for each shift."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from releve.kit.cells import Cell, cell_text
from releve.kit.tables import csv_text
from releve.roster.engine.problem import Assignment, Problem

COLUMNS = ("person", "day", "shift")

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet takes a cell that starts so for something to work out."""


def plan_rows(
    problem: Problem,
    answer: Iterable[Assignment],
    *,
    day_label: Callable[[date], str] = date.isoformat,
) -> list[tuple[str, str, str]]:
    """Return the lines of a plan, people in the order of the problem."""
    order = {person.id: place for place, person in enumerate(problem.people)}
    lines = sorted(answer, key=lambda a: (order[a.person], a.day, a.shift))
    return [(a.person, day_label(a.day), a.shift) for a in lines]


def plan_csv(problem: Problem, answer: Iterable[Assignment]) -> str:
    """Return a plan as CSV text to download, which people open in a spreadsheet.

    A cell that a spreadsheet would work out gets a space before it: it stays text there, and
    reading the plan back drops the space, as it drops every space around a cell.
    """
    rows = plan_rows(problem, answer)
    return csv_text(columns=COLUMNS, rows=([_inert(cell) for cell in row] for row in rows))


def table_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Cell]]) -> str:
    """Return rows as CSV text to download, cells that a spreadsheet would work out as text."""
    cells = (
        [cell if isinstance(cell, int) else _inert(cell_text(cell)) for cell in _in(columns, row)]
        for row in rows
    )
    return csv_text(columns=columns, rows=cells)


def _in(columns: Sequence[str], row: Mapping[str, Cell]) -> Iterator[Cell]:
    return (row[name] for name in columns)


def _inert(cell: str) -> str:
    return f" {cell}" if cell.startswith(FORMULA_STARTS) else cell
