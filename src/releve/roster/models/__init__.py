"""Tables of the room."""

from releve.roster.models.tables import (
    CalendarAddress,
    Demand,
    FedShift,
    Roster,
    Search,
    Version,
)
from releve.roster.models.wishes import Preference, Wish, WishPeriod

__all__ = [
    "CalendarAddress",
    "Demand",
    "FedShift",
    "Preference",
    "Roster",
    "Search",
    "Version",
    "Wish",
    "WishPeriod",
]
