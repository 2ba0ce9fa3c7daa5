"""The independent weighing: holes, cover, wishes, each person's counters, soft rules."""

from __future__ import annotations

from datetime import date, time, timedelta
from fractions import Fraction
from operator import attrgetter
from typing import Any

import pytest

from releve.roster.engine.audit import audit
from releve.roster.engine.goals import person_goals
from releve.roster.engine.problem import (
    Assignment,
    Contract,
    Need,
    PastShift,
    Period,
    Problem,
    ShiftKind,
    ShiftType,
    Wish,
)
from releve.roster.engine.result import COST_SCALE, GoalCost, Score
from releve.roster.engine.rules import LocalRule
from releve.roster.engine.rules.forms import Days, Run, Window, WindowSum
from releve.roster.engine.score import score
from releve.roster.engine.tests.builders import (
    DAY,
    EVENING,
    MONDAY,
    MORNING,
    NIGHT,
    ON_CALL,
    a_person,
    a_problem,
)

TRAINING = ShiftType(code="F", starts_at=time(7), ends_at=time(19), kind=ShiftKind.TRAINING)


def day(offset: int) -> date:
    return MONDAY + timedelta(days=offset)


def a_ward(**changes: Any) -> Problem:
    """Return two weeks of ana and bea, bound by nothing but what a test gives."""
    facts: dict[str, Any] = {
        "people": tuple(a_person(name, contract=Contract()) for name in ("ana", "bea")),
        "shifts": (DAY, NIGHT, MORNING, EVENING, ON_CALL, TRAINING),
        "needs": (),
        "packs": (),
        "fairness": False,
    }
    return a_problem(**(facts | changes))


def given(*cells: tuple[str, int, str]) -> list[Assignment]:
    return [Assignment(person, day(offset), code) for person, offset, code in cells]


def goal(weighed: Score, name: str) -> GoalCost:
    return next(goal for goal in weighed.goals if goal.name == name)


def told(weighed: Score, name: str) -> Any:
    """Return the weight, amount and cost of a goal."""
    return attrgetter("weight", "amount", "cost")(goal(weighed, name))


# -- cover -------------------------------------------------------------------------------------

ONE_DAY: dict[str, Any] = {"role": "ide", "days": (MONDAY,)}


@pytest.mark.parametrize(("present", "missing"), [(0, 2), (1, 1), (2, 0)])
def test_a_hole_weighs_each_person_missing_below_the_minimum(present: int, missing: int) -> None:
    problem = a_ward(needs=(Need(id="jour", shift="J", minimum=2, priority=3, **ONE_DAY),))
    weighed = score(problem, given(*[(who, 0, "J") for who in ("ana", "bea")[:present]]))
    assert [hole.missing for hole in weighed.holes] == [missing] * (missing > 0)
    assert weighed.hole_cost == 3 * COST_SCALE * missing


def test_target_and_surplus_cost_what_the_need_says() -> None:
    wide = Need(id="jour", shift="J", target=2, under_weight=7, **ONE_DAY)
    narrow = Need(id="nuit", shift="N", target=0, over_weight=3, **ONE_DAY)
    weighed = score(a_ward(needs=(wide, narrow)), given(("ana", 0, "N")))
    assert told(weighed, "target") == (1, 2, 14 * COST_SCALE)
    assert told(weighed, "surplus") == (1, 1, 3 * COST_SCALE)


def test_only_those_of_the_role_and_the_skill_count() -> None:
    people = (a_person("ana", skills=("triage",)), a_person("bea"), a_person("cle", role="as"))
    need = Need(id="tri", shift="J", skill="triage", minimum=1, **ONE_DAY)
    problem = a_ward(people=people, needs=(need,))
    holes = [len(score(problem, given((who, 0, "J"))).holes) for who in ("ana", "bea", "cle")]
    assert holes == [0, 1, 1]


def test_a_period_is_covered_piece_by_piece_by_whoever_is_there_all_along() -> None:
    need = Need(id="jour", period=Period(time(7), time(21)), minimum=1, **ONE_DAY)
    problem = a_ward(needs=(need,))
    weighed = score(problem, given(("ana", 0, "M")))
    assert [(f"{hole.starts_at:%H:%M}", f"{hole.ends_at:%H:%M}") for hole in weighed.holes] == [
        ("13:15", "18:00"),
        ("18:00", "20:00"),
    ]
    assert score(problem, given(("ana", 0, "M"), ("bea", 0, "S"))).holes == ()


def test_a_night_of_history_covers_the_first_morning() -> None:
    need = Need(id="nuit", period=Period(time(0), time(6)), minimum=1, **ONE_DAY)
    past = a_person("ana", contract=Contract(), history=(PastShift(day(-1), "N"),))
    spared = a_ward(people=(past,), needs=(need,), history_from=day(-14))
    assert [len(score(problem, []).holes) for problem in (a_ward(needs=(need,)), spared)] == [1, 0]


@pytest.mark.parametrize("code", ["F", "A"])
def test_training_and_call_cover_no_period(code: str) -> None:
    need = Need(id="jour", period=Period(time(18, 30), time(19)), minimum=1, **ONE_DAY)
    assert len(score(a_ward(needs=(need,)), given(("ana", 0, code))).holes) == 1


# -- wishes ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wish", "shift", "cells", "met"),
    [
        ("off", None, [], True),
        ("off", None, [("ana", 2, "M")], False),
        ("off", None, [("ana", 1, "N")], False),
        ("off", None, [("ana", 1, "A")], True),
        ("work", None, [("ana", 2, "M")], True),
        ("work", None, [("ana", 1, "N")], False),
        ("work", None, [("ana", 2, "A")], False),
        ("shift", "M", [("ana", 2, "M")], True),
        ("shift", "M", [("ana", 2, "S")], False),
        ("avoid", "N", [("ana", 2, "M")], True),
        ("avoid", "N", [("ana", 2, "N")], False),
        ("avoid", "N", [("bea", 2, "N")], True),
    ],
)
def test_a_wish_that_is_not_met_costs_its_weight(
    wish: Any, shift: str | None, cells: list[tuple[str, int, str]], met: bool
) -> None:
    asked = Wish(person="ana", day=day(2), wish=wish, shift=shift, weight=4)
    weighed = score(a_ward(wishes=(asked,)), given(*cells))
    assert told(weighed, "wishes") == ((1, 0, 0) if met else (1, 1, 4 * COST_SCALE))


# -- counters ----------------------------------------------------------------------------------


def amounts(problem: Problem, cells: list[Assignment]) -> dict[str, Fraction]:
    """Return what each shared counter counts, where every target is nought."""
    targets = {goal.target for goal in person_goals(problem) if goal.name != "hours"}
    assert targets == {0}
    return {goal.name: goal.amount for goal in score(problem, cells).goals}


def fair(**changes: Any) -> Problem:
    """Return a ward in which counters are weighed and nothing is needed: targets are nought."""
    return a_ward(fairness=True, holidays=(day(1),), **changes)


@pytest.mark.parametrize(
    ("cell", "counted"),
    [
        (("ana", 0, "J"), {}),
        (("ana", 2, "N"), {"nights": 1}),
        (("ana", 0, "N"), {"nights": 1, "holidays": 1}),
        (("ana", 5, "J"), {"weekends": 1}),
        (("ana", 6, "J"), {"weekends": 1, "sundays": 1}),
        (("ana", 5, "N"), {"nights": 1, "weekends": 1, "sundays": 1}),
        (("ana", 4, "N"), {"nights": 1, "weekends": 1}),
        (("ana", 13, "N"), {"nights": 1, "weekends": 1, "sundays": 1}),
        (("ana", 6, "A"), {}),
    ],
)
def test_each_counter_counts_its_own_days(
    cell: tuple[str, int, str], counted: dict[str, int]
) -> None:
    found = amounts(fair(), given(cell))
    assert {name: found[name] for name in ("nights", "sundays", "weekends", "holidays")} == (
        dict.fromkeys(("nights", "sundays", "weekends", "holidays"), 0) | counted
    )


def test_hours_are_real_minutes_of_the_shifts_that_start_in_the_period() -> None:
    spring = date(2026, 3, 23)
    people = (a_person("ana", contract=Contract()),)
    problem = fair(people=people, starts_on=spring, ends_on=spring + timedelta(days=6))
    hours = [goal for goal in person_goals(problem) if goal.name == "hours"]
    weighed = score(problem, [Assignment("ana", spring + timedelta(days=5), "N")])
    assert goal(weighed, "hours").amount == abs(11 * 60 - hours[0].target) / 60
    assert goal(weighed, "hours").cost == hours[0].cost(660)


def test_counters_cost_what_each_persons_goal_says() -> None:
    problem = fair()
    cells = given(("ana", 1, "N"), ("ana", 3, "N"), ("bea", 5, "N"))
    nights = {goal.person: goal for goal in person_goals(problem) if goal.name == "nights"}
    assert goal(score(problem, cells), "nights").cost == (
        nights["ana"].cost(2) + nights["bea"].cost(1)
    )


def test_no_fairness_weighs_no_counter() -> None:
    names = [goal.name for goal in score(a_ward(), []).goals]
    assert names == ["target", "surplus", "wishes"]


# -- soft rules --------------------------------------------------------------------------------

TWO_NIGHTS = LocalRule(id="TWO", form=Run("run", Days("night"), maximum=2), status="soft", weight=5)


def test_a_soft_rule_costs_its_weight_for_each_day_beyond() -> None:
    problem = a_ward(rules=(TWO_NIGHTS,))
    cells = given(*[("ana", at, "N") for at in range(4)])
    assert told(score(problem, cells), "TWO") == (5, 2, 10 * COST_SCALE)


def test_a_soft_rule_that_is_kept_is_listed_at_no_cost() -> None:
    assert told(score(a_ward(rules=(TWO_NIGHTS,)), []), "TWO") == (5, 0, 0)


def test_the_problem_may_give_a_soft_rule_another_weight() -> None:
    problem = a_ward(rules=(TWO_NIGHTS,), goals={"TWO": 2})
    cells = given(*[("ana", at, "N") for at in range(3)])
    assert goal(score(problem, cells), "TWO").cost == 2 * COST_SCALE


def test_a_soft_sum_costs_its_weight_an_hour_to_the_minute() -> None:
    form = WindowSum("window_sum", "work", Window("civil_week"), maximum=440)
    problem = a_ward(rules=(LocalRule(id="SUM", form=form, status="soft", weight=6),))
    weighed = score(problem, given(("ana", 0, "M")))
    assert told(weighed, "SUM") == (6, Fraction(1, 6), COST_SCALE)


def test_a_hard_rule_is_no_goal() -> None:
    hard = LocalRule(id="HARD", form=Run("run", Days("night"), maximum=2))
    names = [goal.name for goal in score(a_ward(rules=(hard,)), []).goals]
    assert "HARD" not in names


def test_the_soft_cost_is_the_sum_of_the_goals() -> None:
    problem = fair(packs=("ergonomics",), needs=(Need(id="jour", shift="J", target=1),))
    weighed = score(problem, given(("ana", 0, "N"), ("ana", 1, "J"), ("ana", 5, "M")))
    assert weighed.cost == sum(goal.cost for goal in weighed.goals)
    assert weighed.cost > 0


def test_a_cell_that_the_problem_does_not_have_is_refused() -> None:
    with pytest.raises(ValueError, match="does not have"):
        score(a_ward(), given(("zoe", 0, "J")))


def test_what_the_judge_found_already_weighs_the_same() -> None:
    problem = a_ward(rules=(TWO_NIGHTS,))
    cells = given(*(("ana", offset, "N") for offset in range(4)))
    found = audit(problem, cells)
    assert found
    assert score(problem, cells, breaches=found) == score(problem, cells)
