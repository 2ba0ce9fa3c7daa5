"""Why this roster: each person's figures beside her group's, and why each hole stays open.

Nothing is said from a template. For a hole, every person of the right role and skill is really
given the shift, in place of whatever she does that day, and the audit judges her line again:
the breaches that appear are the reasons. Where none appears, the cover is counted again, which
shows the need that would open instead. Reasons are codes and numbers; sentences are made in
``roster.explain_words``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from functools import cached_property
from statistics import median
from typing import Literal

from releve.roster.engine.audit import audit_person
from releve.roster.engine.counters import Counters, WishAnswer, counters, present
from releve.roster.engine.cover import CoverCell, cover_cells
from releve.roster.engine.goals import due_minutes, person_goals
from releve.roster.engine.problem import Assignment, Person, Problem, ShiftKind
from releve.roster.engine.protected import ProtectedStory, protected_story
from releve.roster.engine.result import Breach, Hole
from releve.roster.engine.score import score

CounterName = Literal["hours", "nights", "sundays", "weekends", "holidays"]
COUNTERS: tuple[CounterName, ...] = ("hours", "nights", "sundays", "weekends", "holidays")

TrialCode = Literal[
    "RULED_OUT",  # the law, a restriction, an absence or a fixed cell: see the breaches
    "NEEDED_ELSEWHERE",  # another need would open: see the need
    "ABOVE_MAXIMUM",  # another need would have more people than it may: see the need
    "COULD",  # nothing rules her out
]


@dataclass(frozen=True)
class Figure:
    """One counter of a person beside those of the people of her role, herself included.

    Whole minutes for *hours*, days for the others. ``target`` was fixed before solving; it is
    absent where the problem asks for no fairness.
    """

    name: CounterName
    value: int
    target: Fraction | None
    lowest: int
    median: Fraction
    highest: int


@dataclass(frozen=True)
class PersonStory:
    """What the plan gives one person.

    ``due_minutes`` are those of shifts: what she is paid for less her ``protected_minutes``.
    """

    person: str
    role: str
    group_size: int
    due_minutes: int
    figures: tuple[Figure, ...]
    wishes: tuple[WishAnswer, ...]
    protected_minutes: int = 0


@dataclass(frozen=True)
class Trial:
    """One person given the shift ``tried``, which would fill a hole, and what came of it."""

    tried: Assignment
    code: TrialCode
    breaches: tuple[Breach, ...] = ()
    need: str | None = None


@dataclass(frozen=True)
class HoleStory:
    """A hole and everybody who was tried there."""

    hole: Hole
    trials: tuple[Trial, ...]


@dataclass(frozen=True)
class Explanation:
    """Why a plan is what it is: people, then holes, then the protected time if there is any."""

    people: tuple[PersonStory, ...]
    holes: tuple[HoleStory, ...]
    protected: ProtectedStory | None = None


def explain(problem: Problem, answer: Sequence[Assignment]) -> Explanation:
    """Return the story of every person and every hole of a plan."""
    holes = score(problem, tuple(answer)).holes
    return Explanation(
        people=person_stories(problem, answer),
        holes=hole_stories(problem, answer, holes),
        protected=protected_story(problem, answer),
    )


def hole_stories(
    problem: Problem, answer: Sequence[Assignment], holes: Iterable[Hole]
) -> tuple[HoleStory, ...]:
    """Return the story of some holes of a plan: everybody suitable, tried there."""
    trials = _Trials(problem, tuple(answer))
    return tuple(HoleStory(hole, trials.of(hole)) for hole in holes)


def trials_of(
    problem: Problem, answer: Sequence[Assignment], cells: Sequence[CoverCell]
) -> tuple[Trial, ...]:
    """Return everybody tried in some cells of one need, each trial once."""
    trials = _Trials(problem, tuple(answer))
    return tuple(dict.fromkeys(trial for cell in cells for trial in trials.in_cell(cell)))


def person_stories(problem: Problem, answer: Iterable[Assignment]) -> tuple[PersonStory, ...]:
    """Return each person's figures beside her group's, in the order of the problem."""
    counted = counters(problem, answer)
    targets = {(goal.person, goal.name): goal.target for goal in person_goals(problem)}
    groups: dict[str, list[Counters]] = {}
    for person in problem.people:
        groups.setdefault(person.role, []).append(counted[person.id])
    return tuple(
        PersonStory(
            person=person.id,
            role=person.role,
            group_size=len(groups[person.role]),
            due_minutes=due_minutes(problem, person),
            figures=tuple(
                _figure(
                    name,
                    own=counted[person.id],
                    group=groups[person.role],
                    target=targets.get((person.id, name)),
                )
                for name in COUNTERS
            ),
            wishes=counted[person.id].wishes,
            protected_minutes=problem.protected_parts.get(person.id, 0),
        )
        for person in problem.people
    )


def _figure(
    name: CounterName, *, own: Counters, group: Sequence[Counters], target: Fraction | None
) -> Figure:
    values = [_value(name, one) for one in group]
    return Figure(
        name=name,
        value=_value(name, own),
        target=target,
        lowest=min(values),
        median=median(map(Fraction, values)),
        highest=max(values),
    )


def _value(name: CounterName, of: Counters) -> int:
    return int(getattr(of, "hours_minutes" if name == "hours" else name))


@dataclass(frozen=True)
class _Trials:
    """A plan in which people are tried elsewhere, one at a time."""

    problem: Problem
    answer: tuple[Assignment, ...]

    def of(self, hole: Hole) -> tuple[Trial, ...]:
        """Try everybody suitable who is not there already, on every shift that would serve."""
        return self.in_cell(self._cells[hole.need, hole.starts_at])

    def in_cell(self, cell: CoverCell) -> tuple[Trial, ...]:
        """Try everybody suitable who is not in a cell already."""
        starts = sorted(
            (day, code)
            for day, code in cell.covered_by
            if day in self.problem.days
            and self.problem.shift_by_code[code].kind is not ShiftKind.ON_CALL
        )
        return tuple(
            self._trial(person, Assignment(person.id, day, code))
            for person in self.problem.people
            if cell.suits(person) and person.id not in self._present[cell]
            for day, code in starts
        )

    @cached_property
    def _cells(self) -> dict[tuple[str, datetime], CoverCell]:
        return {(cell.need, cell.starts_at): cell for cell in cover_cells(self.problem)}

    @cached_property
    def _present(self) -> dict[CoverCell, frozenset[str]]:
        return present(self.problem, tuple(self._cells.values()), self.answer)

    @cached_property
    def _lines(self) -> dict[str, tuple[Assignment, ...]]:
        return {
            person.id: tuple(a for a in self.answer if a.person == person.id)
            for person in self.problem.people
        }

    @cached_property
    def _broken_already(self) -> dict[str, frozenset[Breach]]:
        return {
            person: frozenset(audit_person(self.problem, person, line))
            for person, line in self._lines.items()
        }

    def _trial(self, person: Person, wanted: Assignment) -> Trial:
        line = self._lines[person.id]
        kept = tuple(a for a in line if a.day != wanted.day or self._is_on_call(a))
        tried = (*kept, wanted)
        fresh = tuple(
            breach
            for breach in audit_person(self.problem, person.id, tried)
            if breach.status != "soft" and breach not in self._broken_already[person.id]
        )
        if fresh:
            return Trial(wanted, "RULED_OUT", breaches=fresh)
        return self._by_cover(person, wanted, before=line, after=tried)

    def _by_cover(
        self,
        person: Person,
        wanted: Assignment,
        *,
        before: tuple[Assignment, ...],
        after: tuple[Assignment, ...],
    ) -> Trial:
        """Judge a lawful exchange by the needs it opens and the maxima it passes."""
        cost, opened = 0, None
        for cell, people in self._present.items():
            if not cell.suits(person):
                continue
            was, now = _covers(cell, before), _covers(cell, after)
            if now and not was and cell.maximum is not None and len(people) >= cell.maximum:
                return Trial(wanted, "ABOVE_MAXIMUM", need=cell.need)
            if was and not now and len(people) <= cell.minimum:
                cost += cell.hole_cost
                opened = opened or cell.need
            if now and not was and len(people) < cell.minimum:
                cost -= cell.hole_cost
        if cost >= 0:
            return Trial(wanted, "NEEDED_ELSEWHERE", need=opened)
        return Trial(wanted, "COULD")

    def _is_on_call(self, assignment: Assignment) -> bool:
        return self.problem.shift_by_code[assignment.shift].kind is ShiftKind.ON_CALL


def _covers(cell: CoverCell, line: Iterable[Assignment]) -> bool:
    return any((assignment.day, assignment.shift) in cell.covered_by for assignment in line)
