"""Codes that the table of jobs holds; what people read stands in the pages."""

from __future__ import annotations

LIVE_STATES = ("ready", "leased")
ENDED_STATES = ("done", "failed", "cancelled")
STATES = (*LIVE_STATES, *ENDED_STATES)

QUEUES = ("default", "searches", "mail")
"""*searches* are long and fill a processor; a worker may be told to take the others only."""

REASONS = ("error", "gave_up", "lost", "deadline", "unknown_task")
"""Why a job failed. *error*: it went wrong as often as it may be tried. *gave_up*: it said
itself that trying again is of no use. *lost*: its workers were killed, again and again.
*deadline*: nobody had time for it before. *unknown_task*: no such work in this release."""
