"""Why a cell, a hole or a counter is what it is: tried and solved again, never recited."""

from releve.roster.engine.why.cell import why_cell
from releve.roster.engine.why.counter import CounterStory, why_counter
from releve.roster.engine.why.hole import why_hole
from releve.roster.engine.why.story import (
    Alternative,
    CellStory,
    Change,
    Decider,
    Filling,
    GoalChange,
    HoleWays,
    PersonChange,
    Proven,
    Way,
    WhyParams,
    Yielding,
    plain,
)

__all__ = [
    "Alternative",
    "CellStory",
    "Change",
    "CounterStory",
    "Decider",
    "Filling",
    "GoalChange",
    "HoleWays",
    "PersonChange",
    "Proven",
    "Way",
    "WhyParams",
    "Yielding",
    "plain",
    "why_cell",
    "why_counter",
    "why_hole",
]
