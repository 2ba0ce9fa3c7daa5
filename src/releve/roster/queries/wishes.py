"""Wishes: the periods of a unit, what stands in them, and what rosters made of them.

What a roster made of a wish is never kept: it is read from the published version each time, so
that it always agrees with what the team sees.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from django.db.models import QuerySet

from releve.people.models import Level, Person
from releve.roster.engine.problem import Problem
from releve.roster.engine.wishes import Outcome, Record, Stated, factors, outcomes
from releve.roster.models import Preference, Roster, Version, Wish, WishPeriod
from releve.roster.queries.demand import latest_demand
from releve.roster.queries.publication import published_of

MEMORY = timedelta(days=365)
"""How far back what was granted and refused is counted."""


@dataclass(frozen=True)
class Fulfilled:
    """A wish of a closed period, and what the roster before the team makes of it.

    ``asked`` and ``granted`` are days; both empty where no roster can tell.
    """

    wish: Wish
    outcome: Outcome

    @property
    def is_told(self) -> bool:
        """Whether a roster tells."""
        return bool(self.outcome.asked)

    @property
    def is_granted(self) -> bool:
        """Whether every day that it names is as it asks."""
        return self.is_told and len(self.outcome.granted) == len(self.outcome.asked)

    @property
    def refused(self) -> tuple[date, ...]:
        """Days on which it is not granted."""
        return tuple(one for one in self.outcome.asked if one not in self.outcome.granted)


def wish_periods(unit: Level) -> QuerySet[WishPeriod]:
    """Return the periods of a unit, the latest first."""
    found = WishPeriod.objects.for_hospital(unit.hospital_id or 0).filter(unit=unit)
    return found.select_related("unit", "hospital").order_by("-starts_on")


def wish_period(unit: Level, starts_on: date) -> WishPeriod:
    """Return a unit's period by its first day. Raises ``WishPeriod.DoesNotExist``."""
    return wish_periods(unit).get(starts_on=starts_on)


def current_period(unit: Level, now: datetime) -> WishPeriod | None:
    """Return the period to show first: one that is open, else the next, else the last one."""
    known = list(wish_periods(unit))
    for state in ("open", "planned"):
        found = [one for one in known if one.state(now) == state]
        if found:
            return found[-1]
    return known[0] if known else None


def standing_wishes(period: WishPeriod) -> list[Wish]:
    """Return the wishes of a period that were not taken back, by person and day."""
    found = Wish.objects.for_hospital(period.hospital_id).filter(period=period)
    rows = found.filter(withdrawn_at__isnull=True).select_related("person", "period")
    return list(rows.order_by("person__code", "day", "pk"))


def own_wishes(period: WishPeriod, person: Person) -> list[Wish]:
    """Return a person's own wishes that stand, by day; those for weekdays first."""
    return [one for one in standing_wishes(period) if one.person_id == person.pk]


def own_wish(period: WishPeriod, person: Person, pk: int) -> Wish:
    """Return a wish of hers, taken back or not. Raises ``Wish.DoesNotExist``."""
    found = Wish.objects.for_hospital(period.hospital_id).filter(period=period, person=person)
    return found.select_related("person", "period__unit").get(pk=pk)


def preferences_of(people: Iterable[Person], hospital: int) -> list[Preference]:
    """Return the preferences of people that were not taken back."""
    found = Preference.objects.for_hospital(hospital).filter(withdrawn_at__isnull=True)
    rows = found.filter(person__in=[one.pk for one in people]).select_related("person")
    return list(rows.order_by("person__code", "from_on", "pk"))


def own_preference(person: Person, pk: int) -> Preference:
    """Return a preference of hers. Raises ``Preference.DoesNotExist``."""
    found = Preference.objects.for_hospital(person.hospital_id).filter(person=person)
    return found.select_related("person__unit").get(pk=pk)


def people_of(unit: Level) -> list[Person]:
    """Return who works in a unit, by name."""
    found = Person.objects.for_hospital(unit.hospital_id or 0).filter(unit=unit)
    return list(found.select_related("role").order_by("family_name", "given_name", "code"))


def month_for(period: WishPeriod) -> Roster | None:
    """Return the month of the unit that has the most of a period's days."""
    found = Roster.objects.for_hospital(period.hospital_id).filter(unit=period.unit_id)
    met = found.filter(starts_on__lte=period.ends_on, ends_on__gte=period.starts_on)
    months = list(met.select_related("chosen", "hospital", "unit").order_by("starts_on"))
    return max(months, key=lambda one: _shared(one, period), default=None)


def _shared(month: Roster, period: WishPeriod) -> int:
    first, last = max(month.starts_on, period.starts_on), min(month.ends_on, period.ends_on)
    return (last - first).days


def asked_problem(period: WishPeriod) -> Problem | None:
    """Return what is asked of the period's month, else of the unit's latest month before it."""
    month = month_for(period)
    if month is None:
        earlier = Roster.objects.for_hospital(period.hospital_id).filter(unit=period.unit_id)
        month = earlier.select_related("hospital").order_by("-starts_on").first()
    demand = None if month is None else latest_demand(month)
    return None if demand is None else demand.problem


def published_version(period: WishPeriod) -> Version | None:
    """Return the published version of the period's month, if there is one."""
    month = month_for(period)
    return None if month is None else published_of(month)


def fulfilled(
    period: WishPeriod, wishes: Sequence[Wish], version: Version | None
) -> list[Fulfilled]:
    """Return what a version makes of wishes; without one, nothing is told of any."""
    stated = [one.stated for one in wishes]
    if version is None:
        told = [Outcome(one, (), ()) for one in stated]
    else:
        told = outcomes(version.demand.problem, version.result.answer, stated, period.span)
    return [Fulfilled(wish, one) for wish, one in zip(wishes, told, strict=True)]


def records_before(unit: Level, day: date, *, now: datetime) -> dict[str, Record]:
    """Return what people of a unit asked and were granted in the twelve months before a day.

    By code, everybody of the unit: periods that are closed and whose month is published.
    """
    people = {one.code: Record() for one in people_of(unit)}
    earlier = wish_periods(unit).filter(ends_on__lt=day, ends_on__gte=day - MEMORY)
    for period in earlier:
        if period.state(now) != "closed":
            continue
        wishes = [one for one in standing_wishes(period) if one.person.code in people]
        for one in fulfilled(period, wishes, published_version(period)):
            code = one.wish.person.code
            people[code] += one.outcome.record
    return people


def factors_before(unit: Level, day: date, *, now: datetime) -> dict[str, Fraction]:
    """Return by how much the wishes of each person of a unit weigh, by code."""
    return factors(records_before(unit, day, now=now))


def by_person(wishes: Iterable[Wish]) -> Mapping[int, list[Wish]]:
    """Return wishes by the key of their person."""
    found: dict[int, list[Wish]] = {}
    for one in wishes:
        found.setdefault(one.person_id, []).append(one)
    return found


def stated_of(wishes: Iterable[Wish]) -> list[Stated]:
    """Return wishes as the engine knows them."""
    return [one.stated for one in wishes]


@dataclass(frozen=True)
class Suggested:
    """Dates and points for the next period of a unit, as a form offers them."""

    starts_on: date
    ends_on: date
    opens_on: date
    closes_on: date
    budget: int

    @property
    def first(self) -> str:
        """The first day, as a field of a form writes it."""
        return self.starts_on.isoformat()

    @property
    def last(self) -> str:
        """The last day, as a field of a form writes it."""
        return self.ends_on.isoformat()

    @property
    def opens(self) -> str:
        """The morning on which wishes open, as a field of a form writes it."""
        return f"{self.opens_on.isoformat()}T00:00"

    @property
    def closes(self) -> str:
        """The evening on which they close, as a field of a form writes it."""
        return f"{self.closes_on.isoformat()}T20:00"


SUGGESTED_BUDGET = 12
CLOSED_BEFORE = timedelta(days=42)
"""How long before the first day wishes are closed: a roster is shown fifteen days ahead, and
has to be made and read before."""


def next_period(unit: Level, *, now: datetime) -> Suggested:
    """Return what a form offers: the unit's first month without wishes, else the one after all.

    The one after is a calendar month where it begins with one, else four weeks. Wishes close six
    weeks before, or in a week where that is past.
    """
    known, today = list(wish_periods(unit)), now.date()
    months = list(Roster.objects.for_hospital(unit.hospital_id or 0).filter(unit=unit))
    free = [
        month
        for month in sorted(months, key=lambda one: one.starts_on)
        if month.starts_on > today and not any(_meets(one, month) for one in known)
    ]
    if free:
        first, last = free[0].starts_on, free[0].ends_on
    else:
        ends = {one.ends_on for one in known} | {one.ends_on for one in months}
        first, last = _after(ends, today)
    closes_on = max(first - CLOSED_BEFORE, today + timedelta(days=7))
    return Suggested(first, last, today, closes_on, SUGGESTED_BUDGET)


def _meets(period: WishPeriod, month: Roster) -> bool:
    return period.starts_on <= month.ends_on and month.starts_on <= period.ends_on


def _after(ends: set[date], today: date) -> tuple[date, date]:
    """Return the days after the last that a unit has, in the future."""
    monday = today + timedelta(days=7 - today.weekday())
    first = max({monday, *(day + timedelta(days=1) for day in ends)})
    if first.day == 1:
        return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return first, first + timedelta(days=27)
