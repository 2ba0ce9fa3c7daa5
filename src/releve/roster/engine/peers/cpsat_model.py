"""The compact model on CP-SAT, whole and without decomposition: the first peer."""

from __future__ import annotations

from releve.roster.engine.peers.claims import Answer, Claim, Hooks, Task
from releve.roster.engine.peers.ours_model import claim_of
from releve.roster.engine.solve import instrument, solve_compact


def loaded() -> Answer:
    """Return the peer, its libraries loaded."""
    instrument.load()
    return _answer


def _answer(task: Task, hooks: Hooks) -> Claim:
    result = solve_compact(
        task.problem, task.params, progress=hooks.progress, incumbent=hooks.incumbent
    )
    return claim_of(result)
