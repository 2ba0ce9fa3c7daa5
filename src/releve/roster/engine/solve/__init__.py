"""How a roster problem is answered; the only part that knows OR-Tools, HiGHS and Numba."""

from releve.roster.engine.solve.aimed import solve_aimed
from releve.roster.engine.solve.child import ChildLostError, solve_in_child
from releve.roster.engine.solve.pick import solve
from releve.roster.engine.solve.stages import EngineDisagreesError, OnIncumbent, solve_compact

__all__ = [
    "ChildLostError",
    "EngineDisagreesError",
    "OnIncumbent",
    "solve",
    "solve_aimed",
    "solve_compact",
    "solve_in_child",
]
