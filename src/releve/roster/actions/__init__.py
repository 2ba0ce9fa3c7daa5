"""Verbs of the room: periods, versions, searches, wishes, cycles, exchanges, open shifts."""

from releve.roster.actions.allotting import allot_shift, close_opening
from releve.roster.actions.calendars import close_calendar, open_calendar
from releve.roster.actions.carrying import Carried, carry_wishes
from releve.roster.actions.changing import (
    ChangeUnlawfulError,
    NotPublishedError,
    change_published,
)
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
from releve.roster.actions.judging import JudgedDays, delete_breaches, judge_worked
from releve.roster.actions.openings import (
    Post,
    open_shift,
    set_offers,
    stand_down,
    volunteer,
)
from releve.roster.actions.protecting import protect_minutes
from releve.roster.actions.publishing import (
    NotProposedError,
    OutdatedError,
    UnlawfulError,
    propose_version,
    publish_version,
    revise_version,
    take_back_version,
)
from releve.roster.actions.rules import set_swap_rule
from releve.roster.actions.search_job import start_search
from releve.roster.actions.searches import ask_search, rescue_search, stop_search
from releve.roster.actions.swaps import (
    ExchangeRefusedError,
    Offer,
    accept_swap,
    agree_swap,
    ask_swap,
    decline_swap,
    expire_swaps,
    refuse_swap,
    withdraw_swap,
)
from releve.roster.actions.versions import (
    PeriodClashError,
    StaleRosterError,
    choose_version,
    open_roster,
    save_version,
)
from releve.roster.actions.windows import Overtaken, end_windows
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
    "ChangeUnlawfulError",
    "ExchangeRefusedError",
    "JudgedDays",
    "NoCycleError",
    "NotDraftError",
    "NotProposedError",
    "NotPublishedError",
    "Offer",
    "OutdatedError",
    "Overtaken",
    "PeriodClashError",
    "Post",
    "ReasonNeededError",
    "SoughtError",
    "StaleCycleError",
    "StaleEditError",
    "StaleRosterError",
    "UnlawfulError",
    "WishRefusedError",
    "accept_swap",
    "agree_swap",
    "allot_shift",
    "ask_search",
    "ask_swap",
    "begin_from_cycle",
    "carry_wishes",
    "change_published",
    "choose_version",
    "close_calendar",
    "close_opening",
    "close_wishes",
    "decline_swap",
    "delete_breaches",
    "delete_calendars",
    "delete_cycles",
    "delete_rosters",
    "delete_searches",
    "delete_wishes",
    "edit_cell",
    "end_windows",
    "expire_swaps",
    "forget_person",
    "judge_worked",
    "keep_cycle",
    "open_calendar",
    "open_roster",
    "open_shift",
    "open_wishes",
    "place_on_cycle",
    "propose_version",
    "protect_minutes",
    "publish_version",
    "redo_edit",
    "refuse_swap",
    "rescue_search",
    "retire_cycle",
    "revise_version",
    "save_version",
    "set_offers",
    "set_swap_rule",
    "stand_down",
    "start_search",
    "state_preference",
    "state_wish",
    "stop_search",
    "take_back_version",
    "undo_edit",
    "volunteer",
    "withdraw_preference",
    "withdraw_swap",
    "withdraw_wish",
]
