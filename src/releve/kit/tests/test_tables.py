"""Tables: what is read equals what was written, and every fault names its place."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from releve.kit.faults import BadInputError, Place
from releve.kit.tables import Row, csv_text, read_table, write_csv, write_xlsx
from releve.kit.words import use_language

COLUMNS = ("person", "from", "to")


def file_of(folder: Path, content: str | bytes, name: str = "table.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def fault_of(path: Path) -> BadInputError:
    with use_language("en"), pytest.raises(BadInputError) as caught:
        read_table(path, required=COLUMNS, optional=("note",))
    return caught.value


def rows_of(path: Path) -> list[tuple[int, list[str]]]:
    table = read_table(path, required=COLUMNS, optional=("note",))
    return [(row.line, list(row.cells.values())) for row in table]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_every_dialect_reads_the_same(
    tmp_path: Path, delimiter: str, mark: str, line_end: str
) -> None:
    lines = ["person;from;to", "É1; 2026-01-05 ;2026-01-06"]
    text = mark + line_end.join(line.replace(";", delimiter) for line in lines)
    path = file_of(tmp_path, text)
    assert rows_of(path) == [(2, ["É1", "2026-01-05", "2026-01-06"])]


def test_an_absent_optional_column_reads_as_empty(tmp_path: Path) -> None:
    path = file_of(tmp_path, "person,from,to\nA,1,2\n")
    row = read_table(path, required=COLUMNS, optional=("note",))[0]
    assert (row.get("note"), "note" in row.cells) == ("", False)


def test_lines_are_counted_through_blank_lines_and_line_breaks_inside_cells(
    tmp_path: Path,
) -> None:
    path = file_of(tmp_path, '\nperson,from,to\n\n"A\nB",1,2\n,,\nC,3,4\n')
    assert rows_of(path) == [(4, ["A\nB", "1", "2"]), (7, ["C", "3", "4"])]


def test_quoted_fields_keep_delimiters_and_quotes(tmp_path: Path) -> None:
    path = file_of(tmp_path, 'person,from,to\n"A, ""b""",1,2\n')
    assert rows_of(path) == [(2, ['A, "b"', "1", "2"])]


def test_columns_stand_in_any_order_and_empty_columns_at_the_end_are_ignored(
    tmp_path: Path,
) -> None:
    path = file_of(tmp_path, "to;person;from;;\n2;A;1;;\n")
    assert read_table(path, required=COLUMNS) == [
        Row(line=2, cells={"to": "2", "person": "A", "from": "1"})
    ]


FAULTS = [
    ("", None, None, "empty"),
    ("\n\n", None, None, "empty"),
    ("person,from\nA,1\n", 1, "to", "'to' is missing"),
    ("person,form,to\n", 1, "from", "did you mean 'form'?"),
    ("person|from|to\n", 1, "person", "the file has: person|from|to"),
    ("person,from,to,notes\n", 1, "notes", "did you mean 'note'?"),
    ("person,from,to,to\n", 1, "to", "twice"),
    ("person,,from,to\n", 1, None, "column 2 has no name"),
    ("person,from,to\nA,1,2\nB,1,2,3\n", 3, None, "4 cells"),
    ("person,from,to\nA,1\n", 2, "to", "stops before this column"),
    ('person,from,to\nA,"1,2\nB,3,4\n', 2, None, "quotation mark"),
    ('person,from,to\nA,"1"x,2\n', 2, None, "quotation mark"),
    ("person,from,to\nA,1\r,2\n", 2, None, "line break"),
    (f"person,from,to\nA,{'x' * 200_000},2\n", 2, None, "cell is too long"),
    (f"person,from,to\nA,{'x' * 1_100_000},2\n", 2, None, "longer than"),
    ("person,from,to\nÉ,1,2\n".encode("cp1252"), 2, None, "UTF-8"),
    ("person,from,to\n".encode("utf-16"), 1, None, "UTF-8"),
    (b"person,from,to\nA,1,2\n\x00\x01", 3, None, "not text"),
]


@pytest.mark.parametrize(("content", "line", "field", "said"), FAULTS)
def test_each_fault_names_file_line_and_column(
    tmp_path: Path, content: str | bytes, line: int | None, field: str | None, said: str
) -> None:
    path = file_of(tmp_path, content)
    fault = fault_of(path)
    assert fault.place == Place(file=str(path), line=line, field=field)
    assert said in str(fault)
    assert "\n" not in str(fault)


def test_an_absent_file_and_a_folder_are_faults(tmp_path: Path) -> None:
    assert "no such file" in str(fault_of(tmp_path / "absent.csv"))
    assert "folder" in str(fault_of(tmp_path))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04 and nothing of a spreadsheet", "cannot be opened"),
        (b"person,from,to\n", "cannot be opened"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old spreadsheet"),
    ],
)
def test_a_spreadsheet_that_does_not_open_is_a_fault(
    tmp_path: Path, content: bytes, said: str
) -> None:
    assert said in str(fault_of(file_of(tmp_path, content, "table.xlsx")))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 10_000), min_size=1))
def test_a_spreadsheet_with_damaged_bytes_is_read_or_refused(places: list[int]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "table.xlsx"
        write_xlsx(path, columns=COLUMNS, rows=[["A", "1", "2"]])
        content = bytearray(path.read_bytes())
        for place in places:
            content[place % len(content)] ^= 0x55
        path.write_bytes(content)
        with suppress(BadInputError):
            read_table(path, required=COLUMNS)


def test_a_stray_cell_in_the_last_corner_is_a_fault_and_takes_no_memory(tmp_path: Path) -> None:
    path = tmp_path / "table.xlsx"
    book = xlsxwriter.Workbook(path)
    book.add_worksheet().write_string(1_048_575, 16_383, "x")
    book.close()
    assert "stray cell" in str(fault_of(path))


HEADER = b"person,from,to\n"
GARBAGE = {
    "one long word": (b"", b"a"),
    "bytes": (b"", b"\x00\xff\x17"),
    "short lines": (b"", b"x\n"),
    "lines of two cells": (b"", b"person,from\n"),
    "quotation marks": (b"", b'"'),
    "half a character": (b"", b"\xf0\x9f"),
    "a header, then one long word": (HEADER, b"a"),
    "a header, then bytes": (HEADER, b"\x00\xff\x17"),
    "a header, then short lines": (HEADER, b"x\n"),
    "a header, then one endless line": (HEADER, b"a,b,c,"),
    "a header, then quotation marks": (HEADER, b'"'),
}


@pytest.mark.parametrize("name", GARBAGE)
def test_thirty_megabytes_of_garbage_are_refused_at_once_in_little_memory(
    tmp_path: Path, name: str
) -> None:
    start, piece = GARBAGE[name]
    path = file_of(tmp_path, start + piece * (30_000_000 // len(piece)))
    tracemalloc.start()
    began = time.perf_counter()
    fault = fault_of(path)
    seconds = time.perf_counter() - began
    peak_bytes = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(fault.what) < 200
    assert (seconds < 2, peak_bytes < 20_000_000) == (True, True)


def test_a_spreadsheet_reads_as_plain_text(tmp_path: Path) -> None:
    path = tmp_path / "table.xlsx"
    write_xlsx(
        path,
        columns=COLUMNS,
        rows=[
            ["=1+1", date(2026, 1, 5), datetime(2026, 1, 5, 7)],  # noqa: DTZ001 - a local time
            [3, 0.8, Decimal("0.50")],
            [True, None, 1_000_000.0],
        ],
    )
    assert rows_of(path) == [
        (2, ["=1+1", "2026-01-05", "2026-01-05T07:00"]),
        (3, ["3", "0.8", "0.5"]),
        (4, ["true", "", "1000000"]),
    ]


# No control characters: XML cannot carry them, nor can most spreadsheets show them.
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12).map(str.strip)
TABLES = st.lists(st.tuples(TEXT.filter(bool), TEXT, TEXT).map(list), min_size=1, max_size=8)


@settings(max_examples=60, deadline=None)
@given(rows=TABLES)
@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_what_is_written_reads_back_equal(rows: list[list[str]], suffix: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"table.{suffix}"
        write = write_csv if suffix == "csv" else write_xlsx
        write(path, columns=COLUMNS, rows=rows)
        assert [cells for _, cells in rows_of(path)] == rows


def test_csv_ends_its_lines_with_lf_and_leaves_data_as_they_are() -> None:
    assert csv_text(columns=["a", "b"], rows=[["=1+1", 0.5]]) == "a,b\n=1+1,0.5\n"


def test_a_file_that_cannot_be_written_whole_leaves_the_old_one(tmp_path: Path) -> None:
    def rows() -> list[list[str]]:
        raise ZeroDivisionError

    path = file_of(tmp_path, "old")
    with pytest.raises(ZeroDivisionError):
        write_xlsx(path, columns=COLUMNS, rows=(row for row in rows()))
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("table.csv", "old")]


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_a_folder_that_does_not_exist_is_bad_input(
    tmp_path: Path, write: Callable[..., None]
) -> None:
    with use_language("en"), pytest.raises(BadInputError, match="folder does not exist"):
        write(tmp_path / "absent" / "table", columns=COLUMNS, rows=[])


@pytest.mark.filterwarnings(
    "ignore:.*32767"
)  # the writer's own warning, which we turn into a fault
def test_a_text_too_long_for_a_spreadsheet_is_bad_input_and_nothing_is_written(
    tmp_path: Path,
) -> None:
    with use_language("en"), pytest.raises(BadInputError, match="line 2: a text is too long"):
        write_xlsx(tmp_path / "table.xlsx", columns=["a"], rows=[["x" * 32_768]])
    assert list(tmp_path.iterdir()) == []
