"""Two rosters compared: exact, the same both ways round, and fair to what only one side has."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from releve.roster.engine.compare import (
    CellChange,
    Comparison,
    CounterChange,
    GoalChange,
    HoleChange,
    PersonChange,
    compare,
)
from releve.roster.engine.counters import counters
from releve.roster.engine.problem import Assignment, Problem, Wish
from releve.roster.engine.score import score
from releve.roster.engine.tests.builders import MONDAY, a_person, a_problem, problems

TUESDAY = MONDAY + timedelta(days=1)

Plan = tuple[Assignment, ...]


@st.composite
def plans(draw: st.DrawFn, problem: Problem) -> Plan:
    """Draw any assignments the problem knows, lawful or not, at most one a day."""
    cells = []
    for person in problem.people:
        for day in problem.days:
            code = draw(st.sampled_from([None, None, *problem.shift_by_code]))
            if code is not None:
                cells.append(Assignment(person.id, day, code))
    return tuple(cells)


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Problem, Plan, Problem, Plan]:
    """Draw two rosters of one problem, or of two that share some people and days."""
    problem = draw(problems())
    other = problem
    if draw(st.booleans()):
        other = draw(problems())
    return problem, draw(plans(problem)), other, draw(plans(other))


def mirrored(one: Comparison) -> Comparison:
    """Return a comparison with its sides exchanged."""
    return Comparison(
        cells=tuple(replace(cell, before=cell.after, after=cell.before) for cell in one.cells),
        people=tuple(
            replace(
                person,
                counters=tuple(
                    replace(counter, before=counter.after, after=counter.before)
                    for counter in person.counters
                ),
            )
            for person in one.people
        ),
        holes_closed=tuple(map(_turned, one.holes_opened)),
        holes_opened=tuple(map(_turned, one.holes_closed)),
        hole_cost_before=one.hole_cost_after,
        hole_cost_after=one.hole_cost_before,
        goals=tuple(GoalChange(goal.name, goal.after, goal.before) for goal in one.goals),
        people_only_before=one.people_only_after,
        people_only_after=one.people_only_before,
        days_only_before=one.days_only_after,
        days_only_after=one.days_only_before,
    )


def _turned(hole: HoleChange) -> HoleChange:
    return HoleChange(hole.hole, hole.missing_after, hole.missing_before)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(pairs())
def test_the_other_way_round_every_figure_is_the_same_with_its_sides_exchanged(
    pair: tuple[Problem, Plan, Problem, Plan],
) -> None:
    left, before, right, after = pair
    there = compare(left, before, after, problem_after=right)
    back = compare(right, after, before, problem_after=left)
    assert back == mirrored(there)
    opposite = {"better": "worse", "worse": "better"}
    assert [goal.trend for goal in back.goals] == [
        opposite.get(goal.trend, goal.trend) for goal in there.goals
    ]


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(pairs())
def test_the_figures_are_those_of_the_scoring_and_the_counters(
    pair: tuple[Problem, Plan, Problem, Plan],
) -> None:
    problem, before, _, _ = pair
    after = before[: len(before) // 2]
    told = compare(problem, before, after)
    assert {(cell.person, cell.day, *cell.before) for cell in told.cells} == {
        (gone.person, gone.day, gone.shift) for gone in before[len(before) // 2 :]
    }
    was, now = score(problem, before), score(problem, after)
    costs = [(goal.before, goal.after) for goal in told.goals]
    assert costs == list(zip(was.goals, now.goals, strict=True))
    nights = {
        change.person: (counter.before, counter.after)
        for change in told.people
        for counter in change.counters
        if counter.name == "nights"
    }
    counted = counters(problem, before), counters(problem, after)
    assert nights == {
        person: (counted[0][person].nights, counted[1][person].nights)
        for person in counted[0]
        if counted[0][person].nights != counted[1][person].nights
    }
    assert compare(problem, before, before).is_same


def test_what_changes_is_named_cell_by_cell_and_person_by_person() -> None:
    wish = Wish(person="bea", day=TUESDAY, wish="off")
    problem = a_problem(ends_on=TUESDAY, wishes=(wish,))
    before = (Assignment("ana", MONDAY, "J"), Assignment("bea", TUESDAY, "N"))
    after = (Assignment("ana", MONDAY, "J"), Assignment("cle", TUESDAY, "N"))
    told = compare(problem, before, after)
    assert told.cells == (
        CellChange("bea", TUESDAY, ("N",), ()),
        CellChange("cle", TUESDAY, (), ("N",)),
    )
    given_up = tuple(
        CounterChange(name, was, now)  # type: ignore[arg-type]  # names of counters
        for name, was, now in (("hours", 720, 0), ("nights", 1, 0), ("wishes", 0, 1))
    )
    taken = (CounterChange("hours", 0, 720), CounterChange("nights", 0, 1))
    assert told.people == (PersonChange("bea", 1, given_up), PersonChange("cle", 1, taken))
    assert [goal.name for goal in told.goals_that("better")] == ["wishes"]
    assert (told.holes_closed, told.holes_opened) == ((), ())


def test_holes_that_open_and_close_are_named_with_their_number() -> None:
    problem = a_problem(ends_on=TUESDAY)
    filled = (Assignment("ana", MONDAY, "J"),)
    told = compare(problem, filled, (Assignment("ana", TUESDAY, "J"),))
    assert [(one.hole.day, one.missing_before, one.missing_after) for one in told.holes_closed] == [
        (TUESDAY, 1, 0)
    ]
    assert [(one.hole.day, one.missing_before, one.missing_after) for one in told.holes_opened] == [
        (MONDAY, 0, 1)
    ]
    assert told.hole_cost_before == told.hole_cost_after


def test_people_and_days_of_one_side_alone_are_listed_apart() -> None:
    here = a_problem(ends_on=TUESDAY)
    people = (a_person("ana"), a_person("bea"), a_person("dan"))
    wednesday = MONDAY + timedelta(days=2)
    there = a_problem(people=people, starts_on=TUESDAY, ends_on=wednesday)
    told = compare(
        here,
        (Assignment("cle", TUESDAY, "J"), Assignment("ana", MONDAY, "J")),
        (Assignment("dan", TUESDAY, "J"), Assignment("ana", wednesday, "J")),
        problem_after=there,
    )
    assert told.cells == ()
    assert (told.people_only_before, told.people_only_after) == (("cle",), ("dan",))
    assert (told.days_only_before, told.days_only_after) == ((MONDAY,), (wednesday,))
    assert not told.is_same


def test_a_goal_weighed_otherwise_is_not_called_better_or_worse() -> None:
    problem = a_problem(ends_on=TUESDAY)
    told = compare(problem, (), (), problem_after=problem.with_changes(goals={"nights": 50}))
    assert {goal.name for goal in told.goals_that("not_comparable")} == {"nights"}


def test_a_roster_that_names_somebody_unknown_is_refused() -> None:
    with pytest.raises(ValueError, match="zoe"):
        compare(a_problem(), (), (Assignment("zoe", date(2026, 3, 2), "J"),))
