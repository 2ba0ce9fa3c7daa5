"""Targets and costs of the soft goals."""

from __future__ import annotations

from datetime import date, time, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from releve.roster.engine.cover import cover_cells
from releve.roster.engine.goals import (
    PersonGoal,
    due_minutes,
    hours_target_minutes,
    person_goals,
)
from releve.roster.engine.problem import (
    Contract,
    Memory,
    Need,
    Period,
    Problem,
    Restriction,
    Unavailability,
)
from releve.roster.engine.result import COST_SCALE
from releve.roster.engine.tests.builders import MONDAY, a_person, a_problem

FOUR_WEEKS = MONDAY + timedelta(days=27)


def targets(problem: Problem, name: str) -> dict[str, Fraction]:
    """Return everybody's target of one goal."""
    return {goal.person: goal.target for goal in person_goals(problem) if goal.name == name}


@given(st.integers(0, 40), st.integers(1, 20), st.integers(0, 30))
def test_the_cost_of_a_counter_of_days_is_the_square_of_its_distance(
    quarters: int, weight: int, counted: int
) -> None:
    goal = PersonGoal("nights", "ana", weight, Fraction(quarters, 4))
    squares = [weight * (Fraction(quarters, 4) - count) ** 2 for count in range(50)]
    expected = (squares[counted] - min(squares)) * COST_SCALE
    assert goal.cost(counted) == expected


@given(st.integers(0, 12000), st.integers(1, 9), st.integers(0, 12000))
def test_the_cost_of_hours_is_convex_and_nothing_at_the_target(
    target: int, weight: int, minutes: int
) -> None:
    goal = PersonGoal("hours", "ana", weight, Fraction(target))
    costs = [goal.cost(max(0, minutes + step)) for step in (0, 30, 60)]
    assert costs[1] - costs[0] <= costs[2] - costs[1]
    assert goal.cost(target) == 0
    assert min(costs) >= 0


def test_an_hour_from_the_target_costs_the_weight_and_far_hours_cost_more() -> None:
    goal = PersonGoal("hours", "ana", 2, Fraction(6000))
    assert goal.cost(6060) == 2 * COST_SCALE
    assert goal.cost(5940) == 2 * COST_SCALE
    assert goal.cost(6000 + 420) == (6 * 2 + 1 * 6) * COST_SCALE


def test_hours_due_follow_the_share_and_an_absent_weekday_counts_a_fifth_of_a_week() -> None:
    person = a_person("ana", contract=Contract(share=0.8, pack="fph"))
    away = Unavailability(person="ana", from_on=MONDAY, to_on=MONDAY + timedelta(days=6))
    problem = a_problem(people=(person,), ends_on=FOUR_WEEKS, unavailable=(away,))
    assert due_minutes(problem, person) == 0.8 * (4 * 2100 - 5 * 420)


def test_a_balance_of_hours_is_given_back_but_never_more_than_twelve_hours_at_once() -> None:
    person = a_person("ana", memory=Memory(weeks=12, hours_minutes=5000))
    problem = a_problem(people=(person,))
    assert hours_target_minutes(problem, person) == due_minutes(problem, person) - 720


def test_nights_are_shared_by_share_of_full_time() -> None:
    people = (a_person("ana"), a_person("bea", contract=Contract(pack="fph", share=0.5)))
    problem = a_problem(people=people, ends_on=MONDAY + timedelta(days=26))
    assert targets(problem, "nights") == {"ana": Fraction(18), "bea": Fraction(9)}


def test_who_gave_more_nights_before_is_due_fewer() -> None:
    tired = a_person("ana", memory=Memory(weeks=12, nights=10))
    rested = a_person("bea", memory=Memory(weeks=12, nights=2))
    found = targets(a_problem(people=(tired, rested)), "nights")
    assert found["bea"] - found["ana"] == 8


def test_who_may_not_work_nights_has_no_target_for_them() -> None:
    day = a_person("ana", contract=Contract(pack="fph", regime="day"))
    spared = a_person("bea", restrictions=(Restriction(kind="no_nights"),))
    short = a_person("dan", restrictions=(Restriction(kind="no_12h"),))
    brief = a_person("eva", restrictions=(Restriction(kind="max_minutes_a_day", minutes=600),))
    problem = a_problem(people=(day, spared, a_person("cle"), short, brief))
    assert list(targets(problem, "nights")) == ["cle"]


def test_a_public_holiday_of_the_country_is_shared_too() -> None:
    may = date(2026, 4, 27)
    problem = a_problem(starts_on=may, ends_on=may + timedelta(days=13))
    assert sum(targets(problem, "holidays").values()) == 6  # 1 and 8 May: J, N and the night before


def test_a_period_is_cut_where_what_covers_it_changes() -> None:
    need = Need(id="nuit", period=Period(time(6), time(20)), minimum=2, priority=2)
    cells = cover_cells(a_problem(needs=(need,), ends_on=MONDAY))
    local = [cell.starts_at.hour + 1 for cell in cells]
    assert local == [6, 7, 19]
    assert [len(cell.covered_by) for cell in cells] == [1, 1, 1]
    assert abs(sum(cell.hole_cost for cell in cells) - 2 * COST_SCALE) <= 1
