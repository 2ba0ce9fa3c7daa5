"""Bad input to ``releve roster audit``: one sentence with file, line and field, exit code 2."""

from __future__ import annotations

from pathlib import Path

import pytest

from releve.kit.console import BAD_INPUT, FINDINGS
from releve.roster.tests.shift_tables import (
    COLUMNS,
    MORE_COLUMNS,
    TWELVE,
    Capture,
    a_file,
    audit,
)


@pytest.mark.parametrize(
    ("line", "field", "what"),
    [
        (",2026-03-02T07:00,2026-03-02T15:00,20", "person", "empty"),
        ("ana,2026-03-02,2026-03-02T15:00,20", "start", "not a local time"),
        ("ana,,2026-03-02T15:00,20", "start", "not a local time"),
        ("ana,02/03/2026 07:00,2026-03-02T15:00,20", "start", "not a local time"),
        ("ana,2026-02-30T07:00,2026-03-02T15:00,20", "start", "no day of the calendar"),
        ("ana,2026-03-02T07:00,2026-03-02T24:00,20", "end", "no time of the clock"),
        ("ana,2026-03-02T07:60,2026-03-02T15:00,20", "start", "no time of the clock"),
        ("ana,2026-03-02T07:00:30,2026-03-02T15:00,20", "start", "seconds"),
        ("ana,2026-03-29T02:30,2026-03-29T12:00,20", "start", "does not exist"),
        ("ana,0026-03-02T07:00,2026-03-02T15:00,20", "start", "year"),
        ("ana,2026-03-02T15:00,2026-03-02T07:00,20", "end", "before its start"),
        ("ana,2026-03-02T07:00,2026-03-02T07:00,0", "end", "before its start"),
        ("ana,2026-03-02T07:00,2026-03-02T15:00,480", "break_minutes", "as long as the shift"),
        ("ana,2026-03-02T07:00,2026-03-02T15:00,-20", "break_minutes", "whole number"),
        ("ana,2026-03-02T07:00,2026-03-02T15:00,20.5", "break_minutes", "whole number"),
        ("ana,2026-03-02T07:00,2026-03-02T15:00,", "break_minutes", "whole number"),
        ("ana,2026-03-02T07:00,2026-03-02T15:00,٢٠", "break_minutes", "whole number"),
        ("ana,2026-03-02T07:00,2026-03-02T15:00,20,461", "overtime_minutes", "overtime"),
        ("ana,2026-03-02T07:00,2026-03-02T15:00,20,x", "overtime_minutes", "whole number"),
    ],
)
def test_a_fault_names_file_line_and_field_in_one_sentence(
    tmp_path: Path, capsys: Capture, line: str, field: str, what: str
) -> None:
    path = a_file(tmp_path, f"bea{TWELVE[3:]}", line, columns=MORE_COLUMNS)
    assert audit(path, "--json", tmp_path / "report.json") == BAD_INPUT
    said = capsys.readouterr().err
    assert said.startswith(f"{path}, line 3, field {field!r}: ")
    assert what in said
    assert said.count("\n") == 1
    assert not (tmp_path / "report.json").exists()


def test_rows_of_one_person_that_overlap_are_named_both(tmp_path: Path, capsys: Capture) -> None:
    path = a_file(tmp_path, TWELVE, f"bea{TWELVE[3:]}", "ana,2026-03-02T18:59,2026-03-02T20:00,0")
    assert audit(path) == BAD_INPUT
    said = capsys.readouterr().err
    assert f"{path}, line 4, field 'start'" in said
    assert "line 2" in said


def test_rows_of_one_person_that_touch_do_not_overlap(tmp_path: Path) -> None:
    path = a_file(tmp_path, "ana,2026-03-02T07:00,2026-03-02T10:00,0",
                  "ana,2026-03-02T10:00,2026-03-02T13:00,0")  # fmt: skip
    assert audit(path) == FINDINGS


def test_the_parts_of_a_split_shift_are_of_one_day(tmp_path: Path, capsys: Capture) -> None:
    lines = [
        "ana,2026-03-02T08:00,2026-03-02T12:00,0,0,x",
        "ana,2026-03-03T15:00,2026-03-03T19:00,0,0,x",
    ]
    path = a_file(tmp_path, *lines, columns=MORE_COLUMNS)
    assert audit(path) == BAD_INPUT
    said = capsys.readouterr().err
    assert said.startswith(f"{path}, line 3, field 'part_of': ")
    assert "more than 24 hours apart" in said


def test_breaks_as_long_as_the_shift_are_refused(tmp_path: Path, capsys: Capture) -> None:
    columns = f"{COLUMNS},paid_break_minutes"
    path = a_file(tmp_path, "ana,2026-03-02T08:00,2026-03-02T12:00,120,120", columns=columns)
    assert audit(path) == BAD_INPUT
    said = capsys.readouterr().err
    assert said.startswith(f"{path}, line 2, field 'paid_break_minutes': ")


@pytest.mark.parametrize(
    ("options", "place"),
    [
        (("--from", "2026-03-03"), "--from"),
        (("--from", "2026-02-30"), "--from"),
        (("--from", "9999-12-27"), "--from"),
        (("--to", "2026-03-01"), "--to"),
        (("--to", "tomorrow"), "--to"),
        (("--pack", "fhp"), "--pack"),
    ],
)
def test_an_option_that_cannot_be_meant_is_named(
    tmp_path: Path, capsys: Capture, options: tuple[str, str], place: str
) -> None:
    assert audit(a_file(tmp_path, TWELVE), *options) == BAD_INPUT
    assert f"field '{place}'" in capsys.readouterr().err


def test_a_missing_column_is_named(tmp_path: Path, capsys: Capture) -> None:
    path = a_file(tmp_path, "ana,2026-03-02T07:00,2026-03-02T15:00", columns="person,start,end")
    assert audit(path) == BAD_INPUT
    assert "field 'break_minutes'" in capsys.readouterr().err


def test_30_megabytes_of_noise_are_refused_at_once(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "noise.csv"
    path.write_bytes(b"\x93\x00\xff" * 10_000_000)
    assert audit(path) == BAD_INPUT
    assert capsys.readouterr().err.startswith(f"{path}, line 1")


def test_a_file_that_is_not_there_is_one_sentence(tmp_path: Path, capsys: Capture) -> None:
    assert audit(tmp_path / "none.csv") == BAD_INPUT
    assert capsys.readouterr().err.count("\n") == 1
