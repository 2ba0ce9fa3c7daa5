"""The signals: what each counts, in which unit, and what was published about it.

Only what was read at its source is claimed (``is_verified``); a signal without such a source says
so, and stands on the law or on custom alone. These are properties of shifts, told of units and of
nobody: no figure here is a measure of a person.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Per = Literal[
    "shifts", "nights", "rest_days", "weeks", "weekends", "planned_shifts", "hours", "measured"
]


@dataclass(frozen=True)
class Signal:
    """One signal: its code, what its figure is per hundred of, its limit and its source.

    ``limit``: in minutes, days or hundredths, as the formula says. ``source``: an article or a
    digital address; ``finding``: the code of the sentence that quotes it, empty without one.
    """

    code: str
    per: Per
    limit: int
    source: str = ""
    finding: str = ""

    @property
    def is_verified(self) -> bool:
        """Whether its evidence was read at its source."""
        return bool(self.source)


SIGNALS = (
    Signal("quick_returns", "shifts", 11 * 60, "Vedaa 2017, Occup Environ Med 74(7):496", "quick"),
    Signal("long_shifts", "shifts", 12 * 60, "RN4CAST, PMC4577950", "long"),
    Signal("long_shift_weeks", "shifts", 75, "doi:10.1111/jonm.12643", "long_weeks"),
    Signal("night_runs", "nights", 3, "Nordic working time guidance, ttl.fi", "three_nights"),
    Signal("night_weeks", "shifts", 75, "Dall’Ora 2020, doi:10.1111/jonm.12643", "night_weeks"),
    Signal("over_48_hours", "shifts", 48 * 60, "Décret 2002-9, art. 6", "law_48"),
    Signal("short_daily_rests", "shifts", 12 * 60, "Décret 2002-9, art. 6", "law_rest"),
    Signal("short_weekly_rests", "weeks", 36 * 60, "Décret 2002-9, art. 6", "law_week"),
    Signal("weekends_worked", "weekends", 0),
    Signal("recalls", "rest_days", 0),
    Signal("changes_48_hours", "planned_shifts", 48 * 60),
    Signal("changes_15_days", "planned_shifts", 15 * 24 * 60),
    Signal("understaffed_hours", "hours", 0),
    Signal("short_breaks", "measured", 20),
    Signal("late_stays", "shifts", 0, "PMC4196798", "overtime"),
)
"""Every signal, in the order in which it is shown."""
