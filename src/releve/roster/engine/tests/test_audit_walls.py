"""The judge stands apart: what it may read of the engine is data, never another's reading."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import releve.roster.engine.audit as judge

ENGINE = "releve.roster.engine."
OWN = f"{ENGINE}audit"
DATA = {
    f"{ENGINE}problem": None,
    f"{ENGINE}result": None,
    f"{ENGINE}rules": None,
    f"{ENGINE}rules.forms": None,
    f"{ENGINE}cover": {"CoverCell", "cover_cells"},
}
"""Modules of the engine that hold data, and the names that may be taken from them, if not all."""

FILES = sorted(Path(judge.__file__).parent.glob("*.py"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_judge_takes_data_and_no_reading_of_it(file: Path) -> None:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    taken = [
        (node.module or "", alias.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    ]
    foreign = [
        (module, name)
        for module, name in taken
        if module.startswith(ENGINE) and not module.startswith(OWN)
        if module not in DATA or name not in (DATA[module] or {name})
    ]
    assert foreign == []
