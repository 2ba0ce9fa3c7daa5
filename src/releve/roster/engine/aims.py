"""Trade-offs: the same month asked again with another emphasis.

A ward manager who hesitates is shown two or three rosters that lean different ways. An aim only
changes what soft goals weigh: who may work when, what is needed and every rule stay as they
are, so a roster found under any aim is lawful, and a proof about holes holds under all of them.
What people see is always weighed by the problem as they stated it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Literal, get_args

from releve.roster.engine.goals import SHARED, weight
from releve.roster.engine.problem import Assignment, Problem, Wish

Aim = Literal[
    "balanced",  # as the problem is stated
    "wishes",  # more wishes met
    "fair",  # hours, nights, Sundays, weekends and holidays nearer to each person's target
    "stable",  # as few changes as possible from a plan that people know already
]
AIMS: tuple[Aim, ...] = get_args(Aim)

MOST_POINTS = 1000
"""The heaviest weight that a problem may give a wish or a goal."""

WISHES_TIMES = 10
FAIR_TIMES = 5

CHANGE_POINTS = MOST_POINTS
"""The price of a shift given or taken away: above all soft goals but a target that weighs more."""


def aimed(problem: Problem, aim: Aim, reference: Iterable[Assignment] | None = None) -> Problem:
    """Return the problem as a search under that aim is to see it.

    ``reference``: the plan from which "stable" counts changes; what it holds of people, days or
    shifts that the problem does not know is left out. Raises ``ValueError`` where "stable" has
    no reference.
    """
    if aim == "wishes":
        return problem.with_changes(wishes=tuple(map(_heavier, problem.wishes)))
    if aim == "fair":
        return _fairer(problem)
    if aim == "stable":
        if reference is None:
            raise ValueError("the fewest changes are counted from a plan; none was given")
        steady = _as_in(problem, known_cells(problem, reference))
        return problem.with_changes(wishes=(*problem.wishes, *steady))
    return problem


def known_cells(problem: Problem, answer: Iterable[Assignment]) -> tuple[Assignment, ...]:
    """Return the assignments whose person, day and shift the problem knows, sorted."""
    return tuple(
        sorted(
            {
                cell
                for cell in answer
                if cell.person in problem.person_by_id
                and cell.shift in problem.shift_by_code
                and problem.starts_on <= cell.day <= problem.ends_on
            }
        )
    )


def _heavier(wish: Wish) -> Wish:
    return replace(wish, weight=min(MOST_POINTS, WISHES_TIMES * wish.weight))


def _fairer(problem: Problem) -> Problem:
    """Weigh the persons' goals more; a goal that the ward weighs at nothing stays at nothing."""
    goals = dict(problem.goals)
    for name in (*SHARED, "hours"):
        goals[name] = min(MOST_POINTS, FAIR_TIMES * weight(problem, name))
    if not problem.fairness:
        goals["unneeded"] = 0  # it was not asked for, and fairness must not bring it along
    return problem.with_changes(goals=goals, fairness=True)


def _as_in(problem: Problem, reference: Sequence[Assignment]) -> Iterator[Wish]:
    """Yield one wish for each cell and shift: as it is in the reference, or not at all."""
    given = {(cell.person, cell.day, cell.shift) for cell in reference}
    for person in problem.people:
        for day in problem.days:
            for code in problem.shift_by_code:
                yield Wish(
                    person=person.id,
                    day=day,
                    wish="shift" if (person.id, day, code) in given else "avoid",
                    shift=code,
                    weight=CHANGE_POINTS,
                )
