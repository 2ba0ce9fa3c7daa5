"""Trade-off rosters: lawful, weighed as stated, leaning as asked, never behind their start."""

from __future__ import annotations

import random
import time as clock
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings

from releve.kit.engines import Params, Progress
from releve.roster.engine.aims import AIMS, Aim, aimed
from releve.roster.engine.audit import audit
from releve.roster.engine.compare import compare
from releve.roster.engine.counters import counters
from releve.roster.engine.problem import (
    Assignment,
    Memory,
    Need,
    Problem,
    Unavailability,
    Wish,
)
from releve.roster.engine.result import Result
from releve.roster.engine.score import score
from releve.roster.engine.solve import solve, solve_aimed, solve_in_child
from releve.roster.engine.tests.builders import MONDAY, a_person, a_problem, fixed, problems

TINY = Params(seconds=None, work=0.1, workers=1)
SHORT = Params(seconds=None, work=1.0, workers=1)
LONGER = Params(seconds=None, work=4.0, workers=1)

Plan = tuple[Assignment, ...]


def rank(problem: Problem, plan: Plan) -> tuple[int, int]:
    """Return what two rosters are compared by: holes first, then the soft cost."""
    weighed = score(problem, plan)
    return weighed.hole_cost, weighed.cost


def is_lawful(problem: Problem, plan: Plan) -> bool:
    return all(breach.status == "soft" for breach in audit(problem, plan))


def torn_ward() -> Problem:
    """Return a ward where wishes, fairness and staying as one is pull different ways."""
    people = (
        a_person("ana", memory=Memory(weeks=4, nights=9, sundays=3)),
        a_person("bea"),
        a_person("cle"),
        a_person("dan", memory=Memory(weeks=4, nights=1)),
    )
    wishes = tuple(
        Wish(person=person, day=MONDAY + timedelta(days=day), wish="avoid", shift="N", weight=1)
        for person in ("bea", "dan")
        for day in range(7)
    )
    return a_problem(people=people, wishes=wishes, ends_on=MONDAY + timedelta(days=6))


def unmet(problem: Problem, result: Result) -> int:
    counted = counters(problem, result.answer).values()
    return sum(not one.met for person in counted for one in person.wishes)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems())
def test_a_roster_under_any_aim_is_lawful_and_weighed_as_the_problem_was_stated(
    problem: Problem,
) -> None:
    plain = solve(problem, TINY)
    for aim in AIMS:
        result = solve_aimed(problem, TINY, aim, plain.answer)
        if result.score is None:
            assert (result.status, plain.status) == ("unknown", "unknown")
            continue
        assert is_lawful(problem, result.answer)
        assert result.score == score(problem, result.answer)
        assert result.hole_bound <= result.score.hole_cost
        assert plain.score is None or result.hole_bound <= plain.score.hole_cost
        assert (result.bound is None) == (aim != "balanced" or plain.bound is None)


def test_an_aim_changes_weights_and_nothing_that_binds() -> None:
    problem = torn_ward()
    for aim in AIMS:
        other = aimed(problem, aim, ())
        kept = problem.with_changes(wishes=other.wishes, goals=other.goals, fairness=other.fairness)
        assert other == kept
    assert aimed(problem, "balanced") is problem


def test_more_wishes_are_met_under_that_aim() -> None:
    wishes = tuple(
        Wish(person="bea", day=MONDAY + timedelta(days=day), wish="avoid", shift="N", weight=2)
        for day in range(7)
    )
    people = tuple(a_person(name) for name in ("ana", "bea", "cle", "dan"))
    problem = torn_ward().with_changes(wishes=wishes, people=people)
    balanced, kinder = (solve_aimed(problem, LONGER, aim) for aim in ("balanced", "wishes"))
    assert unmet(problem, kinder) < unmet(problem, balanced)
    assert kinder.score is not None
    assert balanced.score is not None
    assert kinder.score.hole_cost == balanced.score.hole_cost


def test_persons_goals_are_met_better_under_the_fair_aim() -> None:
    problem = torn_ward()
    balanced, fair = (solve_aimed(problem, LONGER, aim) for aim in ("balanced", "fair"))

    def unfair(result: Result) -> int:
        goals = result.score.goals if result.score else ()
        shared = ("nights", "sundays", "weekends", "holidays", "hours")
        return sum(goal.cost for goal in goals if goal.name in shared)

    assert unfair(fair) <= unfair(balanced)


def test_fairness_that_was_not_asked_for_brings_only_fairness() -> None:
    other = aimed(a_problem(fairness=False, goals={"nights": 0}), "fair")
    assert (other.fairness, other.goals["unneeded"], other.goals["nights"]) == (True, 0, 0)
    assert other.goals["sundays"] > 8


def test_a_wish_that_counts_for_nothing_still_does_and_none_passes_the_limit() -> None:
    wishes = tuple(Wish(person="ana", day=MONDAY, wish="off", weight=w) for w in (0, 7, 900))
    heavier = aimed(a_problem(wishes=wishes), "wishes").wishes
    assert [wish.weight for wish in heavier] == [0, 70, 1000]


def test_the_fewest_changes_follow_from_what_became_impossible() -> None:
    problem = torn_ward()
    known = solve(problem, SHORT).answer
    given = next(cell for cell in known if cell.person == "ana")
    away = Unavailability(person="ana", from_on=given.day, to_on=given.day)
    changed = problem.with_changes(unavailable=(away,))
    stable = solve_aimed(changed, LONGER, "stable", known)
    fresh = solve_aimed(changed, LONGER, "balanced")
    assert is_lawful(changed, stable.answer)
    told = compare(changed, known, stable.answer)
    assert len(told.cells) <= len(compare(changed, known, fresh.answer).cells)
    assert given in set(known) - set(stable.answer)
    assert len(told.cells) <= 4


def test_a_roster_that_can_stay_is_not_changed_at_all() -> None:
    problem = torn_ward()
    known = solve(problem, LONGER).answer
    assert solve_aimed(problem, SHORT, "stable", known).answer == known


def test_the_fewest_changes_are_counted_from_a_plan() -> None:
    with pytest.raises(ValueError, match="counted from a plan"):
        aimed(a_problem(), "stable")


def test_a_reference_may_name_people_days_and_shifts_that_are_gone() -> None:
    gone = (
        Assignment("zoe", MONDAY, "J"),
        Assignment("ana", MONDAY - timedelta(days=1), "J"),
        Assignment("ana", MONDAY, "Z"),
    )
    problem = torn_ward()
    assert is_lawful(problem, solve_aimed(problem, TINY, "stable", gone).answer)


def worsened(plan: Plan, draw: random.Random) -> Plan:
    """Return a roster without some of its cells: lawful more often than not, but worse."""
    return tuple(cell for cell in plan if draw.random() > 0.15)


def check_never_behind(problem: Problem, seed: int) -> None:
    """Solve again with hardly any work from good, bad and foreign plans."""
    draw = random.Random(seed)  # noqa: S311  # drawing wards, not secrets
    good = solve(problem, SHORT).answer
    for begin in (good, worsened(good, draw)):
        again = solve(problem, Params(seconds=None, work=0.002, workers=1), hint=begin)
        if not is_lawful(problem, begin):
            continue
        assert again.score is not None
        assert rank(problem, again.answer) <= rank(problem, begin)
        if again.bound is not None and again.cover_is_proven:
            assert again.bound <= again.score.cost


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems())
def test_solving_again_never_ends_worse_than_the_roster_it_starts_from(problem: Problem) -> None:
    check_never_behind(problem, len(problem.people))


@pytest.mark.campaign
@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems())
def test_a_long_campaign_of_solving_again_never_ends_worse(problem: Problem) -> None:
    check_never_behind(problem, len(problem.days))


def test_a_start_that_breaks_the_law_is_only_a_hint() -> None:
    problem = torn_ward()
    unlawful = tuple(
        Assignment("ana", MONDAY + timedelta(days=day), "N" if day % 2 else "J") for day in range(7)
    )
    result = solve(problem, SHORT, hint=unlawful)
    assert is_lawful(problem, result.answer)


def test_every_answer_passed_on_is_at_least_as_good_as_the_start() -> None:
    problem = torn_ward()
    begin = solve(problem, TINY).answer
    heard: list[Plan] = []
    result = solve(problem, SHORT, hint=begin, incumbent=heard.append)
    assert heard[0] == begin
    ranks = [rank(problem, plan) for plan in heard]
    assert all(one <= ranks[0] for one in ranks)
    assert rank(problem, result.answer) == min(ranks)


def test_progress_under_an_aim_is_told_by_the_weights_of_the_problem() -> None:
    problem = torn_ward()
    heard: list[Progress] = []
    solve_aimed(problem, SHORT, "wishes", progress=heard.append)
    goals = [report for report in heard if report.stage == "goals"]
    assert {report.bound for report in goals} == {None}
    assert any(report.incumbent is not None for report in goals)
    assert {report.stage for report in heard} == {"cover", "goals"}


@pytest.mark.parametrize("aim", AIMS)
def test_a_child_answers_an_aim_as_the_parent_would(aim: Aim) -> None:
    problem = torn_ward()
    begin = solve(problem, TINY).answer
    heard: list[Plan] = []
    inside = solve_in_child(problem, TINY, aim=aim, reference=begin, incumbent=heard.append)
    outside = solve_aimed(problem, TINY, aim, begin)
    assert (inside.answer, inside.score, inside.bound) == (
        outside.answer,
        outside.score,
        outside.bound,
    )
    assert heard


def test_a_child_cancelled_at_once_gives_back_the_roster_it_was_to_start_from() -> None:
    people = tuple(a_person(f"p{index}") for index in range(10))
    needs = (Need(id="jour", shift="J", minimum=2), Need(id="nuit", shift="N", minimum=1))
    problem = a_problem(people=people, needs=needs)
    begin = solve(problem, SHORT).answer
    asked = clock.monotonic()
    result = solve_in_child(
        problem, Params(seconds=60, workers=1), hint=begin, cancelled=lambda: True
    )
    assert clock.monotonic() - asked < 2.5
    assert result.interrupted
    assert rank(problem, result.answer) <= rank(problem, begin)


def test_a_start_does_not_hide_that_nothing_is_lawful() -> None:
    tuesday = MONDAY + timedelta(days=1)
    problem = a_problem(fixed=(fixed("ana", MONDAY, "N"), fixed("ana", tuesday, "J")))
    begin = solve(a_problem(), SHORT).answer
    result = solve(problem, SHORT, hint=begin)
    assert (result.status, result.answer) == ("infeasible", ())
    assert result.reasons_are_irreducible
