"""Pages of the room."""

from releve.roster.views.calendars import calendar
from releve.roster.views.edits import edit, redo, undo
from releve.roster.views.exports import export, figure, sheet
from releve.roster.views.month import month, sharing
from releve.roster.views.own import own
from releve.roster.views.searches import search, start, stop
from releve.roster.views.versions import choose, compare
from releve.roster.views.wards import guide, period, ward, wards

__all__ = [
    "calendar",
    "choose",
    "compare",
    "edit",
    "export",
    "figure",
    "guide",
    "month",
    "own",
    "period",
    "redo",
    "search",
    "sharing",
    "sheet",
    "start",
    "stop",
    "undo",
    "ward",
    "wards",
]
