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
from releve.roster.views.exports import export, figure, sheet
from releve.roster.views.month import month, sharing
from releve.roster.views.own import own
from releve.roster.views.own_wishes import (
    own_wishes,
    state_preference,
    state_wish,
    withdraw_preference,
    withdraw_wish,
)
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

__all__ = [
    "begin",
    "calendar",
    "carry_wishes",
    "change_day",
    "changes",
    "choose",
    "close_wishes",
    "compare",
    "cycle",
    "edit",
    "export",
    "export_wishes",
    "figure",
    "gap",
    "guide",
    "leave_place",
    "month",
    "new_cycle",
    "open_wishes",
    "own",
    "own_wishes",
    "period",
    "propose",
    "publication",
    "publish",
    "redo",
    "retire",
    "revise",
    "search",
    "sharing",
    "sheet",
    "start",
    "state_preference",
    "state_wish",
    "stop",
    "take_back",
    "take_place",
    "team_wishes",
    "undo",
    "ward",
    "wards",
    "wishes",
    "withdraw_preference",
    "withdraw_wish",
]
