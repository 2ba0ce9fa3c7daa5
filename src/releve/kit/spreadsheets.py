"""The first sheet of a spreadsheet, as text, without trusting the file.

The reader lays a sheet out as one full rectangle: a single stray cell in the last corner would
ask for half a terabyte and end the process. So the corners are looked up first, in the parts
of the file that name each cell.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from releve.kit.cells import cell_text
from releve.kit.faults import BadInputError
from releve.kit.words import translator

_ = translator("releve.kit")

UNPACKED_BYTES = 300_000_000
GREATEST_AREA = 10_000_000
CHUNK_BYTES = 1 << 20
CELL_NAME_BYTES = 16
CELL_NAME = re.compile(rb"""\br=["']([A-Z]{1,3})([0-9]{1,7})["']""")


def spreadsheet_rows(path: Path) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield each line's number and stripped cells. Raises BadInputError."""
    _check_size(path)
    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            if not book.sheet_names:
                raise broken()
            rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError):
        raise broken() from None
    for line, row in enumerate(rows, start=1):
        yield line, tuple(cell_text(cell).strip() for cell in row)


def broken() -> BadInputError:
    """Return the fault of a spreadsheet that does not open."""
    return BadInputError(_("this spreadsheet cannot be opened; save it again as .xlsx or CSV"))


def _check_size(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as parts:
            listed = parts.infolist()
            if "xl/workbook.xml" not in parts.namelist():
                raise broken()
            fits = sum(part.file_size for part in listed) <= UNPACKED_BYTES and all(
                _area(parts, part) <= GREATEST_AREA
                for part in listed
                if part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml")
            )
    # A damaged archive fails in as many ways as there are bytes in it.
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, EOFError, zlib.error):
        raise broken() from None
    if not fits:
        raise BadInputError(
            _("the sheet is too large (is there a stray cell far out?); save it as CSV")
        )


def _area(parts: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    """Return the number of cells of the rectangle from A1 to the farthest cell."""
    widest = b""
    lowest = 0
    rest = b""
    with parts.open(part) as sheet:
        while chunk := sheet.read(CHUNK_BYTES):
            text = rest + chunk
            for letters, digits in CELL_NAME.findall(text):
                widest = max(widest, letters, key=lambda name: (len(name), name))
                lowest = max(lowest, int(digits))
            rest = text[-CELL_NAME_BYTES:]
    width = 0
    for letter in widest:
        width = width * 26 + letter - ord("A") + 1
    return width * lowest
