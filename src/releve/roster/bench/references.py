"""What others have found on the same files: best known values and published results.

Two shapes of CSV are read, told apart by their first line: ``instance,…,lb,best`` with the best
known value and the best proven bound, and ``inst,…`` with one column for each published method.
An instance is named by its number or by its file's name without the ending.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from releve.kit.documents import read_text
from releve.kit.faults import BadInputError, Place
from releve.kit.tables import Row, read_table
from releve.kit.words import translator

_ = translator("releve.roster")

BEST_COLUMNS = ("instance", "best")
BEST_OPTIONAL = ("weeks", "employees", "shift_types", "lb")
PUBLISHED_COLUMN = "inst"

NUMBER_AT_END = re.compile(r"(\d+)$")


@dataclass(frozen=True)
class Reference:
    """What is known of one instance, in points; ``published`` by the method's column."""

    best: float | None = None
    lower_bound: float | None = None
    published: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class References:
    """What is known of many instances, by the name or the number that the tables write."""

    by_name: Mapping[str, Reference] = field(default_factory=dict)

    def of(self, stem: str) -> Reference:
        """Return what is known of the file with this name, nothing where no table has it."""
        found = self.by_name.get(stem)
        numbered = NUMBER_AT_END.search(stem)
        if found is None and numbered is not None:
            found = self.by_name.get(str(int(numbered[1])))
        return found or Reference()


def read_references(paths: Iterable[Path]) -> References:
    """Read tables of either shape. Raises BadInputError with the file, the line and the field."""
    known: dict[str, Reference] = {}
    for path in paths:
        lines = read_text(path).splitlines()
        heads = [cell.strip().strip('"') for cell in re.split("[,;\t]", lines[0])] if lines else []
        if PUBLISHED_COLUMN in heads:
            _read_published(path, heads, known)
        else:
            _read_best(path, known)
    return References(known)


def _read_best(path: Path, known: dict[str, Reference]) -> None:
    for row in read_table(path, required=BEST_COLUMNS, optional=BEST_OPTIONAL):
        name = row.get("instance")
        known[name] = replace(
            known.get(name, Reference()),
            best=_number(path, row, "best"),
            lower_bound=_number(path, row, "lb"),
        )


def _read_published(path: Path, heads: list[str], known: dict[str, Reference]) -> None:
    methods = [head for head in heads if head != PUBLISHED_COLUMN]
    for row in read_table(path, required=(PUBLISHED_COLUMN,), optional=methods):
        name = row.get(PUBLISHED_COLUMN)
        told = {method: _number(path, row, method) for method in methods}
        found = {method: value for method, value in told.items() if value is not None}
        known[name] = replace(known.get(name, Reference()), published=found)


def _number(path: Path, row: Row, column: str) -> float | None:
    text = row.get(column)
    if not text:
        return None
    try:
        return float(text)
    except ValueError:
        message = _("{value!r} is no number").format(value=text)
        place = Place(file=str(path), line=row.line, field=column)
        raise BadInputError(message, place=place) from None
