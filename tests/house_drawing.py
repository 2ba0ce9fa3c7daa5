"""The drawing of the house, read from its two homes.

``pyproject.toml`` holds the contracts that the machine keeps, ``ARCHITECTURE.md`` the drawing
that people read; both must say the same.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from house_code import ROOT

Storeys = list[frozenset[str]]

# Django's own folders and a room's papers hold no layer of calls.
OUTSIDE_CALLS = frozenset({"engine", "tests", "migrations", "apps", "__init__", "card"})


def contract(identifier: str) -> dict[str, Any]:
    """Return one contract of pyproject.toml."""
    document = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts: list[dict[str, Any]] = document["tool"]["importlinter"]["contracts"]
    return next(found for found in contracts if found["id"] == identifier)


def storeys_of_contract() -> Storeys:
    """Return the storeys that the machine keeps, from the roof down."""
    return [_neighbours(layer) for layer in contract("storeys")["layers"]]


def storeys_of_drawing(page: str) -> Storeys:
    """Return the storeys that a page draws in its block marked ``storeys``.

    Each line of the block names neighbours, then two spaces or more and what they are for.
    """
    block = re.search(r"```{?text}? storeys\n(.*?)```", page, re.DOTALL)
    if block is None:
        return []
    lines = [line.strip() for line in block[1].splitlines() if line.strip()]
    return [_neighbours(re.split(r"\s{2,}", line)[0]) for line in lines]


def _neighbours(layer: str) -> frozenset[str]:
    return frozenset(name.strip(" ()") for name in re.split(r"[:|]", layer))


def modules_in(room: Path) -> frozenset[str]:
    """Return the modules and folders of code directly inside a room."""
    files = {path.stem for path in room.glob("*.py")}
    folders = {path.parent.name for path in room.glob("*/__init__.py")}
    return frozenset(files | folders)
