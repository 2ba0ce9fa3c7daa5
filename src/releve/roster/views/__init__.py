"""Pages of the room."""

from releve.roster.views.calendars import calendar
from releve.roster.views.cycles import (
    begin,
    change_day,
    cycle,
    gap,
    leave_place,
    new_cycle,
    retire,
    take_place,
)
from releve.roster.views.edits import edit, redo, undo
from releve.roster.views.exchanges import (
    accept_swap,
    allot_shift,
    close_opening,
    decline_swap,
    open_shift,
    set_swap_rule,
    team_exchanges,
)
from releve.roster.views.exports import export, figure, sheet
from releve.roster.views.month import month, sharing
from releve.roster.views.own import own
from releve.roster.views.own_exchanges import (
    agree_swap,
    ask_swap,
    own_exchange,
    own_exchanges,
    refuse_swap,
    set_offers,
    stand_down,
    volunteer,
    withdraw_swap,
)
from releve.roster.views.own_wishes import (
    own_wishes,
    state_preference,
    state_wish,
    withdraw_preference,
    withdraw_wish,
)
from releve.roster.views.protected import protect
from releve.roster.views.publication import (
    propose,
    publication,
    publish,
    revise,
    take_back,
)
from releve.roster.views.searches import search, start, stop
from releve.roster.views.versions import changes, choose, compare
from releve.roster.views.wards import guide, period, ward, wards
from releve.roster.views.wishes import (
    carry_wishes,
    close_wishes,
    export_wishes,
    open_wishes,
    team_wishes,
    wishes,
)
from releve.roster.views.worked_law import judge, worked_law

__all__ = [
    "accept_swap",
    "agree_swap",
    "allot_shift",
    "ask_swap",
    "begin",
    "calendar",
    "carry_wishes",
    "change_day",
    "changes",
    "choose",
    "close_opening",
    "close_wishes",
    "compare",
    "cycle",
    "decline_swap",
    "edit",
    "export",
    "export_wishes",
    "figure",
    "gap",
    "guide",
    "judge",
    "leave_place",
    "month",
    "new_cycle",
    "open_shift",
    "open_wishes",
    "own",
    "own_exchange",
    "own_exchanges",
    "own_wishes",
    "period",
    "propose",
    "protect",
    "publication",
    "publish",
    "redo",
    "refuse_swap",
    "retire",
    "revise",
    "search",
    "set_offers",
    "set_swap_rule",
    "sharing",
    "sheet",
    "stand_down",
    "start",
    "state_preference",
    "state_wish",
    "stop",
    "take_back",
    "take_place",
    "team_exchanges",
    "team_wishes",
    "undo",
    "volunteer",
    "ward",
    "wards",
    "wishes",
    "withdraw_preference",
    "withdraw_swap",
    "withdraw_wish",
    "worked_law",
]
