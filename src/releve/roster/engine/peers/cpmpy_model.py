"""CPMpy's own model of the public benchmark, on CP-SAT: a peer that shares no line with us.

It reads the benchmark's text itself; a ward of our own JSON is nothing to it. Its variables are
``nv[person,day]``, 0 for a day off and else the place of the shift in the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import StringIO
from math import ceil
from typing import Any

from ortools.sat.python import cp_model

from releve.kit.engines import Progress
from releve.roster.engine.benchmark import is_benchmark
from releve.roster.engine.peers.claims import Answer, Claim, Clock, Hooks, NotForPeerError, Task
from releve.roster.engine.problem import Assignment
from releve.roster.engine.result import COST_SCALE, SolveStatus

ENGINE = "cpmpy"

CELL = re.compile(r"nv\[(\d+),(\d+)\]")


def loaded() -> Answer:
    """Return the peer, its library loaded."""
    import cpmpy.tools.io.nurserostering  # noqa: F401, PLC0415 - in its own child only

    return _answer


def _answer(task: Task, hooks: Hooks) -> Claim:
    if not is_benchmark(task.text):
        raise NotForPeerError("CPMpy's model reads the public benchmark's text only")
    from cpmpy import SolverLookup  # noqa: PLC0415 - see above
    from cpmpy.tools.io.nurserostering import (  # noqa: PLC0415 - see above
        load_nurserostering,
        parse_scheduling_period,
    )

    clock = Clock(task.params)
    try:
        model = load_nurserostering(StringIO(task.text))
        data = parse_scheduling_period(StringIO(task.text))
    except Exception as error:  # its reader fails in many ways, all of them its own
        raise NotForPeerError(f"CPMpy's model does not read this file: {error!r}") from error
    solver = SolverLookup.get("ortools", model)
    read = _reader(task, data, solver)
    relay = _Relay(read, hooks, clock)
    solver.ort_solver.best_bound_callback = relay.on_bound
    left = clock.left()
    solver.solve(
        time_limit=None if left is None else max(0.01, left),
        solution_callback=relay,
        num_search_workers=task.params.workers,
        random_seed=task.params.seed,
    )
    return _claim(solver.ort_solver, solver.ort_status, read)


Read = Callable[[Callable[[Any], int]], tuple[Assignment, ...]]


def _reader(task: Task, data: dict[str, Any], solver: Any) -> Read:
    """Return what turns the values of CPMpy's variables into assignments."""
    people = [person["ID"] for person in data["staff"]]
    codes = list(data["shifts"])
    cells = [
        (people[int(found[1])], int(found[2]), solver.solver_var(variable))
        for variable in solver.user_vars
        if (found := CELL.fullmatch(variable.name))
    ]

    def read(value: Callable[[Any], int]) -> tuple[Assignment, ...]:
        def given() -> Iterator[Assignment]:
            for person, day, variable in cells:
                place = value(variable)
                if place:
                    on = task.problem.starts_on + timedelta(days=day)
                    yield Assignment(person, on, codes[place - 1])

        return tuple(sorted(given()))

    return read


class _Relay(cp_model.CpSolverSolutionCallback):
    """Passes each new incumbent on, as assignments."""

    def __init__(self, read: Read, hooks: Hooks, clock: Clock) -> None:
        super().__init__()
        self._read = read
        self._hooks = hooks
        self._clock = clock

    def on_solution_callback(self) -> None:
        """Report a new incumbent."""
        self._hooks.incumbent(self._read(self.value))
        best, least = float(self.objective_value), float(self.best_objective_bound)
        self._hooks.progress(Progress("goals", best, least, self._clock.elapsed()))

    def on_bound(self, bound: float) -> None:
        """Report a new bound."""
        self._hooks.progress(Progress("goals", None, bound, self._clock.elapsed()))


def _claim(solver: cp_model.CpSolver, code: Any, read: Read) -> Claim:
    statuses: dict[Any, SolveStatus] = {
        cp_model.OPTIMAL: "optimal",
        cp_model.FEASIBLE: "feasible",
        cp_model.INFEASIBLE: "infeasible",
    }
    status = statuses.get(code, "unknown")
    if status not in ("optimal", "feasible"):
        return Claim(ENGINE, status)
    cost = round(solver.objective_value)
    bound = min(cost, ceil(solver.best_objective_bound - 1e-6))
    return Claim(
        engine=ENGINE,
        status="optimal" if bound == cost else "feasible",
        answer=read(solver.value),
        cost=cost * COST_SCALE,
        hole_cost=0,
        bound=bound * COST_SCALE,
        is_exact=bound == cost,
    )
