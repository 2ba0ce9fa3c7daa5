"""Verbs of the room."""

from releve.stewardship.actions.register import (
    change_tool,
    place_tool,
    register_own,
    register_tool,
    withdraw_place,
)

__all__ = [
    "change_tool",
    "place_tool",
    "register_own",
    "register_tool",
    "withdraw_place",
]
