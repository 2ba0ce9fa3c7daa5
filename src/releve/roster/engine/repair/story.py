"""What a repair is asked and what it answers: codes and numbers; sentences are made elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from releve.roster.engine.problem import Assignment
from releve.roster.engine.result import Breach, Hole, Reason

Cell = tuple[str, date]
"""A person's day."""

Changes = Mapping[Cell, frozenset[str]]
"""Cells that change, with the codes of the shifts that start there afterwards."""

Kind = Literal[
    "NOTHING_NEEDED",  # no need falls below what the published plan gave it
    "LEFT_OPEN",  # nobody's shifts change, and something stays uncovered
    "TAKEN_OVER",  # people who were free take shifts; no shift of anybody's is moved
    "MOVED",  # somebody's own shifts move, and nobody need take what she leaves
    "CHAIN",  # somebody's own shifts move, and others take what she leaves
]

Status = Literal["repaired", "infeasible", "unknown"]


@dataclass(frozen=True)
class Absence:
    """Who is away, and from which civil day to which; both included, and never why."""

    person: str
    from_on: date
    to_on: date


@dataclass(frozen=True)
class ChangedCell:
    """A cell that changes: the shifts that start there before and after, and why it must.

    ``reasons``: what would be so were this one change undone. HOLE_IF_UNDONE and
    TARGET_IF_UNDONE name the need that would miss somebody, LAW_IF_UNDONE the rule that her
    own line would break, MAXIMUM_IF_UNDONE the need that would have too many.
    """

    person: str
    day: date
    before: tuple[str, ...]
    after: tuple[str, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Repair:
    """One lawful roster after the absence, weighed against the published plan.

    ``opened``: holes that the published plan did not have; ``new_hole_cost`` is what they
    weigh; ``closed``: holes of the published plan that are filled. ``cost_change``: of the soft
    cost, both plans weighed with the absence known. Costs are scaled points. ``hole_reasons``
    stand beside ``opened``, one each: NOBODY_CAN (no line of anybody may be there), NO_WAY
    (proven otherwise), NOT_FOUND (a longer search may fill it), LEFT (another repair fills it).
    """

    kind: Kind
    answer: tuple[Assignment, ...]
    changes: tuple[ChangedCell, ...]
    opened: tuple[Hole, ...]
    closed: tuple[Hole, ...]
    hole_reasons: tuple[Reason, ...]
    new_hole_cost: int
    hole_cost: int
    cost: int
    cost_change: int


@dataclass(frozen=True)
class Repaired:
    """Ranked repairs of a plan, best first, and what is proven of the first.

    The order of aims: the law, new holes, changed cells, soft cost.
    ``holes_proven``: no lawful roster that changes nothing before ``changes_from`` opens less.
    ``changes_proven``: none that opens as little changes fewer cells. ``cost_proven``: none
    that changes as few costs less. ``emptied``: the shifts that the absence takes away.
    ``broken``: hard breaches of the published plan, whose people keep their shifts.
    ``reasons``: why there is no lawful roster at all, where there is none.
    """

    status: Status
    absence: Absence
    changes_from: date
    emptied: tuple[Assignment, ...]
    broken: tuple[Breach, ...]
    repairs: tuple[Repair, ...] = ()
    holes_proven: bool = False
    changes_proven: bool = False
    cost_proven: bool = False
    reasons: tuple[Reason, ...] = ()
    seconds: float = 0.0
    work: float = 0.0
    engine: str = ""
    seed: int = 0
