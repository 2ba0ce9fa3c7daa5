"""A person's own planning: her days, her next shift, her own counters, and nothing about others.

Read from the versions that are published, else proposed, through her own line alone: whoever
holds the page learns nobody else's shifts from it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.db.models import QuerySet

from releve.kit.permissions import Permission
from releve.people.models import Account, Level, Person
from releve.people.queries import is_open_at, units_open_to
from releve.roster.engine.calendar import public_holidays
from releve.roster.engine.counters import counters
from releve.roster.engine.goals import due_minutes
from releve.roster.engine.problem import Assignment, Problem
from releve.roster.engine.problem.due import unavailable_days
from releve.roster.grid import CellKind, shift_kind
from releve.roster.models import Roster, Version
from releve.roster.queries.proposals import proposal_behind
from releve.roster.vocabulary import SHOWN_STATES
from releve.shifts.queries import changes_to_acknowledge
from releve.stewardship.models import Proposal


@dataclass(frozen=True)
class OwnShift:
    """A shift of hers: its local instants, its code and name, and the unit."""

    day: date
    code: str
    kind: CellKind
    name: str
    starts_at: datetime
    ends_at: datetime
    unit: Level

    @property
    def times(self) -> str:
        """Its start and end, as 19:00–07:00."""
        return f"{self.starts_at:%H:%M}–{self.ends_at:%H:%M}"


@dataclass(frozen=True)
class OwnDay:
    """A day of hers: shifts, a day away, or rest."""

    day: date
    shifts: tuple[OwnShift, ...]
    is_away: bool
    is_off: bool
    is_today: bool


@dataclass(frozen=True)
class OwnWeek:
    """Days of one week of the period."""

    monday: date
    days: tuple[OwnDay, ...]

    @property
    def before(self) -> range:
        """Places of the week before its first day of the period."""
        return range(self.days[0].day.weekday())

    @property
    def after(self) -> range:
        """Places of the week after its last day of the period."""
        return range(6 - self.days[-1].day.weekday())


@dataclass(frozen=True)
class OwnCounters:
    """Her own figures of a period, in minutes, days and wishes.

    ``due_minutes`` are those of shifts: her part of the protected time is not among them.
    """

    planned_minutes: int
    due_minutes: int
    nights: int
    sundays: int
    wishes_met: int
    wishes: int
    protected_minutes: int = 0

    @property
    def balance_minutes(self) -> int:
        """Minutes planned less minutes due."""
        return self.planned_minutes - self.due_minutes


@dataclass(frozen=True)
class OwnMonth:
    """Her part of a period; ``number`` is that of the version.

    ``is_proposed``: it is shown before it is settled, and can still change.
    ``proposal``: the number of another version that is proposed beside the one in force.
    ``engine``: what the engine put forward and this was made of, where that was kept.
    """

    roster: Roster
    number: int
    unit: Level
    person: str
    weeks: tuple[OwnWeek, ...]
    counters: OwnCounters
    is_proposed: bool = False
    proposal: int | None = None
    engine: Proposal | None = None

    @property
    def has_today(self) -> bool:
        """Whether today lies in the period."""
        return any(day.is_today for week in self.weeks for day in week.days)

    @property
    def weekdays(self) -> tuple[date, ...]:
        """Seven days from a Monday, to head the columns of a calendar."""
        return tuple(self.weeks[0].monday + timedelta(days=place) for place in range(7))

    @property
    def shifts(self) -> tuple[OwnShift, ...]:
        """Every shift of the period, in order."""
        return tuple(shift for week in self.weeks for day in week.days for shift in day.shifts)


@dataclass(frozen=True)
class OwnPlanning:
    """Her planning: the month asked for, those beside it, the next shift, what she may ask.

    ``changes``: of her published days, which she has not acknowledged. ``plans``: whether she
    prepares rosters herself, asked only where there is no month to show.
    """

    person: Person | None
    month: OwnMonth | None = None
    earlier: Roster | None = None
    later: Roster | None = None
    next_shift: OwnShift | None = None
    sees_team: bool = False
    plans: bool = False
    changes: int = 0


def own_planning(
    account: Account, *, now: datetime, starts_on: date | None = None
) -> OwnPlanning | None:
    """Return her planning with the period of that first day, else with the one of today.

    Without a period of today: the next one, else the last one. ``None`` where a period is asked
    for in which she has no published line.
    """
    if account.person_id is None or account.hospital_id is None:
        return None if starts_on else OwnPlanning(person=None, plans=_plans(account, now.date()))
    today = now.date()
    sees = is_open_at(account, Permission.SEE_ROSTER, way="unit", on=today)
    people = Person.objects.for_hospital(account.hospital_id).annotate(sees_team=sees)
    person = people.select_related("unit__hospital").get(pk=account.person_id)
    account.person = person  # so that the rest of the page asks for her no second time
    shown = _shown(person).defer("found", "judged")
    rosters = list(dict.fromkeys(version.roster for version in shown))
    chosen = _chosen(rosters, starts_on, today)
    month = None if chosen is None else _own_month(person, chosen, today)
    if month is None and starts_on is not None:
        return None
    place = rosters.index(chosen) if chosen is not None else 0
    return OwnPlanning(
        person=person,
        month=month,
        earlier=rosters[place - 1] if place else None,
        later=rosters[place + 1] if place + 1 < len(rosters) else None,
        next_shift=_next_shift(person, rosters, month, now),
        sees_team=person.sees_team,
        plans=month is None and _plans(account, today),
        changes=len(changes_to_acknowledge(person)),
    )


def _shown(person: Person) -> QuerySet[Version]:
    """Return what the team of a person is shown; of a period, what is in force comes last."""
    found = Version.objects.for_hospital(person.hospital_id).filter(
        roster__unit=person.unit_id, state__in=SHOWN_STATES
    )
    return found.select_related("roster").order_by("roster__starts_on", "state")


def _chosen(rosters: Sequence[Roster], starts_on: date | None, today: date) -> Roster | None:
    if starts_on is not None:
        return next((one for one in rosters if one.starts_on == starts_on), None)
    open_still = [one for one in rosters if one.ends_on >= today]
    return open_still[0] if open_still else rosters[-1] if rosters else None


def _own_month(person: Person, roster: Roster, today: date) -> OwnMonth | None:
    known = list(_shown(person).select_related("demand").filter(roster=roster))
    version = known[-1]
    problem = version.demand.problem
    if person.code not in problem.person_by_id:
        return None
    own = tuple(one for one in version.result.answer if one.person == person.code)
    days = _days(problem, person, own, today)
    weeks = groupby(days, key=lambda one: one.day - timedelta(days=one.day.weekday()))
    return OwnMonth(
        roster=roster,
        number=version.number,
        unit=person.unit,
        person=person.code,
        weeks=tuple(OwnWeek(monday, tuple(found)) for monday, found in weeks),
        counters=_counters(problem, person.code, own),
        is_proposed=version.state == "proposed",
        proposal=known[0].number if len(known) > 1 else None,
        engine=proposal_behind(version),
    )


def _days(
    problem: Problem, person: Person, own: Sequence[Assignment], today: date
) -> tuple[OwnDay, ...]:
    away = unavailable_days(problem, problem.person_by_id[person.code])
    feasts = public_holidays(problem)
    return tuple(
        OwnDay(
            day=day,
            shifts=tuple(
                _shift(problem, one, person.unit) for one in sorted(own) if one.day == day
            ),
            is_away=day in away,
            is_off=day in feasts or day.weekday() >= 5,
            is_today=day == today,
        )
        for day in problem.days
    )


def _shift(problem: Problem, one: Assignment, unit: Level) -> OwnShift:
    kind = problem.shift_by_code[one.shift]
    start, end = kind.local_bounds(one.day)
    return OwnShift(
        day=one.day,
        code=kind.code,
        kind=shift_kind(kind),
        name=kind.name,
        starts_at=start.replace(tzinfo=problem.zone),
        ends_at=end.replace(tzinfo=problem.zone),
        unit=unit,
    )


def _counters(problem: Problem, person: str, own: Sequence[Assignment]) -> OwnCounters:
    counted = counters(problem, own)[person]
    return OwnCounters(
        planned_minutes=counted.hours_minutes,
        due_minutes=due_minutes(problem, problem.person_by_id[person]),
        nights=counted.nights,
        sundays=counted.sundays,
        wishes_met=counted.wishes_met,
        wishes=len(counted.wishes),
        protected_minutes=problem.protected_parts.get(person, 0),
    )


def _next_shift(
    person: Person, rosters: Sequence[Roster], month: OwnMonth | None, now: datetime
) -> OwnShift | None:
    """Return the shift under way or to come; the period after is read where this one has none."""
    for roster in [one for one in rosters if one.ends_on >= now.date() - timedelta(days=1)][:2]:
        known = month if month is not None and month.roster == roster else None
        found = known or _own_month(person, roster, now.date())
        if found is None or found.is_proposed:  # what can still change is no duty yet
            continue
        coming = [one for one in found.shifts if one.ends_at > now]
        if coming:
            return coming[0]
    return None


def _plans(account: Account, today: date) -> bool:
    return units_open_to(account, Permission.MANAGE_ROSTER, on=today).exists()
