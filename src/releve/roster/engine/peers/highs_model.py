"""The compact model on HiGHS as one mixed-integer programme, cover first, then the soft cost."""

from __future__ import annotations

from releve.kit.engines import Progress
from releve.roster.engine.peers.claims import Answer, Claim, Clock, Hooks, Task
from releve.roster.engine.result import points
from releve.roster.engine.solve.build import Compiled, build
from releve.roster.engine.solve.highs import HighsSearch
from releve.roster.engine.solve.limits import Limits, Outcome, Report
from releve.roster.engine.solve.model import Terms

ENGINE = "highs"

COVER_SHARE = 0.5
"""Of the time that is left, what the first stage may use; all of it while nothing is known."""


def loaded() -> Answer:
    """Return the peer, its library loaded."""
    return _answer


def _answer(task: Task, hooks: Hooks) -> Claim:
    clock = Clock(task.params)
    compiled = build(task.problem)
    search = HighsSearch(compiled.model)
    model = compiled.model
    cover = Outcome("optimal")
    if model.hole_costs:
        report = _report("cover", compiled, hooks, clock)
        for share in (COVER_SHARE, 1.0):
            cover = search.minimise(model.hole_costs, _limits(task, clock, share), report=report)
            if cover.status != "unknown":
                break
        if cover.values:
            search.limit(model.hole_costs, cover.objective)
    if cover.status in ("infeasible", "unknown"):
        return Claim(ENGINE, "infeasible" if cover.status == "infeasible" else "unknown")
    report = _report("goals", compiled, hooks, clock)
    soft = search.minimise(model.soft_costs, _limits(task, clock, 1.0), report=report)
    return _claim(compiled, cover, soft)


def _claim(compiled: Compiled, cover: Outcome, soft: Outcome) -> Claim:
    model = compiled.model
    if soft.status == "infeasible":
        return Claim(ENGINE, "infeasible")
    values = soft.values or cover.values
    if not values:
        return Claim(ENGINE, "unknown")
    constant = model.soft_constant
    proven = soft.is_optimal and cover.is_optimal
    return Claim(
        engine=ENGINE,
        status="optimal" if proven else "feasible",
        answer=compiled.assignments(values),
        cost=_cost(model.soft_costs, values) + constant,
        hole_cost=_cost(model.hole_costs, values),
        bound=soft.bound + constant if soft.values else None,
        hole_bound=cover.bound,
        is_exact=proven,
    )


def _cost(costs: Terms, values: list[int]) -> int:
    return sum(price * values[var] for var, price in costs.items())


def _limits(task: Task, clock: Clock, share: float) -> Limits:
    left = clock.left()
    return Limits(
        seconds=None if left is None else left * share,
        work=None,
        seed=task.params.seed,
        workers=task.params.workers,
        gap=task.params.gap,
    )


def _report(stage: str, compiled: Compiled, hooks: Hooks, clock: Clock) -> Report:
    constant = compiled.model.soft_constant if stage == "goals" else 0

    def tell(incumbent: int | None, bound: int | None, values: list[int] | None) -> None:
        if values is not None:
            hooks.incumbent(compiled.assignments(values))
        best, least = (
            None if cost is None else float(points(cost + constant)) for cost in (incumbent, bound)
        )
        hooks.progress(Progress(stage, best, least, clock.elapsed()))

    return tell
