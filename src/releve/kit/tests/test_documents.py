"""Documents: whatever is wrong is one sentence with its line, and reading never hangs."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass as plain
from datetime import date
from pathlib import Path
from typing import Any, Literal, Self

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ConfigDict, Field, model_validator
from pydantic.dataclasses import dataclass

from releve.kit.documents import field_name, read_json_as, read_text
from releve.kit.faults import BadInputError
from releve.kit.json_places import duplicate_of, place_of

STRICT = ConfigDict(extra="forbid")


class ApartError(ValueError):
    """A fault found by comparing fields, with the path of the one to change."""

    def __init__(self, path: tuple[str | int, ...], what: str) -> None:
        self.path = path
        super().__init__(what)


@dataclass(frozen=True, config=STRICT)
class Bed:
    """A bed of a fictional ward."""

    room: str
    weight: int = Field(default=1, ge=1, le=9)
    kind: Literal["plain", "tilting"] = "plain"


@dataclass(frozen=True, config=STRICT)
class Ward:
    """A fictional ward."""

    opened_on: date
    beds: tuple[Bed, ...] = ()
    open: bool = True

    @model_validator(mode="after")
    def _rooms_differ(self) -> Self:
        rooms = [bed.room for bed in self.beds]
        for at, room in enumerate(rooms):
            if room in rooms[:at]:
                raise ApartError(("beds", at, "room"), f"{room!r} is there twice")
        return self


def fault(path: Path, text: str | bytes) -> str:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(BadInputError) as caught:
        read_json_as(Ward, path)
    return str(caught.value).removeprefix(f"{path}").removeprefix(", ")


def test_a_good_document_becomes_its_kind(tmp_path: Path) -> None:
    path = tmp_path / "ward.json"
    path.write_text('\ufeff{"opened_on": "2026-03-09", "beds": [{"room": "7"}]}', encoding="utf-8")
    assert read_json_as(Ward, path) == Ward(date(2026, 3, 9), (Bed("7"),))


HEAD = '{"opened_on": "2026-03-09",\n "beds": [\n  {"room": "7"},\n  '


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            HEAD + '{"room": 7}]}',
            "line 4, field 'beds[1].room': 7 is no text; write it between quotes",
        ),
        (
            HEAD + '{"room": "8", "weight": 12}]}',
            "line 4, field 'beds[1].weight': 12 is too large; write 9 or less",
        ),
        (
            HEAD + '{"room": "8", "weight": 0}]}',
            "line 4, field 'beds[1].weight': 0 is too small; write 1 or more",
        ),
        (
            HEAD + '{"room": "8", "weight": "x"}]}',
            "line 4, field 'beds[1].weight': 'x' is no whole number",
        ),
        (HEAD + "{}]}", "line 4, field 'beds[1].room': the field is missing; add it"),
        (
            HEAD + '{"room": "8", "wieght": 1}]}',
            (
                "line 4, field 'beds[1].wieght': there is no such field (did you mean 'weight'?);"
                " the fields here are: kind, room, weight"
            ),
        ),
        (
            HEAD + '{"room": "8", "kind": "titling"}]}',
            (
                "line 4, field 'beds[1].kind': 'titling' is not known here"
                " (did you mean 'tilting'?); write one of: plain, tilting"
            ),
        ),
        (HEAD + '{"room": "7"}]}', "line 4, field 'beds[1].room': '7' is there twice"),
        (
            HEAD + "3]}",
            "line 4, field 'beds[1]': an object with named fields is expected here, not 3",
        ),
        (
            '{"opened_on": "2026-02-30"}',
            (
                "line 1, field 'opened_on': '2026-02-30' is no day of the calendar;"
                " write a date as 2026-03-09"
            ),
        ),
        (
            '{"opened_on": "2026-03-09", "open": "perhaps"}',
            "line 1, field 'open': 'perhaps' is neither true nor false",
        ),
        (
            '{"opened_on": "2026-03-09",\n "beds": null}',
            "line 2, field 'beds': a list is expected here, not null",
        ),
        (
            '{"opened_on": "2026-03-09",\n "beds": [],\n "beds": []}',
            "line 3, field 'beds': the field stands twice in the same object; keep one",
        ),
        ("[1]", "line 1: an object with named fields is expected here, not […]"),
        (
            '{"opened_on":\n  oops}',
            "line 2: what stands at column 3 is not JSON; check commas, quotes and brackets",
        ),
        (
            "",
            "line 1: what stands at column 1 is not JSON; check commas, quotes and brackets",
        ),
        (
            '{"opened_on": "\\ud800"}',
            "line 1: what stands at column 22 is not JSON; check commas, quotes and brackets",
        ),
        ('{"open": NaN}', ": a number in it cannot be read; write numbers as 7 or 0.8"),
        (
            '{"open": ' + "9" * 5000 + "}",
            ": a number in it cannot be read; write numbers as 7 or 0.8",
        ),
        (
            "[" * 100_000,
            ": the document is nested too deeply; this is not what is expected here",
        ),
        (b"\x00\x01", "line 1: this is not text"),
        (b'{"a":\n "\xff"}', "line 2: the text is not in UTF-8; save the file again as UTF-8"),
    ],
)
def test_every_fault_names_its_line_and_what_to_do(
    tmp_path: Path, text: str | bytes, told: str
) -> None:
    assert fault(tmp_path / "ward.json", text) == told


def test_a_missing_file_and_a_folder_are_said(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="there is no such file"):
        read_text(tmp_path / "absent.json")
    with pytest.raises(BadInputError, match="this is a folder"):
        read_text(tmp_path)


@pytest.mark.parametrize("unit", [b"[1, ", b"\xf0\x9f\x98\x80", b"\x07\x99\x00z", b"lorem\n"])
def test_thirty_megabytes_of_garbage_are_refused_at_once(tmp_path: Path, unit: bytes) -> None:
    path = tmp_path / "garbage.json"
    path.write_bytes((unit * (30_000_000 // len(unit) + 1))[:30_000_000])
    started = time.monotonic()
    with pytest.raises(BadInputError):
        read_json_as(Ward, path)
    assert time.monotonic() - started < 3.0


@plain(frozen=True)
class Spot:
    """A value of a document, and the line on which it was written."""

    path: tuple[str | int, ...]
    line: int


def laid_out(value: Any, path: tuple[str | int, ...], lines: list[str], spots: list[Spot]) -> None:
    """Write JSON one token a line or so, noting where each value starts."""
    if isinstance(value, dict):
        lines.append("{")
        for at, (key, below) in enumerate(value.items()):
            lines.append("," if at else " ")
            lines.append(f"{json.dumps(key)}:")
            spots.append(Spot((*path, key), len(lines)))
            laid_out(below, (*path, key), lines, spots)
        lines.append("}")
    elif isinstance(value, list):
        lines.append("[")
        for at, below in enumerate(value):
            lines.append("," if at else " ")
            spots.append(Spot((*path, at), len(lines) + 1))
            laid_out(below, (*path, at), lines, spots)
        lines.append("]")
    else:
        lines.append(json.dumps(value))


words = st.text(alphabet='aé"\\{}[]:,\n 1', max_size=4)
documents = st.recursive(
    st.none() | st.booleans() | st.integers() | words,
    lambda below: st.lists(below, max_size=3) | st.dictionaries(words, below, max_size=3),
    max_leaves=12,
)


@given(documents)
def test_every_value_of_any_document_is_found_on_its_line(document: Any) -> None:
    lines: list[str] = []
    spots: list[Spot] = []
    laid_out(document, (), lines, spots)
    text = "\n".join(lines)
    assert json.loads(text) == document
    assert [place_of(text, spot.path) for spot in spots] == [
        (spot.path, spot.line) for spot in spots
    ]
    assert duplicate_of(text) is None


def test_a_path_that_leaves_the_document_leads_to_its_nearest_parent() -> None:
    text = '{"rules": [\n {"form":\n  {"minimum": 1}}]}'
    path = ("rules", 0, "form", "gap", "minimum")
    assert place_of(text, path) == (("rules", 0, "form", "minimum"), 3)
    assert place_of(text, ("rules", 0, "title")) == (("rules", 0), 2)
    assert place_of("\n\n[]", ("x",)) == ((), 3)


def test_a_path_is_written_as_people_write_it() -> None:
    assert field_name(("people", 3, "contract", "share")) == "people[3].contract.share"
    assert field_name(()) is None
