"""The two stages: cover as much as the law allows, then the least soft cost at that cover.

The law is never traded for cover: what stays uncovered is a named hole. The second stage may
move holes but never deepen them. A bound is reported for the second stage only where the first
is proven, since a better cover could cost less.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from releve.kit.engines import Cancelled, OnProgress, Params, Progress
from releve.roster.engine.audit import audit
from releve.roster.engine.problem import Assignment, Problem
from releve.roster.engine.result import Result, points
from releve.roster.engine.score import score
from releve.roster.engine.solve.build import Compiled, build
from releve.roster.engine.solve.clash import clash
from releve.roster.engine.solve.instrument import search_of
from releve.roster.engine.solve.limits import Limits, Outcome, Report
from releve.roster.engine.solve.start import Start, start_from

if TYPE_CHECKING:
    from releve.roster.engine.solve.cpsat import Search

ENGINE = "cp-sat"

OnIncumbent = Callable[[tuple[Assignment, ...]], None]

COVER_SHARE = 0.5
"""Of the time allowed, what the first stage may use."""


class EngineDisagreesError(RuntimeError):
    """The judge or the independent scoring contradicts the solver: a defect, never an answer."""


@dataclass
class _Run:
    """One solve under way."""

    problem: Problem
    params: Params
    progress: OnProgress | None
    cancelled: Cancelled | None
    incumbent: OnIncumbent | None
    started: float
    start: Start | None = None
    compiled: Compiled | None = None
    work: float = 0.0

    def elapsed(self) -> float:
        return time.monotonic() - self.started

    def is_cancelled(self) -> bool:
        return self.cancelled is not None and self.cancelled()

    def limits(self, stage: str, share: float) -> Limits:
        seconds, work = self.params.seconds, self.params.work
        return Limits(
            seconds=None if seconds is None else (seconds - self.elapsed()) * share,
            work=None if work is None else (work - self.work) * share,
            seed=self.params.seed,
            workers=self.params.workers,
            gap=self.params.gap if stage == "goals" else 0.0,
            is_brief=stage == "cover",
        )

    def report(self, stage: str, constant: int, floor: int | None) -> Report:
        """Return what hears the search; answers that cost ``floor`` or more are not passed on."""
        best: list[float | None] = [None, None]

        def tell(incumbent: int | None, bound: int | None, values: list[int] | None) -> None:
            if floor is not None and incumbent is not None and incumbent + constant >= floor:
                values = None
            if incumbent is not None:
                best[0] = points(incumbent + constant)
            if bound is not None:
                best[1] = points(bound + constant)
            if values is not None and self.incumbent is not None and self.compiled is not None:
                self.incumbent(self.compiled.assignments(values))
            if self.progress is not None:
                self.progress(Progress(stage, best[0], best[1], self.elapsed()))

        return tell


def solve_compact(
    problem: Problem,
    params: Params,
    *,
    progress: OnProgress | None = None,
    cancelled: Cancelled | None = None,
    incumbent: OnIncumbent | None = None,
    hint: Iterable[Assignment] | None = None,
) -> Result:
    """Return the best roster that CP-SAT finds of the compact model, and what is proven of it.

    ``progress`` hears of incumbents and bounds, in points; ``incumbent`` gets each better
    answer; ``cancelled`` is asked several times a second whether to stop. ``hint`` is a plan to
    start from: where it is lawful, the answer is never worse.
    """
    run = _Run(problem, params, progress, cancelled, incumbent, time.monotonic())
    run.start = start_from(problem, hint)
    result = _solve(run)
    return replace(
        result,
        seconds=run.elapsed(),
        work=run.work,
        seed=params.seed,
        engine=ENGINE,
        interrupted=run.is_cancelled(),
    )


def _solve(run: _Run) -> Result:
    run.compiled = build(run.problem)
    search = search_of(run.compiled.model)
    model = run.compiled.model
    start = run.start if run.start is not None and run.start.score is not None else None
    if start is not None and run.incumbent is not None:
        run.incumbent(start.answer)
    cover = _cover(run, search)
    soft = Outcome("unknown")
    if cover.status in ("optimal", "feasible") or (start and cover.status == "unknown"):
        soft = _search(run, search, "goals", floor=_begin(run, search, cover))
    if "infeasible" in (cover.status, soft.status):
        if start is not None:
            raise EngineDisagreesError("a lawful plan is known of what is called impossible")
        found = clash(run.problem, cancelled=run.cancelled)
        return Result(
            "infeasible", reasons=found.reasons, reasons_are_irreducible=found.is_irreducible
        )
    values = soft.values or cover.values
    bound = model.soft_constant + soft.bound if soft.values else None
    result = Result("unknown")
    if values:
        answer = run.compiled.assignments(values)
        result = verified(run.problem, answer, hole_bound=cover.bound, bound=bound)
        if soft.values and result.score is not None:
            _compare(model.soft_constant + soft.objective, result.score.cost, exact=soft.is_optimal)
    if start is not None and start.beats(result.score):
        # What is proven of every plan with these holes or fewer holds for this one too.
        return verified(run.problem, start.answer, hole_bound=cover.bound, bound=bound)
    return result


def _cover(run: _Run, search: Search) -> Outcome:
    """Search for the cover that the law allows, from the plan to start from or from none."""
    if run.compiled is None or not search.model.hole_costs:
        return Outcome("optimal")
    search.hint(run.start.cells(run.compiled) if run.start else run.compiled.empty())
    floor = run.start.score.hole_cost if run.start and run.start.score else None
    cover = _search(run, search, "cover", share=COVER_SHARE, floor=floor)
    if cover.status == "unknown" and floor is None:
        # A first roster is worth all the time that is left.
        cover = _search(run, search, "cover")
    return cover


def _begin(run: _Run, search: Search, cover: Outcome) -> int | None:
    """Set where the second stage starts and how deep holes may be; return the cost to beat."""
    holes, start, known = search.model.hole_costs, run.start, bool(cover.values)
    most, floor = cover.objective, None
    if known:
        search.hint(cover.values)
    if start is not None and run.compiled is not None:
        weighed = start.score
        if weighed is not None and (not known or weighed.hole_cost <= most):
            most, floor = weighed.hole_cost, weighed.cost
        if floor is not None or not known:
            search.hint(start.cells(run.compiled))
    if holes and (known or floor is not None):
        search.limit(holes, most)
    return floor


def _compare(claimed: int, weighed: int, *, exact: bool) -> None:
    """Raise where the solver's own cost and the independent one contradict each other.

    An incumbent that is not proven may carry loose slacks, so it may claim more, never less.
    """
    if claimed < weighed or (exact and claimed != weighed):
        raise EngineDisagreesError(f"the solver counts {claimed}, the scoring {weighed}")


def _search(
    run: _Run, search: Search, stage: str, *, share: float = 1.0, floor: int | None = None
) -> Outcome:
    model = search.model
    costs = model.hole_costs if stage == "cover" else model.soft_costs
    if run.is_cancelled():
        return Outcome("unknown")
    outcome = search.minimise(
        costs,
        run.limits(stage, share),
        report=run.report(stage, 0 if stage == "cover" else model.soft_constant, floor),
        cancelled=run.cancelled,
    )
    run.work += outcome.work
    return outcome


def verified(
    problem: Problem,
    answer: tuple[Assignment, ...],
    *,
    hole_bound: int,
    bound: int | None,
) -> Result:
    """Return an answer as a result, weighed and judged by those who share no code with us.

    Raises ``EngineDisagreesError`` on a hard breach or on a bound above the cost.
    """
    breaches = [breach for breach in audit(problem, answer) if breach.status != "soft"]
    if breaches:
        raise EngineDisagreesError(f"the judge finds a breach in an answer: {breaches[0]}")
    weighed = score(problem, answer)
    if weighed.hole_cost < hole_bound or (bound is not None and weighed.cost < bound):
        raise EngineDisagreesError(f"an answer costs {weighed.cost}, below the bound {bound}")
    result = Result("feasible", answer, weighed, hole_bound=hole_bound, bound=bound)
    return replace(result, status="optimal") if result.is_proven else result
