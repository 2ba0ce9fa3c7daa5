"""Tables of the room."""

from releve.roster.models.breaches import WorkedBreach
from releve.roster.models.tables import (
    CalendarAddress,
    CellEdit,
    Cycle,
    CyclePlace,
    Demand,
    FedShift,
    Roster,
    Search,
    Version,
)
from releve.roster.models.wishes import Preference, Wish, WishPeriod

__all__ = [
    "CalendarAddress",
    "CellEdit",
    "Cycle",
    "CyclePlace",
    "Demand",
    "FedShift",
    "Preference",
    "Roster",
    "Search",
    "Version",
    "Wish",
    "WishPeriod",
    "WorkedBreach",
]
