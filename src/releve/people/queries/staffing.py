"""What human resources and administrators have to see to, as counts and dates.

Counts are asked hospital by hospital, never person by person or unit by unit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q

from releve.people.models import Account, Contract, Level, Person
from releve.people.queries.access import UPWARDS

AHEAD = timedelta(days=60)
"""How far ahead the end of a contract is told."""

SHOWN = 10
"""Contracts named at once; the rest are counted."""


@dataclass(frozen=True)
class StaffingGaps:
    """What is missing in the files of some units.

    ``ending``: contracts that end soon with none after them, the first ones only; ``endings``
    counts them all. ``without_contract``: people who have none today.
    """

    people: int
    without_contract: int
    endings: int
    ending: tuple[Contract, ...]


@dataclass(frozen=True)
class AccountGaps:
    """What is missing among accounts: active ones, those without any function, units alone."""

    accounts: int
    without_function: int
    units: int
    units_without_manager: int


def staffing_gaps(units: Iterable[Level], *, on: date) -> StaffingGaps:
    """Return what is missing for the people of units on a day, in four queries a hospital."""
    people = without = endings = 0
    ending: list[Contract] = []
    for hospital, known in _by_hospital(units).items():
        contracts = Contract.objects.for_hospital(hospital)
        later = contracts.filter(person=OuterRef("person"), from_on__gt=OuterRef("to_on"))
        soon = contracts.filter(person__unit__in=known, to_on__range=(on, on + AHEAD))
        soon = soon.exclude(Exists(later))
        endings += soon.count()
        ending += soon.select_related("person__unit").order_by("to_on", "person__code")[:SHOWN]
        in_force = contracts.filter(_in_force(on), person=OuterRef("pk"))
        persons = Person.objects.for_hospital(hospital).filter(unit__in=known)
        people += persons.count()
        without += persons.exclude(Exists(in_force)).count()
    first = sorted(ending, key=lambda one: (one.to_on or date.max, one.person.code))[:SHOWN]
    return StaffingGaps(people, without, endings, tuple(first))


def people_by_unit(units: Iterable[Level]) -> Mapping[int, int]:
    """Return how many people work in each unit, by its key, in one query a hospital."""
    found: dict[int, int] = {}
    for hospital, known in _by_hospital(units).items():
        persons = Person.objects.for_hospital(hospital).filter(unit__in=known)
        found |= dict(persons.values_list("unit").annotate(people=Count("pk")))
    return found


def account_gaps(units: Sequence[Level], *, on: date) -> AccountGaps:
    """Return what is missing among the accounts of the hospitals of units."""
    accounts = with_function = 0
    managed: set[int] = set()
    for hospital in _by_hospital(units):
        active = Account.objects.for_hospital(hospital).filter(is_active=True)
        given = active.filter(
            Q(grants__to_on__isnull=True) | Q(grants__to_on__gte=on), grants__from_on__lte=on
        )
        accounts += active.count()
        with_function += given.distinct().count()
        managers = given.filter(grants__function="ward_manager")
        managed |= set(managers.values_list("grants__level", flat=True))
    lineages = Level.objects.filter(pk__in=[unit.pk for unit in units]).values_list(*UPWARDS)
    alone = sum(1 for lineage in lineages if not managed & set(lineage))
    return AccountGaps(accounts, accounts - with_function, len(units), alone)


def _by_hospital(units: Iterable[Level]) -> dict[int, list[Level]]:
    found: dict[int, list[Level]] = {}
    for unit in units:
        if unit.hospital_id is not None:
            found.setdefault(unit.hospital_id, []).append(unit)
    return found


def _in_force(on: date) -> Q:
    return Q(from_on__lte=on) & (Q(to_on__isnull=True) | Q(to_on__gte=on))
