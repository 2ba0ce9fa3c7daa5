"""A cycle rolled out over people and dates: the month begins from it.

Days on which somebody cannot be there are left empty and listed: a shift is left out where any
of its minutes would fall on such a day. Nothing is moved to make up for it; the month does that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from releve.roster.engine.calendar import days_from
from releve.roster.engine.cycle.cycle import Cycle, CyclePlace
from releve.roster.engine.problem import (
    Assignment,
    Contract,
    PastShift,
    Person,
    Problem,
    Unavailability,
)
from releve.roster.engine.problem.checks import MIN_HISTORY_DAYS, FieldError


@dataclass(frozen=True)
class RollOut:
    """What a cycle gives over some dates.

    ``left_empty``: what it would have given, had its person been there.
    """

    answer: tuple[Assignment, ...]
    left_empty: tuple[Assignment, ...] = ()


def roll_out(
    cycle: Cycle,
    places: Sequence[CyclePlace],
    first: date,
    last: date,
    unavailable: Iterable[Unavailability] = (),
) -> RollOut:
    """Return the shifts that a cycle gives to people from first to last, both included.

    Raises ``FieldError`` at a place that the cycle does not have, or where somebody has two
    places on one day.
    """
    check_places(cycle, places)
    away: dict[str, list[Unavailability]] = {}
    for stay in unavailable:
        away.setdefault(stay.person, []).append(stay)
    given: list[Assignment] = []
    empty: list[Assignment] = []
    for place in places:
        for cell in _walked(cycle, place, first, last):
            there = not any(_meets(cycle, cell, stay) for stay in away.get(place.person, ()))
            (given if there else empty).append(cell)
    return RollOut(tuple(sorted(given)), tuple(sorted(empty)))


def month_of(
    cycle: Cycle,
    places: Sequence[CyclePlace],
    first: date,
    last: date,
    unavailable: Sequence[Unavailability] = (),
) -> Problem:
    """Return the problem of some dates for those who walk a cycle, its own past as history.

    It asks for nobody's presence: it is there for the roll-out to be judged, by the clock and
    the holidays of its dates. ``first`` lies on the anchor or after it.
    """
    since = first - timedelta(days=MIN_HISTORY_DAYS)
    past = roll_out(cycle, places, since, first - timedelta(days=1)).answer
    names = dict.fromkeys(place.person for place in places)
    contract = Contract(
        pack=cycle.pack, regime=cycle.regime, full_time_weekly_minutes=cycle.weekly_minutes
    )
    people = tuple(
        Person(
            id=name,
            unit=cycle.unit,
            contract=contract,
            history=tuple(PastShift(cell.day, cell.shift) for cell in past if cell.person == name),
        )
        for name in names
    )
    return Problem(
        name=cycle.name,
        starts_on=first,
        ends_on=last,
        anchor_on=cycle.anchor_on,
        history_from=since,
        people=people,
        shifts=cycle.shifts,
        cycle_weeks=cycle.weeks,
        packs=cycle.packs,
        decisions=cycle.decisions,
        unavailable=tuple(stay for stay in unavailable if stay.person in names),
        fairness=False,
    )


def check_places(cycle: Cycle, places: Sequence[CyclePlace]) -> None:
    """Raise ``FieldError`` at the first place that cannot be: its index, its field."""
    lines = cycle.line_by_id
    for at, place in enumerate(places):
        if place.line not in lines:
            known = ", ".join(lines)
            raise FieldError((at, "line"), f"no line is called {place.line!r}; lines: {known}")
        if place.offset not in lines[place.line].starts:
            weeks = ", ".join(str(start + 1) for start in lines[place.line].starts)
            told = f"nobody begins line {place.line!r} in week {place.offset + 1}; weeks: {weeks}"
            raise FieldError((at, "offset"), told)
        if place.from_on and place.to_on and place.to_on < place.from_on:
            raise FieldError((at, "to"), "the place ends before it starts")
        for other in places[:at]:
            if other.person == place.person and _together(other, place):
                told = f"{place.person!r} has two places at the same time"
                raise FieldError((at, "person"), told)


def _together(one: CyclePlace, other: CyclePlace) -> bool:
    begins = max(one.from_on or date.min, other.from_on or date.min)
    return begins <= min(one.to_on or date.max, other.to_on or date.max)


def _walked(cycle: Cycle, place: CyclePlace, first: date, last: date) -> Iterator[Assignment]:
    for day in days_from(first, last):
        code = cycle.cell(place.line, place.offset, day) if place.stands(day) else None
        if code is not None:
            yield Assignment(place.person, day, code)


def _meets(cycle: Cycle, cell: Assignment, stay: Unavailability) -> bool:
    shift = next(shift for shift in cycle.shifts if shift.code == cell.shift)
    start, end = shift.local_bounds(cell.day)
    last = (end - timedelta(minutes=1)).date()
    return start.date() <= stay.to_on and stay.from_on <= last
