"""One person's line as it grows day by day, and the shifts that may lawfully come next.

Décret 2002-9, art. 6, 7 and 9, as the packs of the roster's room state them. This is the
demo's own quick reading, which only ever looks back; the roster's judge confirms what it made.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

from releve.roster.engine.calendar import LONG_SHIFT_MINUTES, is_night
from releve.roster.engine.problem import ShiftKind, ShiftType

ZONE = ZoneInfo("Europe/Paris")

REST = 12 * 60
REST_AFTER_NIGHT = 36 * 60
WEEKLY_REST = 36 * 60
WEEK_MINUTES = 44 * 60
SEVEN_DAYS_MINUTES = 48 * 60
CYCLE_MINUTES = 4 * 39 * 60
FORTNIGHT_WORKED_DAYS = 10
MOST_NIGHTS_RUNNING = 4
MOST_LONG_NIGHTS_RUNNING = 3
MOST_DAYS_RUNNING = 6


@dataclass(frozen=True)
class Slot:
    """A shift on a day: its real minutes, whole and by civil day."""

    day: int
    shift: ShiftType
    start: int
    end: int
    pieces: tuple[tuple[int, int], ...]
    night: bool

    @property
    def is_work(self) -> bool:
        """Whether it counts as working time; being on call does not."""
        return self.shift.kind is not ShiftKind.ON_CALL

    @property
    def minutes(self) -> int:
        """The real minutes it lasts."""
        return self.end - self.start


@lru_cache(maxsize=8192)
def slot(day: int, shift: ShiftType) -> Slot:
    """Return a shift on a civil day, by its number."""
    starts, ends = shift.local_bounds(date.fromordinal(day))
    start, end = _minute(starts), _minute(ends)
    middle = _minute(datetime.combine(date.fromordinal(day + 1), time()))
    pieces: tuple[tuple[int, int], ...] = ((day, min(end, middle) - start),)
    if end > middle:
        pieces += ((day + 1, end - middle),)
    return Slot(day, shift, start, end, pieces, night=is_night(shift))


def _minute(local: datetime) -> int:
    return int(local.replace(tzinfo=ZONE).timestamp()) // 60


@lru_cache(maxsize=1024)
def _midnight(day: int) -> int:
    return _minute(datetime.combine(date.fromordinal(day), time()))


@dataclass
class Line:
    """What one person has been given so far; days are numbers, ``anchor`` a Monday."""

    anchor: int
    given: dict[int, Slot] = field(default_factory=dict)
    minutes: dict[int, int] = field(default_factory=dict)
    busy: set[int] = field(default_factory=set)
    by_week: dict[int, int] = field(default_factory=dict)
    by_cycle: dict[int, int] = field(default_factory=dict)

    def give(self, new: Slot) -> None:
        """Add a shift."""
        self.given[new.day] = new
        for day, minutes in new.pieces:
            self.busy.add(day)
            if new.is_work:
                self.minutes[day] = self.minutes.get(day, 0) + minutes
                week, cycle = self._blocks(day)
                self.by_week[week] = self.by_week.get(week, 0) + minutes
                self.by_cycle[cycle] = self.by_cycle.get(cycle, 0) + minutes

    def fits(self, new: Slot) -> bool:
        """Whether a shift more keeps every rule that binds her."""
        return (
            new.day not in self.given
            and self._rests_around(new)
            and self._runs_fit(new)
            and (not new.is_work or self._hours_fit(new))
            and self._fortnights_fit(new)
            and all(self._week_rests(week, new) for week in self._weeks_of(new))
        )

    def running_before(self, day: int) -> int:
        """Return on how many days just before this one she works without a day off."""
        count = 0
        while day - 1 - count in self.busy:
            count += 1
        return count

    def running_after(self, day: int) -> int:
        """Return on how many days just after this one she works without a day off."""
        count = 0
        while day + 1 + count in self.busy:
            count += 1
        return count

    def _rests_around(self, new: Slot) -> bool:
        before = self.given.get(new.day - 1) or self.given.get(new.day - 2)
        after = self.given.get(new.day + 1) or self.given.get(new.day + 2)
        rested = before is None or new.start - before.end >= _rest(before, new)
        return rested and (after is None or after.start - new.end >= _rest(new, after))

    def _blocks(self, day: int) -> tuple[int, int]:
        """Return the numbers of the week and of the cycle of four weeks that hold a day."""
        return (day - self.anchor) // 7, (day - self.anchor) // 28

    def _hours_fit(self, new: Slot) -> bool:
        weeks: dict[int, int] = {}
        cycles: dict[int, int] = {}
        for day, minutes in new.pieces:
            week, cycle = self._blocks(day)
            weeks[week] = weeks.get(week, self.by_week.get(week, 0)) + minutes
            cycles[cycle] = cycles.get(cycle, self.by_cycle.get(cycle, 0)) + minutes
        return (
            max(weeks.values()) <= WEEK_MINUTES
            and max(cycles.values()) <= CYCLE_MINUTES
            and self._seven_days_fit(new)
        )

    def _seven_days_fit(self, new: Slot) -> bool:
        """Whether no seven days that hold a part of the shift exceed 48 hours."""
        first, last = new.day - 6, new.pieces[-1][0] + 6
        row = [self.minutes.get(day, 0) for day in range(first, last + 1)]
        for day, minutes in new.pieces:
            row[day - first] += minutes
        return all(sum(row[at : at + 7]) <= SEVEN_DAYS_MINUTES for at in range(len(row) - 6))

    def _fortnights_fit(self, new: Slot) -> bool:
        touched = {day for day, _minutes in new.pieces}
        for first in {day - (day - self.anchor) % 14 for day in touched}:
            busy = {
                day - first
                for day in range(first, first + 14)
                if day in self.busy or day in touched
            }
            pairs = ((5, 6), (6, 7), (12, 13))
            if all(one in busy or other in busy for one, other in pairs):
                return False
            if len(busy) > FORTNIGHT_WORKED_DAYS:
                return False
        return True

    def _runs_fit(self, new: Slot) -> bool:
        last = new.pieces[-1][0]
        run = self.running_before(new.day) + last - new.day + 1 + self.running_after(last)
        if run > MOST_DAYS_RUNNING:
            return False
        if not new.night:
            return True
        is_long = new.minutes >= LONG_SHIFT_MINUTES
        most = MOST_LONG_NIGHTS_RUNNING if is_long else MOST_NIGHTS_RUNNING
        return self._nights(new.day, -1) + 1 + self._nights(new.day, 1) <= most

    def _nights(self, day: int, step: int) -> int:
        count = 0
        while (night := self.given.get(day + step * (count + 1))) is not None and night.night:
            count += 1
        return count

    def _weeks_of(self, new: Slot) -> set[int]:
        return {day - (day - self.anchor) % 7 for day, _minutes in new.pieces}

    def _week_rests(self, week: int, new: Slot) -> bool:
        """Whether thirty-six hours on end stay free in a civil week."""
        opens, closes = _midnight(week), _midnight(week + 7)
        inside = [self.given.get(day) for day in range(week - 1, week + 7) if day != new.day]
        held = sorted(
            [(one.start, one.end) for one in inside if one is not None and one.is_work]
            + [(new.start, new.end)]
        )
        longest, free_since = 0, opens
        for start, end in held:
            if end > opens:
                longest = max(longest, min(start, closes) - free_since)
                free_since = max(free_since, end)
        return max(longest, closes - free_since) >= WEEKLY_REST


def _rest(earlier: Slot, later: Slot) -> int:
    return REST_AFTER_NIGHT if earlier.night and not later.night else REST
