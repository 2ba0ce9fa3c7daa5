"""Verbs of the room: open a period, save, choose and edit a version, search."""

from releve.roster.actions.calendars import close_calendar, open_calendar
from releve.roster.actions.edits import (
    BarredError,
    NotDraftError,
    ReasonNeededError,
    StaleEditError,
    edit_cell,
    redo_edit,
    undo_edit,
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
    "BarredError",
    "NotDraftError",
    "PeriodClashError",
    "ReasonNeededError",
    "SoughtError",
    "StaleEditError",
    "StaleRosterError",
    "ask_search",
    "choose_version",
    "close_calendar",
    "delete_calendars",
    "delete_rosters",
    "delete_searches",
    "edit_cell",
    "forget_person",
    "open_calendar",
    "open_roster",
    "publish_version",
    "redo_edit",
    "rescue_search",
    "save_version",
    "start_search",
    "stop_search",
    "undo_edit",
]
