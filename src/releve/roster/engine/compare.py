"""Two rosters side by side: who changes, what gets better and what gets worse.

Each roster is weighed by the problem it was made for. What one problem alone has (a person who
came, a need that went) is named, never counted as a gain or a loss. Compared the other way
round, every figure is the same with its sides exchanged. Nobody is ranked: people stand in the
order of the problem.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from releve.roster.engine.counters import Counters, counters
from releve.roster.engine.problem import Assignment, Problem
from releve.roster.engine.result import GoalCost, Hole, Score
from releve.roster.engine.score import score

Trend = Literal[
    "better",
    "worse",
    "same",
    "not_comparable",  # one side has no such goal, or gives it another weight
]

CounterName = Literal["hours", "nights", "sundays", "weekends", "holidays", "wishes"]
COUNTER_NAMES: tuple[CounterName, ...] = (
    "hours",
    "nights",
    "sundays",
    "weekends",
    "holidays",
    "wishes",
)


@dataclass(frozen=True)
class CellChange:
    """A person's day that differs: the codes that start there, none for a day off."""

    person: str
    day: date
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True)
class HoleChange:
    """A need that lacks more or fewer people: ``hole.missing`` is the difference."""

    hole: Hole
    missing_before: int
    missing_after: int


@dataclass(frozen=True)
class GoalChange:
    """One soft goal on both sides; absent where a side has no such goal."""

    name: str
    before: GoalCost | None
    after: GoalCost | None

    @property
    def trend(self) -> Trend:
        """Whether the goal is met better, by its cost."""
        if self.before is None or self.after is None or self.before.weight != self.after.weight:
            return "not_comparable"
        if self.before.cost == self.after.cost:
            return "same"
        return "better" if self.after.cost < self.before.cost else "worse"


@dataclass(frozen=True)
class CounterChange:
    """One counter that differs: whole minutes for *hours*, wishes met, days for the others."""

    name: CounterName
    before: int
    after: int


@dataclass(frozen=True)
class PersonChange:
    """What changes for one person: how many of her days, and which counters."""

    person: str
    days: int
    counters: tuple[CounterChange, ...]


@dataclass(frozen=True)
class Comparison:
    """What differs between two rosters.

    Costs are in scaled points. ``cells`` and ``people`` are about the people and days that both
    problems have; the others are listed by side.
    """

    cells: tuple[CellChange, ...]
    people: tuple[PersonChange, ...]
    holes_closed: tuple[HoleChange, ...]
    holes_opened: tuple[HoleChange, ...]
    hole_cost_before: int
    hole_cost_after: int
    goals: tuple[GoalChange, ...]
    people_only_before: tuple[str, ...] = ()
    people_only_after: tuple[str, ...] = ()
    days_only_before: tuple[date, ...] = ()
    days_only_after: tuple[date, ...] = ()

    @property
    def is_same(self) -> bool:
        """Whether nothing differs, neither the rosters nor what they answer to."""
        apart = (
            *self.people_only_before,
            *self.people_only_after,
            *self.days_only_before,
            *self.days_only_after,
        )
        differ = any(goal.before != goal.after for goal in self.goals)
        holes = self.holes_closed or self.holes_opened
        return not (self.cells or self.people or holes or apart or differ)

    def goals_that(self, trend: Trend) -> tuple[GoalChange, ...]:
        """Return the goals that became better, worse, or stayed the same."""
        return tuple(goal for goal in self.goals if goal.trend == trend)


def compare(
    problem: Problem,
    before: Iterable[Assignment],
    after: Iterable[Assignment],
    *,
    problem_after: Problem | None = None,
) -> Comparison:
    """Return what differs between two rosters.

    ``problem_after``: the problem that ``after`` was made for, where it is not the same. Raises
    ``ValueError`` where a roster names a person, a shift or a day that its problem lacks.
    """
    left = _Side.of(problem, before)
    right = _Side.of(problem if problem_after is None else problem_after, after)
    cells = tuple(_cells(left, right))
    holes = tuple(_holes(left.score, right.score))
    return Comparison(
        cells=cells,
        people=tuple(_people(left, right, cells)),
        holes_closed=tuple(hole for hole in holes if hole.missing_after < hole.missing_before),
        holes_opened=tuple(hole for hole in holes if hole.missing_after > hole.missing_before),
        hole_cost_before=left.score.hole_cost,
        hole_cost_after=right.score.hole_cost,
        goals=tuple(_goals(left.score, right.score)),
        people_only_before=left.people_without(right),
        people_only_after=right.people_without(left),
        days_only_before=left.days_without(right),
        days_only_after=right.days_without(left),
    )


@dataclass(frozen=True)
class _Side:
    """One roster with its problem, weighed and counted."""

    problem: Problem
    score: Score
    counted: dict[str, Counters]
    codes: dict[tuple[str, date], tuple[str, ...]]

    @classmethod
    def of(cls, problem: Problem, plan: Iterable[Assignment]) -> _Side:
        answer = tuple(sorted(set(plan)))
        weighed = score(problem, answer)
        codes: dict[tuple[str, date], tuple[str, ...]] = {}
        for cell in answer:
            key = (cell.person, cell.day)
            codes[key] = (*codes.get(key, ()), cell.shift)
        return cls(problem, weighed, counters(problem, answer), codes)

    def people_without(self, other: _Side) -> tuple[str, ...]:
        known = other.problem.person_by_id
        return tuple(person.id for person in self.problem.people if person.id not in known)

    def days_without(self, other: _Side) -> tuple[date, ...]:
        known = frozenset(other.problem.days)
        return tuple(day for day in self.problem.days if day not in known)


def _shared(left: _Side, right: _Side) -> list[str]:
    """Return the people of both sides, in one order whichever side comes first.

    Where the two problems agree on the order, it is theirs; else that of their ids.
    """
    first = [person.id for person in left.problem.people if person.id in right.counted]
    second = [person.id for person in right.problem.people if person.id in left.counted]
    return first if first == second else sorted(first)


def _cells(left: _Side, right: _Side) -> Iterator[CellChange]:
    days = sorted(frozenset(left.problem.days) & frozenset(right.problem.days))
    for person in _shared(left, right):
        for day in days:
            was, now = left.codes.get((person, day), ()), right.codes.get((person, day), ())
            if was != now:
                yield CellChange(person, day, was, now)


def _people(left: _Side, right: _Side, cells: tuple[CellChange, ...]) -> Iterator[PersonChange]:
    for person in _shared(left, right):
        was, now = left.counted[person], right.counted[person]
        changed = counter_changes(was, now)
        days = sum(1 for cell in cells if cell.person == person)
        if days or changed:
            yield PersonChange(person, days, changed)


def counter_changes(was: Counters, now: Counters) -> tuple[CounterChange, ...]:
    """Return the counters of one person that differ."""
    return tuple(
        CounterChange(name, _count(was, name), _count(now, name))
        for name in COUNTER_NAMES
        if _count(was, name) != _count(now, name)
    )


def _count(of: Counters, name: CounterName) -> int:
    fields = {"hours": "hours_minutes", "wishes": "wishes_met"}
    return int(getattr(of, fields.get(name, name)))


def _holes(left: Score, right: Score) -> Iterator[HoleChange]:
    """Yield the places where the number of people missing differs, earliest first."""
    was, now = _missing(left), _missing(right)
    for place in sorted({*was, *now}, key=_place_key):
        lacked, lacks = was.get(place, 0), now.get(place, 0)
        if lacked != lacks:
            yield HoleChange(replace(place, missing=abs(lacks - lacked)), lacked, lacks)


def _place_key(hole: Hole) -> tuple[datetime, datetime, str, str, str, str]:
    apart = (hole.shift or "", hole.role or "", hole.skill or "")
    return (hole.starts_at, hole.ends_at, hole.need, *apart)


def _missing(of: Score) -> dict[Hole, int]:
    return {replace(hole, missing=0): hole.missing for hole in of.holes}


def _goals(left: Score, right: Score) -> Iterator[GoalChange]:
    was = {goal.name: goal for goal in left.goals}
    now = {goal.name: goal for goal in right.goals}
    shared = [name for name in was if name in now]
    if shared != [name for name in now if name in was]:
        shared = sorted(shared)
    for name in (*shared, *sorted(was.keys() ^ now.keys())):
        yield GoalChange(name, was.get(name), now.get(name))
