"""Cycles (trames, roulements): asked for, found, judged for ever, laid out over people and dates.

Décret 2002-9, art. 9. ``releve roster cycle`` and the page of a ward's cycle stand on these.
"""

from releve.roster.engine.cycle.cycle import Cycle, CycleNeeds, CyclePlace
from releve.roster.engine.cycle.fields import CycleLine
from releve.roster.engine.cycle.gap import cycle_gap
from releve.roster.engine.cycle.judge import audit_cycle
from releve.roster.engine.cycle.rolling import month_of, roll_out
from releve.roster.engine.cycle.solve import solve_cycle

__all__ = [
    "Cycle",
    "CycleLine",
    "CycleNeeds",
    "CyclePlace",
    "audit_cycle",
    "cycle_gap",
    "month_of",
    "roll_out",
    "solve_cycle",
]
