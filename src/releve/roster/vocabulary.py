"""Codes that the tables of the room hold; what people read stands in the pages."""

from __future__ import annotations

AIMS = ("balanced", "wishes", "fair", "stable")
"""What a roster was asked to favour: see ``engine.aims``."""

ASKED_AIMS = (*AIMS, "choice")
"""*choice*: one search after another, a version for each aim but the first, to choose from."""

VERSION_STATES = ("draft", "published")

LIVE_STATES = ("waiting", "running")
SEARCH_STATES = (
    *LIVE_STATES,
    "done",
    "stopped",
    "infeasible",
    "no_answer",
    "lost",
    "stale",
    "refused",
)
"""*stopped*: by a person, with the best so far. *lost*: whoever searched fell silent. *stale*: the
demand has changed meanwhile. *refused*: whoever asked may no longer manage the roster. What the
last two found is not kept."""
