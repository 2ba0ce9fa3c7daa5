"""Verbs of the room: open a period, save and choose a version, search."""

from releve.roster.actions.searches import ask_search, rescue_search, start_search, stop_search
from releve.roster.actions.versions import (
    PeriodClashError,
    StaleRosterError,
    choose_version,
    open_roster,
    publish_version,
    save_version,
)

__all__ = [
    "PeriodClashError",
    "StaleRosterError",
    "ask_search",
    "choose_version",
    "open_roster",
    "publish_version",
    "rescue_search",
    "save_version",
    "start_search",
    "stop_search",
]
