"""Live judgement: what one changed cell does to a roster, told before it is saved.

A rule binds one person's line at a time and a need only looks at who is there, so a change asks
the judge about her line alone and counts again the cover cells that it touches. What is told
equals what a whole audit and a whole scoring would say; nothing of the solver has a part in it.
"""

from releve.roster.engine.live.judge import LiveJudge
from releve.roster.engine.live.story import Alternative, CoverChange, Edit, Judgement
from releve.roster.engine.live.together import Move, Together, edits_for

__all__ = [
    "Alternative",
    "CoverChange",
    "Edit",
    "Judgement",
    "LiveJudge",
    "Move",
    "Together",
    "edits_for",
]
