"""The files tables come from, line by line, without trusting them.

Thirty megabytes of noise must be answered in a moment and in little memory: bytes are looked
at before they are read, lines have a greatest length, spreadsheets a greatest unpacked size.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from releve.kit.faults import BadInputError, Place
from releve.kit.spreadsheets import broken, spreadsheet_rows
from releve.kit.words import translator

_ = translator("releve.kit")

DELIMITERS = (",", ";", "\t")
HEADER_BYTES = 16_384
LINE_BYTES = 1_048_576
GREATEST_RECORDS = 1_000_000

ZIP = b"PK\x03\x04"
OLD_SPREADSHEET = b"\xd0\xcf\x11\xe0"
UTF16 = (b"\xff\xfe", b"\xfe\xff")
UTF8_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Record:
    """The cells of one line, stripped, with the number of the line they start on."""

    line: int
    cells: tuple[str, ...]


def read_records(path: Path, *, known: Sequence[str]) -> Iterator[Record]:
    """Yield the records of a CSV or XLSX file, recognised by its content.

    ``known`` are the names that help to find the delimiter. Raises BadInputError.
    """
    head = _head(path)
    if head.startswith(OLD_SPREADSHEET):
        raise BadInputError(_("this is an old spreadsheet (.xls); save it as .xlsx or CSV"))
    records: Iterator[Record]
    if head.startswith(ZIP):
        records = (Record(line=line, cells=cells) for line, cells in spreadsheet_rows(path))
    elif path.suffix.lower() == ".xlsx" and head:
        raise broken()
    else:
        records = _csv(path, known=known)
    for count, record in enumerate(records):
        if count > GREATEST_RECORDS:
            message = _("the file has more than {most} lines; split it").format(
                most=GREATEST_RECORDS
            )
            raise BadInputError(message, place=Place(line=record.line))
        yield record


def _head(path: Path) -> bytes:
    if path.is_dir():
        raise BadInputError(_("this is a folder; give a CSV or XLSX file"))
    try:
        with path.open("rb") as file:
            return file.read(4)
    except FileNotFoundError:
        raise BadInputError(_("there is no such file")) from None
    except OSError as error:
        message = _("the file cannot be read ({reason})").format(reason=error.strerror)
        raise BadInputError(message) from error


def _csv(path: Path, *, known: Sequence[str]) -> Iterator[Record]:
    with path.open("rb") as file:
        lines = _lines(file)
        blank = 0
        header = next(lines, "")
        while header and not header.strip():
            blank += 1
            header = next(lines, "")
        if not header:
            return
        delimiter = _delimiter(header, known=known)
        reader = csv.reader(_chain(header, lines), delimiter=delimiter, strict=True)
        before = 0
        try:
            for cells in reader:
                line = blank + before + 1
                before = reader.line_num
                yield Record(line=line, cells=tuple(cell.strip() for cell in cells))
        except csv.Error as error:
            line = blank + before + 1
            raise BadInputError(_csv_fault(error), place=Place(line=line)) from error


def _lines(file: BinaryIO) -> Iterator[str]:
    number = 0
    while raw := file.readline(LINE_BYTES + 1):
        number += 1
        most = HEADER_BYTES if number == 1 else LINE_BYTES
        place = Place(line=number)
        if number == 1:
            if raw.startswith(UTF16):
                raise BadInputError(_not_utf8(), place=place)
            raw = raw.removeprefix(UTF8_BOM)
        if b"\0" in raw:
            message = _("this is not text; give a CSV or XLSX file")
            raise BadInputError(message, place=place)
        try:
            text = raw.decode()
        except UnicodeDecodeError:
            raise BadInputError(_not_utf8(), place=place) from None
        if len(raw) > most:
            message = _("the line is longer than {most} characters; this is no table").format(
                most=most
            )
            raise BadInputError(message, place=place)
        yield text


def _chain(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest


def _delimiter(header: str, *, known: Sequence[str]) -> str:
    def fit(delimiter: str) -> tuple[int, int]:
        try:
            names = next(csv.reader([header], delimiter=delimiter))
        except csv.Error:
            return (0, 0)
        return (sum(name.strip() in known for name in names), len(names))

    return max(DELIMITERS, key=fit)


def _not_utf8() -> str:
    return _("the text is not in UTF-8; save the file as 'CSV UTF-8'")


def _csv_fault(error: csv.Error) -> str:
    said = str(error)
    if "field larger" in said:
        return _("a cell is too long; check the quotation marks")
    if "new-line" in said:
        return _("a line break stands where none belongs; save the file as 'CSV UTF-8'")
    return _("a quotation mark is opened and not closed, or closed before the end of its cell")
