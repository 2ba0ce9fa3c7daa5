"""The independent weighing of an answer: holes first, then every soft goal.

Costs and targets are data shared with the solver (cover cells, persons' goals, weights). What
an answer makes of them is counted here from minutes, by the judge's own reading of time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from releve.roster.engine.audit import PlanJudge, judge_of
from releve.roster.engine.audit.presence import serves
from releve.roster.engine.audit.timeline import Timeline
from releve.roster.engine.audit.windows import Days
from releve.roster.engine.cover import CoverCell
from releve.roster.engine.goals import (
    OF_WORK,
    Counter,
    person_goals,
    unneeded_price,
    weight,
)
from releve.roster.engine.problem import Assignment, Problem, ShiftKind, Wish
from releve.roster.engine.result import COST_SCALE, Breach, GoalCost, Hole, Score
from releve.roster.engine.rules import forms

Lines = Mapping[str, Timeline]
"""Each person's history and answer, as minutes."""

DAY_COUNTERS: Mapping[Counter, forms.Days] = {
    "nights": forms.Days(kind="night"),
    "sundays": forms.Days(kind="sunday"),
    "weekends": forms.Days(kind="weekend"),
    "holidays": forms.Days(kind="holiday"),
}


def score(
    problem: Problem, answer: Iterable[Assignment], *, breaches: Sequence[Breach] | None = None
) -> Score:
    """Return what an answer leaves uncovered and what it costs, goal by goal.

    Costs are in scaled points (``COST_SCALE`` to a point). ``breaches``: what the judge found of
    this very answer, where it was asked already. Raises ``ValueError`` where an assignment names
    a person, a shift or a day that the problem does not have.
    """
    cells = tuple(answer)
    judge = judge_of(problem)
    if breaches is None:
        breaches = judge.breaches(cells)
    by_person: dict[str, list[Assignment]] = {person.id: [] for person in problem.people}
    for cell in cells:
        by_person[cell.person].append(cell)
    lines = {person.id: judge.timeline(person, by_person[person.id]) for person in problem.people}
    counted = judge.presence(by_person)
    present = [(cell, counted.count(cell)) for cell in judge.cells]
    holes = tuple(
        hole_of(cell, cell.minimum - there) for cell, there in present if there < cell.minimum
    )
    return Score(
        holes=holes,
        hole_cost=sum(cell.hole_cost * max(0, cell.minimum - there) for cell, there in present),
        goals=(
            *_cover_goals(present),
            *_unneeded(problem, judge, lines),
            *_wishes(problem, lines, by_person),
            *_counters(problem, lines),
            *_soft_rules(problem, judge, breaches),
        ),
    )


def hole_of(cell: CoverCell, missing: int) -> Hole:
    """Return a hole of so many people."""
    return Hole(
        need=cell.need,
        day=cell.day,
        starts_at=cell.starts_at,
        ends_at=cell.ends_at,
        missing=missing,
        shift=cell.shift,
        role=cell.role,
        skill=cell.skill,
    )


def _cover_goals(present: Sequence[tuple[CoverCell, int]]) -> Iterator[GoalCost]:
    below = [(cell, max(0, cell.target - there)) for cell, there in present]
    above = [(cell, max(0, there - cell.target)) for cell, there in present]
    yield GoalCost(
        name="target",
        weight=1,
        amount=Fraction(sum(missing for _, missing in below)),
        cost=sum(cell.under_cost * missing for cell, missing in below),
    )
    yield GoalCost(
        name="surplus",
        weight=1,
        amount=Fraction(sum(extra for _, extra in above)),
        cost=sum(cell.over_cost * extra for cell, extra in above),
    )


def _unneeded(problem: Problem, judge: PlanJudge, lines: Lines) -> Iterator[GoalCost]:
    """Yield what the worked shifts cost that none of the needs asks of their people."""
    price = unneeded_price(problem)
    if not price:
        return
    unasked = 0
    for person in problem.people:
        asked = [cell for cell in judge.cells if cell.suits(person)]
        for shift in lines[person.id].work_shifts:
            in_period = shift.day >= problem.starts_on.toordinal()
            if in_period and shift.kind is ShiftKind.WORKED:
                unasked += not any(serves(shift, cell) for cell in asked)
    yield GoalCost(
        name="unneeded",
        weight=weight(problem, "unneeded"),
        amount=Fraction(unasked),
        cost=unasked * price,
    )


def _wishes(
    problem: Problem, lines: Lines, by_person: Mapping[str, Sequence[Assignment]]
) -> Iterator[GoalCost]:
    given = {(cell.person, cell.day, cell.shift) for cells in by_person.values() for cell in cells}
    unmet = [
        wish
        for wish in problem.wishes
        if not is_met(wish, lines[wish.person], (wish.person, wish.day, wish.shift) in given)
    ]
    yield GoalCost(
        name="wishes",
        weight=1,
        amount=Fraction(len(unmet)),
        cost=sum(wish.weight for wish in unmet) * COST_SCALE,
    )


def is_met(wish: Wish, line: Timeline, is_given: bool) -> bool:
    """Whether a wish comes true; ``is_given``: whether the very shift it names is given."""
    if wish.wish in ("shift", "avoid"):
        return is_given == (wish.wish == "shift")
    kind = forms.Days(kind="rest_day" if wish.wish == "off" else "duty")
    return line.flags(kind)[wish.day.toordinal() - line.known.first]


def _counters(problem: Problem, lines: Lines) -> Iterator[GoalCost]:
    goals = person_goals(problem)
    for name in dict.fromkeys(goal.name for goal in goals):
        counted = [
            (goal, counter(problem, name, lines[goal.person]))
            for goal in goals
            if goal.name == name
        ]
        unit = 60 if name in OF_WORK else 1
        yield GoalCost(
            name=name,
            weight=weight(problem, name),
            amount=sum((goal.away(count) for goal, count in counted), Fraction(0)) / unit,
            cost=sum(goal.cost(count) for goal, count in counted),
        )


def counter(problem: Problem, name: Counter, line: Timeline) -> int:
    """Return one person's own counter over the period: days, or minutes of work.

    Minutes are those of the shifts that start in the period, to their end; days of presence see
    the morning of a night that started before it.
    """
    days = Days(problem.starts_on.toordinal(), problem.ends_on.toordinal())
    if name in OF_WORK:
        return sum(shift.work for shift in line.work_shifts if shift.day in days)
    return line.count(DAY_COUNTERS[name], days)


def soft_weights(problem: Problem, judge: PlanJudge) -> dict[str, int]:
    """Return the points of each soft rule that binds somebody, in the order of the goals."""
    return {
        variant.rule_id: weight(problem, variant.rule_id, variant.weight)
        for person in problem.people
        for variant in judge.variants_of(person)
        if not variant.is_hard
    }


def soft_cost(points: int, excess: Fraction) -> int:
    """Return what a soft rule costs over all its breaches, in scaled points."""
    return round(points * COST_SCALE * excess)


def _soft_rules(
    problem: Problem, judge: PlanJudge, breaches: Sequence[Breach]
) -> Iterator[GoalCost]:
    for rule, points in soft_weights(problem, judge).items():
        excess = sum(
            (b.excess for b in breaches if b.rule == rule and b.status == "soft"), Fraction(0)
        )
        yield GoalCost(name=rule, weight=points, amount=excess, cost=soft_cost(points, excess))
