"""The peers: other solvers of the same problems find the same optimum, or say why not."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from releve.kit.engines import Params
from releve.roster.engine.audit import audit
from releve.roster.engine.benchmark import read_benchmark
from releve.roster.engine.peers import (
    OURS,
    PEERS,
    Claim,
    Hooks,
    NotForPeerError,
    Task,
    engine_named,
    missing,
)
from releve.roster.engine.problem import Assignment, Problem
from releve.roster.engine.result import Reason
from releve.roster.engine.score import score
from releve.roster.engine.solve.highs import HighsSearch
from releve.roster.engine.solve.limits import Limits
from releve.roster.engine.solve.model import Affine, Model
from releve.roster.engine.tests.builders import problems
from releve.roster.tests.bench_samples import ONE_SHIFT, TWO_SHIFTS

INSTALLED = [peer for peer in PEERS if missing(peer) is None]
LIMITS = Limits(seconds=10, work=None, seed=0, workers=2, gap=0.0)


def asked(
    engine: str, problem: Problem, text: str = "", *, seconds: float = 20.0
) -> tuple[Claim, list[object]]:
    """Return what an engine claims and every incumbent that it told."""
    answers: list[tuple[Assignment, ...]] = []
    hooks = Hooks(incumbent=answers.append, progress=lambda _: None)
    claim = engine_named(engine)(Task(problem, text, Params(seconds=seconds, workers=2)), hooks)
    return claim, list(answers)


@pytest.mark.parametrize("text", [ONE_SHIFT, TWO_SHIFTS])
@pytest.mark.parametrize("engine", [OURS, *INSTALLED])
def test_every_engine_proves_the_same_optimum_of_a_tiny_instance(engine: str, text: str) -> None:
    problem = read_benchmark(text)
    reference, _ = asked("cpsat", problem, text)
    claim, answers = asked(engine, problem, text)
    assert (claim.status, claim.cost, claim.bound) == ("optimal", reference.cost, reference.cost)
    assert claim.cost == score(problem, claim.answer).cost
    assert audit(problem, claim.answer) == []
    assert answers


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems())
def test_highs_and_cp_sat_never_refute_each_other(problem: Problem) -> None:
    ours, _ = asked("cpsat", problem, seconds=1.0)
    theirs, _ = asked("highs", problem, seconds=1.0)
    for claim, other in ((ours, theirs), (theirs, ours)):
        if claim.cost is None or other.cost is None or other.hole_cost is None:
            continue
        weighed = score(problem, claim.answer)
        assert weighed.hole_cost == claim.hole_cost
        assert weighed.cost == claim.cost if claim.is_exact else weighed.cost <= claim.cost
        assert [one for one in audit(problem, claim.answer) if one.status != "soft"] == []
        assert claim.hole_bound <= other.hole_cost
        if claim.bound is not None and other.hole_cost <= (claim.hole_cost or 0):
            assert claim.bound <= other.cost


def test_the_first_peer_is_the_compact_model_whatever_our_engine_picks() -> None:
    claim, _ = asked("cpsat", read_benchmark(ONE_SHIFT), seconds=1.0)
    assert claim.engine == "cp-sat"


def test_highs_says_what_cannot_be() -> None:
    model = Model()
    pair = Affine(0, ((model.variable(), 1), (model.variable(), 1)))
    model.equal(pair, 3, Reason("FIXED"))
    assert HighsSearch(model).minimise({}, LIMITS).status == "infeasible"
    model = Model()
    model.equal(Affine(1, ()), 0, Reason("FIXED"))
    assert HighsSearch(model).minimise({}, LIMITS).status == "infeasible"


def test_highs_pays_the_least_that_its_rows_allow() -> None:
    model = Model()
    pair = Affine(0, ((model.variable(), 1), (model.variable(), 1)))
    model.at_most(-pair, -1, Reason("FIXED"))
    found = HighsSearch(model).minimise({0: 3, 1: 6}, LIMITS, cancelled=lambda: False)
    assert (found.status, found.objective, found.bound) == ("optimal", 3, 3)


def test_cpmpy_refuses_what_is_not_the_benchmarks_text() -> None:
    if missing("cpmpy"):
        pytest.skip("cpmpy is not installed")
    with pytest.raises(NotForPeerError, match="text only"):
        asked("cpmpy", read_benchmark(ONE_SHIFT), "{}")
    without = ONE_SHIFT.replace("C,D=3,", "C,,")
    with pytest.raises(NotForPeerError, match="does not read this file"):
        asked("cpmpy", read_benchmark(without), without)


def test_a_peer_without_its_library_is_missing() -> None:
    assert missing("cpsat") is None
    assert missing(OURS) is None
