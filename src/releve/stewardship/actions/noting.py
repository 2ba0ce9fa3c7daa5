"""How what is done to a tool stands in the trail: under its key, in its hospital."""

from __future__ import annotations

from typing import Any

from releve.kit.actors import Actor
from releve.stewardship.models import Tool
from releve.trail.actions import note_change

TOOL_FACTS = (
    "name_fr",
    "name_en",
    "kind",
    "origin",
    "role",
    "version",
    "supplier_id",
    "state",
    "step",
    "risk_class",
    "fields",
    "review_on",
)


def note_tool(
    actor: Actor,
    verb: str,
    tool: Tool,
    *,
    before: Any = None,
    after: Any = None,
    reason: str = "",
) -> None:
    """Note what is done to a tool, or for it, in the caller's transaction."""
    note_change(
        actor,
        verb,
        kind="tool",
        key=tool.key,
        hospital=tool.hospital_id,
        before=before,
        after=after,
        reason=reason,
    )


def facts_of(tool: Tool) -> dict[str, Any]:
    """Return what the trail digests of a tool."""
    return {name: getattr(tool, name) for name in TOOL_FACTS}
