"""The fixed words of the room: codes that stand in tables, never labels."""

from __future__ import annotations

CHANGES = "changes"
READINGS = "readings"
SESSIONS = "sessions"

RETENTION_CLASSES = (CHANGES, READINGS, SESSIONS)
"""What is kept for how long: each has its duration in ``data/retention.yaml``."""

SESSION_VERBS = "house.session."
"""Verbs that begin so are sign-ins, sign-outs and what is between them."""

PURPOSES = ("security", "error", "complaint", "own_data", "inspection")
"""What the trail may be read for. Appraising somebody is no purpose, and has no code."""


def class_of(verb: str) -> str:
    """Return the retention class of a noted change."""
    return SESSIONS if verb.startswith(SESSION_VERBS) else CHANGES
