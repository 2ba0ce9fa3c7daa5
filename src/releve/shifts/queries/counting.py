"""What the counters count: shifts with what each adds, and the sums that are kept of closed months.

The sums of a closed month are read from ``MonthTally``, those of open months are counted from the
shifts; counted all from the shifts they are the same, and a property test keeps it so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils import timezone

from releve.people.models import Contract, Level, Person, Unavailability
from releve.shifts.engine.counters import Case, Counter, Measures, Stint, Terms, counters, measure
from releve.shifts.engine.counters.case import days_between
from releve.shifts.engine.counters.feasts import feasts
from releve.shifts.engine.counters.measures import NAMES, Seen, total
from releve.shifts.facts import Worked
from releve.shifts.models import MonthClosure, MonthTally, PlannedShift
from releve.shifts.queries.days import bounds, last_of, local_day, month_of
from releve.shifts.queries.planned import hospital_of, is_away, standing
from releve.shifts.queries.worked import declared_rows, worked_by, worked_of_unit
from releve.shifts.vocabulary import NOT_WORKED

Pair = tuple[int, date]
Key = tuple[int, int, date]
"""A unit by its key, and a month by its first day; before them, a person by her key."""


@dataclass(frozen=True)
class Counted:
    """A shift of a person in a unit, and what it adds to each measure."""

    person: int
    unit: int
    month: date
    stint: Stint
    adds: Measures


@dataclass(frozen=True)
class PersonCounters:
    """A person's counters of a month, with what they are made of where that was asked."""

    person: Person
    month: date
    counters: tuple[Counter, ...]

    def get(self, code: str) -> Counter | None:
        """Return a counter by its code."""
        return next((one for one in self.counters if one.code == code), None)


def counters_of(
    person: Person,
    month: date,
    *,
    now: datetime | None = None,
    units: frozenset[int] | None = None,
) -> PersonCounters:
    """Return a person's counters of a month, counted from her shifts, each with what it is of.

    ``units``: the keys of those that are open to the reader, all without them. Of others no shift
    is listed; whose own unit is another's is not told of her year, nor of what is due, which
    would tell of her days away.
    """
    told = _told([person], month_of(month), now=now or timezone.now(), explained=True, units=units)
    return told[0]


def running_counters(
    people: Sequence[Person],
    month: date,
    *,
    now: datetime | None = None,
    units: frozenset[int] | None = None,
) -> list[PersonCounters]:
    """Return people's counters of a month as they are kept; of one hospital, in that order.

    ``units``: as above.
    """
    return _told(people, month_of(month), now=now or timezone.now(), explained=False, units=units)


def counted_in(unit: Level, month: date, people: Iterable[int] | None = None) -> list[Counted]:
    """Return the shifts of a unit's month with what each adds, all people's or some people's."""
    from_on, to_on = month, last_of(month)
    of = None if people is None else set(people)
    worked = [row for row in worked_of_unit(unit, from_on, to_on) if of is None or row.person in of]
    whose = Q(unit=unit) if of is None else Q(unit=unit, person__in=of)
    on_call = on_call_held(hospital_of(unit), whose, *bounds(from_on, to_on))
    return list(_counted(worked, on_call, now=timezone.now()))


def people_counted(unit: Level, month: date) -> list[Person]:
    """Return the people who worked or were on call in a unit in a month, by code."""
    hospital = hospital_of(unit)
    keys = {one.person for one in counted_in(unit, month)}
    keys |= set(_tallies(hospital).filter(unit=unit, month=month).values_list("person", flat=True))
    return list(Person.objects.for_hospital(hospital).filter(pk__in=keys).order_by("code"))


def sums_from_scratch(
    people: Iterable[int], hospital: int, first: date, last: date, *, now: datetime
) -> dict[Key, Measures]:
    """Return the sums of people's months, by person, unit and month, counted from the shifts."""
    return _added(_shifts(list(people), hospital, first, last, now=now))


def running_sums(
    people: Iterable[int], hospital: int, first: date, last: date, *, now: datetime
) -> dict[Key, Measures]:
    """Return the same sums as they are kept: stored for closed months, counted for open ones."""
    keys = list(people)
    closed = closed_pairs(hospital, first, last)
    stored = _tallies(hospital).filter(person__in=keys, month__range=(first, last))
    found = {
        (row.person_id, row.unit_id, row.month): _measures(row)
        for row in stored
        if (row.unit_id, row.month) in closed
    }
    begun = _first_open(keys, hospital, first, last, closed)
    if begun is None:
        return found
    counted = sums_from_scratch(keys, hospital, begun, last, now=now)
    return {**found, **{key: one for key, one in counted.items() if key[1:] not in closed}}


def is_settled(people: Sequence[Person], month: date) -> bool:
    """Whether a month is closed in every unit in which some people of a hospital worked in it."""
    if not people:
        return True
    hospital, last = people[0].hospital_id, last_of(month)
    units = _units_of([one.pk for one in people], hospital, month, last)
    return {(unit, month) for unit in units} <= closed_pairs(hospital, month, month)


def closed_pairs(hospital: int, first: date, last: date) -> frozenset[Pair]:
    """Return the units and months that are closed at a hospital."""
    rows = MonthClosure.objects.for_hospital(hospital).filter(month__range=(first, last))
    return frozenset(rows.values_list("unit_id", "month"))


def _first_open(
    people: list[int], hospital: int, first: date, last: date, closed: frozenset[Pair]
) -> date | None:
    """Return the first month that is open in a unit where some people were planned or worked."""
    units = _units_of(people, hospital, first, last)
    months = sorted({month_of(day) for day in days_between(first, last)})
    return next((m for m in months if any((unit, m) not in closed for unit in units)), None)


def _units_of(people: Sequence[int], hospital: int, first: date, last: date) -> set[int]:
    """Return the units in which some people were planned or worked on some days."""
    from_at, until_at = bounds(first, last)
    told = {"person__in": people, "starts_at__gte": from_at, "starts_at__lt": until_at}
    planned = PlannedShift.objects.for_hospital(hospital).filter(standing(None), **told)
    return {
        *planned.order_by().values_list("unit_id", flat=True).distinct(),
        *declared_rows(hospital).filter(**told).order_by().values_list("unit_id", flat=True),
    }


def _told(
    people: Sequence[Person],
    month: date,
    *,
    now: datetime,
    explained: bool,
    units: frozenset[int] | None,
) -> list[PersonCounters]:
    if not people:
        return []
    hospital, new_year, last = people[0].hospital_id, month.replace(month=1), last_of(month)
    keys = [one.pk for one in people]
    shifts: dict[int, list[Counted]] = {}
    if explained:
        counted = list(_shifts(keys, hospital, new_year, last, now=now))
        for one in counted:
            if units is None or one.unit in units:
                shifts.setdefault(one.person, []).append(one)
        sums = _added(counted)
    else:
        sums = running_sums(keys, hospital, new_year, last, now=now)
    terms, away = _terms(keys, hospital), _away(keys, hospital, new_year, last)
    return [
        PersonCounters(
            person,
            month,
            _open_to(
                units,
                person,
                _case(
                    month,
                    {(unit, at): one for (who, unit, at), one in sums.items() if who == person.pk},
                    terms=terms.get(person.pk, ()),
                    away=away.get(person.pk, frozenset()),
                    shifts=shifts.get(person.pk, ()),
                    is_over=local_day(now) > last,
                ),
            ),
        )
        for person in people
    ]


def _open_to(units: frozenset[int] | None, person: Person, case: Case) -> tuple[Counter, ...]:
    """Return the counters of a person that a reader of some units may see."""
    told = counters(case)
    if units is None or person.unit_id in units:
        return told
    hidden = {"due_minutes_month", "balance_minutes_month"}
    return tuple(one for one in told if one.span == "month" and one.code not in hidden)


def _added(counted: Iterable[Counted]) -> dict[Key, Measures]:
    found: dict[Key, Measures] = {}
    for one in counted:
        key = (one.person, one.unit, one.month)
        found[key] = found.get(key, Measures()) + one.adds
    return found


def _case(
    month: date,
    sums: Mapping[Pair, Measures],
    *,
    terms: Sequence[Terms],
    away: frozenset[date],
    shifts: Sequence[Counted],
    is_over: bool,
) -> Case:
    return Case(
        first=month,
        month=total(one for (_unit, at), one in sums.items() if at == month),
        year=total(sums.values()),
        known_from=min((at for _unit, at in sums), default=month),
        is_over=is_over,
        terms=terms,
        away=away,
        holidays=feasts(str(timezone.get_default_timezone()), month.year),
        stints=[(one.stint, one.adds) for one in shifts],
        month_stints=[(one.stint, one.adds) for one in shifts if one.month == month],
    )


def _shifts(
    people: list[int], hospital: int, first: date, last: date, *, now: datetime
) -> Iterator[Counted]:
    from_at, until_at = bounds(first, last)
    worked = worked_by(people, hospital, from_at, until_at)
    on_call = on_call_held(hospital, Q(person__in=people), from_at, until_at)
    return _counted(worked, on_call, now=now)


def on_call_held(
    hospital: int, whose: Q, from_at: datetime, until_at: datetime
) -> list[PlannedShift]:
    """Return the on-call duties in force that were held, as far as anybody has said.

    Left out are those that were not, and those of which nobody spoke on a day away.
    """
    planned = PlannedShift.objects.for_hospital(hospital).filter(standing(None), whose)
    between = planned.filter(is_on_call=True, starts_at__gte=from_at, starts_at__lt=until_at)
    answers = declared_rows(hospital).filter(planned__isnull=False)
    held = between.exclude(pk__in=answers.filter(kind=NOT_WORKED).values("planned"))
    told = ~is_away(hospital) | Q(pk__in=answers.values("planned"))
    return list(held.filter(told).order_by("starts_at"))


def _counted(
    worked: Iterable[Worked], on_call: Iterable[PlannedShift], *, now: datetime
) -> Iterator[Counted]:
    """Yield what has ended with what it adds, by start."""
    name = str(timezone.get_default_timezone())
    zone = ZoneInfo(name)
    stints = [
        *((row.person, row.unit, _stint(row)) for row in worked if row.ends_at <= now),
        *((row.person_id, row.unit_id, _duty(row)) for row in on_call if row.ends_at <= now),
    ]
    # Days count once in each unit's month, so that the sums that are kept of it stand alone.
    seen: dict[Key, Seen] = {}
    for person, unit, stint in sorted(stints, key=lambda one: (one[2].starts_at, one[0])):
        day = local_day(stint.starts_at)
        counted = seen.setdefault((person, unit, month_of(day)), set())
        adds = measure(stint, zone=zone, holidays=feasts(name, day.year), seen=counted)
        yield Counted(person, unit, month_of(day), stint, adds)


def _stint(row: Worked) -> Stint:
    return Stint(
        key=f"w{row.row}" if row.row else f"p{row.planned}",
        code=row.code,
        kind=row.kind,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        minutes=row.minutes,
        beyond=row.beyond,
        is_night=row.is_night,
        is_validated=row.is_validated,
    )


def _duty(row: PlannedShift) -> Stint:
    return Stint(
        key=f"p{row.pk}",
        code=row.code,
        kind="on_call",
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        minutes=0,
        is_on_call=True,
    )


def _tallies(hospital: int) -> QuerySet[MonthTally]:
    return MonthTally.objects.for_hospital(hospital)


def _measures(row: MonthTally) -> Measures:
    return Measures(*(getattr(row, name) for name in NAMES))


def _terms(people: list[int], hospital: int) -> dict[int, list[Terms]]:
    rows = Contract.objects.for_hospital(hospital).filter(person__in=people).order_by("from_on")
    found: dict[int, list[Terms]] = {}
    for row in rows:
        to_on = row.to_on or date.max
        terms = Terms(row.from_on, to_on, Fraction(row.share), row.regime, row.pack)
        found.setdefault(row.person_id, []).append(terms)
    return found


def _away(people: list[int], hospital: int, first: date, last: date) -> dict[int, frozenset[date]]:
    rows = Unavailability.objects.for_hospital(hospital).filter(
        person__in=people, from_on__lte=last, to_on__gte=first
    )
    found: dict[int, set[date]] = {}
    for row in rows:
        days = days_between(max(first, row.from_on), min(last, row.to_on))
        found.setdefault(row.person_id, set()).update(days)
    return {person: frozenset(days) for person, days in found.items()}
