"""What stands in the register of a hospital."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from releve.people.models import Level
from releve.stewardship.faults import UnknownToolError
from releve.stewardship.models import Tool, ToolPlace


def tool_at(hospital: Level | int, key: str) -> Tool | None:
    """Return the tool of that key in a hospital, nothing where it is not registered."""
    return tools_of(hospital).filter(key=key).first()


def tool_named(hospital: Level | int, key: str) -> Tool:
    """Return the tool of that key in a hospital; raises UnknownToolError."""
    found = tool_at(hospital, key)
    if found is None:
        raise UnknownToolError(key)
    return found


def tools_of(hospital: Level | int) -> QuerySet[Tool]:
    """Return the tools of a hospital, retired ones too, by key."""
    found = Tool.objects.for_hospital(hospital)
    return found.select_related("supplier", "hospital").order_by("key")


def places_of(tool: Tool) -> QuerySet[ToolPlace]:
    """Return the units where a tool is used or planned, by step and code."""
    rows = ToolPlace.objects.for_hospital(tool.hospital_id).filter(tool=tool)
    return rows.select_related("unit").order_by("step", "unit__code")


def places_by_tool(tools: Iterable[Tool]) -> dict[int, list[ToolPlace]]:
    """Return the places of several tools of one hospital by the key of each, in one query."""
    listed = list(tools)
    if not listed:
        return {}
    found: dict[int, list[ToolPlace]] = {tool.pk: [] for tool in listed}
    rows = ToolPlace.objects.for_hospital(listed[0].hospital_id).filter(tool__in=listed)
    for row in rows.select_related("unit").order_by("step", "unit__code"):
        found[row.tool_id].append(row)
    return found
