"""When a notice may leave by e-mail: pure, so that a slow reference can judge it minute by minute.

Each notice is judged alone, from when it was made and what its reader has chosen; nothing depends
on when the last letter left, so a worker that was away sends all that is due, once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

Rhythm = Literal["at_once", "daily", "weekly"]


@dataclass(frozen=True)
class Times:
    """What somebody has chosen; weekdays are counted from Monday, 0.

    Letters leave at once, daily at ``hour`` or on ``weekday`` at ``hour``; never from
    ``quiet_from`` o'clock to ``quiet_to`` (no time at all where they are the same) nor on
    ``quiet_days``. What is urgent waits for no digest, and for no quiet time where
    ``urgent_in_quiet``.
    """

    rhythm: Rhythm
    hour: int = 18
    weekday: int = 0
    quiet_from: int = 20
    quiet_to: int = 8
    quiet_days: frozenset[int] = frozenset()
    urgent_in_quiet: bool = False


def is_due(times: Times, *, made_at: datetime, is_urgent: bool, now: datetime, zone: str) -> bool:
    """Whether a notice made then may leave now; instants with their offset, a zone's name."""
    there = ZoneInfo(zone)
    if is_quiet(times, now=now, zone=zone) and not (is_urgent and times.urgent_in_quiet):
        return False
    if is_urgent or times.rhythm == "at_once":
        return made_at <= now
    return made_at <= _last_digest(times, now.astimezone(UTC), there)


def is_quiet(times: Times, *, now: datetime, zone: str) -> bool:
    """Whether an instant lies in somebody's quiet hours or days, by the clock of a zone."""
    local = now.astimezone(ZoneInfo(zone))
    if local.weekday() in times.quiet_days:
        return True
    first, last = times.quiet_from, times.quiet_to
    if first <= last:
        return first <= local.hour < last
    return local.hour >= first or local.hour < last


def _last_digest(times: Times, now: datetime, zone: ZoneInfo) -> datetime:
    """Return when the last digest before or at an instant was due."""
    day = now.astimezone(zone).date()
    while True:
        at = _at(day, times.hour, zone)
        is_day = times.rhythm == "daily" or day.weekday() == times.weekday
        if is_day and at <= now:
            return at
        day -= timedelta(days=1)


def _at(day: date, hour: int, zone: ZoneInfo) -> datetime:
    # In UTC: two instants of one zone would be compared by its clock, which goes back in autumn.
    return datetime.combine(day, time(hour), tzinfo=zone).astimezone(UTC)
