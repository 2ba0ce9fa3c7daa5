"""When people are away, and what they ask for: dates only, as the house keeps them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from random import Random

from releve.house.demo.calendars import ANCHOR, Month
from releve.house.demo.kinds import SHIFTS, Kind
from releve.house.demo.staff import Member
from releve.roster.engine.problem import Unavailability, Wish

WEEKS_BETWEEN_LEAVES = 9
"""Each person is away one week in nine; the weeks of a team follow one another."""

ONE_WEEKDAY_IN = 55
"""How often a weekday is spent at a seminar, a training or a course."""

LONG_ABSENCE_IN = 40

Away = Mapping[str, frozenset[int]]
"""The civil days, by number, on which each person is away."""

WISHES_A_MONTH = (0, 0, 1, 1, 2, 2, 3)
WISH_POINTS = (20, 10, 10)


def away_days(members: Sequence[Member], first: date, last: date, draw: Random) -> Away:
    """Return when each person of a unit is away between two days."""
    away: dict[str, frozenset[int]] = {}
    ranks: dict[tuple[str, str], int] = {}
    for member in members:
        if not member.is_rostered:
            continue
        rank = ranks.setdefault((member.role, member.regime), draw.randrange(9))
        ranks[member.role, member.regime] = rank + 1
        days = {*_weeks_away(rank, first, last), *_single_days(first, last, draw)}
        if draw.randrange(LONG_ABSENCE_IN) == 0:
            days |= _long_absence(first, last, draw)
        away[member.code] = frozenset(days)
    return away


def _weeks_away(rank: int, first: date, last: date) -> Iterator[int]:
    # Four steps on: people who follow one another on the list are not away in weeks that do.
    turn = rank * 4 % WEEKS_BETWEEN_LEAVES
    for day in range(first.toordinal(), last.toordinal() + 1):
        week = (day - ANCHOR.toordinal()) // 7
        if week % WEEKS_BETWEEN_LEAVES == turn:
            yield day


def _single_days(first: date, last: date, draw: Random) -> Iterator[int]:
    for day in range(first.toordinal(), last.toordinal() + 1):
        if draw.randrange(ONE_WEEKDAY_IN) == 0 and date.fromordinal(day).weekday() < 5:
            yield day


def _long_absence(first: date, last: date, draw: Random) -> set[int]:
    start = draw.randrange(first.toordinal(), last.toordinal())
    start -= (start - ANCHOR.toordinal()) % 7
    return set(range(start, start + draw.choice((14, 21))))


def stretches(days: frozenset[int]) -> Iterator[tuple[date, date]]:
    """Yield the stretches of days that follow one another, first and last day included."""
    begun: int | None = None
    for day in sorted(days):
        if day - 1 not in days:
            begun = day
        if day + 1 not in days and begun is not None:
            yield date.fromordinal(begun), date.fromordinal(day)


def unavailability(away: Away, month: Month) -> Iterator[Unavailability]:
    """Yield what touches a month of everybody's days away."""
    for person, days in away.items():
        for first, last in stretches(days):
            if first <= month.last and last >= month.first:
                yield Unavailability(person=person, from_on=first, to_on=last)


def wishes(
    members: Sequence[Member], kind: Kind, away: Away, month: Month, draw: Random
) -> Iterator[Wish]:
    """Yield what people ask for a month: mostly a day off, often at a weekend or a Wednesday."""
    length = (month.last - month.first).days + 1
    for member in members:
        if not member.is_rostered:
            continue
        days = draw.sample(range(length), k=9)
        days.sort(key=lambda offset: _likes(month.first + timedelta(days=offset)))
        free = [day for day in days if month.first.toordinal() + day not in away[member.code]]
        count = draw.choice(WISHES_A_MONTH)
        for place, offset in enumerate(free[:count]):
            day = month.first + timedelta(days=offset)
            yield _wish(member, kind, day, WISH_POINTS[place], draw)


def _likes(day: date) -> int:
    return (2, 2, 0, 2, 1, 0, 0)[day.weekday()]


def _wish(member: Member, kind: Kind, day: date, points: int, draw: Random) -> Wish:
    chance = draw.random()
    open_to_nights = member.regime == "variable" and not member.restrictions
    if open_to_nights and chance < 0.12:
        return Wish(person=member.code, day=day, wish="avoid", shift=_night(kind), weight=5)
    if member.regime == "day" and chance < 0.12 and "M" in kind.shifts:
        return Wish(person=member.code, day=day, wish="shift", shift="M", weight=5)
    if open_to_nights and chance > 0.94:
        return Wish(person=member.code, day=day, wish="shift", shift="J", weight=5)
    return Wish(person=member.code, day=day, wish="off", weight=points)


def _night(kind: Kind) -> str:
    return next(SHIFTS[key].code for key in kind.shifts if SHIFTS[key].code == "N")
