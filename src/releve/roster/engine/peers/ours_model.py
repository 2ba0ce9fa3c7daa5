"""Our own engine as everybody uses it: it picks its method by the problem and names it."""

from __future__ import annotations

from releve.roster.engine.peers.claims import Answer, Claim, Hooks, Task
from releve.roster.engine.result import Result
from releve.roster.engine.solve import instrument, solve


def loaded() -> Answer:
    """Return the engine, its libraries loaded and its kernels compiled."""
    instrument.load()
    instrument.load_columns()
    return _answer


def _answer(task: Task, hooks: Hooks) -> Claim:
    result = solve(task.problem, task.params, progress=hooks.progress, incumbent=hooks.incumbent)
    return claim_of(result)


def claim_of(result: Result) -> Claim:
    """Return what a result of ours claims."""
    score = result.score
    return Claim(
        engine=result.engine,
        status=result.status,
        answer=result.answer,
        cost=None if score is None else score.cost,
        hole_cost=None if score is None else score.hole_cost,
        bound=result.bound,
        hole_bound=result.hole_bound,
    )
