"""The fields of a problem, before anybody has checked that they agree."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cached_property

from pydantic import Field
from pydantic.dataclasses import dataclass

from releve.roster.engine.problem.facts import (
    FixedCell,
    Need,
    Person,
    ProtectedTime,
    ShiftType,
    Unavailability,
    Wish,
)
from releve.roster.engine.rules.book import Decision, LocalRule
from releve.roster.engine.rules.forms import STRICT


@dataclass(frozen=True, config=STRICT)
class Fields:
    """Everything a roster must answer to.

    ``starts_on`` and ``ends_on`` are both included. ``anchor_on`` is the Monday from which
    fortnights and cycles count; absent, the Monday on or before ``starts_on``.
    ``history_from``: the day since which every person's history is complete, at least 14 days
    before ``starts_on``; absent, nothing is known of the past. ``goals`` overrides the weight
    of soft goals by name. ``holidays`` absent means those of the time zone's country.
    ``protected``: paid time that shifts must leave free.
    """

    starts_on: date
    ends_on: date
    people: tuple[Person, ...]
    shifts: tuple[ShiftType, ...]
    name: str = ""
    time_zone: str = "Europe/Paris"
    anchor_on: date | None = None
    history_from: date | None = None
    cycle_weeks: int = Field(default=4, ge=1, le=12)
    needs: tuple[Need, ...] = ()
    fixed: tuple[FixedCell, ...] = ()
    unavailable: tuple[Unavailability, ...] = ()
    wishes: tuple[Wish, ...] = ()
    decisions: tuple[Decision, ...] = ()
    rules: tuple[LocalRule, ...] = ()
    packs: tuple[str, ...] = ("ergonomics",)
    goals: dict[str, int] = Field(default_factory=dict)
    holidays: tuple[date, ...] | None = None
    fairness: bool = True
    protected: tuple[ProtectedTime, ...] = ()

    @cached_property
    def days(self) -> tuple[date, ...]:
        """The civil days of the period, in order."""
        count = (self.ends_on - self.starts_on).days + 1
        return tuple(self.starts_on + timedelta(days=i) for i in range(count))
