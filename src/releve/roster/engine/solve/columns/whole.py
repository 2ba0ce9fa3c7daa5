"""The best whole roster among known lines, as an integer program in HiGHS."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from releve.roster.engine.solve.columns.master import INFINITY, Master, add_columns, program, run

FEASIBLE = 2
"""What HiGHS calls a solution that keeps every row."""


@dataclass(frozen=True)
class Limits:
    """How long an integer program may be searched."""

    seconds: float
    nodes: int


def best_of(
    master: Master, numbers: Sequence[int], limits: Limits, cutoff: float
) -> tuple[dict[int, int], int]:
    """Return the best lines by person, and the simplex iterations it took.

    ``numbers``: lines to choose from. The choice is empty where nothing cheaper than
    ``cutoff`` was found.
    """
    highs = program(master.lower, master.upper)
    for option, value in (
        ("presolve", "choose"),
        ("simplex_strategy", 1),
        ("time_limit", max(0.05, limits.seconds)),
        ("mip_max_nodes", limits.nodes),
        ("mip_rel_gap", 0.0),
        ("mip_abs_gap", 1e-3),
        ("objective_bound", cutoff if np.isfinite(cutoff) else INFINITY),
    ):
        highs.setOptionValue(option, value)
    written = [master.entries(master.owners[at], master.lines[at]) for at in numbers]
    add_columns(
        highs,
        [master.lines[at].cost for at in numbers],
        [1.0] * len(numbers),
        [rows for rows, _ in written],
        [entries for _, entries in written],
    )
    count = len(numbers)
    at = np.arange(count, dtype=np.int32)
    highs.changeColsIntegrality(count, at, np.full(count, 1, np.uint8))
    extras = master.extras[master.people :]
    add_columns(
        highs,
        [extra.cost for extra in extras],
        [extra.upper for extra in extras],
        [np.array(extra.rows) for extra in extras],
        [np.array(extra.entries) for extra in extras],
    )
    run(highs)
    info = highs.getInfo()
    spent = max(0, info.simplex_iteration_count)
    if info.primal_solution_status != FEASIBLE:
        return {}, spent
    if info.objective_function_value > cutoff - 1e-6:
        return {}, spent
    values = highs.getSolution().col_value
    found = {
        master.owners[number]: number
        for number, value in zip(numbers, values[:count], strict=True)
        if value > 0.5  # nearer to one than to none
    }
    return found, spent
