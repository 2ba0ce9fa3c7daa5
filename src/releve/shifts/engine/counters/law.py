"""What counters are held against: dated values with their articles, read from ``data/counters``.

A value changes by gaining a dated version, never by an edit of code. What was not read at its
source, or is our own reading of it (confidence S, M or ours), is shown with "to be confirmed by the
HR department".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).resolve().parents[2] / "data" / "counters"


@dataclass(frozen=True)
class Source:
    """Where a value stands: the article, our rule that states it, and how it was read.

    ``note``: the code of a sentence that says how we read it, empty without one.
    """

    article: str
    rule: str
    confidence: str
    note: str = ""

    @property
    def to_confirm(self) -> bool:
        """Whether the hospital's HR department has to confirm it."""
        return self.confidence != "V"


@dataclass(frozen=True)
class Law:
    """The values of one pack."""

    pack: str
    version: str
    entries: Mapping[str, Mapping[str, Any]]

    def source(self, name: str) -> Source:
        """Return where a value stands."""
        found = self.entries[name]
        return Source(found["article"], found["rule"], found["confidence"], found.get("note", ""))

    def value(self, name: str, on: date) -> int | None:
        """Return a value as it held on a day, none where none did."""
        found = self._version(name, on)
        return None if found is None else int(found["value"])

    def steps(self, name: str, on: date) -> tuple[tuple[int, int], ...]:
        """Return the steps of a scale on a day, lowest first: from so much, so many."""
        found = self._version(name, on)
        return () if found is None else tuple((low, days) for low, days in found["steps"])

    def _version(self, name: str, on: date) -> Mapping[str, Any] | None:
        for one in self.entries[name]["versions"]:
            if one.get("from", date.min) <= on <= one.get("to", date.max):
                found: Mapping[str, Any] = one
                return found
        return None


@cache
def law_of(pack: str) -> Law | None:
    """Return the values of a pack of rules, none where its counters have none."""
    known = {file.stem: file for file in FOLDER.glob("*.yaml")}
    if pack not in known:
        return None
    told = yaml.safe_load(known[pack].read_text(encoding="utf-8"))
    return Law(told["pack"], str(told["version"]), {one["id"]: one for one in told["values"]})
