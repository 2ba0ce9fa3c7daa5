"""Verbs of the room: open a period, save, edit and publish versions, search; wishes, cycles."""

from releve.roster.actions.calendars import close_calendar, open_calendar
from releve.roster.actions.carrying import Carried, carry_wishes
from releve.roster.actions.cycles import (
    NoCycleError,
    StaleCycleError,
    begin_from_cycle,
    delete_cycles,
    keep_cycle,
    place_on_cycle,
    retire_cycle,
)
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
    delete_wishes,
    forget_person,
)
from releve.roster.actions.publishing import (
    NotProposedError,
    UnlawfulError,
    propose_version,
    publish_version,
    revise_version,
    take_back_version,
)
from releve.roster.actions.search_job import start_search
from releve.roster.actions.searches import ask_search, rescue_search, stop_search
from releve.roster.actions.versions import (
    PeriodClashError,
    StaleRosterError,
    choose_version,
    open_roster,
    save_version,
)
from releve.roster.actions.wishes import (
    Ask,
    WishRefusedError,
    close_wishes,
    open_wishes,
    state_preference,
    state_wish,
    withdraw_preference,
    withdraw_wish,
)

__all__ = [
    "Ask",
    "BarredError",
    "Carried",
    "NoCycleError",
    "NotDraftError",
    "NotProposedError",
    "PeriodClashError",
    "ReasonNeededError",
    "SoughtError",
    "StaleCycleError",
    "StaleEditError",
    "StaleRosterError",
    "UnlawfulError",
    "WishRefusedError",
    "ask_search",
    "begin_from_cycle",
    "carry_wishes",
    "choose_version",
    "close_calendar",
    "close_wishes",
    "delete_calendars",
    "delete_cycles",
    "delete_rosters",
    "delete_searches",
    "delete_wishes",
    "edit_cell",
    "forget_person",
    "keep_cycle",
    "open_calendar",
    "open_roster",
    "open_wishes",
    "place_on_cycle",
    "propose_version",
    "publish_version",
    "redo_edit",
    "rescue_search",
    "retire_cycle",
    "revise_version",
    "save_version",
    "start_search",
    "state_preference",
    "state_wish",
    "stop_search",
    "take_back_version",
    "undo_edit",
    "withdraw_preference",
    "withdraw_wish",
]
