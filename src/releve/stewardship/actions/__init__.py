"""Verbs of the room.

Passing the gate and breaking its glass stand in ``actions.gate``: both are somebody's own.
"""

from releve.stewardship.actions.alarms import answer_alarm, raise_alarm
from releve.stewardship.actions.asking import ask_tool
from releve.stewardship.actions.bias import look_at_case
from releve.stewardship.actions.connecting import (
    Reach,
    connect_described,
    connect_tool,
    disconnect_tool,
)
from releve.stewardship.actions.consulting import note_consultation
from releve.stewardship.actions.contests import answer, close, contest, reply
from releve.stewardship.actions.declaring import (
    answer_declaration,
    declare_tool,
    remind_of_declarations,
)
from releve.stewardship.actions.evidence import give_evidence, withdraw_evidence
from releve.stewardship.actions.exemptions import (
    say_not_applicable,
    waive_control,
    withdraw_exemption,
)
from releve.stewardship.actions.forgetting_register import (
    delete_declarations,
    delete_papers,
    forget_signers,
)
from releve.stewardship.actions.intake import sign_intake
from releve.stewardship.actions.plans import draft_plan, lock_plan
from releve.stewardship.actions.proposals import decide, decide_own
from releve.stewardship.actions.proposals_forgotten import delete_proposals
from releve.stewardship.actions.register import (
    change_tool,
    place_tool,
    register_own,
    register_tool,
    withdraw_place,
)
from releve.stewardship.actions.rollout import Override, examine_tool, open_step
from releve.stewardship.actions.stopping import resume_tool, retire_tool, stop_tool
from releve.stewardship.actions.suppliers import add_supplier, name_interlocutor

__all__ = [
    "Override",
    "Reach",
    "add_supplier",
    "answer",
    "answer_alarm",
    "answer_declaration",
    "ask_tool",
    "change_tool",
    "close",
    "connect_described",
    "connect_tool",
    "contest",
    "decide",
    "decide_own",
    "declare_tool",
    "delete_declarations",
    "delete_papers",
    "delete_proposals",
    "disconnect_tool",
    "draft_plan",
    "examine_tool",
    "forget_signers",
    "give_evidence",
    "lock_plan",
    "look_at_case",
    "name_interlocutor",
    "note_consultation",
    "open_step",
    "place_tool",
    "raise_alarm",
    "register_own",
    "register_tool",
    "remind_of_declarations",
    "reply",
    "resume_tool",
    "retire_tool",
    "say_not_applicable",
    "sign_intake",
    "stop_tool",
    "waive_control",
    "withdraw_evidence",
    "withdraw_exemption",
    "withdraw_place",
]
