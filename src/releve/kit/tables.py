"""Tables that people give us and get back: CSV and spreadsheets.

A hospital's lists come out of spreadsheets in every dialect. This module reads them into
plain text cells that remember their line, so that a fault further on can name it, and refuses
what it would have to guess: an unknown column, a short line, an encoding that is not UTF-8.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path

import xlsxwriter

from releve.kit.cells import Cell, cell_text
from releve.kit.faults import BadInputError, Place
from releve.kit.files import whole_file, write_text
from releve.kit.sources import Record, read_records
from releve.kit.words import translator

_ = translator("releve.kit")


@dataclass(frozen=True)
class Row:
    """One line of a table: its number in the file and its cells, stripped, by column."""

    line: int
    cells: Mapping[str, str]

    def get(self, column: str) -> str:
        """Return a cell, empty where an optional column is absent."""
        return self.cells.get(column, "")


def read_table(path: Path, *, required: Sequence[str], optional: Sequence[str] = ()) -> list[Row]:
    """Read a CSV or spreadsheet file whose first line names its columns.

    CSV: UTF-8 with or without BOM; comma, semicolon or tab, found from the first line. XLSX:
    the first sheet, dates as ISO text. Empty lines are skipped. Every required column stands
    in the file, no other than the optional ones; a line may stop short of optional columns
    only. Raises BadInputError with file, line and field.
    """
    try:
        records = read_records(path, known=(*required, *optional))
        columns = _columns(next(records, None), required=required, optional=optional)
        shortest = 1 + max(columns.index(name) for name in required) if required else 0
        return [
            _row(record, columns=columns, shortest=shortest)
            for record in records
            if any(record.cells)
        ]
    except BadInputError as fault:
        raise fault.in_file(path) from fault.__cause__


def write_csv(path: Path, *, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Write a CSV file, UTF-8, comma, LF; the file is whole or as it was before."""
    write_text(path, csv_text(columns=columns, rows=rows))


def csv_text(*, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Return a table as CSV text, first line the columns.

    Cells are data and leave as they came, even ``=1+1``: this file is read back by programs,
    and an apostrophe put before a name would come home as part of the name. Whoever opens it
    in a spreadsheet gets the spreadsheet's own warning; the XLSX export has no formula at all.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([cell_text(cell) for cell in row] for row in rows)
    return text.getvalue()


def write_xlsx(
    path: Path, *, columns: Sequence[str], rows: Iterable[Sequence[Cell]], sheet: str = "Relève"
) -> None:
    """Write a spreadsheet with one sheet, its first line the columns, kept in sight.

    Text is always written as text: no cell becomes a formula or a link, whatever it starts
    with. Dates and numbers are real ones; instants are local ones, without a time zone. The
    file is whole or as it was before.
    """
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory, {"in_memory": True}) as book:
        page = book.add_worksheet(sheet)
        heading = book.add_format({"bold": True})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        instant = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        for place, name in enumerate(columns):
            page.write_string(0, place, name, heading)
        for line, cells in enumerate(rows, start=1):
            for place, cell in enumerate(cells):
                if isinstance(cell, date):
                    shape = instant if isinstance(cell, datetime) else day
                    page.write_datetime(line, place, cell, shape)
                elif isinstance(cell, int | float | Decimal) and not isinstance(cell, bool):
                    page.write_number(line, place, cell)
                elif page.write_string(line, place, cell_text(cell)) < 0:
                    raise BadInputError(
                        _("a text is too long for a cell of a spreadsheet; write CSV instead"),
                        place=Place(file=str(path), line=line + 1),
                    )
        page.freeze_panes(1, 0)
        page.autofit()
    with whole_file(path) as draft:
        draft.write_bytes(memory.getvalue())


def closest(name: str, known: Iterable[str]) -> str:
    """Return a half-sentence that offers the closest known name, or nothing."""
    by_fold = {candidate.casefold(): candidate for candidate in known}
    matches = get_close_matches(name.casefold(), by_fold, n=1, cutoff=0.6)
    if not matches:
        return ""
    return " " + _("(did you mean {name!r}?)").format(name=by_fold[matches[0]])


def _columns(
    record: Record | None, *, required: Sequence[str], optional: Sequence[str]
) -> list[str]:
    if record is None:
        raise BadInputError(_("the file is empty; its first line must name the columns"))
    names = list(record.cells)
    while names and not names[-1]:
        names.pop()
    known = (*required, *optional)
    for wanted in required:
        if wanted not in names:
            strangers = [name for name in names if name not in known]
            raise BadInputError(
                _("the column {name!r} is missing{hint}; the file has: {found}").format(
                    name=wanted,
                    hint=closest(wanted, strangers),
                    found=", ".join(_shown(name) for name in names[:12]),
                ),
                place=Place(line=record.line, field=wanted),
            )
    for place, name in enumerate(names, start=1):
        if fault := _column_fault(name, place=place, names=names, known=known):
            raise BadInputError(fault, place=Place(line=record.line, field=_shown(name) or None))
    return names


def _column_fault(name: str, *, place: int, names: list[str], known: Sequence[str]) -> str:
    if not name:
        return _("column {place} has no name").format(place=place)
    if name not in known:
        return _("the column is not known{hint}; the columns are: {known}").format(
            hint=closest(name, known), known=", ".join(known)
        )
    if names.count(name) > 1:
        return _("the column stands twice; keep one")
    return ""


def _row(record: Record, *, columns: list[str], shortest: int) -> Row:
    surplus = record.cells[len(columns) :]
    if any(surplus):
        message = _("the line has {count} cells where the first line names {columns}").format(
            count=len(record.cells), columns=len(columns)
        )
        raise BadInputError(message, place=Place(line=record.line))
    if len(record.cells) < shortest:
        missing = columns[len(record.cells)]
        message = _("the line stops before this column; leave the cell empty if nothing is known")
        raise BadInputError(message, place=Place(line=record.line, field=missing))
    return Row(line=record.line, cells=dict(zip(columns, record.cells, strict=False)))


def _shown(name: str) -> str:
    return name if len(name) <= 40 else name[:39] + "…"
