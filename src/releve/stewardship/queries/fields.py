"""The fields of the register, and which of them an entry still misses."""

from __future__ import annotations

from releve.stewardship.models import Tool
from releve.stewardship.register_fields import Field, fields


def missing_fields(tool: Tool, *, public_alone: bool = False) -> tuple[Field, ...]:
    """Return the mandatory fields that an entry does not fill yet."""
    return tuple(
        one
        for one in fields().values()
        if one.is_mandatory and (one.is_public or not public_alone) and not is_filled(tool, one)
    )


def is_filled(tool: Tool, field: Field) -> bool:
    """Whether an entry says something for a field; a text is filled once it stands in French."""
    held = tool.fields.get(field.code)
    if isinstance(held, dict):
        return bool(str(held.get("fr", "")).strip())
    return held not in (None, "", [])
