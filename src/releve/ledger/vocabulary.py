"""The fixed words of the room: codes that stand in tables and in files, never labels."""

from __future__ import annotations

ACCOUNTS = (
    "planned",
    "worked",
    "activity",
    "tool_use",
    "checking",
    "training",
    "incident",
    "clicks",
    "gain",
    "available",
    "spent",
    "time",
)
"""Where minutes lie. ``time`` is the outside, from which minutes come and to which they go back.
``gain`` is what a tool gave gross, ``available`` what may be spent, ``spent`` what a team chose."""

OF_UNIT = ("settle:", "spending:", "planned:", "worked:")
"""How references begin of what the room writes itself, of a whole unit and never of one person."""

COSTS = ("tool_use", "checking", "training", "incident", "clicks")

ACTIVITIES = (
    "direct_care",
    "indirect_care",
    "documentation",
    "coordination",
    "searching",
    "digital_friction",
    "break",
    "other",
)
"""What somebody was doing, as the three-click prompt asks."""

SOURCES = ("measured", "sampled", "declared", "estimated")
"""From the most to the least certain."""

PURPOSES = (
    "patients",
    "leaving_on_time",
    "breaks",
    "peer_teaching",
    "team_talk",
    "training",
    "quality",
    "more_activity",
    "fewer_posts",
)
SIGNED_PURPOSES = ("more_activity", "fewer_posts")
"""They need the direction's signature and the reference of a consultation, and are public."""

LEAST_PEOPLE = 8
"""Nothing is shown of fewer people."""

QUESTIONS = ("doing", "leaving")
"""What a random prompt asks: what one was doing at a moment, whether one left on time."""

ALERTS = ("pays", "under_half", "not_measured")
"""What stands out in how a gain is shared between professions."""

CELL_COLUMNS = ("unit", "week", "activity", "minutes", "people")
CELL_OPTIONAL = ("profession",)
"""The columns of a file of measured minutes."""

LONGEST_PERIOD_DAYS = 92
"""Nobody is asked for longer than a quarter without a new decision."""
