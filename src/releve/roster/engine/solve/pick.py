"""Which method answers a problem: column generation where it pays, CP-SAT elsewhere."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import replace

from releve.kit.engines import Cancelled, OnProgress, Params
from releve.roster.engine.problem import Assignment, Problem
from releve.roster.engine.result import Result
from releve.roster.engine.solve.stages import ENGINE, OnIncumbent, solve_compact

SMALL_CELLS = 300
"""People times days times shift types up to which CP-SAT is asked; chosen, not measured."""


def suits_columns(problem: Problem) -> bool:
    """Whether column generation is the better way in.

    It is wherever a problem is large: its bound and its rosters were better there than those of
    the compact model, of wards too. Where its automata would have to remember too much, the
    compact model answers after all.
    """
    return len(problem.people) * len(problem.days) * len(problem.shifts) > SMALL_CELLS


def engine_of(problem: Problem) -> str:
    """Return the name of the method that a problem is given to first."""
    return "columns" if suits_columns(problem) else ENGINE


def solve(
    problem: Problem,
    params: Params,
    *,
    progress: OnProgress | None = None,
    cancelled: Cancelled | None = None,
    incumbent: OnIncumbent | None = None,
    hint: Iterable[Assignment] | None = None,
) -> Result:
    """Return the best roster found within the limits, with what is proven about it.

    ``progress`` hears of incumbents and bounds, in points; ``incumbent`` gets each better
    answer; ``cancelled`` is asked several times a second whether to stop. ``hint`` is a plan to
    start from: where it is lawful, the answer is never worse. ``Result.engine`` names the
    method: "columns", or "cp-sat".
    """
    began, known = time.monotonic(), None if hint is None else tuple(hint)
    if suits_columns(problem):
        from releve.roster.engine.solve.by_columns import solve_by_columns  # noqa: PLC0415 - Numba takes a second to load

        result = solve_by_columns(
            problem, params, progress=progress, cancelled=cancelled, incumbent=incumbent, hint=known
        )
        if result is not None:
            return result
        params = _what_is_left(params, time.monotonic() - began)
    return solve_compact(
        problem, params, progress=progress, cancelled=cancelled, incumbent=incumbent, hint=known
    )


def _what_is_left(params: Params, spent: float) -> Params:
    if params.seconds is None:
        return params
    return replace(params, seconds=max(0.1, params.seconds - spent))
