"""Verbs of the room."""

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
from releve.stewardship.actions.forgetting_register import delete_declarations, delete_papers
from releve.stewardship.actions.intake import sign_intake
from releve.stewardship.actions.register import (
    change_tool,
    place_tool,
    register_own,
    register_tool,
    withdraw_place,
)
from releve.stewardship.actions.suppliers import add_supplier, name_interlocutor

__all__ = [
    "add_supplier",
    "answer_declaration",
    "change_tool",
    "declare_tool",
    "delete_declarations",
    "delete_papers",
    "give_evidence",
    "name_interlocutor",
    "place_tool",
    "register_own",
    "register_tool",
    "remind_of_declarations",
    "say_not_applicable",
    "sign_intake",
    "waive_control",
    "withdraw_evidence",
    "withdraw_exemption",
    "withdraw_place",
]
