"""The linear model handed to HiGHS as a mixed-integer programme: one search and its proof.

The very rows and costs that CP-SAT reads, so that the two can be compared. HiGHS computes in
floating point: answers are rounded to whole values, and a bound is rounded up only past what
its tolerances may hide. Whoever uses an answer has it judged.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from math import ceil, gcd, isfinite

import highspy
import numpy as np

from releve.roster.engine.result import Reason
from releve.roster.engine.solve.limits import Limits, Outcome, Report
from releve.roster.engine.solve.model import Model, Row, Terms

TOLERANCE = 1e-6
RELATIVE_TOLERANCE = 1e-9
"""What float noise may have added to a bound, in its own unit and as a share of its size."""


class HighsSearch:
    """A HiGHS model of a ``Model``; objectives can be changed between searches."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.rows = [row for row in model.rows if row.terms]
        self.is_impossible = any(_refuses_nothing(row) for row in model.rows if not row.terms)

    def limit(self, costs: Terms, most: int) -> None:
        """Demand that a cost stays at ``most``."""
        self.rows.append(Row(tuple(costs.items()), None, most, Reason("COVER")))

    def minimise(
        self,
        costs: Terms,
        limits: Limits,
        *,
        report: Report | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Outcome:
        """Search for the least cost within the limits."""
        if self.is_impossible:
            return Outcome("infeasible")
        unit = gcd(*costs.values()) or 1
        solver = highspy.Highs()
        _configure(solver, limits)
        solver.passModel(self._programme(costs, unit))
        _listen(solver, report, cancelled, unit)
        solver.run()
        return _outcome(solver, unit)

    def _programme(self, costs: Terms, unit: int) -> highspy.HighsLp:
        programme = highspy.HighsLp()
        count = len(self.model.domains)
        programme.num_col_, programme.num_row_ = count, len(self.rows)
        cost = np.zeros(count)
        for var, price in costs.items():
            cost[var] = price // unit
        programme.col_cost_ = cost
        programme.col_lower_ = np.array([low for low, _ in self.model.domains], dtype=float)
        programme.col_upper_ = np.array([high for _, high in self.model.domains], dtype=float)
        programme.integrality_ = [highspy.HighsVarType.kInteger] * count
        lower = [-highspy.kHighsInf if row.lower is None else row.lower for row in self.rows]
        upper = [highspy.kHighsInf if row.upper is None else row.upper for row in self.rows]
        programme.row_lower_ = np.array(lower, dtype=float)
        programme.row_upper_ = np.array(upper, dtype=float)
        matrix = programme.a_matrix_
        matrix.format_ = highspy.MatrixFormat.kRowwise
        entries = [list(_merged(row)) for row in self.rows]
        matrix.start_ = np.cumsum([0, *map(len, entries)], dtype=np.int32)
        matrix.index_ = np.array([var for row in entries for var, _ in row], dtype=np.int32)
        matrix.value_ = np.array([coef for row in entries for _, coef in row], dtype=float)
        return programme


def _merged(row: Row) -> Iterator[tuple[int, int]]:
    """Yield each variable of a row once, as HiGHS wants them."""
    terms: Terms = {}
    for var, coef in row.terms:
        terms[var] = terms.get(var, 0) + coef
    yield from terms.items()


def _refuses_nothing(row: Row) -> bool:
    """Whether a row without variables cannot hold."""
    return (row.lower or 0) > 0 or (row.upper is not None and row.upper < 0)


def _configure(solver: highspy.Highs, limits: Limits) -> None:
    settings: dict[str, bool | int | float] = {
        "output_flag": False,
        "random_seed": limits.seed,
        "threads": max(1, min(limits.workers, os.cpu_count() or 1)),
        "mip_rel_gap": limits.gap,
        "mip_abs_gap": 0.99,  # costs are whole
    }
    if limits.seconds is not None:
        settings["time_limit"] = max(0.01, limits.seconds)
    for name, value in settings.items():
        solver.setOptionValue(name, value)
    # HiGHS keeps one pool of threads for the whole process: another number needs another pool.
    highspy.Highs.resetGlobalScheduler(True)


def _listen(
    solver: highspy.Highs,
    report: Report | None,
    cancelled: Callable[[], bool] | None,
    unit: int,
) -> None:
    def improved(event: highspy.HighsCallbackEvent) -> None:
        found = event.data_out
        if report is not None:
            values = [round(value) for value in found.mip_solution]
            bound = _whole(found.mip_dual_bound)
            report(
                round(found.objective_function_value) * unit,
                None if bound is None else bound * unit,
                values,
            )

    def between(event: highspy.HighsCallbackEvent) -> None:
        if cancelled is not None and cancelled():
            event.interrupt()
        bound = _whole(event.data_out.mip_dual_bound)
        if report is not None and bound is not None and bound * unit != told[0]:
            told[0] = bound * unit
            report(None, bound * unit, None)

    told: list[int | None] = [None]
    solver.cbMipImprovingSolution += improved
    solver.cbMipInterrupt += between


def _whole(bound: float) -> int | None:
    """Return a bound as the whole cost that it proves, ``None`` where it proves none."""
    if not isfinite(bound) or abs(bound) >= highspy.kHighsInf:
        return None
    return ceil(bound - TOLERANCE - RELATIVE_TOLERANCE * abs(bound))


def _outcome(solver: highspy.Highs, unit: int) -> Outcome:
    status, info = solver.getModelStatus(), solver.getInfo()
    if status == highspy.HighsModelStatus.kInfeasible:
        return Outcome("infeasible")
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return Outcome("unknown")
    values = [round(value) for value in solver.getSolution().col_value]
    objective = round(info.objective_function_value)
    bound = min(_whole(info.mip_dual_bound) or 0, objective)
    proven = "optimal" if bound == objective else "feasible"
    return Outcome(proven, values, objective * unit, bound * unit)
