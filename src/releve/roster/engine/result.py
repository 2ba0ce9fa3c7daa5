"""What the engine answers: breaches, holes, goals with their cost, and what is proven."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any, Literal

from releve.roster.engine.problem import Assignment

COST_SCALE = 240
"""Costs are whole 240ths of a point inside the engine, so that every sum is exact."""

SolveStatus = Literal["optimal", "feasible", "infeasible", "unknown"]


@dataclass(frozen=True)
class Breach:
    """One rule broken once.

    ``from_at`` and ``to_at``: first and last civil day of the window, or two instants where the
    rule is about one shift or the gap between two. ``value`` and ``limit`` are in ``unit``
    ("h", "min", "days", "parts"). ``excess``: units beyond the limit, as a soft rule pays them:
    hours for a window sum (each begun minute counts whole), days for runs and counts, 1 for
    every other form.
    """

    rule: str
    person: str
    from_at: date | datetime
    to_at: date | datetime
    value: Fraction
    limit: Fraction
    unit: Literal["h", "min", "days", "parts"]
    article: str
    status: str
    excess: Fraction = Fraction(1)
    to_confirm: bool = False


@dataclass(frozen=True)
class NotJudged:
    """A window that could not be judged, with the reason as a code.

    ``person`` absent: the same for everybody. ``value`` and ``limit``: what is known so far.
    """

    rule: str
    reason: str
    person: str | None = None
    from_on: date | None = None
    to_on: date | None = None
    value: Fraction | None = None
    limit: Fraction | None = None


@dataclass(frozen=True)
class Verdict:
    """What the audit found, and what it could not look at."""

    breaches: tuple[Breach, ...] = ()
    not_judged: tuple[NotJudged, ...] = ()

    @property
    def hard(self) -> tuple[Breach, ...]:
        """The breaches that no lawful roster may have."""
        return tuple(breach for breach in self.breaches if breach.status != "soft")


@dataclass(frozen=True)
class Hole:
    """A need that stays below its minimum: ``missing`` people from one instant to another."""

    need: str
    day: date
    starts_at: datetime
    ends_at: datetime
    missing: int
    shift: str | None = None
    role: str | None = None
    skill: str | None = None


@dataclass(frozen=True)
class GoalCost:
    """What one soft goal costs: ``amount`` in its own unit, ``cost`` in scaled points."""

    name: str
    weight: int
    amount: Fraction
    cost: int


@dataclass(frozen=True)
class Score:
    """An answer weighed by the independent scoring: holes first, then the goals."""

    holes: tuple[Hole, ...]
    hole_cost: int
    goals: tuple[GoalCost, ...]

    @property
    def cost(self) -> int:
        """The soft cost, in scaled points."""
        return sum(goal.cost for goal in self.goals)


@dataclass(frozen=True)
class Reason:
    """One fact of a clash: a code and what it is about; sentences are made elsewhere."""

    code: str
    person: str | None = None
    rule: str | None = None
    day: date | None = None
    to_day: date | None = None
    shift: str | None = None
    need: str | None = None


@dataclass(frozen=True)
class Result:
    """The best roster found and how far from the best possible it can be at most.

    Costs and bounds are in scaled points (``COST_SCALE`` to a point). ``hole_bound`` and
    ``bound`` are proven lower bounds of the two stages; ``bound`` is that of the soft cost at
    the hole cost found, and ``None`` until the second stage has one. ``reasons`` holds the
    clash where the problem is infeasible: leave out any one fact and the others can be met.
    ``reasons_are_irreducible`` is false where time ended before that was verified of every fact:
    then the facts clash, but some of them may have no part in it.
    """

    status: SolveStatus
    answer: tuple[Assignment, ...] = ()
    score: Score | None = None
    hole_bound: int = 0
    bound: int | None = None
    reasons: tuple[Reason, ...] = ()
    reasons_are_irreducible: bool = True
    seconds: float = 0.0
    work: float = 0.0
    engine: str = ""
    seed: int = 0
    interrupted: bool = False

    @property
    def cost(self) -> int | None:
        """The soft cost in scaled points."""
        return None if self.score is None else self.score.cost

    @property
    def cover_is_proven(self) -> bool:
        """Whether no lawful roster covers more."""
        return self.score is not None and self.score.hole_cost <= self.hole_bound

    @property
    def gap_absolute(self) -> int | None:
        """Scaled points between the soft cost and its bound, where the cover is proven."""
        if self.score is None or self.bound is None or not self.cover_is_proven:
            return None
        return max(0, self.score.cost - self.bound)

    @property
    def gap_relative(self) -> float | None:
        """The gap as a share of the soft cost."""
        if self.gap_absolute is None or self.score is None:
            return None
        return self.gap_absolute / self.score.cost if self.score.cost else 0.0

    @property
    def is_proven(self) -> bool:
        """Whether both stages are proven optimal."""
        return self.gap_absolute == 0


def points(scaled: int) -> int | float:
    """Return scaled points as points, whole where they are."""
    whole, rest = divmod(scaled, COST_SCALE)
    return whole if rest == 0 else round(scaled / COST_SCALE, 4)


def plain_number(value: Fraction) -> int | float:
    """Return a fraction as a number for JSON, whole where it is."""
    return value.numerator if value.denominator == 1 else round(float(value), 4)


def breach_json(breach: Breach) -> dict[str, Any]:
    """Return a breach under the keys that the command line promises."""
    return {
        "rule": breach.rule,
        "person": breach.person,
        "from": moment_text(breach.from_at),
        "to": moment_text(breach.to_at),
        "value": plain_number(breach.value),
        "limit": plain_number(breach.limit),
        "unit": breach.unit,
        "article": breach.article,
        "status": breach.status,
    }


def moment_text(moment: date | datetime) -> str:
    """Return an ISO date, or an ISO local instant to the minute with its offset."""
    if isinstance(moment, datetime):
        return moment.isoformat(timespec="minutes")
    return moment.isoformat()
