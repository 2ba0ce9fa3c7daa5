"""The judge of plans against a reference that steps minute by minute, on random wards."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from releve.roster.engine.audit import audit
from releve.roster.engine.problem import Assignment, Problem
from releve.roster.engine.rules import LocalRule
from releve.roster.engine.rules.forms import (
    Count,
    Days,
    Form,
    RestBlock,
    RestInWindow,
    Run,
    Sequence,
    ShiftBound,
    Window,
    WindowSum,
)
from releve.roster.engine.rules.reading import shift_codes
from releve.roster.engine.tests.builders import problems
from releve.roster.engine.tests.slow_plan import slow_breaches

FACTS = ("UNAVAILABLE", "R-", "REGIME", "FIXED", "ONE-A-DAY", "OVERLAP", "MAXIMUM")


FORMS: tuple[Form, ...] = (
    RestInWindow("rest_in_window", 2400, Window("sliding", days=5)),
    RestInWindow("rest_in_window", 4000, Window("horizon")),
    RestBlock("rest_block", 3, Window("civil_week")),
    RestBlock("rest_block", 2, Window("sliding", days=9), including="sunday"),
    WindowSum("window_sum", "work", Window("horizon"), minimum=3000),
    WindowSum("window_sum", "work", Window("sliding_weeks", weeks=2), maximum=2000, per_week=True),
    WindowSum("window_sum", "work", Window("month"), minimum=1500, per_week=True),
    Count("count", Days("off"), Window("civil_week"), maximum=2),
    Count("count", Days("rest_day"), Window("sliding", days=6), maximum=2),
    Count("count", Days("off"), Window("fortnight"), minimum=6),
    Count("count", Days("night"), Window("horizon"), minimum=2),
    Count("count", Days("holiday"), Window("year"), maximum=0),
    Count("count", Days("saturday"), Window("sliding", days=15), maximum=1),
    Run("run", Days("weekend"), maximum=0),
    Run("run", Days("shifts", ("J", "P")), minimum=2),
    Run("run", Days("rest_day"), maximum=2),
    Run("run", Days("on_call"), maximum=1),
    Sequence("sequence", (Days("weekend"), Days("duty"))),
    Sequence("sequence", (Days("off"), Days("off"), Days("night"))),
    Sequence("sequence", (Days("worked_day"), Days("rest_day"), Days("worked_day"))),
    ShiftBound("shift", "amplitude", minimum=480, team="day"),
    ShiftBound("shift", "shortest_part", maximum=640, continuity="continuous"),
)
"""Forms that no pack holds, so that the judge is held to them all."""


@st.composite
def plans(draw: st.DrawFn) -> tuple[Problem, list[Assignment]]:
    """Draw a ward and any answer to it, lawful or not."""
    problem = draw(problems())
    known = set(problem.shift_by_code)
    forms = st.sampled_from([form for form in FORMS if shift_codes(form) <= known])
    rules = tuple(
        LocalRule(id=f"MORE-{index}", form=form, status=draw(st.sampled_from(["hard", "soft"])))
        for index, form in enumerate(draw(st.lists(forms, max_size=4)))
    )
    problem = problem.with_changes(rules=(*problem.rules, *rules))
    codes = [shift.code for shift in problem.shifts]
    often = draw(st.integers(1, 4))
    return problem, [
        Assignment(person.id, day, draw(st.sampled_from(codes)))
        for person in problem.people
        for day in problem.days
        if draw(st.integers(0, often)) != 0
    ]


def agree(drawn: tuple[Problem, list[Assignment]]) -> None:
    """Hold the judge against the reference, leaving out the facts that are no rules."""
    problem, answer = drawn
    found = {
        (b.rule, b.person, b.from_at, b.to_at, b.value, b.limit, b.excess)
        for b in audit(problem, answer)
        if not b.rule.startswith(FACTS)
    }
    assert found == slow_breaches(problem, answer)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(plans())
def test_the_judge_of_plans_finds_what_minutes_counted_one_by_one_show(
    drawn: tuple[Problem, list[Assignment]],
) -> None:
    agree(drawn)


@pytest.mark.campaign
@settings(max_examples=800, deadline=None, suppress_health_check=list(HealthCheck))
@given(plans())
def test_a_long_campaign_of_plans_agrees_with_the_reference(
    drawn: tuple[Problem, list[Assignment]],
) -> None:
    agree(drawn)
