"""What is asked: the ``Problem`` of a roster, frozen, that travels as JSON."""

from releve.roster.engine.problem.facts import (
    WEEKDAYS,
    Contract,
    FixedCell,
    Memory,
    Need,
    PastShift,
    Period,
    Person,
    ProtectedTime,
    Restriction,
    ShiftKind,
    ShiftType,
    Unavailability,
    Weekday,
    Wish,
)
from releve.roster.engine.problem.problem import Assignment, Problem

__all__ = [
    "WEEKDAYS",
    "Assignment",
    "Contract",
    "FixedCell",
    "Memory",
    "Need",
    "PastShift",
    "Period",
    "Person",
    "Problem",
    "ProtectedTime",
    "Restriction",
    "ShiftKind",
    "ShiftType",
    "Unavailability",
    "Weekday",
    "Wish",
]
