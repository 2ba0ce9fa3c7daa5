"""Protected time: shared out exactly, left free where there is room, named where there is none."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from releve.kit.engines import Params
from releve.kit.field_faults import first_fault
from releve.roster.engine.aims import aimed
from releve.roster.engine.audit import audit
from releve.roster.engine.compare import compare
from releve.roster.engine.explain import explain, person_stories
from releve.roster.engine.generate import generate
from releve.roster.engine.goals import (
    PersonGoal,
    due_minutes,
    hours_target_minutes,
    person_goals,
)
from releve.roster.engine.live import Edit, LiveJudge
from releve.roster.engine.problem import (
    Assignment,
    Contract,
    Memory,
    Need,
    Person,
    Problem,
    ProtectedTime,
    Unavailability,
)
from releve.roster.engine.problem.due import balance_minutes, paid_minutes, shared_out
from releve.roster.engine.protected import Short, protected_story
from releve.roster.engine.result import COST_SCALE, Score
from releve.roster.engine.score import score
from releve.roster.engine.solve import solve_compact
from releve.roster.engine.solve.by_columns import solve_by_columns
from releve.roster.engine.stored import read_result, result_text
from releve.roster.engine.tests.builders import (
    MONDAY,
    MORNING,
    a_person,
    a_problem,
    problems,
)
from releve.roster.engine.why import why_counter

LAST = MONDAY + timedelta(days=13)


def protecting(minutes: int, first: int = 0, last: int = 13) -> tuple[ProtectedTime, ...]:
    """Return minutes for patients from one day of the period to another."""
    return (
        ProtectedTime(
            purpose="patients",
            minutes=minutes,
            from_on=MONDAY + timedelta(days=first),
            to_on=MONDAY + timedelta(days=last),
        ),
    )


def half_time(person: str, **changes: Any) -> Person:
    """Return a nurse at half time."""
    return a_person(person, contract=Contract(share=0.5, pack="fph"), **changes)


def quiet(minutes: int = 600, **changes: Any) -> Problem:
    """Return two weeks of two people, mornings only, with protected minutes."""
    facts: dict[str, Any] = {
        "people": (a_person("ana"), half_time("bea")),
        "shifts": (MORNING,),
        "needs": (),
        "protected": protecting(minutes),
        "packs": (),
    }
    return a_problem(**(facts | changes))


def mornings(person: str, *offsets: int) -> list[Assignment]:
    """Return mornings on some days of the period."""
    return [Assignment(person, MONDAY + timedelta(days=one), "M") for one in offsets]


def cost_of(weighed: Score, name: str) -> int | None:
    """Return what a goal costs, ``None`` where a score has no such goal."""
    return next((goal.cost for goal in weighed.goals if goal.name == name), None)


# -- shared out ----------------------------------------------------------------------------------


@given(
    st.integers(0, 5000),
    st.dictionaries(
        st.text(min_size=1, max_size=3),
        st.tuples(st.fractions(0, 30, max_denominator=7), st.integers(0, 900)),
        max_size=6,
    ),
)
def test_the_parts_add_up_exactly_and_nobody_has_more_than_is_free(
    minutes: int, team: Mapping[str, tuple[Fraction, int]]
) -> None:
    weights = {one: weight for one, (weight, _) in team.items()}
    free = {one: room for one, (_, room) in team.items()}
    parts = shared_out(minutes, weights, free)
    able = sum(room for one, room in free.items() if weights[one])
    assert sum(parts.values()) == min(minutes, able)
    assert all(0 <= part <= free[one] and weights[one] for one, part in parts.items() if part)
    unbound = [one for one in weights if weights[one] and parts.get(one, 0) < free[one]]
    for one in unbound:  # pro rata to the minute among those who have room left
        for other in unbound:
            mine = parts.get(one, 0) / weights[one]
            theirs = parts.get(other, 0) / weights[other]
            assert abs(mine - theirs) <= 1 / weights[one] + 1 / weights[other]


def test_a_part_follows_the_share_of_full_time() -> None:
    assert quiet(601).protected_parts == {"ana": 401, "bea": 200}


def test_a_part_follows_the_days_on_which_somebody_is_there_while_it_is_protected() -> None:
    week = (Unavailability(person="ana", from_on=MONDAY, to_on=MONDAY + timedelta(days=6)),)
    assert quiet(600, unavailable=week).protected_parts == {"ana": 300, "bea": 300}
    second = protecting(600, 7, 13)
    assert quiet(protected=second, unavailable=week).protected_parts == {"ana": 400, "bea": 200}


@given(problems())
def test_every_minute_is_somebodys_part_or_named_as_nobodys(problem: Problem) -> None:
    asked = sum(time.minutes for time in problem.protected)
    parts = problem.protected_parts
    story = protected_story(problem, ())
    unshared = 0 if story is None else sum(one.minutes for one in story.short)
    assert sum(parts.values()) + unshared == asked
    for person in problem.people:
        part, paid = parts.get(person.id, 0), paid_minutes(problem, person)
        assert due_minutes(problem, person) == paid - part >= 0
        aim = max(0, paid - balance_minutes(person))
        assert hours_target_minutes(problem, person) == aim - part >= 0


def test_without_protected_time_nothing_of_a_problem_is_new() -> None:
    problem = quiet(protected=())
    assert "protected" not in problem.to_json()
    assert "protected" not in {goal.name for goal in person_goals(problem)}
    assert cost_of(score(problem, ()), "protected") is None
    assert (protected_story(problem, ()), explain(problem, ()).protected) == (None, None)


# -- bad values ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"minutes": 0}, "too small"),
        ({"minutes": 1.5}, "no whole number"),
        ({"minutes": 2**31}, "too large"),
        ({"purpose": "Time with us!"}, "a code of small letters"),
        ({"purpose": ""}, "a code of small letters"),
        ({"to": "2026-03-01"}, "ends before it starts"),
        ({"from": "2026-03-01"}, "2026-03-01 is outside the period"),
        ({"to": "2027-03-10"}, "2027-03-10 is outside the period"),
        ({"person": "ana"}, "no such field"),
    ],
)
def test_a_bad_value_of_protected_time_is_one_sentence_at_its_place(
    changes: dict[str, Any], told: str
) -> None:
    time = {"purpose": "breaks", "minutes": 60, "from": "2026-03-02", "to": "2026-03-10"} | changes
    document: dict[str, Any] = {
        "starts_on": "2026-03-02",
        "ends_on": "2026-03-15",
        "people": [],
        "shifts": [],
        "protected": [time],
    }
    with pytest.raises(ValidationError) as caught:
        Problem(**document)
    fault = first_fault(caught.value, Problem)
    assert told in fault.what
    assert fault.path[:2] == ("protected", 0)


def test_protected_time_goes_round_as_json() -> None:
    problem = quiet(600)
    assert Problem.from_json(problem.to_json()) == problem
    assert '"from": "2026-03-02"' in problem.to_json()


# -- room ----------------------------------------------------------------------------------------


def test_work_below_the_minutes_left_holds_all_protected_time() -> None:
    problem = quiet(600)
    story = protected_story(problem, mornings("ana", 0, 1, 2))
    assert (story.asked, story.held, story.short) == (600, 600, ()) if story else False


def test_work_that_takes_the_room_is_named_with_what_asks_for_it() -> None:
    """Ana owes 4,200 minutes, 400 of them protected; nine mornings are 4,050: 250 find no room."""
    plan = mornings("ana", 0, 1, 2, 3, 4, 7, 8, 9, 10)
    found = {}
    for need in (
        Need(id="m", shift="M", minimum=1),
        Need(id="m", shift="M", minimum=0, target=1),
        Need(id="m", shift="M", minimum=0),
    ):
        story = protected_story(quiet(600, needs=(need,)), plan)
        assert story is not None
        assert (story.asked, story.held) == (600, 350)
        found[need.minimum, need.target] = story.short
    assert found == {
        (1, None): (Short("NEEDED", 250),),
        (0, 1): (Short("WISHED", 250),),
        (0, None): (Short("OTHER", 250),),
    }


def test_nobody_there_and_too_little_paid_time_are_named() -> None:
    away = tuple(
        Unavailability(person=one, from_on=MONDAY, to_on=LAST - timedelta(days=7))
        for one in ("ana", "bea")
    )
    nobody = protected_story(quiet(protected=protecting(90, 0, 6), unavailable=away), ())
    assert nobody is not None
    assert (nobody.held, nobody.short) == (0, (Short("NOBODY_THERE", 90),))
    much = protected_story(quiet(10_000), ())
    assert much is not None
    assert (much.held, much.short) == (6300, (Short("NO_PAID_TIME", 3700),))


def test_each_hour_without_room_costs_the_weight_and_a_problem_may_set_it() -> None:
    plan = mornings("ana", 0, 1, 2, 3, 4, 7, 8, 9, 10)
    assert cost_of(score(quiet(600), plan), "protected") == 250 * 10 * COST_SCALE // 60
    doubled = score(quiet(600, goals={"protected": 20}), plan)
    assert cost_of(doubled, "protected") == 250 * 20 * COST_SCALE // 60
    (told,) = [goal for goal in doubled.goals if goal.name == "protected"]
    assert told.amount == Fraction(250, 60)


def test_protected_time_counts_also_where_no_fairness_is_asked() -> None:
    problem = quiet(600, fairness=False)
    assert {goal.name for goal in person_goals(problem)} == {"protected"}
    assert cost_of(score(problem, mornings("ana", *range(10))), "protected") == 700 * 40


@given(st.integers(0, 3000), st.integers(0, 900), st.integers(0, 4000))
def test_the_cost_of_work_stays_convex(target: int, part: int, worked: int) -> None:
    goal = PersonGoal("protected", "ana", 10, Fraction(target), part)
    steps = [goal.cost(worked + more) for more in range(3)]
    assert steps[1] - steps[0] <= steps[2] - steps[1]
    assert goal.cost(target) == 0
    assert goal.away(worked) == min(part, max(0, worked - target))


def test_a_balance_kept_of_a_month_gives_back_what_found_no_room() -> None:
    """What shifts took of her part stands in the balance that the next month settles."""
    problem = quiet(600)
    stories = {one.person: one for one in person_stories(problem, mornings("ana", *range(10)))}
    ana = stories["ana"]
    balance = ana.figures[0].value - ana.due_minutes
    assert (ana.protected_minutes, balance) == (400, 4500 - 3800)
    after = quiet(protected=(), people=(a_person("ana", memory=Memory(hours_minutes=balance)),))
    assert hours_target_minutes(after, after.people[0]) == 4200 - 700


# -- everywhere the same -------------------------------------------------------------------------


def _tight(minutes: int) -> Problem:
    """Return a week of three whose mornings leave some room, but not for much."""
    return a_problem(
        ends_on=MONDAY + timedelta(days=6),
        people=tuple(a_person(name) for name in ("ana", "bea", "cle")),
        shifts=(MORNING,),
        needs=(Need(id="m", shift="M", role="ide", minimum=1, target=2),),
        protected=protecting(minutes, 0, 6) if minutes else (),
        packs=(),
    )


@pytest.mark.parametrize("minutes", [0, 300, 900, 5000])
def test_both_methods_prove_the_same_cost_with_and_without_protected_time(minutes: int) -> None:
    problem = _tight(minutes)
    compact = solve_compact(problem, Params(seconds=None, work=5.0, workers=1))
    columns = solve_by_columns(problem, Params(seconds=None, work=5.0, workers=1))
    assert compact.is_proven
    assert compact.score is not None
    assert columns is not None
    assert columns.score is not None
    assert columns.score.hole_cost == compact.score.hole_cost == 0
    assert columns.bound is not None
    assert columns.bound <= compact.score.cost <= columns.score.cost
    assert compact.score == score(problem, compact.answer)
    assert columns.score == score(problem, columns.answer)


def test_time_that_a_team_protects_comes_before_the_number_wished_and_after_the_minimum() -> None:
    free, spent = (
        solve_compact(_tight(minutes), Params(seconds=None, work=5.0, workers=1))
        for minutes in (0, 2700)
    )
    assert free.score is not None
    assert spent.score is not None
    assert (free.score.holes, spent.score.holes) == ((), ())
    worked = [450 * len(found.answer) for found in (free, spent)]
    assert worked[1] < worked[0]
    story = protected_story(_tight(2700), spent.answer)
    assert story is not None
    assert story.held >= 2700 - 450
    assert audit(_tight(2700), spent.answer) == []


@settings(max_examples=15)
@given(problems(), st.data())
def test_live_judgement_of_protected_time_equals_the_whole_scoring(
    problem: Problem, data: st.DataObject
) -> None:
    person = data.draw(st.sampled_from([one.id for one in problem.people]))
    day = data.draw(st.sampled_from(problem.days))
    code = data.draw(st.sampled_from([one.code for one in problem.shifts]))
    live = LiveJudge.of(problem, ()).after(Edit(person, day, (code,)))
    assert live.score == score(problem, (Assignment(person, day, code),))


def test_a_result_with_protected_time_is_stored_exactly() -> None:
    result = solve_compact(_tight(300), Params(seconds=None, work=5.0, workers=1))
    assert read_result(result_text(result)) == result


def test_a_comparison_names_what_became_of_protected_time() -> None:
    problem = quiet(600)
    told = compare(problem, (), mornings("ana", *range(10)))
    assert [goal.name for goal in told.goals_that("worse")].count("protected") == 1
    before = quiet(protected=())
    apart = compare(before, (), (), problem_after=problem)
    assert "protected" in {goal.name for goal in apart.goals_that("not_comparable")}


def test_why_these_hours_tells_her_part() -> None:
    story = why_counter(quiet(600), (), "ana", "hours")
    assert (story.protected_minutes, story.due_minutes) == (400, 3800)
    assert story.target == 3800
    assert why_counter(quiet(600), (), "ana", "nights").protected_minutes == 0


def test_no_aim_gives_up_the_protected_time() -> None:
    for aim in ("balanced", "wishes", "fair"):
        asked = aimed(quiet(600), aim)
        assert asked.protected == quiet(600).protected
        assert "protected" in {goal.name for goal in person_goals(asked)}


def test_an_invented_ward_leaves_room_for_what_its_team_protects() -> None:
    plain, protecting_ward = generate(people=12, weeks=4, seed=3), None
    protecting_ward = generate(people=12, weeks=4, seed=3, protected=1200)
    assert generate(people=12, weeks=4, seed=3, protected=0).to_json() == plain.to_json()
    assert sum(protecting_ward.protected_parts.values()) == 1200
    due = [
        sum(due_minutes(ward, person) for person in ward.people)
        for ward in (plain, protecting_ward)
    ]
    assert due[0] - due[1] == 1200
