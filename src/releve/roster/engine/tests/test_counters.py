"""Counters and explanations: counted right, and every reason found by trying."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, time, timedelta
from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from releve.roster.engine.counters import counters, present
from releve.roster.engine.cover import cover_cells
from releve.roster.engine.goals import OF_WORK, SHARED, person_goals
from releve.roster.engine.problem import Assignment, PastShift, Problem, Wish
from releve.roster.engine.protected import protected_story
from releve.roster.engine.score import score
from releve.roster.engine.tests.builders import (
    DAY,
    MONDAY,
    NIGHT,
    ON_CALL,
    UNPAID,
    a_person,
    a_problem,
    problems,
)


@st.composite
def plans(draw: st.DrawFn) -> tuple[Problem, tuple[Assignment, ...]]:
    """Draw a ward and any plan, lawful or not, with one shift a day at most."""
    problem = draw(problems())
    codes = st.sampled_from([None, None, *(shift.code for shift in problem.shifts)])
    cells = [(person.id, day, draw(codes)) for person in problem.people for day in problem.days]
    return problem, tuple(Assignment(who, day, code) for who, day, code in cells if code)


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(plans())
def test_counters_agree_with_the_independent_scoring(
    drawn: tuple[Problem, tuple[Assignment, ...]],
) -> None:
    problem, plan = drawn
    counted = counters(problem, plan)
    amounts: dict[str, Fraction] = defaultdict(Fraction)
    for goal in person_goals(problem):
        own = counted[goal.person]
        value = own.hours_minutes if goal.name in OF_WORK else getattr(own, goal.name)
        unit = 60 if goal.name in OF_WORK else 1
        if goal.name != "protected":
            amounts[goal.name] += abs(value - goal.target) / unit
    weighed = score(problem, plan)
    names = {"hours", *SHARED}
    assert {goal.name: goal.amount for goal in weighed.goals if goal.name in names} == {
        goal.name: amounts[goal.name] for goal in weighed.goals if goal.name in names
    }
    unmet = sum(len(own.wishes) - own.wishes_met for own in counted.values())
    assert sum(goal.amount for goal in weighed.goals if goal.name == "wishes") == unmet
    story = protected_story(problem, plan)
    short = () if story is None else story.short
    taken = sum(one.minutes for one in short if one.code in ("NEEDED", "WISHED", "OTHER"))
    amount = sum(goal.amount for goal in weighed.goals if goal.name == "protected")
    assert amount == Fraction(taken, 60)


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(plans())
def test_people_present_agree_with_the_independent_scoring(
    drawn: tuple[Problem, tuple[Assignment, ...]],
) -> None:
    problem, plan = drawn
    cells = cover_cells(problem)
    there = present(problem, cells, plan)
    missing = {
        (cell.need, cell.starts_at): cell.minimum - len(there[cell])
        for cell in cells
        if len(there[cell]) < cell.minimum
    }
    holes = score(problem, plan).holes
    assert missing == {(hole.need, hole.starts_at): hole.missing for hole in holes}


def test_last_nights_morning_counts_as_a_day_worked_but_not_as_a_night_given() -> None:
    night_before = PastShift(MONDAY - timedelta(days=1), "N")
    problem = a_problem(
        people=(a_person(history=(night_before,)),),
        history_from=MONDAY - timedelta(days=14),
        wishes=(Wish("ana", MONDAY, "off"), Wish("ana", MONDAY + timedelta(days=1), "off")),
    )
    counted = counters(problem, ())["ana"]
    assert (counted.nights, counted.hours_minutes, counted.sundays) == (0, 0, 0)
    assert [answer.met for answer in counted.wishes] == [False, True]


def test_the_night_of_the_spring_clock_change_has_eleven_hours() -> None:
    saturday = date(2026, 3, 28)
    problem = a_problem(starts_on=date(2026, 3, 23), ends_on=date(2026, 3, 29))
    counted = counters(problem, (Assignment("ana", saturday, "N"),))["ana"]
    assert (counted.hours_minutes, counted.weekends, counted.sundays) == (660, 1, 1)


def test_time_on_call_is_no_work_and_an_unpaid_break_neither() -> None:
    problem = a_problem(shifts=(DAY, NIGHT, ON_CALL, UNPAID))
    plan = (Assignment("ana", MONDAY, "A"), Assignment("ana", MONDAY + timedelta(days=2), "P"))
    assert UNPAID.local_bounds(MONDAY)[1].time() == time(6, 30)
    assert counters(problem, plan)["ana"].hours_minutes == 10 * 60 - 35


def test_a_weekend_with_both_days_worked_counts_once() -> None:
    saturday = MONDAY + timedelta(days=5)
    plan = [Assignment("ana", saturday + timedelta(days=n), "J") for n in (0, 1)]
    counted = counters(a_problem(), plan)["ana"]
    assert (counted.weekends, counted.sundays) == (1, 1)
