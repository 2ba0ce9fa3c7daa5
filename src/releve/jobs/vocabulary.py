"""Codes that the table of jobs holds; what people read stands in the pages."""

from __future__ import annotations

LIVE_STATES = ("ready", "leased")
ENDED_STATES = ("done", "failed", "cancelled")
STATES = (*LIVE_STATES, *ENDED_STATES)

QUEUES = ("default", "searches", "mail")

LONG_QUEUES = ("searches",)
"""Work of minutes. A worker of several threads keeps one for the rest, or a letter would wait
behind the rosters of a whole hospital."""

REASONS = ("error", "gave_up", "lost", "deadline", "unknown_task")
"""Why a job failed. *error*: it went wrong as often as it may be tried. *gave_up*: it said
itself that trying again is of no use. *lost*: its workers were killed, again and again.
*deadline*: nobody had time for it before. *unknown_task*: no such work in this release."""
