"""What every judgement leans on: the period, its windows, one person's minutes.

A window that the past has already spoilt asks of a plan only not to make it worse, so a plan's
case also knows the person's history alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from functools import cached_property
from typing import Literal

from releve.roster.engine.audit.clock import Clock
from releve.roster.engine.audit.timeline import Timeline
from releve.roster.engine.audit.windows import Days, Looked, looked_at
from releve.roster.engine.result import Breach
from releve.roster.engine.rules import Variant
from releve.roster.engine.rules.forms import Window

Unit = Literal["h", "min", "days", "parts"]


@dataclass(frozen=True)
class Scope:
    """The period that is judged, the same for everybody.

    ``known``: the days over which windows are looked at. ``is_plan``: windows cut by the end of
    what is known are judged by their upper bounds, and against history alone.
    """

    clock: Clock
    judged: Days
    known: Days
    anchor: int
    cycle_weeks: int | None
    holidays: frozenset[int]
    is_plan: bool
    _windows: dict[Window, tuple[Looked, ...]] = field(default_factory=dict)

    def windows(self, window: Window) -> tuple[Looked, ...]:
        """Return every window of that kind that has a judged day."""
        found = self._windows.get(window)
        if found is None:
            found = self._windows[window] = looked_at(
                window,
                judged=self.judged,
                known=self.known,
                anchor=self.anchor,
                cycle_weeks=self.cycle_weeks,
            )
        return found


@dataclass(frozen=True)
class Case:
    """One person's minutes before the judge. ``past``: builds her history alone, in a plan."""

    person: str
    scope: Scope
    timeline: Timeline
    past: Callable[[], Timeline] | None = None

    @cached_property
    def history(self) -> Timeline | None:
        """Her days with none of the plan's shifts; ``None`` where no plan is judged."""
        return None if self.past is None else self.past()

    def days_before(self, days: Days) -> Days:
        """Return those of the days that lie before the period."""
        return Days(days.first, min(days.last, self.scope.judged.first - 1))

    def window_breach(
        self,
        variant: Variant,
        days: Days,
        *,
        value: Fraction | int,
        limit: Fraction | int,
        unit: Unit = "days",
        excess: Fraction | int = 1,
    ) -> Breach:
        """Return a breach over civil days."""
        return _breach(
            self,
            variant,
            (date.fromordinal(days.first), date.fromordinal(days.last)),
            (Fraction(value), Fraction(limit), unit, Fraction(excess)),
        )

    def moment_breach(
        self,
        variant: Variant,
        start: int,
        end: int,
        *,
        value: Fraction | int,
        limit: Fraction | int,
        unit: Unit,
    ) -> Breach:
        """Return a breach between two instants."""
        clock = self.scope.clock
        return _breach(
            self,
            variant,
            (clock.local(start), clock.local(end)),
            (Fraction(value), Fraction(limit), unit, Fraction(1)),
        )


def _breach(
    case: Case,
    variant: Variant,
    bounds: tuple[date | datetime, date | datetime],
    amounts: tuple[Fraction, Fraction, Unit, Fraction],
) -> Breach:
    value, limit, unit, excess = amounts
    return Breach(
        rule=variant.rule_id,
        person=case.person,
        from_at=bounds[0],
        to_at=bounds[1],
        value=value,
        limit=limit,
        unit=unit,
        article=variant.article,
        status=variant.status,
        excess=excess,
        to_confirm=variant.to_confirm,
    )


def hours(minutes: Fraction | int) -> Fraction:
    """Return minutes as hours."""
    return Fraction(minutes) / 60
