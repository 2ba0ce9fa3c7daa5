"""Verbs of the room: open a period, save and choose a version, search."""

from releve.roster.actions.calendars import Feed, close_calendar, open_calendar, read_calendar
from releve.roster.actions.search_job import start_search
from releve.roster.actions.searches import ask_search, rescue_search, stop_search
from releve.roster.actions.versions import (
    PeriodClashError,
    StaleRosterError,
    choose_version,
    open_roster,
    publish_version,
    save_version,
)

__all__ = [
    "Feed",
    "PeriodClashError",
    "StaleRosterError",
    "ask_search",
    "choose_version",
    "close_calendar",
    "open_calendar",
    "open_roster",
    "publish_version",
    "read_calendar",
    "rescue_search",
    "save_version",
    "start_search",
    "stop_search",
]
