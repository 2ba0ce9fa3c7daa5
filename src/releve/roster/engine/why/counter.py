"""One counter of one person: her group's values without names, and how her target was made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from releve.roster.engine.explain import COUNTERS, CounterName
from releve.roster.engine.goals import due_minutes, person_goals
from releve.roster.engine.problem import Assignment, Person, Problem
from releve.roster.engine.problem.due import balance_minutes, share_of, unavailable_days
from releve.roster.engine.score import counter
from releve.roster.engine.why.present import Present


@dataclass(frozen=True)
class CounterStory:
    """A counter and what its target came from.

    Minutes for *hours*, days for the others. ``group``: the values of everybody of her role,
    sorted, hers included, nobody named. ``share`` of full time and ``days_available`` of
    ``days`` weigh her part. ``given_before``: what memory says she already gave over
    ``memory_weeks`` weeks (the balance of minutes for *hours*). ``due_minutes`` are those of
    shifts: less her ``protected_minutes``, told for *hours*. ``group_given`` and
    ``group_given_before``: the same of the whole group.
    """

    name: CounterName
    person: str
    role: str
    value: int
    target: Fraction | None
    group: tuple[int, ...]
    share: Fraction
    days_available: int
    days: int
    memory_weeks: int
    given_before: int
    group_given: int
    group_given_before: int
    due_minutes: int
    balance_capped_minutes: int | None = None
    protected_minutes: int = 0


def why_counter(
    problem: Problem, answer: Sequence[Assignment], person: str, name: CounterName
) -> CounterStory:
    """Return one counter of one person, her group's, and how her target was made."""
    if name not in COUNTERS:
        raise ValueError(f"no counter is called {name!r}")
    present = Present(problem, answer)
    who = problem.person_by_id[person]
    group = [other for other in problem.people if other.role == who.role]
    values = {other.id: _value(present, other, name) for other in group}
    targets = {goal.person: goal.target for goal in person_goals(problem) if goal.name == name}
    given = _given(who, name)
    return CounterStory(
        name=name,
        person=person,
        role=who.role,
        value=values[person],
        target=targets.get(person),
        group=tuple(sorted(values.values())),
        share=share_of(who),
        days_available=len(problem.days) - len(unavailable_days(problem, who)),
        days=len(problem.days),
        memory_weeks=who.memory.weeks,
        given_before=given,
        group_given=sum(values.values()),
        group_given_before=sum(_given(other, name) for other in group),
        due_minutes=due_minutes(problem, who),
        balance_capped_minutes=balance_minutes(who) if name == "hours" else None,
        protected_minutes=problem.protected_parts.get(person, 0) if name == "hours" else 0,
    )


def _value(present: Present, person: Person, name: CounterName) -> int:
    return counter(present.problem, name, present.timeline(person.id, present.lines[person.id]))


def _given(person: Person, name: CounterName) -> int:
    return int(getattr(person.memory, "hours_minutes" if name == "hours" else name))
