"""Where in a JSON text each value stands, so that a fault can name its line.

The standard parser forgets positions. This walk keeps them, and is only taken once a fault is
known: it reads the tokens of a text that is already known to be JSON (RFC 8259).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

Path = tuple[str | int, ...]

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+')


def place_of(text: str, path: Sequence[str | int]) -> tuple[Path, int]:
    """Return the part of ``path`` that the text holds, and the line where it stands.

    Names on the path that the text does not hold, such as those a reader adds for the
    alternatives of a union, are passed over. Lines count from 1.
    """
    offsets = {place.path: place.offset for place in reversed(list(_places(text)))}
    found: Path = ()
    for step in path:
        if (*found, step) in offsets:
            found = (*found, step)
    return found, line_at(text, offsets.get(found, _start(text)))


def duplicate_of(text: str) -> tuple[Path, int] | None:
    """Return the path and line of the first key that its object already has, if any."""
    seen: set[tuple[int, str | int]] = set()
    for place in _places(text):
        key = (place.container, place.path[-1])
        if key in seen:
            return place.path, line_at(text, place.offset)
        seen.add(key)
    return None


def line_at(text: str, offset: int) -> int:
    """Return the line of a character of the text, counted from 1."""
    return text.count("\n", 0, offset) + 1


@dataclass(frozen=True)
class _Place:
    """One member or item: its path, where it starts, and where its container starts."""

    path: Path
    offset: int
    container: int


@dataclass
class _Level:
    """An object or list that is being walked; ``step`` is its current key or index."""

    offset: int
    step: str | int
    awaits_key: bool


def _places(text: str) -> Iterator[_Place]:
    """Yield every member and item in the order of the text."""
    levels: list[_Level] = []
    at_item = False
    for token in _TOKEN.finditer(text):
        mark, offset = token.group(), token.start()
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
            yield _Place(tuple(level.step for level in levels), offset, levels[-1].offset)
        at_item = mark == "["
        if mark in "[{":
            levels.append(_Level(offset, 0, awaits_key=mark == "{"))


def _next(level: _Level) -> bool:
    """Step over a comma; say whether what follows is an item of a list."""
    if isinstance(level.step, int):
        level.step += 1
        return True
    level.awaits_key = True
    return False


def _start(text: str) -> int:
    return len(text) - len(text.lstrip())
