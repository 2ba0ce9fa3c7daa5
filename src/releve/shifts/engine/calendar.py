"""Civil days as instants: a day of the clock change has 23 or 25 hours.

All instants of the engine are whole minutes since 1970 in UTC. What belongs to civil days (nights,
weekends, rest days) is read off the local midnights, worked out once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ROUND = timedelta(days=40)
"""How far the calendar reaches around a period: rests and runs look that far back and ahead."""


@dataclass(frozen=True)
class Calendar:
    """The local midnights of a stretch of days: one more than there are days.

    ``first_day`` is the ordinal of the first day, as ``date.toordinal`` gives it.
    """

    first_day: int
    midnights: tuple[int, ...]

    @property
    def days(self) -> int:
        """How many civil days there are."""
        return len(self.midnights) - 1


def calendar_of(from_on: date, to_on: date, zone: ZoneInfo) -> Calendar:
    """Return the midnights of the days around a period, both ends of it included."""
    first = from_on - ROUND
    days = (to_on + ROUND - first).days + 1
    midnights = (first + timedelta(days=place) for place in range(days + 1))
    return Calendar(
        first.toordinal(),
        tuple(minute_of(datetime.combine(day, time(), zone)) for day in midnights),
    )


def minute_of(instant: datetime) -> int:
    """Return an aware instant as whole minutes since 1970 in UTC."""
    return int(instant.timestamp() // 60)
