"""Verbs of the room."""

from releve.stewardship.actions.alarms import answer_alarm, raise_alarm
from releve.stewardship.actions.asking import ask_tool
from releve.stewardship.actions.bias import look_at_case
from releve.stewardship.actions.connecting import Reach, connect_tool, disconnect_tool
from releve.stewardship.actions.consulting import note_consultation
from releve.stewardship.actions.contests import answer, close, contest, reply
from releve.stewardship.actions.gate import break_glass, pass_gate
from releve.stewardship.actions.plans import draft_plan, lock_plan
from releve.stewardship.actions.proposals import decide, decide_own
from releve.stewardship.actions.register import (
    change_tool,
    place_tool,
    register_own,
    register_tool,
    withdraw_place,
)
from releve.stewardship.actions.rollout import Override, examine_tool, open_step
from releve.stewardship.actions.stopping import resume_tool, retire_tool, stop_tool

__all__ = [
    "Override",
    "Reach",
    "answer",
    "answer_alarm",
    "ask_tool",
    "break_glass",
    "change_tool",
    "close",
    "connect_tool",
    "contest",
    "decide",
    "decide_own",
    "disconnect_tool",
    "draft_plan",
    "examine_tool",
    "lock_plan",
    "look_at_case",
    "note_consultation",
    "open_step",
    "pass_gate",
    "place_tool",
    "raise_alarm",
    "register_own",
    "register_tool",
    "reply",
    "resume_tool",
    "retire_tool",
    "stop_tool",
    "withdraw_place",
]
