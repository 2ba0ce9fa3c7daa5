"""The automata of column generation say of a plan what the judge and the scoring say."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from releve.roster.engine.audit import audit
from releve.roster.engine.problem import Assignment, Problem
from releve.roster.engine.result import COST_SCALE
from releve.roster.engine.score import score
from releve.roster.engine.solve.columns.compile import NotForColumnsError
from releve.roster.engine.solve.columns.graph import TooManyStatesError
from releve.roster.engine.solve.columns.lines import Cover
from releve.roster.engine.solve.columns.moves import NOTHING, Choice
from releve.roster.engine.solve.columns.seats import Ward, ward
from releve.roster.engine.tests.builders import problems


def a_plan(problem: Problem, chance: random.Random, density: float) -> dict[str, list[Choice]]:
    """Draw a choice for each person and day: at most one shift of work and one on call."""
    work = [(s.code,) for s in problem.shifts if s.kind.value != "on_call"]
    on_call = [(s.code,) for s in problem.shifts if s.kind.value == "on_call"]
    both = [(*one, *other) for one in work for other in on_call]
    choices = [*work, *on_call, *both]
    return {
        person.id: [
            chance.choice(choices) if chance.random() < density else NOTHING for _ in problem.days
        ]
        for person in problem.people
    }


def check(problem: Problem, plan: dict[str, list[Choice]], made: Ward) -> None:
    """Hold the lines of a plan to the judge and the scoring."""
    cells = [
        Assignment(person, day, code)
        for person, choices in plan.items()
        for day, choice in zip(problem.days, choices, strict=True)
        for code in choice
    ]
    hard = {breach.person for breach in audit(problem, cells) if breach.status != "soft"}
    lines = [seat.walk(plan[seat.person.id]) for seat in made.seats]
    walked = {s.person.id for s, line in zip(made.seats, lines, strict=True) if line is not None}
    assert walked == {person.id for person in problem.people} - hard
    if hard:
        return
    known = [line for line in lines if line is not None]
    weighed = score(problem, cells)
    cover = Cover(made.cells, hole_price=0.0)
    presence = np.array(made.settled, float) + cover.presence(known)
    points = sum(line.cost + line.charge for line in known) + cover.points(presence).sum()
    assert round(points * COST_SCALE) == weighed.cost
    assert round(cover.holes(presence) * COST_SCALE) == weighed.hole_cost


def check_plans(problem: Problem, seed: int) -> None:
    """Hold some plans of a problem to the judge, sparse ones and full ones."""
    try:
        made = ward(problem, most_nodes=20_000)
    except (NotForColumnsError, TooManyStatesError):
        return
    chance = random.Random(seed)  # noqa: S311 - a repeatable choice, no secret
    for density in (0.0, 0.15, 0.3, 0.5):
        for _ in range(3):
            check(problem, a_plan(problem, chance, density), made)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems(), st.integers(0, 1000))
def test_a_line_is_lawful_and_costs_what_the_judge_says(problem: Problem, seed: int) -> None:
    check_plans(problem, seed)


@pytest.mark.campaign
@settings(max_examples=1500, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems(), st.integers(0, 1000))
def test_a_long_campaign_of_lines_agrees_with_the_judge(problem: Problem, seed: int) -> None:
    check_plans(problem, seed)
