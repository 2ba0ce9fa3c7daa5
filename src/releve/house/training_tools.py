"""The tools of the register, as the rooms below it know them: training, and the ledger."""

from __future__ import annotations

from releve.stewardship.models import Tool
from releve.stewardship.register_words import tool_name
from releve.training.tools import KnownTool


def registered_tools(hospital: int) -> tuple[KnownTool, ...]:
    """Return the tools of a hospital that are not retired, by key."""
    rows = Tool.objects.for_hospital(hospital).exclude(state="retired").order_by("key")
    return tuple(KnownTool(one.key, one.major, one.name_fr, one.name_en) for one in rows)


def registered_names(hospital: int) -> dict[str, str]:
    """Return the names of all tools of a hospital: what one gave is settled after its end too."""
    rows = Tool.objects.for_hospital(hospital).order_by("key")
    return {one.key: tool_name(one) for one in rows}
