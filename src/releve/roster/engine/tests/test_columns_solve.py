"""Column generation answers lawfully, claims no more than is true, and repeats itself."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from releve.kit.engines import Params
from releve.roster.engine.audit import audit
from releve.roster.engine.benchmark import read_benchmark
from releve.roster.engine.problem import Problem
from releve.roster.engine.result import Result
from releve.roster.engine.score import score
from releve.roster.engine.solve import solve, solve_compact
from releve.roster.engine.solve.by_columns import solve_by_columns
from releve.roster.engine.tests.builders import a_benchmark, problems

SHORT = Params(seconds=None, work=0.3, workers=1)


def held(problem: Problem, result: Result) -> None:
    """Hold a result to the judge and the scoring."""
    assert [breach for breach in audit(problem, result.answer) if breach.status != "soft"] == []
    assert result.score == score(problem, result.answer)
    assert result.score is not None
    assert result.hole_bound <= result.score.hole_cost
    if result.bound is not None:
        assert result.bound <= result.score.cost


def never_refuted(ours: Result, other: Result) -> None:
    """Hold each result's bounds to the other's roster."""
    for one, two in ((ours, other), (other, ours)):
        if one.score is None or two.score is None:
            continue
        assert one.hole_bound <= two.score.hole_cost
        covers_alike = one.score.hole_cost == two.score.hole_cost
        if covers_alike and one.cover_is_proven and one.bound is not None:
            assert one.bound <= two.score.cost


def check_drawn(problem: Problem) -> None:
    """Answer a drawn ward by columns and by CP-SAT."""
    ours = solve_by_columns(problem, SHORT)
    if ours is None:
        return
    held(problem, ours)
    never_refuted(ours, solve_compact(problem, SHORT))


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems())
def test_drawn_wards_are_answered_lawfully_and_bounds_hold(problem: Problem) -> None:
    check_drawn(problem)


@pytest.mark.campaign
@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems())
def test_a_long_campaign_of_drawn_wards_refutes_no_bound(problem: Problem) -> None:
    check_drawn(problem)


@pytest.mark.parametrize("seed", range(4))
def test_instances_of_the_benchmarks_kind_are_solved_to_near_their_bound(seed: int) -> None:
    problem = read_benchmark(a_benchmark(seed, types=1 + seed % 3))
    ours = solve_by_columns(problem, Params(seconds=None, work=2.0, workers=1))
    assert ours is not None
    held(problem, ours)
    assert ours.engine == "columns"
    assert ours.gap_relative is not None
    assert ours.gap_relative <= 0.05  # a relaxation this near is what it is for
    never_refuted(ours, solve_compact(problem, Params(seconds=None, work=1.0, workers=1)))


def test_the_same_seed_and_work_give_the_same_roster_whatever_the_threads() -> None:
    problem = read_benchmark(a_benchmark(7, people=12, weeks=4, types=3))
    found = [
        solve_by_columns(problem, Params(seconds=None, work=0.5, seed=3, workers=workers))
        for workers in (1, 1, 2)
    ]
    assert {None if one is None else one.answer for one in found} == {found[0] and found[0].answer}
    assert found[0] is not None
    assert found[0].answer


def test_a_plan_to_start_from_is_never_fallen_behind() -> None:
    problem = read_benchmark(a_benchmark(5))
    known = solve_compact(problem, Params(seconds=None, work=0.5, workers=1))
    again = solve_by_columns(problem, Params(seconds=None, work=0.01, workers=1), hint=known.answer)
    assert known.cost is not None
    assert again is not None
    assert again.cost is not None
    assert again.cost <= known.cost


def test_the_engine_names_the_method_it_picked() -> None:
    small = read_benchmark(a_benchmark(1, people=4))
    large = read_benchmark(a_benchmark(1, people=14, types=3))
    limits = Params(seconds=None, work=0.2, workers=1)
    assert (solve(small, limits).engine, solve(large, limits).engine) == ("cp-sat", "columns")


def test_a_search_by_columns_stops_when_asked() -> None:
    problem = read_benchmark(a_benchmark(2, people=14, weeks=4, types=3))
    asked = iter([False] * 5 + [True] * 100_000)
    result = solve_by_columns(problem, Params(seconds=60), cancelled=lambda: next(asked))
    assert result is None or result.interrupted
