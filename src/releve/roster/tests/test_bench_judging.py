"""What a bench believes: nothing. Wrong costs, refuted bounds and breaches are named."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from releve.roster.bench.child import Measured
from releve.roster.bench.document import Subject
from releve.roster.bench.judging import faults_of, judge, with_reference
from releve.roster.engine.peers import Claim
from releve.roster.engine.result import COST_SCALE
from releve.roster.engine.score import score
from releve.roster.tests.bench_samples import (
    PLAN_OF_ONE_SHIFT,
    claimed,
    days_of,
    one_shift,
    told,
)

PROBLEM = one_shift()
PLAN = days_of(PLAN_OF_ONE_SHIFT)
COST = score(PROBLEM, PLAN).cost
POINT = COST_SCALE
BETTER = days_of(PLAN_OF_ONE_SHIFT | {"B": (0, 1, 2, 3)})
UNLAWFUL = days_of({"A": (0, 1)})


def subject(**changes: Any) -> Subject:
    return replace(Subject(file="Tiny1.txt", people=3, days=7, shifts=1), **changes)


def codes(*runs: tuple[str, Measured], known: Subject | None = None) -> list[str]:
    """Return the codes of what is wrong with some runs, each with its engine."""
    judged = [judge(engine, PROBLEM, run) for engine, run in runs]
    return [f"{fault.engine} {fault.code}" for fault in faults_of(known or subject(), judged)]


def test_an_honest_claim_has_no_fault_however_slow_it_was() -> None:
    slow = told(claimed(PROBLEM, PLAN, bound=COST), seconds=900.0, ended="late")
    assert codes(("ours", slow)) == []


def test_a_wrong_cost_is_found_either_way() -> None:
    for cost in (COST - POINT, COST + POINT):
        assert codes(("ours", told(claimed(PROBLEM, PLAN, cost=cost)))) == ["ours wrong_score"]


def test_a_loose_slack_may_claim_more_and_never_less() -> None:
    loose = told(claimed(PROBLEM, PLAN, cost=COST + POINT, is_exact=False))
    short = told(claimed(PROBLEM, PLAN, cost=COST - POINT, is_exact=False))
    assert codes(("highs", loose)) == []
    assert codes(("highs", short)) == ["highs wrong_score"]


def test_a_bound_above_its_own_cost_is_refuted() -> None:
    over = told(claimed(PROBLEM, PLAN, bound=COST + 1))
    assert codes(("ours", over)) == ["ours invalid_bound"]


def test_a_bound_is_refuted_by_another_engines_roster() -> None:
    assert score(PROBLEM, BETTER).cost < COST
    proud = told(claimed(PROBLEM, PLAN, bound=COST))
    found = told(claimed(PROBLEM, BETTER))
    assert codes(("ours", proud), ("cpsat", found)) == ["ours invalid_bound"]


def test_a_bound_is_refuted_by_an_incumbent_that_was_lost_later() -> None:
    proud = told(claimed(PROBLEM, PLAN, bound=COST), answers=((0.5, BETTER),))
    assert codes(("ours", proud)) == ["ours invalid_bound"]


def test_a_bound_is_not_refuted_by_an_unlawful_roster() -> None:
    cheap = told(claimed(PROBLEM, UNLAWFUL))
    proud = told(claimed(PROBLEM, BETTER, bound=score(PROBLEM, BETTER).cost))
    assert codes(("ours", proud), ("cpsat", cheap)) == ["cpsat breach"]


def test_a_bound_above_the_best_known_value_is_refuted() -> None:
    known = subject(best=COST / POINT - 1)
    assert codes(("ours", told(claimed(PROBLEM, PLAN, bound=COST))), known=known) == [
        "ours invalid_bound"
    ]
    assert codes(("ours", told(claimed(PROBLEM, PLAN, bound=COST - POINT))), known=known) == []


def test_a_cost_below_the_published_bound_is_wrong() -> None:
    known = subject(lower_bound=COST / POINT + 1)
    assert codes(("ours", told(claimed(PROBLEM, PLAN))), known=known) == ["ours wrong_score"]


def test_a_hole_bound_above_a_roster_without_holes_is_refuted() -> None:
    proud = told(claimed(PROBLEM, PLAN, hole_bound=1))
    assert codes(("ours", proud)) == ["ours invalid_bound"]


def test_impossible_is_refuted_by_any_lawful_roster() -> None:
    never = told(Claim("x", "infeasible"))
    assert codes(("cpmpy", never)) == []
    assert codes(("cpmpy", never), ("ours", told(claimed(PROBLEM, PLAN)))) == [
        "cpmpy invalid_bound"
    ]


def test_a_breach_in_an_earlier_answer_is_found_too() -> None:
    run = told(claimed(PROBLEM, PLAN), answers=((0.1, UNLAWFUL),))
    assert codes(("ours", run)) == ["ours breach"]


@pytest.mark.parametrize(
    ("engine", "changes", "found"),
    [
        ("ours", {"error": "KeyError: 'x'"}, ["ours defect"]),
        ("cpmpy", {"error": "KeyError: 'x'"}, []),
        ("cpsat", {"error": "EngineDisagreesError: x", "disagrees": True}, ["cpsat defect"]),
        ("cpmpy", {"error": "reads its own text only", "ended": "not_for_it"}, []),
        ("ours", {"ended": "lost"}, []),
    ],
)
def test_only_our_own_failure_or_a_contradiction_is_a_fault(
    engine: str, changes: dict[str, Any], found: list[str]
) -> None:
    assert codes((engine, told(None, **changes))) == found


def test_gaps_are_measured_from_the_best_known_value() -> None:
    run = judge("ours", PROBLEM, told(claimed(PROBLEM, PLAN, bound=COST - POINT)))
    best = COST / POINT / 1.25
    shown = with_reference(subject(best=best), [run]).runs[0]
    assert shown.gap_to_best == pytest.approx(0.25)
    assert shown.gap_proven == pytest.approx(POINT / COST)
    assert (shown.cost, shown.cover_proven, shown.is_proven) == (COST / POINT, True, False)


def test_without_a_best_known_value_gaps_are_measured_from_the_best_of_the_run() -> None:
    runs = [
        judge("ours", PROBLEM, told(claimed(PROBLEM, PLAN))),
        judge("cpsat", PROBLEM, told(claimed(PROBLEM, BETTER))),
    ]
    shown = with_reference(subject(), runs)
    best = score(PROBLEM, BETTER).cost / POINT
    assert shown.reference == best
    gaps = [run.gap_to_best for run in shown.runs]
    assert gaps == [pytest.approx(COST / POINT / best - 1), 0.0]


def test_an_engine_that_was_ended_keeps_the_best_that_it_told() -> None:
    ended = told(None, ended="late", answers=((2.0, PLAN), (1.0, BETTER)))
    shown = with_reference(subject(), [judge("highs", PROBLEM, ended)]).runs[0]
    assert (shown.cost, shown.status) == (score(PROBLEM, BETTER).cost / POINT, "feasible")
    assert (shown.first_seconds, shown.bound, shown.is_proven) == (1.0, None, False)


def test_an_unlawful_answer_counts_for_nothing() -> None:
    shown = with_reference(subject(), [judge("x", PROBLEM, told(claimed(PROBLEM, UNLAWFUL)))])
    assert (shown.runs[0].cost, shown.runs[0].first_seconds, shown.reference) == (None, None, None)
