"""Verbs of the room: open a period, save and choose a version, search."""

from releve.roster.actions.calendars import close_calendar, open_calendar
from releve.roster.actions.forgetting import (
    SoughtError,
    delete_calendars,
    delete_rosters,
    delete_searches,
    forget_person,
)
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
    "PeriodClashError",
    "SoughtError",
    "StaleRosterError",
    "ask_search",
    "choose_version",
    "close_calendar",
    "delete_calendars",
    "delete_rosters",
    "delete_searches",
    "forget_person",
    "open_calendar",
    "open_roster",
    "publish_version",
    "rescue_search",
    "save_version",
    "start_search",
    "stop_search",
]
