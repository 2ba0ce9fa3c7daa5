"""The linear model handed to OR-Tools CP-SAT: one search, its progress, its proof."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from math import ceil, gcd

from ortools.sat.python import cp_model

from releve.roster.engine.solve.limits import Limits, Outcome, Report
from releve.roster.engine.solve.model import Model, Row, Terms

POLL_SECONDS = 0.05


class Search:
    """A CP-SAT model of a ``Model``; objectives can be changed between searches."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.cp = cp_model.CpModel()
        self.variables = [self._variable(low, high) for low, high in model.domains]
        for row in model.rows:
            self.add_row(row)

    def _variable(self, low: int, high: int) -> cp_model.IntVar:
        if (low, high) == (0, 1):
            return self.cp.new_bool_var("")
        return self.cp.new_int_var(low, high, "")

    def _expression(self, terms: Sequence[tuple[int, int]]) -> cp_model.LinearExprT:
        variables = [self.variables[var] for var, _ in terms]
        return cp_model.LinearExpr.weighted_sum(variables, [coef for _, coef in terms])

    def add_row(self, row: Row) -> cp_model.Constraint:
        """Add a row, for this search and the next ones."""
        lower = cp_model.INT_MIN if row.lower is None else row.lower
        upper = cp_model.INT_MAX if row.upper is None else row.upper
        return self.cp.add_linear_constraint(self._expression(row.terms), lower, upper)

    def limit(self, costs: Terms, most: int) -> None:
        """Demand that a cost stays at ``most``."""
        self.cp.add(self._expression(tuple(costs.items())) <= most)

    def narrow(self, variable: int, lowest: int, highest: int) -> None:
        """Give a variable other bounds for the next searches."""
        domain = self.variables[variable].proto.domain
        domain[0], domain[1] = lowest, highest

    def hint(self, values: Sequence[int] | Terms) -> None:
        """Start the next search from known values, of all variables or of some."""
        self.cp.clear_hints()  # type: ignore[no-untyped-call]  # OR-Tools ships it untyped
        known = values if isinstance(values, dict) else dict(enumerate(values))
        for var, value in known.items():
            self.cp.add_hint(self.variables[var], value)

    def minimise(
        self,
        costs: Terms,
        limits: Limits,
        *,
        report: Report | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Outcome:
        """Search for the least cost within the limits."""
        unit = gcd(*costs.values()) or 1
        if costs:
            terms = tuple((var, cost // unit) for var, cost in costs.items())
            self.cp.minimize(self._expression(terms))
        else:
            self.cp.clear_objective()  # type: ignore[no-untyped-call]  # OR-Tools ships it untyped
        solver = cp_model.CpSolver()
        _configure(solver, limits)
        relay = _Relay(self.variables, report, unit)
        if report is not None:
            solver.best_bound_callback = relay.on_bound
        with _Watch(solver, cancelled):
            code = solver.solve(self.cp, relay)
        return self._outcome(solver, code, unit)

    def _outcome(
        self, solver: cp_model.CpSolver, code: cp_model.CpSolverStatus, unit: int
    ) -> Outcome:
        status = {
            cp_model.OPTIMAL: "optimal",
            cp_model.FEASIBLE: "feasible",
            cp_model.INFEASIBLE: "infeasible",
        }.get(code, "unknown")
        work = float(solver.response_proto.deterministic_time)
        if status not in ("optimal", "feasible"):
            return Outcome(status, work=work)
        values = [int(solver.value(variable)) for variable in self.variables]
        has_objective = self.cp.has_objective()
        objective = round(solver.objective_value) if has_objective else 0
        # Bounds are whole: costs are. A hair of float noise must not round a proof up. CP-SAT
        # says "optimal" of what it stopped at a gap, too: only the bound proves anything.
        bound = ceil(solver.best_objective_bound - 1e-6) if has_objective else 0
        bound = min(bound, objective)
        proven = "optimal" if bound == objective else "feasible"
        return Outcome(proven, values, objective * unit, bound * unit, work)


def sufficient(model: Model, groups: Sequence[Sequence[Row]], limits: Limits) -> list[int] | None:
    """Return which groups of rows suffice, with those of the model, to make it infeasible.

    Indices into ``groups``, not always as few as possible; ``None`` where that was not proven.
    """
    search = Search(model)
    guards = [search.cp.new_bool_var("") for _ in groups]
    for guard, rows in zip(guards, groups, strict=True):
        for row in rows:
            search.add_row(row).only_enforce_if(guard)
    search.cp.add_assumptions(guards)
    solver = cp_model.CpSolver()
    _configure(solver, limits)
    if solver.solve(search.cp) != cp_model.INFEASIBLE:
        return None
    found = set(solver.sufficient_assumptions_for_infeasibility())
    return [at for at, guard in enumerate(guards) if guard.index in found]


def _configure(solver: cp_model.CpSolver, limits: Limits) -> None:
    parameters = solver.parameters
    parameters.random_seed = limits.seed
    parameters.num_workers = max(1, limits.workers)
    if limits.seconds is not None:
        parameters.max_time_in_seconds = max(0.01, limits.seconds)
    if limits.work is not None:
        parameters.max_deterministic_time = max(0.001, limits.work)
        # Several workers give the same answer twice only if they take turns by the same clock.
        parameters.interleave_search = limits.workers > 1
    if limits.is_brief or limits.is_instant:
        parameters.max_presolve_iterations = 1
    if limits.is_instant:
        parameters.cp_model_probing_level = 0
        parameters.symmetry_level = 0
        parameters.presolve_probing_deterministic_time_limit = 0.0
        parameters.presolve_inclusion_work_limit = 0
        parameters.find_big_linear_overlap = False
        parameters.cp_model_use_sat_presolve = False
    if limits.gap > 0:
        parameters.relative_gap_limit = limits.gap


class _Relay(cp_model.CpSolverSolutionCallback):
    """Passes each new incumbent on, with its values."""

    def __init__(
        self, variables: Sequence[cp_model.IntVar], report: Report | None, unit: int
    ) -> None:
        super().__init__()
        self._unit = unit
        self._variables = variables
        self._report = report

    def on_solution_callback(self) -> None:
        """Report a new incumbent."""
        if self._report is not None:
            values = [int(self.value(variable)) for variable in self._variables]
            incumbent, bound = round(self.objective_value), int(self.best_objective_bound)
            self._report(incumbent * self._unit, bound * self._unit, values)

    def on_bound(self, bound: float) -> None:
        """Report a new bound."""
        if self._report is not None:
            self._report(None, int(bound) * self._unit, None)


class _Watch:
    """Stops a search soon after somebody asked for it."""

    def __init__(self, solver: cp_model.CpSolver, cancelled: Callable[[], bool] | None) -> None:
        self._solver = solver
        self._cancelled = cancelled
        self._over = threading.Event()
        self._thread: threading.Thread | None = None

    def __enter__(self) -> None:
        if self._cancelled is not None:
            self._thread = threading.Thread(target=self._watch, daemon=True)
            self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._over.set()
        if self._thread is not None:
            self._thread.join()

    def _watch(self) -> None:
        while not self._over.is_set():
            if self._cancelled is not None and self._cancelled():
                self._solver.stop_search()
                # A search that has not begun yet forgets the request, so it is said again.
                time.sleep(POLL_SECONDS)
            self._over.wait(POLL_SECONDS)
