"""Local civil time as whole minutes since 1970, so that elapsed time is a subtraction.

A night of the clock change has 11 or 13 hours, a civil day 23 or 25. Counting in minutes of
universal time and asking the zone only where a civil day begins keeps every sum exact. Civil
days are numbered as ``date.toordinal`` does.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)

DAY_MINUTES = 1440
NIGHT_STARTS = 21 * 60
NIGHT_ENDS = 6 * 60


def minute_of(instant: datetime) -> int:
    """Return the minutes since 1970 of an aware instant; ``ValueError`` off the whole minute."""
    minutes, rest = divmod(instant - EPOCH, MINUTE)
    if rest:
        message = f"{instant.isoformat()} is not on a whole minute"
        raise ValueError(message)
    return minutes


class Clock:
    """The local clock of one time zone."""

    def __init__(self, zone: ZoneInfo) -> None:
        self.zone = zone
        # A ward's shifts start and end at the same few times: both answers repeat endlessly.
        self._known: dict[tuple[int, int], int] = {}
        self._days: dict[int, int] = {}

    def at(self, day: int, minute: int = 0) -> int:
        """Return the instant of a local time, its first occurrence where the clock repeats it.

        ``minute`` counts from midnight by the clock; 1440 and above lie on the days after.
        """
        known = self._known.get((day, minute))
        if known is None:
            days, rest = divmod(minute, DAY_MINUTES)
            local = datetime.combine(
                date.fromordinal(day + days), time(rest // 60, rest % 60), tzinfo=self.zone
            )
            known = self._known[day, minute] = minute_of(local)
        return known

    def local(self, instant: int) -> datetime:
        """Return the aware local time of an instant."""
        return (EPOCH + instant * MINUTE).astimezone(self.zone)

    def day_of(self, instant: int) -> int:
        """Return the civil day in which the minute that starts at this instant lies."""
        day = self._days.get(instant)
        if day is None:
            day = self._days[instant] = self.local(instant).toordinal()
        return day

    def days_of(self, start: int, end: int) -> range:
        """Return the civil days in which ``[start, end)`` has at least one minute."""
        return range(self.day_of(start), self.day_of(end - 1) + 1) if start < end else range(0)

    def minutes_on(self, day: int, start: int, end: int) -> int:
        """Return how many minutes of ``[start, end)`` lie in a civil day."""
        return overlap(start, end, self.at(day), self.at(day + 1))

    def dark_minutes(self, start: int, end: int) -> int:
        """Return how many minutes of ``[start, end)`` lie between 21:00 and 06:00 local."""
        evenings = range(self.day_of(start) - 1, self.day_of(end) + 1)
        return sum(
            overlap(start, end, self.at(day, NIGHT_STARTS), self.at(day + 1, NIGHT_ENDS))
            for day in evenings
        )


def overlap(start: int, end: int, other_start: int, other_end: int) -> int:
    """Return the minutes that two stretches share."""
    return max(0, min(end, other_end) - max(start, other_start))
