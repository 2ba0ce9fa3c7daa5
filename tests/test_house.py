"""The walls of the house: its drawing, its rooms, and what each room must have."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from house_code import HOUSE, ROOT, room_folders, rooms
from house_drawing import contract, modules_in, storeys_of_contract, storeys_of_drawing

LAYERS_OF_A_ROOM = {
    layer.strip("() ") for line in contract("rooms")["layers"] for layer in line.split("|")
} - {"engine"}


def engines() -> list[str]:
    """Return the import names of every engine."""
    places = [*HOUSE.glob("*/engine.py"), *HOUSE.glob("*/engine/__init__.py")]
    parts = [place.relative_to(HOUSE).parts[0] for place in places]
    return sorted(f"releve.{room}.engine" for room in parts)


def test_the_drawing_in_architecture_equals_the_contract() -> None:
    drawn = storeys_of_drawing((ROOT / "ARCHITECTURE.md").read_text("utf-8"))
    assert drawn == storeys_of_contract()


def test_a_drawing_with_a_storey_more_or_moved_is_seen() -> None:
    page = "```text storeys\nhouse : cli  the roof\n\nkit    plain things\n```"
    assert storeys_of_drawing(page) == [frozenset({"house", "cli"}), frozenset({"kit"})]
    assert storeys_of_drawing("no drawing") == []


def test_every_room_stands_on_a_storey() -> None:
    assert contract("storeys")["exhaustive"] is True
    assert {room for storey in storeys_of_contract() for room in storey} == set(rooms())


def test_every_room_with_layers_keeps_the_order_of_calls() -> None:
    layered = {
        f"releve.{folder.name}"
        for folder in room_folders()
        if len(modules_in(folder) & LAYERS_OF_A_ROOM) > 1
    }
    assert layered - set(contract("rooms")["containers"]) == set()


def test_no_room_is_forgotten_by_the_contract_on_heavy_instruments() -> None:
    instruments = contract("instruments")
    assert instruments["source_modules"] == ["releve"]
    assert {line.partition(" -> ")[0] for line in instruments["ignore_imports"]} == {
        "releve.*.engine.**"
    }


@pytest.mark.parametrize("room", room_folders(), ids=lambda room: room.name)
def test_every_room_has_its_page_of_ten_lines(room: Path) -> None:
    page = room / "README.md"
    assert page.is_file()
    lines = [line for line in page.read_text("utf-8").splitlines() if line.strip()]
    assert 5 <= len(lines) <= 25


@pytest.mark.parametrize("room", room_folders(), ids=lambda room: room.name)
def test_every_room_has_tests(room: Path) -> None:
    assert [path for path in room.rglob("test_*.py") if "tests" in path.parts]


@pytest.mark.parametrize("room", rooms())
def test_every_room_has_a_line_in_the_glossary(room: str) -> None:
    glossary = (ROOT / "docs" / "reference" / "glossary.md").read_text("utf-8")
    assert glossary_line(glossary, room)


def glossary_line(glossary: str, word: str) -> bool:
    """Whether a table of the glossary gives the word, its French and its English."""
    row = re.search(rf"^\| *`{re.escape(word)}` *\|([^|]+)\|([^|]+)\|", glossary, re.MULTILINE)
    return row is not None and all(cell.strip() for cell in row.groups())


def test_a_word_without_its_french_is_seen_as_missing() -> None:
    assert glossary_line("| `roster` | planning | roster |", "roster") is True
    assert glossary_line("| `roster` | | roster |", "roster") is False
    assert glossary_line("| `rosters` | planning | roster |", "roster") is False


@pytest.mark.parametrize("module", ["releve.kit", *engines()])
def test_every_engine_and_the_kit_wake_without_django(module: str) -> None:
    assert "django" not in woken_with(module)


def test_waking_django_is_seen() -> None:
    assert "django" in woken_with("releve.house.settings")


HEAVY = {"ortools", "highspy", "numba", "numpy", "pandas", "altair", "typst", "vl_convert"}
"""Libraries that take a second or a hundred megabytes, for those who solve, draw or print."""


def test_showing_pages_loads_no_heavy_library() -> None:
    assert woken_with("releve.house.urls", first="import django\ndjango.setup()\n") & HEAVY == set()


def test_a_heavy_library_is_seen() -> None:
    assert {"ortools", "pandas"} <= woken_with("releve.roster.engine.solve.cpsat") & HEAVY


def woken_with(module: str, *, first: str = "") -> set[str]:
    """Return the packages that a fresh Python holds after importing a module and all below it.

    ``first`` is run before.
    """
    program = first + (
        "import importlib, pkgutil, sys\n"
        f"top = importlib.import_module({module!r})\n"
        "for found in pkgutil.walk_packages(getattr(top, '__path__', []), top.__name__ + '.'):\n"
        "    if '.tests' not in found.name:\n"
        "        importlib.import_module(found.name)\n"
        "print('\\n'.join({name.partition('.')[0] for name in sys.modules}))\n"
    )
    done = subprocess.run(  # noqa: S603 - the same Python, our own words
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return set(done.stdout.split())
