"""How a roster problem is answered; the only part of the house that knows OR-Tools."""

from releve.roster.engine.solve.child import ChildLostError, solve_in_child
from releve.roster.engine.solve.stages import EngineDisagreesError, solve

__all__ = ["ChildLostError", "EngineDisagreesError", "solve", "solve_in_child"]
