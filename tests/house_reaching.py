"""Who reaches the solver of rosters, read off the code: functions, and whom they name.

A function reaches what it names, whether it calls it or hands it on. Names are followed through
imports and the packages that pass them on, to the function that they stand for.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from house_code import ROOT

SOURCE = ROOT / "src"
ASIDE = {"engine", "tests", "migrations", "bench", "__pycache__"}
"""Folders that hold no way in: the engines themselves, tests, and the measuring of the engine."""

ENGINE = "releve.roster.engine"
DOORS = ("solve", "repair")
"""How the names begin that the engine gives to whoever wants a roster made."""

Function = tuple[str, str]
"""A module and a name in it."""


@dataclass
class Module:
    """What one file holds: its functions with the names in them, and what it imports as what."""

    name: str
    functions: dict[str, ast.FunctionDef] = field(default_factory=dict)
    imports: dict[str, tuple[str, str]] = field(default_factory=dict)


@cache
def modules() -> dict[str, Module]:
    """Return every file of the rooms that is neither engine, nor test, by its module."""
    found: dict[str, Module] = {}
    for file in sorted((SOURCE / "releve").rglob("*.py")):
        if not ASIDE & set(file.relative_to(SOURCE).parts):
            one = _read(file)
            found[one.name] = one
    return found


def doors() -> set[Function]:
    """Return what modules outside the engine import that makes a roster: module and name."""
    return {
        (target, name)
        for module in modules().values()
        for target, name in module.imports.values()
        if _is_door(target, name)
    }


def reaching(*, gates: frozenset[Function] = frozenset()) -> set[Function]:
    """Return the functions from which the solver is reached.

    ``gates`` pass the gate before they go on: whoever comes to the solver by them alone is not
    among those returned, and neither are they.
    """
    edges = {
        (module.name, name): set(_named(module, node))
        for module in modules().values()
        for name, node in module.functions.items()
    }
    found: set[Function] = set()
    goal = doors()
    while True:
        new = {
            one
            for one, named in edges.items()
            if one not in found and one not in gates and named & (found | goal)
        }
        if not new:
            return found
        found |= new


def _is_door(target: str, name: str) -> bool:
    inside = target == ENGINE or target.startswith(f"{ENGINE}.")
    return inside and name.startswith(DOORS) and name.islower()


def _read(file: Path) -> Module:
    parts = file.relative_to(SOURCE).with_suffix("").parts
    name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    found = Module(name)
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef):
            found.functions[node.name] = node
        elif isinstance(node, ast.ImportFrom) and node.module:
            for one in node.names:
                found.imports[one.asname or one.name] = (node.module, one.name)
    return found


def _named(module: Module, function: ast.FunctionDef) -> Iterator[Function]:
    for node in ast.walk(function):
        if isinstance(node, ast.Name):
            yield from _resolved(module.name, node.id)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            target = module.imports.get(node.value.id)
            if target is not None:
                yield from _resolved(".".join(target), node.attr)


def _resolved(module: str, name: str) -> Iterator[Function]:
    """Yield the function that a name stands for in a module, followed through imports."""
    held = modules().get(module)
    if held is None:
        yield module, name  # outside the rooms: a door, or nothing of ours
    elif name in held.functions:
        yield module, name
    elif name in held.imports:
        target, original = held.imports[name]
        if _is_door(target, original):
            yield target, original
        elif target != module:
            yield from _resolved(target, original)
