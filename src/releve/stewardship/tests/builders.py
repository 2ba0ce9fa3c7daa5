"""Invented tools of a hospital."""

from __future__ import annotations

from typing import Any

from releve.kit.actors import HOUSE
from releve.people.models import Level
from releve.stewardship.actions.register import place_tool, register_tool
from releve.stewardship.entries import ToolEntry
from releve.stewardship.models import Tool


def an_entry(**changes: Any) -> ToolEntry:
    """Return the entry of a third party's tool that writes letters."""
    told: dict[str, Any] = {
        "key": "letters",
        "name_fr": "Aide aux courriers",
        "name_en": "Letters",
        "kind": "generative",
        "version": "2.1",
    }
    return ToolEntry(**{**told, **changes})


def a_tool(hospital: Level, **changes: Any) -> Tool:
    """Register a tool; columns that no entry gives (``state``, ``step``, …) are set as told."""
    of_entry = {name: value for name, value in changes.items() if name in ToolEntry.__annotations__}
    tool = register_tool(hospital, an_entry(**of_entry), actor=HOUSE)
    rest = {name: value for name, value in changes.items() if name not in of_entry}
    if rest:
        Tool.objects.for_hospital(hospital).filter(pk=tool.pk).update(**rest)
        tool.refresh_from_db()
    return tool


def placed(tool: Tool, *units: Level, step: int = 1) -> Tool:
    """Plan a tool in units, from a step on."""
    for unit in units:
        place_tool(tool, unit, step=step, actor=HOUSE)
    return tool
