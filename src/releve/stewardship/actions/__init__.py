"""Verbs of the room."""

from releve.stewardship.actions.contests import answer, close, contest, reply
from releve.stewardship.actions.proposals import decide, decide_own

__all__ = [
    "answer",
    "close",
    "contest",
    "decide",
    "decide_own",
    "reply",
]
