"""What somebody may be allowed to do, by name.

The names alone: whether an account has one on a unit is decided in the room of people, and each
view, action and verb says which one it needs.
"""

from __future__ import annotations

from enum import StrEnum


class Permission(StrEnum):
    """A thing that one may be allowed to do in a unit; the name only, never the decision."""

    SEE_ROSTER = "roster.see"
    """The unit's shift codes, and one's own counters."""

    SEE_COUNTERS = "roster.counters"
    """Everybody's counters and unavailability in the unit."""

    MANAGE_ROSTER = "roster.manage"
    """Ask why, solve, choose a version, export everything."""
