"""What people state before a month is made, as wishes of its problem, and what became of them.

A person has a budget of points for each period. A wish takes its strength (1 to 3) from it, once
for each day that it names. In the problem a point weighs ``BASE``, more or less by what earlier
months granted her beside the others (see ``factors``): bounded, and the same formula for all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property

from releve.roster.engine.calendar import LONG_SHIFT_MINUTES, days_from, is_night, touched_days
from releve.roster.engine.counters import counters
from releve.roster.engine.cover import is_needed
from releve.roster.engine.problem import (
    WEEKDAYS,
    Assignment,
    Problem,
    ShiftKind,
    ShiftType,
    Weekday,
    Wish,
)

BASE = 10
"""Points of cost that one point of a budget stands for, where the past says nothing."""

STEADY_POINTS = 10
"""Points beside those that somebody asked, so that one wish refused long ago does not weigh like
a year of them."""

LEAST_FACTOR, MOST_FACTOR = Fraction(3, 4), Fraction(3, 2)

PREFERENCE_WEIGHT = 1
"""A preference tips the scales between equals, and never outweighs a wish."""

ONE_DAY = timedelta(days=1)

OF_PROBLEM = {"off": "off", "on": "work", "shift": "shift", "not_shift": "avoid"}


@dataclass(frozen=True)
class Span:
    """Days from the first to the last, both included."""

    first: date
    last: date

    @cached_property
    def days(self) -> tuple[date, ...]:
        """Every day, in order."""
        return tuple(days_from(self.first, self.last))


@dataclass(frozen=True)
class Stated:
    """A wish as it was stated: for one day, or for some weekdays of the whole period."""

    person: str
    kind: str
    strength: int
    day: date | None = None
    weekdays: tuple[Weekday, ...] = ()
    shift: str | None = None

    def days(self, span: Span) -> tuple[date, ...]:
        """Return the days of the period that it names."""
        if self.day is not None:
            return (self.day,) if span.first <= self.day <= span.last else ()
        return tuple(day for day in span.days if WEEKDAYS[day.weekday()] in self.weekdays)

    def points(self, span: Span) -> int:
        """Return what it takes from her budget."""
        return self.strength * len(self.days(span))


@dataclass(frozen=True)
class Record:
    """Points that somebody asked in earlier months, and those of them that were granted."""

    asked: int = 0
    granted: int = 0

    def __add__(self, other: Record) -> Record:
        return Record(self.asked + other.asked, self.granted + other.granted)


@dataclass(frozen=True)
class Outcome:
    """What a roster makes of one wish; days of which it cannot tell are not among those asked."""

    stated: Stated
    asked: tuple[date, ...]
    granted: tuple[date, ...]

    @property
    def record(self) -> Record:
        """Its points, asked and granted."""
        strength = self.stated.strength
        return Record(strength * len(self.asked), strength * len(self.granted))


def spread(stated: Iterable[Stated], span: Span) -> Iterator[tuple[Stated, date]]:
    """Yield each wish with each day on which it counts.

    What a person says of one day takes, on that day, the place of what she says of the weekday.
    """
    known = tuple(stated)
    said = {(one.person, one.day) for one in known if one.day is not None}
    for one in known:
        for day in one.days(span):
            if one.day is not None or (one.person, day) not in said:
                yield one, day


def factors(records: Mapping[str, Record]) -> dict[str, Fraction]:
    """Return by how much each person's wishes weigh more or less than the base.

    1, plus the points that she would have been granted at the others' rate less those that she
    was granted, over those that she asked and ``STEADY_POINTS`` more; between 3/4 and 3/2. Where
    she or the others asked nothing it is 1; another refusal never makes it less.
    """
    total = sum(records.values(), Record())
    return {
        person: max(LEAST_FACTOR, min(MOST_FACTOR, 1 + _owed(own, total)))
        for person, own in records.items()
    }


def _owed(own: Record, total: Record) -> Fraction:
    others = Record(total.asked - own.asked, total.granted - own.granted)
    if not others.asked:
        return Fraction(0)
    expected = own.asked * Fraction(others.granted, others.asked)
    return (expected - own.granted) / (own.asked + STEADY_POINTS)


def weight(strength: int, factor: Fraction = Fraction(1)) -> int:
    """Return the weight in the problem of a wish of one day, rounded to the nearest whole."""
    return int(BASE * strength * factor + Fraction(1, 2))


def carried(
    problem: Problem, stated: Iterable[Stated], span: Span, by: Mapping[str, Fraction]
) -> tuple[Wish, ...]:
    """Return stated wishes as wishes of a problem, those that it can hold, in a fixed order.

    ``by``: each person's factor, 1 where there is none. Left out is what names nobody, no shift
    or no day of the problem.
    """
    found = [
        Wish(
            person=one.person,
            day=day,
            wish=OF_PROBLEM[one.kind],  # type: ignore[arg-type]  # checked by the problem
            shift=one.shift,
            weight=weight(one.strength, by.get(one.person, Fraction(1))),
        )
        for one, day in spread(stated, span)
        if can_hold(problem, one, day)
    ]
    return tuple(sorted(found, key=lambda wish: (wish.person, wish.day)))


def can_hold(problem: Problem, stated: Stated, day: date) -> bool:
    """Whether a problem knows the person, the shift and the day of a wish."""
    knows_shift = stated.shift is None or stated.shift in problem.shift_by_code
    in_period = problem.starts_on <= day <= problem.ends_on
    return stated.person in problem.person_by_id and knows_shift and in_period


def preferred(problem: Problem, person: str, kind: str, span: Span) -> tuple[Wish, ...]:
    """Return a preference as light wishes against the shifts that she would rather not have."""
    unwanted = [shift for shift in problem.shifts if _is_against(kind, shift)]
    return tuple(
        Wish(
            person=person,
            day=day,
            wish="avoid",
            shift=shift.code,
            weight=PREFERENCE_WEIGHT,
            preference=True,
        )
        for day in problem.days
        if span.first <= day <= span.last
        for shift in unwanted
    )


def _is_against(kind: str, shift: ShiftType) -> bool:
    if shift.kind is not ShiftKind.WORKED:
        return False
    if kind in ("days", "nights"):
        return is_night(shift) == (kind == "days")
    return (shift.span_minutes >= LONG_SHIFT_MINUTES) == (kind == "short")


def with_wishes(problem: Problem, wishes: Sequence[Wish], span: Span) -> Problem:
    """Return a problem whose wishes on the days of a span are exactly these."""
    others = tuple(one for one in problem.wishes if not span.first <= one.day <= span.last)
    return problem.with_changes(wishes=(*others, *wishes))


def outcomes(
    problem: Problem, answer: Iterable[Assignment], stated: Iterable[Stated], span: Span
) -> list[Outcome]:
    """Return what a plan makes of each wish, in the order in which they were given."""
    known = tuple(stated)
    told = [(one, day) for one, day in spread(known, span) if can_hold(problem, one, day)]
    asked = carried(problem, known, span, {})
    counted = counters(problem.with_changes(wishes=asked), answer)
    met = {
        (answer.wish.person, answer.wish.day): answer.met
        for own in counted.values()
        for answer in own.wishes
    }
    days: dict[Stated, list[date]] = {}
    for one, day in told:
        days.setdefault(one, []).append(day)
    return [
        Outcome(
            one,
            tuple(days.get(one, ())),
            tuple(day for day in days.get(one, ()) if met[one.person, day]),
        )
        for one in known
    ]


def needed(problem: Problem, day: date, role: str) -> int:
    """Return how many people of a role the needs ask to start work on a day.

    A shift that several needs ask for counts once, with the highest; needs over a period of the
    day count only where none names a shift.
    """
    by_shift, over_periods = _starting(problem, day, role)
    return sum(by_shift.values()) or over_periods


def at_work(problem: Problem, day: date, role: str) -> int:
    """Return how many people of a role the needs keep from a whole day off.

    Those who start that day, and those whose night of the day before ends on it.
    """
    nights, _periods = _starting(problem, day - ONE_DAY, role)
    ending = sum(
        count for code, count in nights.items() if day in touched_days(problem, day - ONE_DAY, code)
    )
    return needed(problem, day, role) + ending


def away(problem: Problem, day: date) -> frozenset[str]:
    """Return who cannot be given work on a day anyhow."""
    return frozenset(one.person for one in problem.unavailable if one.from_on <= day <= one.to_on)


def _starting(problem: Problem, day: date, role: str) -> tuple[dict[str, int], int]:
    """Return the people that needs ask for each shift, and the most that one asks of a period."""
    by_shift: dict[str, int] = {}
    over_periods = 0
    for need in problem.needs:
        if need.role not in (None, role) or not is_needed(need, day):
            continue
        asked = need.minimum if need.target is None else need.target
        if need.shift is None:
            over_periods = max(over_periods, asked)
        else:
            by_shift[need.shift] = max(by_shift.get(need.shift, 0), asked)
    return by_shift, over_periods
