"""The load signals of planned and worked shifts, computed over plain columns."""

from releve.shifts.engine.calendar import Calendar
from releve.shifts.engine.columns import Changes, Columns, Cover, People
from releve.shifts.engine.evidence import SIGNALS, Signal
from releve.shifts.engine.load import Tally, load

__all__ = [
    "SIGNALS",
    "Calendar",
    "Changes",
    "Columns",
    "Cover",
    "People",
    "Signal",
    "Tally",
    "load",
]
