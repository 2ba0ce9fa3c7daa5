"""The tools of the register, as the room of training below it knows them."""

from __future__ import annotations

from releve.stewardship.models import Tool
from releve.training.tools import KnownTool


def registered_tools(hospital: int) -> tuple[KnownTool, ...]:
    """Return the tools of a hospital that are not retired, by key."""
    rows = Tool.objects.for_hospital(hospital).exclude(state="retired").order_by("key")
    return tuple(KnownTool(one.key, one.major, one.name_fr, one.name_en) for one in rows)
