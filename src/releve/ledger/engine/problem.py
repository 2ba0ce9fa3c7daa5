"""What is asked when a quarter is settled: evidence from before and after, and what it cost.

Groups are professions of at least eight people, merged before they come here. Nothing in a
problem is about a person.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pydantic import TypeAdapter

Source = Literal["measured", "sampled", "declared", "estimated"]
CostKind = Literal["tool_use", "checking", "training", "incident", "clicks"]


@dataclass(frozen=True)
class Sample:
    """Random moments: how many were asked, answered, in relieved activities, in digital friction.

    An answer that would rather not say counts as asked, not as answered. ``relieved`` and
    ``friction`` never count the same moment.
    """

    asked: int
    answered: int
    relieved: int
    friction: int = 0


@dataclass(frozen=True)
class Week:
    """Minutes that ``people`` people together measured in a week."""

    relieved: int
    people: int
    friction: int = 0


@dataclass(frozen=True)
class Said:
    """A gain that was said, in minutes per person and week; its 95 % interval where it has one.

    ``people``: how many people were asked for a declared one.
    """

    source: Literal["declared", "estimated"]
    minutes: float
    low: float | None = None
    high: float | None = None
    people: int = 0


@dataclass(frozen=True)
class Group:
    """A profession, or several merged: its people, its work in the quarter, what is known of it.

    ``worked``: minutes worked in the quarter with the tool. ``profession`` is empty for merged
    ones.
    """

    profession: str
    people: int
    worked: int
    before: Sample | None = None
    after: Sample | None = None
    weeks_before: tuple[Week, ...] = ()
    weeks_after: tuple[Week, ...] = ()
    said: Said | None = None


@dataclass(frozen=True)
class Cost:
    """Minutes that the tool took in the quarter, of a group or (``profession`` unknown) of all."""

    kind: CostKind
    minutes: int
    source: Source
    profession: str | None = None


@dataclass(frozen=True)
class Problem:
    """A quarter of one tool in one unit; ``weeks``: for how many weeks the tool was in use."""

    unit: str
    quarter: str
    tool: str
    weeks: float
    groups: tuple[Group, ...]
    costs: tuple[Cost, ...] = ()

    def to_json(self) -> str:
        """Return the problem as JSON text, always the same for the same problem."""
        return _ADAPTER.dump_json(self).decode()

    @classmethod
    def from_json(cls, text: str) -> Problem:
        """Return the problem of a JSON text; raises pydantic.ValidationError."""
        return _ADAPTER.validate_json(text)


_ADAPTER = TypeAdapter(Problem)
