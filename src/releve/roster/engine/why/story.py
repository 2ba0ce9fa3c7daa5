"""What the engine answers to "why?": codes and numbers; sentences are made in ``why_words``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Literal

from pydantic import TypeAdapter

from releve.roster.engine.explain import Trial
from releve.roster.engine.problem import Assignment, Wish
from releve.roster.engine.result import Breach, Hole, Reason

Verdict = Literal["impossible", "possible", "unknown"]
Decider = Literal["HR", "PERSON", "WARD_MANAGER", "NOBODY"]
"""Who could let a rule or a fact yield: human resources by a recorded decision, the person by
her own agreement, the ward manager, or nobody, where the law knows no exception."""


@dataclass(frozen=True)
class WhyParams:
    """How long an answer may take and how it is searched.

    ``seconds``: for the whole question. ``change_points``: what one more changed shift costs
    while searching, so that a ward is shown few changes; it is no part of any cost told.
    ``people`` may move within ``days`` around the cell, the first ``movers`` on every day.
    """

    seconds: float = 2.0
    workers: int = 2
    seed: int = 0
    change_points: int = 20
    people: int = 8
    days: int = 2
    movers: int = 0
    most_ways: int = 5


@dataclass(frozen=True)
class Proven:
    """Lower bounds of the whole problem, in scaled points, from the version's own result.

    ``hole_bound``: no lawful roster has a lower hole cost. ``bound``: none whose hole cost is at
    most ``hole_cost`` has a lower soft cost.
    """

    hole_bound: int | None = None
    bound: int | None = None
    hole_cost: int | None = None


@dataclass(frozen=True)
class Change:
    """One other cell that changes: which shifts start there before and after."""

    person: str
    day: date
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True)
class GoalChange:
    """By how many scaled points one goal costs more (or less)."""

    name: str
    change: int


@dataclass(frozen=True)
class PersonChange:
    """What changes for one person: minutes of work, and the wishes she loses or gains."""

    person: str
    minutes_before: int
    minutes_after: int
    due_minutes: int
    wishes_lost: tuple[Wish, ...] = ()
    wishes_gained: tuple[Wish, ...] = ()


@dataclass(frozen=True)
class Way:
    """A complete lawful roster beside the present one: what changes and what it costs.

    Costs are scaled points; below nought the present roster was not the best. ``own``: goals of
    the person asked about; ``others``: of everybody else; ``ward``: of the cover. ``gap`` and
    ``hole_gap``: by how much at most a better roster could do better; ``None`` where nothing
    proves it. ``is_least_nearby``: none is better that moves the same people on the same days.
    """

    answer: tuple[Assignment, ...]
    changes: tuple[Change, ...]
    hole_change: int
    cost_change: int
    opened: tuple[Hole, ...]
    closed: tuple[Hole, ...]
    own: tuple[GoalChange, ...]
    others: tuple[GoalChange, ...]
    ward: tuple[GoalChange, ...]
    people: tuple[PersonChange, ...]
    hole_gap: int | None = None
    gap: int | None = None
    is_least_nearby: bool = False


@dataclass(frozen=True)
class Alternative:
    """One other content of a cell.

    ``shift``: ``None`` for no shift. ``on_call``: whether it is the on-call duty of that day
    that changes; the other half of the cell stays. ``breaches``, ``opened`` and ``closed``: what
    appears where this cell alone changes. ``reasons``: facts that forbid it, where impossible.
    """

    shift: str | None
    on_call: bool
    verdict: Verdict
    breaches: tuple[Breach, ...]
    opened: tuple[Hole, ...] = ()
    closed: tuple[Hole, ...] = ()
    reasons: tuple[Reason, ...] = ()
    reasons_are_irreducible: bool = True
    way: Way | None = None


@dataclass(frozen=True)
class CellStory:
    """A cell, what stands there now, and what each alternative would break or cost."""

    person: str
    day: date
    now: tuple[str, ...]
    alternatives: tuple[Alternative, ...]
    seconds: float


@dataclass(frozen=True)
class Filling:
    """A lawful way to fill a hole, wholly or in part, and who fills it with which shift."""

    by: tuple[Assignment, ...]
    way: Way


@dataclass(frozen=True)
class Yielding:
    """What would have to yield for one person to take one shift, and by whose decision.

    ``deciders`` stand beside ``breaches``, one each. ``opened``: the holes her place leaves.
    """

    tried: Assignment
    breaches: tuple[Breach, ...]
    deciders: tuple[Decider, ...]
    opened: tuple[Hole, ...] = ()


@dataclass(frozen=True)
class HoleWays:
    """A hole: everybody tried there, the lawful ways to fill it, else what would have to yield.

    ``verdict``: "impossible" where no lawful roster fills it, "possible" where ``fillings`` do.
    """

    hole: Hole
    trials: tuple[Trial, ...]
    verdict: Verdict
    fillings: tuple[Filling, ...]
    yieldings: tuple[Yielding, ...]
    seconds: float


def plain(story: Any) -> dict[str, Any]:
    """Return any story as plain values for JSON, under the names of its fields."""
    content: dict[str, Any] = _adapter(story.__class__).dump_python(story, mode="json")
    return content


@cache
def _adapter(shape: Any) -> TypeAdapter[Any]:
    return TypeAdapter(shape)
