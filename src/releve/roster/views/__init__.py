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
from releve.roster.views.exports import export, figure, sheet
from releve.roster.views.month import month, sharing
from releve.roster.views.own import own
from releve.roster.views.searches import search, start, stop
from releve.roster.views.versions import choose, compare
from releve.roster.views.wards import guide, period, ward, wards

__all__ = [
    "begin",
    "calendar",
    "change_day",
    "choose",
    "compare",
    "cycle",
    "export",
    "figure",
    "gap",
    "guide",
    "leave_place",
    "month",
    "new_cycle",
    "own",
    "period",
    "retire",
    "search",
    "sharing",
    "sheet",
    "start",
    "stop",
    "take_place",
    "ward",
    "wards",
]
