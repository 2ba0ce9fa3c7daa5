"""Tables of worked hours for the tests of the audit; every person is fictional."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from releve.kit.verbs import run_verb
from releve.kit.words import Language, use_language
from releve.roster.cli import roster

Capture = pytest.CaptureFixture[str]

COLUMNS = "person,start,end,break_minutes"
MORE_COLUMNS = f"{COLUMNS},overtime_minutes,part_of"
PERIOD = ("--pack", "fph", "--from", "2026-03-02", "--to", "2026-03-15")

SHORT_REST = (
    "ana,2026-03-02T13:00,2026-03-02T21:00,30",
    "ana,2026-03-03T07:00,2026-03-03T15:00,30",
)
TWELVE = "ana,2026-03-02T07:00,2026-03-02T19:00,20"


def a_file(folder: Path, *lines: str, columns: str = COLUMNS) -> Path:
    """Write a table of shifts."""
    path = folder / "shifts.csv"
    path.write_text("\n".join([columns, *lines]) + "\n", encoding="utf-8")
    return path


def audit(path: Path, *options: str | Path, language: Language = "en") -> int:
    """Run the verb over two weeks under the rules of public hospitals, unless said otherwise."""
    arguments = ["audit", str(path), *PERIOD, *map(str, options)]
    with use_language(language):
        return run_verb(roster, arguments, name="releve roster")


def report(path: Path, capsys: Capture, *options: str | Path) -> dict[str, Any]:
    """Run the verb and return its report."""
    audit(path, *options, "--json", "-")
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    return told


def rules(told: dict[str, Any]) -> set[str]:
    """Return the rules that a report finds broken."""
    return {breach["rule"] for breach in told["breaches"]}
