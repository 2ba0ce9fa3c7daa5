"""Where in a JSON text each value stands, so that a fault can name its line.

The standard parser forgets positions. This walk keeps them, and is only taken once a fault is
known: it reads the tokens of a text that is already known to be JSON (RFC 8259).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

Path = tuple[str | int, ...]

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+')


def place_of(text: str, path: Sequence[str | int]) -> tuple[Path, int]:
    """Return the part of ``path`` that the text holds, and the line where it stands.

    Names on the path that the text does not hold, such as those a reader adds for the
    alternatives of a union, are passed over. Lines count from 1.
    """
    found = _held(json.loads(text), path)
    for levels, offset in _walk(text) if found else ():
        # The depth first: most places are told apart without looking at their names.
        if len(levels) == len(found) and _path(levels) == found:
            return found, line_at(text, offset)
    return (), line_at(text, len(text) - len(text.lstrip()))


def duplicate_of(text: str) -> tuple[Path, int] | None:
    """Return the path and line of the first key that its object already has, if any."""
    seen: set[tuple[int, str | int]] = set()
    for levels, offset in _walk(text):
        key = (levels[-1].offset, levels[-1].step)
        if key in seen:
            return _path(levels), line_at(text, offset)
        seen.add(key)
    return None


def line_at(text: str, offset: int) -> int:
    """Return the line of a character of the text, counted from 1."""
    return text.count("\n", 0, offset) + 1


def _held(document: Any, path: Sequence[str | int]) -> Path:
    """Return the steps of ``path`` that lead down the document."""
    found: Path = ()
    for step in path:
        is_key = isinstance(document, dict) and step in document
        is_item = isinstance(document, list) and step in range(len(document))
        if is_key or is_item:
            document = document[step]
            found = (*found, step)
    return found


@dataclass
class _Level:
    """An object or list that is being walked; ``step`` is its current key or index."""

    offset: int
    step: str | int
    awaits_key: bool


def _path(levels: Sequence[_Level]) -> Path:
    return tuple(level.step for level in levels)


def _walk(text: str) -> Iterator[tuple[list[_Level], int]]:
    """Yield every member and item in the order of the text: where it is, and its offset."""
    levels: list[_Level] = []
    at_item = False
    for token in _TOKEN.finditer(text):
        mark = token.group()
        if mark in "]}":
            levels.pop()
            at_item = False
            continue
        if mark == ",":
            at_item = _next(levels[-1])
            continue
        if levels and (levels[-1].awaits_key or at_item):
            if levels[-1].awaits_key:
                levels[-1].step, levels[-1].awaits_key = json.loads(mark), False
            yield levels, token.start()
        at_item = mark == "["
        if mark in "[{":
            levels.append(_Level(token.start(), 0, awaits_key=mark == "{"))


def _next(level: _Level) -> bool:
    """Step over a comma; say whether what follows is an item of a list."""
    if isinstance(level.step, int):
        level.step += 1
        return True
    level.awaits_key = True
    return False
