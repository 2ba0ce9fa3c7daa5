"""The fields of a cycle and of what is asked of one, before anybody has checked that they agree."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass

from releve.roster.engine.problem import Need, ShiftType
from releve.roster.engine.rules import Decision
from releve.roster.engine.rules.forms import STRICT

Cell = str | None
"""A shift code, or ``None`` for a day without a shift."""

Week = Annotated[tuple[Cell, ...], Field(min_length=7, max_length=7)]
"""Seven cells, Monday to Sunday."""


@dataclass(frozen=True, config=STRICT, kw_only=True)
class CycleTerms:
    """What a cycle is made of and judged by, whoever walks it.

    ``anchor_on``: the Monday on which whoever has offset 0 stands in the first week; fortnights
    count from it. ``weekly_minutes``: the mean that each line should have, within
    ``tolerance_minutes``. ``pack`` binds everybody; ``packs`` add to it. ``goals`` overrides the
    weight of soft goals by name.
    """

    weeks: int = Field(ge=1, le=12)
    anchor_on: date
    shifts: Annotated[tuple[ShiftType, ...], Field(min_length=1)]
    weekly_minutes: int = Field(gt=0, le=4000)
    tolerance_minutes: int = Field(default=60, ge=0, le=4000)
    name: str = ""
    pack: str | None = None
    regime: Literal["day", "night", "variable"] = "variable"
    packs: tuple[str, ...] = ("ergonomics",)
    unit: str | None = None
    decisions: tuple[Decision, ...] = ()
    goals: dict[str, int] = Field(default_factory=dict)

    @property
    def days(self) -> int:
        """The days after which the cycle begins again."""
        return 7 * self.weeks

    @property
    def minutes_of(self) -> dict[str, int]:
        """The minutes of work of each shift, by its code."""
        return {shift.code: shift.span_minutes - shift.unpaid_minutes for shift in self.shifts}

    def terms(self) -> dict[str, Any]:
        """Return these fields by name, for another object that shares them."""
        return {name: getattr(self, name) for name in CycleTerms.__dataclass_fields__}


@dataclass(frozen=True, config=STRICT)
class CycleLine:
    """One walk through the cycle. ``offsets``: the weeks at which one may begin; empty, any."""

    id: Annotated[str, Field(min_length=1)]
    weeks: tuple[Week, ...]
    offsets: tuple[Annotated[int, Field(ge=0, le=11)], ...] = ()

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The cells of every day, in order."""
        return tuple(cell for week in self.weeks for cell in week)

    @property
    def starts(self) -> tuple[int, ...]:
        """The weeks at which one may begin, in order."""
        return tuple(sorted(self.offsets)) or tuple(range(len(self.weeks)))


@dataclass(frozen=True, config=STRICT, kw_only=True)
class CycleFields(CycleTerms):
    """A cycle: its lines, and what they are made of and judged by."""

    lines: Annotated[tuple[CycleLine, ...], Field(min_length=1)]


@dataclass(frozen=True, config=STRICT, kw_only=True)
class NeedsFields(CycleTerms):
    """What is asked of a cycle: how many walk it, and who must be there on each weekday."""

    people: int = Field(ge=1, le=48)
    needs: tuple[Need, ...] = ()
