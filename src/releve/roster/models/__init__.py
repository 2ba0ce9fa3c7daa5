"""Tables of the room."""

from releve.roster.models.breaches import WorkedBreach
from releve.roster.models.swaps import OpenShift, OptIn, Swap, SwapRule, Volunteer
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
    "OpenShift",
    "OptIn",
    "Preference",
    "Roster",
    "Search",
    "Swap",
    "SwapRule",
    "Version",
    "Volunteer",
    "Wish",
    "WishPeriod",
    "WorkedBreach",
]
