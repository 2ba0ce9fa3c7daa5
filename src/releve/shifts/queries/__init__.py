"""Questions to the room, read only."""

from releve.shifts.queries.changes import changes_to_acknowledge
from releve.shifts.queries.holdings import HOLDINGS
from releve.shifts.queries.loads import MonthLoad, UnitLoad, load_of_own, load_of_unit
from releve.shifts.queries.planned import planned_of, planned_of_unit
from releve.shifts.queries.worked import worked_of, worked_of_unit

__all__ = [
    "HOLDINGS",
    "MonthLoad",
    "UnitLoad",
    "changes_to_acknowledge",
    "load_of_own",
    "load_of_unit",
    "planned_of",
    "planned_of_unit",
    "worked_of",
    "worked_of_unit",
]
