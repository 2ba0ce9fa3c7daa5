"""The cases with planted errors: invented outputs of a kind of tool, kept as data.

They stand apart from any live roster or text about a patient, and are shown on their own page
alone. A case is of a kind of output (*roster*, *text*); a tool is checked with those that fit.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from releve.stewardship.models import Tool

DATA = Path(__file__).parent / "data" / "bias_cases.yaml"
ROSTER_KINDS = frozenset({"optimisation", "rules"})


@dataclass(frozen=True)
class CaseLine:
    """A line of an output; where it is wrong, ``why`` says so, and whether it is critical."""

    key: str
    says: dict[str, str]
    why: dict[str, str]
    is_critical: bool

    @property
    def is_planted(self) -> bool:
        """Whether it is a planted error."""
        return bool(self.why)


@dataclass(frozen=True)
class BiasCase:
    """An invented output with planted errors."""

    key: str
    output: str
    title: dict[str, str]
    given: dict[str, str]
    lines: tuple[CaseLine, ...]

    @property
    def keys(self) -> frozenset[str]:
        """The keys of its lines."""
        return frozenset(one.key for one in self.lines)

    @property
    def planted(self) -> frozenset[str]:
        """The keys of the lines that are wrong."""
        return frozenset(one.key for one in self.lines if one.is_planted)

    @property
    def critical(self) -> frozenset[str]:
        """Those of them that would harm somebody."""
        return frozenset(one.key for one in self.lines if one.is_critical)


@cache
def bias_cases() -> tuple[BiasCase, ...]:
    """Return every case of this release."""
    told: dict[str, Any] = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    return tuple(_case(one) for one in told["cases"])


def cases_for(tool: Tool) -> tuple[BiasCase, ...]:
    """Return the cases that fit a tool's kind of output."""
    output = "roster" if tool.kind in ROSTER_KINDS else "text"
    return tuple(one for one in bias_cases() if one.output == output)


def _case(told: dict[str, Any]) -> BiasCase:
    return BiasCase(
        key=told["key"],
        output=told["output"],
        title=told["title"],
        given=told["given"],
        lines=tuple(
            CaseLine(one["key"], one["says"], one.get("why", {}), one.get("critical", False))
            for one in told["lines"]
        ),
    )
