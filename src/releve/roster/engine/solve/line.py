"""One person's line of the roster as variables: which shift starts on which day.

A line knows the days since ``history_from`` (constants) and the days of the period
(variables). Everything a rule can ask of a day is answered here as an affine expression that
is 0 or 1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from functools import cached_property
from math import lcm

from releve.roster.engine.calendar import (
    LONG_SHIFT_MINUTES,
    days_from,
    midnight,
    minutes_between,
    public_holidays,
)
from releve.roster.engine.cover import bounds
from releve.roster.engine.problem import Person, Problem, ShiftKind, ShiftType
from releve.roster.engine.result import Reason
from releve.roster.engine.rules.forms import DayKind, Days
from releve.roster.engine.solve.model import Affine, Model, total

DARK_FROM = time(21)
DARK_TO = time(6)

Decided = Mapping[date, frozenset[str]]
"""Days of the period that a search leaves as they are: the codes that start on each."""

OPPOSITES: dict[str, DayKind] = {"off": "duty", "rest_day": "worked_day"}


@dataclass(frozen=True)
class Slot:
    """A shift type on a day, with all that its place on the clock makes of it.

    ``start`` and ``end``: minutes since the epoch. ``minutes``: exact work (or on-call) minutes
    by civil day. ``work``: whole minutes of the shift. ``night``: whether at least half of its
    minutes lie between 21:00 and 06:00. ``on_call``: whether it is on-call time, no work.
    """

    day: date
    shift: ShiftType
    start: int
    end: int
    work: int
    minutes: tuple[tuple[date, Fraction], ...]
    night: bool
    on_call: bool

    @property
    def days(self) -> tuple[date, ...]:
        """The civil days on which it has minutes."""
        return tuple(day for day, _ in self.minutes)


class Slots:
    """Every slot of a problem, made once and shared by all lines.

    ``whole_minutes``: minutes of a slot on a civil day times ``scale``, which makes them whole.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.first = problem.history_from or problem.starts_on
        self.holidays = public_holidays(problem)
        self.by_key = {
            (day, shift.code): self._slot(day, shift)
            for day in days_from(self.first, problem.ends_on)
            for shift in problem.shifts
        }
        denominators = [
            part.denominator for slot in self.by_key.values() for _, part in slot.minutes
        ]
        self.scale = lcm(*denominators) if denominators else 1
        self.whole_minutes = {
            (slot.day, slot.shift.code, near): int(minutes * self.scale)
            for slot in self.by_key.values()
            for near, minutes in slot.minutes
        }

    def _slot(self, day: date, shift: ShiftType) -> Slot:
        start_at, end_at = bounds(self.problem, day, shift.code)
        # A shift inside the hour that the clock change skips has no minute at all.
        span = max(0, minutes_between(start_at, end_at))
        work = max(0, span - shift.unpaid_minutes)
        zone, parts, dark = self.problem.zone, [], 0
        for near in days_from(day - timedelta(days=1), day + timedelta(days=2)):
            following = near + timedelta(days=1)
            here = _overlap(start_at, end_at, midnight(near, zone), midnight(following, zone))
            if here:
                parts.append((near, Fraction(here * work, span)))
            evening = datetime.combine(near, DARK_FROM, tzinfo=zone).astimezone(UTC)
            morning = datetime.combine(following, DARK_TO, tzinfo=zone).astimezone(UTC)
            dark += _overlap(start_at, end_at, evening, morning)
        start = int(start_at.timestamp()) // 60
        on_call = shift.kind is ShiftKind.ON_CALL
        return Slot(
            day, shift, start, start + span, work, tuple(parts), 2 * dark >= span > 0, on_call
        )


def _overlap(start: datetime, end: datetime, left: datetime, right: datetime) -> int:
    """Return the whole minutes that two stretches of time share."""
    return max(0, minutes_between(max(start, left), min(end, right)))


def starts_as(of: Days) -> Callable[[Slot], bool]:
    """Return whether a slot makes the day on which it starts a day of that kind."""
    tests: dict[str, Callable[[Slot], bool]] = {
        "shifts": lambda slot: slot.shift.code in of.shifts,
        "duty": lambda slot: not slot.on_call,
        "on_call": lambda slot: slot.on_call,
        "night": lambda slot: not slot.on_call and slot.night,
        "day": lambda slot: not slot.on_call and not slot.night,
        "morning": _is_morning,
        "evening": _is_evening,
        "long": lambda slot: not slot.on_call and slot.end - slot.start >= LONG_SHIFT_MINUTES,
    }
    return tests[of.kind]


def _is_morning(slot: Slot) -> bool:
    is_day = not slot.on_call and not slot.night
    return is_day and slot.shift.starts_at.hour < 10


def _is_evening(slot: Slot) -> bool:
    is_day = not slot.on_call and not slot.night
    start, end = slot.shift.local_bounds(slot.day)
    late = end.date() > start.date() or end.hour >= 20
    return is_day and start.hour >= 12 and late


class Line:
    """The variables of one person and the predicates over her days.

    On days already ``decided`` a variable has one value only; it stays a variable, since what
    the rules ask of a plan is not what they ask of the past.
    """

    def __init__(
        self, slots: Slots, person: Person, model: Model, decided: Decided | None = None
    ) -> None:
        self.slots = slots
        self._decided = decided or {}
        self.problem = slots.problem
        self.person = person
        self.model = model
        self.past = {(past.day, past.shift) for past in person.history}
        self._cells: dict[tuple[date, str], Affine] = {}
        self._starts: dict[date, list[tuple[Slot, Affine]]] = {}
        self._touching: dict[date, list[tuple[Slot, Affine]]] = {}
        self._ors: dict[tuple[str, date], Affine] = {}
        self._true: dict[tuple[Days, date], Affine] = {}
        for (day, code), slot in slots.by_key.items():
            value = self._value(day, code)
            if value.constant == 0 and not value.terms:
                continue
            self._cells[day, code] = value
            self._starts.setdefault(day, []).append((slot, value))
            for touched in slot.days:
                self._touching.setdefault(touched, []).append((slot, value))

    def _value(self, day: date, code: str) -> Affine:
        if day < self.problem.starts_on:
            return Affine(int((day, code) in self.past))
        given = self._decided.get(day)
        lowest, highest = (0, 1) if given is None else (int(code in given), int(code in given))
        return Affine(0, ((self.model.variable(lowest, highest), 1),))

    def reason(self, code: str, **facts: object) -> Reason:
        """Return a reason about this person."""
        return Reason(code, person=self.person.id, **facts)  # type: ignore[arg-type]  # facts of Reason

    @cached_property
    def known(self) -> tuple[date, ...]:
        """The days of which everything is known or to be decided, in order."""
        return tuple(days_from(self.slots.first, self.problem.ends_on))

    @cached_property
    def first(self) -> date:
        """The first known day."""
        return self.slots.first

    def cells(self) -> Iterator[tuple[Slot, Affine]]:
        """Yield every slot of the period with its variable."""
        for (day, code), value in self._cells.items():
            if day >= self.problem.starts_on:
                yield self.slots.by_key[day, code], value

    def cell(self, day: date, code: str) -> Affine:
        """Return whether that shift starts on that day."""
        return self._cells.get((day, code), Affine())

    def starting(self, day: date) -> list[tuple[Slot, Affine]]:
        """Return the slots that start on a day."""
        return self._starts.get(day, [])

    def touching(self, day: date, *, on_call: bool = False) -> list[tuple[Slot, Affine]]:
        """Return the slots with minutes on a civil day: of work, or of on-call time."""
        return [pair for pair in self._touching.get(day, []) if pair[0].on_call == on_call]

    def is_true(self, of: Days, day: date) -> Affine:
        """Return the predicate ``of`` on a day, 0 or 1."""
        key = (of, day)
        if key not in self._true:
            self._true[key] = self._predicate(of, day)
        return self._true[key]

    def _predicate(self, of: Days, day: date) -> Affine:
        if of.kind in OPPOSITES:
            return self.is_true(Days(OPPOSITES[of.kind]), day).complement()
        if of.kind == "weekend":
            return self.weekend(day) if day.weekday() == 5 else Affine()
        if of.kind in ("worked_day", "saturday", "sunday", "holiday"):
            return self._worked(of.kind, day)
        if of.kind in ("on_call_saturday", "on_call_sunday", "on_call_holiday"):
            return self._on_call(of.kind.removeprefix("on_call_"), day)
        return self._started(day, starts_as(of))

    def weekend(self, saturday: date, within: frozenset[date] | None = None) -> Affine:
        """Return whether a minute is worked that Saturday or Sunday, of those ``within``."""
        days = [saturday, saturday + timedelta(days=1)]
        seen = [d for d in days if d in self._known_set and (within is None or d in within)]
        if len(seen) == 1:
            return self._worked("worked_day", seen[0])
        parts = [self._worked("worked_day", day) for day in seen]
        return self._either(("weekend", saturday), parts) if parts else Affine()

    @cached_property
    def _known_set(self) -> frozenset[date]:
        return frozenset(self.known)

    def _started(self, day: date, test: Callable[[Slot], bool]) -> Affine:
        found = [(slot, value) for slot, value in self.starting(day) if test(slot)]
        if {slot.on_call for slot, _ in found} == {True, False}:
            groups = [
                total(value for slot, value in found if slot.on_call == on_call)
                for on_call in (False, True)
            ]
            codes = ",".join(slot.shift.code for slot, _ in found)
            return self._either((f"shifts {codes}", day), groups)
        return self._named(day, found)

    def _named(self, day: date, found: list[tuple[Slot, Affine]]) -> Affine:
        """Return a sum of starts as one variable, so that rows that use it stay short."""
        started = total(value for _, value in found)
        if len(started.terms) <= 1:
            return started
        key = ("started " + ",".join(slot.shift.code for slot, _ in found), day)
        if key not in self._ors:
            name = Affine(0, ((self.model.variable(), 1),))
            self.model.equal(total([started, -name]), 0, self.reason("DEFINITION"))
            self._ors[key] = name
        return self._ors[key]

    def _worked(self, kind: str, day: date) -> Affine:
        if not self._is_calendar(kind, day):
            return Affine()
        return self._either(("worked", day), self._by_start(day, on_call=False))

    def _on_call(self, kind: str, day: date) -> Affine:
        if not self._is_calendar(kind, day):
            return Affine()
        return self._either(("on_call", day), self._by_start(day, on_call=True))

    def _is_calendar(self, kind: str, day: date) -> bool:
        weekday = {"saturday": 5, "sunday": 6}.get(kind)
        if weekday is not None:
            return day.weekday() == weekday
        return kind != "holiday" or day in self.slots.holidays

    def _by_start(self, day: date, *, on_call: bool) -> list[Affine]:
        groups: dict[date, list[Affine]] = {}
        for slot, value in self.touching(day, on_call=on_call):
            groups.setdefault(slot.day, []).append(value)
        return [total(group) for group in groups.values()]

    def _either(self, key: tuple[str, date], parts: list[Affine]) -> Affine:
        """Return 1 where any of some 0-or-1 expressions is 1."""
        if any(part.constant == 1 and not part.terms for part in parts):
            return Affine(1)
        open_parts = [part for part in parts if part.terms]
        if len(open_parts) <= 1:
            return open_parts[0] if open_parts else Affine()
        if key not in self._ors:
            either = Affine(0, ((self.model.variable(), 1),))
            definition = self.reason("DEFINITION")
            for part in open_parts:
                self.model.at_most(total([part, -either]), 0, definition)
            self.model.at_most(total([either, *(-part for part in open_parts)]), 0, definition)
            self._ors[key] = either
        return self._ors[key]
