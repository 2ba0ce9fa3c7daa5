"""One person's days, worked out from her minutes.

A break that is not paid is spread evenly over its shift, so that a civil day may hold a
fraction of a minute. Sums are kept as whole numbers of a small part of a minute, the same for
all her days: exact, and fast.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import accumulate
from math import gcd, lcm

from releve.roster.engine.audit.clock import Clock
from releve.roster.engine.audit.windows import Days, monday_of, weekday
from releve.roster.engine.audit.worked import Shift, Stretch
from releve.roster.engine.rules import forms
from releve.roster.engine.rules.forms import Measure

SATURDAY, SUNDAY = 5, 6

STARTS: Mapping[str, Callable[[Shift], bool]] = {
    "duty": lambda shift: not shift.on_call,
    "day": lambda shift: not shift.on_call and not shift.night,
    "night": lambda shift: not shift.on_call and shift.night,
    "morning": lambda shift: not shift.on_call and shift.morning,
    "evening": lambda shift: not shift.on_call and shift.evening,
    "long": lambda shift: not shift.on_call and shift.long,
    "on_call": lambda shift: shift.on_call,
}
"""Kinds of day that a shift starting on it makes."""

FREE = ("off", "rest_day")
"""Kinds of day that work takes away."""


class Timeline:
    """The shifts of one person over the civil days that are known of her."""

    def __init__(
        self, shifts: Sequence[Shift], *, known: Days, clock: Clock, holidays: frozenset[int]
    ) -> None:
        self.shifts = shifts
        self.known = known
        self.clock = clock
        self.holidays = holidays
        self.work_shifts = tuple(shift for shift in shifts if not shift.on_call)
        self._flags: dict[forms.Days, list[bool]] = {}
        self._counts: dict[forms.Days, list[int]] = {}

    # -- minutes ------------------------------------------------------------------------------

    @cached_property
    def scale(self) -> int:
        """How many equal parts a minute is cut into, so that every day's sum is whole."""
        parts = {
            row.span // gcd(row.span, row.work, row.overtime)
            for shift in self.work_shifts
            for row in shift.rows
            if row.span and len(self.clock.days_of(row.start, row.end)) > 1
        }
        return lcm(*parts)

    @cached_property
    def _sums(self) -> dict[Measure, list[int]]:
        """Per measure, the sum of all days before each known day, in parts of a minute."""
        days: dict[str, list[int]] = {
            name: [0] * self.known.count for name in ("work", "overtime", "on_call")
        }
        for shift in self.shifts:
            for row in shift.rows:
                for day, minutes in self._days_of(row):
                    index = day - self.known.first
                    if shift.on_call:
                        days["on_call"][index] += minutes * self.scale
                    else:
                        part = minutes * self.scale
                        days["work"][index] += part * row.work // row.span
                        days["overtime"][index] += part * row.overtime // row.span
        plain = [
            work - overtime for work, overtime in zip(days["work"], days["overtime"], strict=True)
        ]
        return {
            "work": _running(days["work"]),
            "overtime": _running(days["overtime"]),
            "on_call": _running(days["on_call"]),
            "work_without_overtime": _running(plain),
        }

    def _days_of(self, row: Stretch) -> Iterator[tuple[int, int]]:
        for day in self.clock.days_of(row.start, row.end):
            if day in self.known:
                yield day, self.clock.minutes_on(day, row.start, row.end)

    def parts(self, measure: Measure, days: Days) -> int:
        """Return the minutes of ``measure`` in known days, times ``scale``."""
        sums = self._sums[measure]
        first = self.known.first
        return sums[days.last + 1 - first] - sums[days.first - first]

    def minutes(self, measure: Measure, days: Days) -> Fraction:
        """Return the minutes of ``measure`` in known days."""
        return Fraction(self.parts(measure, days), self.scale)

    # -- kinds of day -------------------------------------------------------------------------

    def flags(self, of: forms.Days) -> list[bool]:
        """Return, for each known day, whether it is of that kind.

        A weekend is its Saturday, worked on that day or on the Sunday after.
        """
        flags = self._flags.get(of)
        if flags is None:
            flags = self._flags[of] = self._flags_of(of)
        return flags

    def count(self, of: forms.Days, days: Days) -> int:
        """Return how many known days are of that kind; a weekend counts once.

        Only the Saturdays and Sundays that lie among these days are seen.
        """
        if of.kind == "weekend":
            seen = range(days.first, days.last + 1)
            return len({monday_of(day) for day in seen if self._is_worked_weekend_day(day)})
        counts = self._counts.get(of)
        if counts is None:
            counts = self._counts[of] = _running(self.flags(of))
        return counts[days.last + 1 - self.known.first] - counts[days.first - self.known.first]

    def _flags_of(self, of: forms.Days) -> list[bool]:
        kind = of.kind
        if kind == "off":
            return [not duty for duty in self.flags(forms.Days(kind="duty"))]
        if kind == "shifts":
            return self._started(lambda shift: shift.code in of.shifts)
        if kind in STARTS:
            return self._started(STARTS[kind])
        if kind == "rest_day":
            return [not present for present in self._present]
        if kind == "weekend":
            return [
                weekday(day) == SATURDAY
                and (self._is_worked_weekend_day(day) or self._is_worked_weekend_day(day + 1))
                for day in range(self.known.first, self.known.last + 1)
            ]
        on_call = kind.startswith("on_call_")
        present = self._reachable if on_call else self._present
        chosen = self._chosen(kind.removeprefix("on_call_"))
        return [here and chosen(self.known.first + index) for index, here in enumerate(present)]

    def _is_worked_weekend_day(self, day: int) -> bool:
        weekend = weekday(day) in (SATURDAY, SUNDAY)
        return weekend and day in self.known and self._present[day - self.known.first]

    def _chosen(self, kind: str) -> Callable[[int], bool]:
        """Return which civil days a kind of presence looks at."""
        if kind == "saturday":
            return lambda day: weekday(day) == SATURDAY
        if kind == "sunday":
            return lambda day: weekday(day) == SUNDAY
        if kind == "holiday":
            return lambda day: day in self.holidays
        return lambda _: True  # worked_day

    def _started(self, wanted: Callable[[Shift], bool]) -> list[bool]:
        flags = [False] * self.known.count
        for shift in self.shifts:
            if shift.day in self.known and wanted(shift):
                flags[shift.day - self.known.first] = True
        return flags

    @cached_property
    def _present(self) -> list[bool]:
        return self._touched(self.work_shifts)

    @cached_property
    def _reachable(self) -> list[bool]:
        return self._touched([shift for shift in self.shifts if shift.on_call])

    def _touched(self, shifts: Sequence[Shift]) -> list[bool]:
        flags = [False] * self.known.count
        for shift in shifts:
            for row in shift.rows:
                for day, _ in self._days_of(row):
                    flags[day - self.known.first] = True
        return flags

    # -- rest ---------------------------------------------------------------------------------

    @cached_property
    def _lasting(self) -> list[Shift]:
        """Work shifts of at least a minute: one that the clock change skips breaks no rest."""
        return [shift for shift in self.work_shifts if shift.end > shift.start]

    @cached_property
    def _starts(self) -> list[int]:
        return [shift.start for shift in self._lasting]

    @cached_property
    def _reached(self) -> list[int]:
        return list(accumulate((shift.end for shift in self._lasting), max))

    @cached_property
    def reach(self) -> list[int]:
        """For each work shift in order of start, the latest end up to and with it."""
        return list(accumulate((shift.end for shift in self.work_shifts), max))

    def longest_rest(self, days: Days) -> int:
        """Return the minutes of the longest stretch of these days outside every shift."""
        start, end = self.clock.at(days.first), self.clock.at(days.last + 1)
        begin = bisect_right(self._starts, start)
        cursor = max(start, self._reached[begin - 1]) if begin else start
        longest = 0
        for index in range(begin, bisect_left(self._starts, end)):
            longest = max(longest, self._starts[index] - cursor)
            cursor = max(cursor, self._reached[index])
        return max(longest, end - cursor)

    def longest_block(self, days: Days, *, with_sunday: bool) -> int:
        """Return the length of the longest row of rest days, or of those that hold a Sunday."""
        rest = self.flags(forms.Days(kind="rest_day"))
        longest = length = 0
        sunday = False
        for day in range(days.first, days.last + 1):
            if not rest[day - self.known.first]:
                length, sunday = 0, False
                continue
            length += 1
            sunday = sunday or weekday(day) == SUNDAY
            if sunday or not with_sunday:
                longest = max(longest, length)
        return longest


def _running(values: Sequence[int]) -> list[int]:
    return [0, *accumulate(values)]
