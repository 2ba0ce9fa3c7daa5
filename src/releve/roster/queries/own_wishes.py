"""A person's own page of wishes: her calendar, her points, how much each day is asked for.

Of colleagues it tells counts alone, never who: how many others of her role wish to be off, where
they are at least ``LEAST_GROUP`` and at least ``LEAST_TOLD`` of them wish it. Below, the page
says that few do or none; in a smaller team it says nothing, since a count there is a name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import groupby
from typing import Literal

from releve.kit.permissions import Permission
from releve.people.models import Account, Person
from releve.people.queries import units_open_to
from releve.roster.engine.calendar import public_holidays
from releve.roster.engine.problem import Problem, ShiftKind, ShiftType
from releve.roster.engine.wishes import (
    Record,
    at_work,
    away,
    factors,
    needed,
    spread,
)
from releve.roster.models import Preference, Version, Wish, WishPeriod
from releve.roster.queries.month import LEAST_GROUP
from releve.roster.queries.wishes import (
    Fulfilled,
    asked_problem,
    current_period,
    fulfilled,
    people_of,
    preferences_of,
    published_version,
    records_before,
    standing_wishes,
    stated_of,
    wish_period,
    wish_periods,
)

LEAST_TOLD = 3
"""Fewer wishes than these are told as few or none."""

Told = Literal["unknown", "few", "count"]


@dataclass(frozen=True)
class Asked:
    """How much a day is asked for among the people of one role.

    ``needed``: people that the needs ask of the day, none where they are not known yet. ``told``:
    whether ``others`` may be told: how many others wish to be off. ``places``: how many may be
    off at most.
    """

    needed: int | None
    told: Told
    others: int = 0
    places: int = 0

    @property
    def is_contested(self) -> bool:
        """Whether more wish to be off than can be, as far as may be told."""
        return self.told == "count" and self.others > self.places


@dataclass(frozen=True)
class WishDay:
    """A day of the period: her wish, whether it comes from her week, and how asked-for it is."""

    day: date
    wish: Wish | None
    is_weekly: bool
    asked: Asked
    is_off: bool
    is_chosen: bool


@dataclass(frozen=True)
class WishWeek:
    """Days of one week of the period."""

    days: tuple[WishDay, ...]

    @property
    def before(self) -> range:
        """Places of the week before its first day of the period."""
        return range(self.days[0].day.weekday())

    @property
    def after(self) -> range:
        """Places of the week after its last day of the period."""
        return range(6 - self.days[-1].day.weekday())


@dataclass(frozen=True)
class Memory:
    """What twelve months gave her, in points, and what it makes of her wishes now."""

    record: Record
    factor: Fraction


@dataclass(frozen=True)
class OwnPeriod:
    """Her part of a period of wishes."""

    period: WishPeriod
    state: str
    spent: int
    weeks: tuple[WishWeek, ...]
    wishes: tuple[Fulfilled, ...]
    shifts: tuple[ShiftType, ...]
    memory: Memory
    version: Version | None

    @property
    def left(self) -> int:
        """Points that are left to her."""
        return self.period.budget - self.spent

    @property
    def has_counts(self) -> bool:
        """Whether the page may tell counts of others at all."""
        return any(day.asked.told != "unknown" for week in self.weeks for day in week.days)

    @property
    def weekdays(self) -> tuple[date, ...]:
        """Seven days from a Monday, to head the columns of a calendar."""
        first = self.period.starts_on
        monday = first - timedelta(days=first.weekday())
        return tuple(monday + timedelta(days=place) for place in range(7))

    @property
    def chosen(self) -> WishDay | None:
        """The day that is open, if one is."""
        days = (day for week in self.weeks for day in week.days)
        return next((day for day in days if day.is_chosen), None)


@dataclass(frozen=True)
class OwnWishes:
    """Her page: who she is, the period shown, the others of her unit, her preferences."""

    person: Person | None
    shown: OwnPeriod | None = None
    others: tuple[WishPeriod, ...] = ()
    preferences: tuple[Preference, ...] = ()
    sees_team: bool = False


def own_wishes_page(
    account: Account, *, now: datetime, starts_on: date | None = None, day: date | None = None
) -> OwnWishes | None:
    """Return her page with the period of that first day, else the one to show first.

    ``day``: the day of it that is open. ``None`` where a period is asked for that her unit does
    not have.
    """
    person = person_of(account)
    if person is None:
        return None if starts_on else OwnWishes(person=None)
    if starts_on is None:
        period = current_period(person.unit, now)
    else:
        period = wish_periods(person.unit).filter(starts_on=starts_on).first()
        if period is None:
            return None
    known = wish_periods(person.unit)
    open_units = units_open_to(account, Permission.SEE_ROSTER, on=now.date())
    return OwnWishes(
        person=person,
        shown=None if period is None else _shown(person, period, now, day),
        others=tuple(one for one in known if one != period),
        preferences=tuple(preferences_of([person], person.hospital_id)),
        sees_team=open_units.filter(pk=person.unit_id).exists(),
    )


def person_of(account: Account) -> Person | None:
    """Return whose line an account is, with her unit."""
    if account.person_id is None or account.hospital_id is None:
        return None
    people = Person.objects.for_hospital(account.hospital_id)
    return people.select_related("unit__hospital", "role").get(pk=account.person_id)


def own_period(account: Account, starts_on: date) -> tuple[WishPeriod, Person]:
    """Return a period of her own unit, and herself. Raises ``WishPeriod.DoesNotExist``."""
    person = person_of(account)
    if person is None:
        raise WishPeriod.DoesNotExist
    return wish_period(person.unit, starts_on), person


def _shown(person: Person, period: WishPeriod, now: datetime, day: date | None) -> OwnPeriod:
    problem, version = asked_problem(period), published_version(period)
    standing = standing_wishes(period)
    mine = [one for one in standing if one.person_id == person.pk]
    records = records_before(period.unit, period.starts_on, now=now)
    told = version if period.state(now) == "closed" else None
    return OwnPeriod(
        period=period,
        state=period.state(now),
        spent=sum(one.points for one in mine),
        weeks=_weeks(period, mine, _asked(person, period, standing, problem), problem, day),
        wishes=tuple(fulfilled(period, mine, told)),
        shifts=() if problem is None else _offered(problem),
        memory=Memory(records[person.code], factors(records)[person.code]),
        version=told,
    )


def _offered(problem: Problem) -> tuple[ShiftType, ...]:
    worked = [one for one in problem.shifts if one.kind is ShiftKind.WORKED]
    return tuple(sorted(worked, key=lambda one: (one.starts_at, one.code)))


def _weeks(
    period: WishPeriod,
    mine: Sequence[Wish],
    asked: Mapping[date, Asked],
    problem: Problem | None,
    chosen: date | None,
) -> tuple[WishWeek, ...]:
    feasts = frozenset[date]() if problem is None else public_holidays(problem)
    # Of a day's own wish and that of its weekday, the day's own counts: it is put in last.
    held = {
        day: one
        for one in sorted(mine, key=lambda one: one.day is not None)
        for day in one.stated.days(period.span)
    }
    days = [
        WishDay(
            day=day,
            wish=held.get(day),
            is_weekly=day in held and held[day].day is None,
            asked=asked[day],
            is_off=day in feasts or day.weekday() >= 5,
            is_chosen=day == chosen,
        )
        for day in period.span.days
    ]
    weeks = groupby(days, key=lambda one: one.day - timedelta(days=one.day.weekday()))
    return tuple(WishWeek(tuple(found)) for _monday, found in weeks)


def _asked(
    person: Person, period: WishPeriod, standing: Sequence[Wish], problem: Problem | None
) -> dict[date, Asked]:
    """Return how much each day is asked for among the people of her role."""
    role = person.role.key
    group = frozenset(one.code for one in people_of(period.unit) if one.role_id == person.role_id)
    stated = stated_of(one for one in standing if one.person.code in group - {person.code})
    off = Counter(day for one, day in spread(stated, period.span) if one.kind == "off")
    found = {}
    for day in period.span.days:
        wanted = None if problem is None else needed(problem, day, role)
        told: Told = "count" if off[day] >= LEAST_TOLD else "few"
        if len(group) < LEAST_GROUP:
            told = "unknown"
        others = off[day] if told == "count" else 0
        found[day] = Asked(wanted, told, others, _places(problem, day, role, group))
    return found


def _places(problem: Problem | None, day: date, role: str, group: frozenset[str]) -> int:
    """Return how many of a group may be off on a day at most, besides those who are away."""
    if problem is None:
        return len(group)
    return max(0, len(group - away(problem, day)) - at_work(problem, day, role))
