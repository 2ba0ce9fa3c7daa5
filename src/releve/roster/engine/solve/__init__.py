"""How a roster problem is answered; the only part of the house that knows OR-Tools."""

from releve.roster.engine.solve.aimed import solve_aimed
from releve.roster.engine.solve.child import ChildLostError, solve_in_child
from releve.roster.engine.solve.stages import (
    EngineDisagreesError,
    OnIncumbent,
    solve,
    solve_compact,
)

__all__ = [
    "ChildLostError",
    "EngineDisagreesError",
    "OnIncumbent",
    "solve",
    "solve_aimed",
    "solve_compact",
    "solve_in_child",
]
