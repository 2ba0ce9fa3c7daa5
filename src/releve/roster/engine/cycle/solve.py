"""How a cycle is found: cover as much as the law allows, then the least soft cost at that cover.

The law, the mean week and the maxima of needs are never traded for cover. Rules are compiled by
the roster's own compiler onto wheels (see ``wheel``); what comes out goes before the judge of
cycles and the independent weighing, which share no code with the search.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from releve.kit.engines import Cancelled, OnProgress, Params, Progress
from releve.roster.engine.cycle.clash import clash_of
from releve.roster.engine.cycle.cycle import Cycle, CycleNeeds
from releve.roster.engine.cycle.fields import Cell, CycleLine
from releve.roster.engine.cycle.judge import CycleVerdict, audit_cycle
from releve.roster.engine.cycle.score import (
    HOURS_WEIGHT,
    CycleScore,
    is_asked,
    score_cycle,
    target_of,
)
from releve.roster.engine.cycle.wheel import Rim, Turning, each_once
from releve.roster.engine.problem import Need
from releve.roster.engine.result import COST_SCALE, Reason, SolveStatus, points
from releve.roster.engine.solve import EngineDisagreesError
from releve.roster.engine.solve.instrument import search_of
from releve.roster.engine.solve.limits import Limits, Outcome, Report
from releve.roster.engine.solve.model import Affine, Model, total

if TYPE_CHECKING:
    from releve.roster.engine.solve.cpsat import Search

ENGINE = "cp-sat"

COVER_SHARE = 0.5
"""Of the time and work allowed, what the first stage may use."""


@dataclass(frozen=True)
class CycleResult:
    """The best cycle found and how far from the best possible it can be at most.

    Costs and bounds in scaled points, over all weeks of the cycle; see ``Result`` for the rest.
    """

    status: SolveStatus
    cycle: Cycle | None = None
    verdict: CycleVerdict | None = None
    score: CycleScore | None = None
    hole_bound: int = 0
    bound: int | None = None
    reasons: tuple[Reason, ...] = ()
    reasons_are_irreducible: bool = True
    seconds: float = 0.0
    work: float = 0.0
    engine: str = ENGINE
    seed: int = 0
    interrupted: bool = False

    @property
    def cover_is_proven(self) -> bool:
        """Whether no lawful cycle covers more."""
        return self.score is not None and self.score.hole_cost <= self.hole_bound

    @property
    def is_proven(self) -> bool:
        """Whether no lawful cycle with this cover costs less."""
        if self.score is None or self.bound is None:
            return False
        return self.cover_is_proven and self.score.cost <= self.bound


@dataclass
class _Run:
    """One search for a cycle under way."""

    needs: CycleNeeds
    params: Params
    progress: OnProgress | None
    cancelled: Cancelled | None
    started: float = field(default_factory=time.monotonic)
    work: float = 0.0

    def minimise(
        self, search: Search, costs: dict[int, int], *, stage: str, constant: int, share: float
    ) -> Outcome:
        if self.cancelled is not None and self.cancelled():
            return Outcome("unknown")
        seconds, work = self.params.seconds, self.params.work
        limits = Limits(
            seconds=None if seconds is None else (seconds - self._elapsed()) * share,
            work=None if work is None else (work - self.work) * share,
            seed=self.params.seed,
            workers=self.params.workers,
            gap=self.params.gap if stage == "goals" else 0.0,
        )
        report = self._report(stage, constant)
        outcome = search.minimise(costs, limits, report=report, cancelled=self.cancelled)
        self.work += outcome.work
        return outcome

    def _elapsed(self) -> float:
        return time.monotonic() - self.started

    def _report(self, stage: str, constant: int) -> Report:
        best: list[float | None] = [None, None]
        scale = COST_SCALE if stage == "cover" else 1

        def tell(incumbent: int | None, bound: int | None, _values: list[int] | None) -> None:
            if incumbent is not None:
                best[0] = points((incumbent + constant) * scale)
            if bound is not None:
                best[1] = points((bound + constant) * scale)
            if self.progress is not None:
                self.progress(Progress(stage, best[0], best[1], self._elapsed()))

        return tell

    def ended(self, result: CycleResult) -> CycleResult:
        interrupted = self.cancelled is not None and self.cancelled()
        return replace(
            result,
            seconds=self._elapsed(),
            work=self.work,
            seed=self.params.seed,
            interrupted=interrupted,
        )


def solve_cycle(
    needs: CycleNeeds,
    params: Params,
    *,
    progress: OnProgress | None = None,
    cancelled: Cancelled | None = None,
) -> CycleResult:
    """Return the best cycle found within the limits, with what is proven about it.

    ``progress`` hears of incumbents and bounds, in points; ``cancelled`` is asked several times
    a second whether to stop.
    """
    run = _Run(needs, params, progress, cancelled)
    model, rims = _model(needs)
    search = search_of(model)
    cover = Outcome("optimal")
    if model.hole_costs:
        search.hint({value.terms[0][0]: 0 for rim in rims for value in rim.cells.values()})
        cover = run.minimise(search, model.hole_costs, stage="cover", constant=0, share=COVER_SHARE)
        if cover.status == "unknown":
            # A first cycle is worth all the time that is left.
            cover = run.minimise(search, model.hole_costs, stage="cover", constant=0, share=1.0)
    soft = Outcome("unknown")
    if cover.status in ("optimal", "feasible"):
        if cover.values:
            search.hint(cover.values)
            search.limit(model.hole_costs, cover.objective)
        constant = model.soft_constant
        soft = run.minimise(search, model.soft_costs, stage="goals", constant=constant, share=1.0)
    if "infeasible" in (cover.status, soft.status):
        reasons, is_irreducible = clash_of(model, cancelled=cancelled)
        found = CycleResult("infeasible", reasons=reasons, reasons_are_irreducible=is_irreducible)
        return run.ended(found)
    return run.ended(_verified(needs, model, rims, cover, soft))


def _verified(
    needs: CycleNeeds, model: Model, rims: list[Rim], cover: Outcome, soft: Outcome
) -> CycleResult:
    """Return what the search found, judged and weighed by those who share no code with it."""
    values = soft.values or cover.values
    if not values:
        return CycleResult("unknown")
    cycle = _cycle(needs, rims, values)
    verdict = audit_cycle(cycle)
    if verdict.hard or verdict.off_target:
        raise EngineDisagreesError(f"the judge refuses a cycle: {verdict.hard[:1]}")
    weighed = score_cycle(needs, cycle, verdict)
    bound = model.soft_constant + soft.bound if soft.values else None
    if soft.values:
        claimed = model.soft_constant + soft.objective
        if claimed < weighed.cost or (soft.is_optimal and claimed != weighed.cost):
            told = f"the solver counts {claimed}, the scoring {weighed.cost}"
            raise EngineDisagreesError(told)
    if weighed.hole_cost < cover.bound:
        raise EngineDisagreesError(f"holes cost {weighed.hole_cost}, below {cover.bound}")
    result = CycleResult("feasible", cycle, verdict, weighed, hole_bound=cover.bound, bound=bound)
    return replace(result, status="optimal") if result.is_proven else result


def _cycle(needs: CycleNeeds, rims: list[Rim], values: list[int]) -> Cycle:
    lines = []
    for rim, (line, taken) in zip(rims, needs.places, strict=True):
        cells: list[Cell] = [None] * needs.days
        for (day, code), value in rim.cells.items():
            if values[value.terms[0][0]]:
                cells[day] = code
        weeks = tuple(tuple(cells[at : at + 7]) for at in range(0, needs.days, 7))
        offsets = () if len(taken) == needs.weeks else taken
        lines.append(CycleLine(line, weeks, offsets))
    return Cycle(lines=tuple(lines), **needs.terms())


def _model(needs: CycleNeeds) -> tuple[Model, list[Rim]]:
    model = Model()
    rims = [Rim(line, model, needs) for line, _ in needs.places]
    turning = Turning(needs)
    for rim, (_, taken) in zip(rims, needs.places, strict=True):
        turning.add(rim, taken)
        _hours(model, rim, len(taken))
        if len(taken) == needs.weeks:
            _first_week(model, rim)
    for need in needs.needs:
        _cover(model, rims, needs, need)
    model.rows = each_once(model.rows)
    return model, rims


def _hours(model: Model, rim: Rim, people: int) -> None:
    """Keep a line's mean week within the tolerance, and pay for each begun hour from the target."""
    needs = rim.needs
    worked, weeks = rim.minutes(), needs.weeks
    target, tolerance = needs.weekly_minutes * weeks, needs.tolerance_minutes * weeks
    reason = Reason("HOURS", person=rim.line)
    model.at_most(worked, target + tolerance, reason)
    model.at_most(-worked, tolerance - target, reason)
    goal = Reason("GOAL", person=rim.line)
    hours = Affine(0, ((model.variable(0, weeks * 168), 60),))
    model.at_most(total([worked, -hours]), target, goal)
    model.at_most(total([-worked, -hours]), -target, goal)
    model.pay(hours.terms[0][0], HOURS_WEIGHT * people * COST_SCALE)


def _first_week(model: Model, rim: Rim) -> None:
    """Let the longest week come first: whoever walks the line begins on each of them anyway."""
    first = rim.minutes(range(1))
    for week in range(1, rim.needs.weeks):
        later = rim.minutes(range(week, week + 1))
        model.at_most(total([later, -first]), 0, Reason("DEFINITION"))


def _cover(model: Model, rims: list[Rim], needs: CycleNeeds, need: Need) -> None:
    everybody = all(len(taken) == needs.weeks for _, taken in needs.places)
    # With somebody on every offset, each week of the calendar has the same people at work.
    weeks, times = (1, needs.weeks) if everybody else (needs.weeks, 1)
    for week in range(weeks):
        for day in range(7):
            if is_asked(need, day):
                there = total(
                    rim.cells[7 * ((week + start) % needs.weeks) + day, need.shift or ""]
                    for rim, (_, taken) in zip(rims, needs.places, strict=True)
                    for start in taken
                )
                _pay_cover(model, need, there, times)


def _pay_cover(model: Model, need: Need, there: Affine, times: int) -> None:
    if need.maximum is not None:
        model.at_most(there, need.maximum, Reason("MAXIMUM", need=need.id))
    reason = Reason("COVER", need=need.id)
    if need.minimum:
        missing = model.variable(0, need.minimum)
        model.at_most(total([-there, Affine(0, ((missing, -1),))]), -need.minimum, reason)
        model.hole_costs[missing] = need.priority * times
    target = target_of(need)
    for points_each, sign in ((need.under_weight, -1), (need.over_weight, 1)):
        if not points_each or (sign < 0 and not target):
            continue
        beyond = model.excess(there.times(sign), sign * target, reason)
        if beyond is not None:
            model.pay(beyond, points_each * times * COST_SCALE)
