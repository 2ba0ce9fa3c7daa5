"""Verbs of the room: open a period, save and choose a version, search, keep a cycle."""

from releve.roster.actions.calendars import close_calendar, open_calendar
from releve.roster.actions.cycles import (
    NoCycleError,
    StaleCycleError,
    begin_from_cycle,
    delete_cycles,
    keep_cycle,
    place_on_cycle,
    retire_cycle,
)
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
    "NoCycleError",
    "PeriodClashError",
    "SoughtError",
    "StaleCycleError",
    "StaleRosterError",
    "ask_search",
    "begin_from_cycle",
    "choose_version",
    "close_calendar",
    "delete_calendars",
    "delete_cycles",
    "delete_rosters",
    "delete_searches",
    "forget_person",
    "keep_cycle",
    "open_calendar",
    "open_roster",
    "place_on_cycle",
    "publish_version",
    "rescue_search",
    "retire_cycle",
    "save_version",
    "start_search",
    "stop_search",
]
