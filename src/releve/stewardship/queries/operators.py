"""Who operates a tool in a unit: those whose coverage is asked before its step opens.

The register's entry says so by functions of the hospital (``ward_manager``) or by roles
(``nurse``). Whoever holds the function counts whether or not a roster shows her; a role counts
for those on the shifts of the coming two weeks.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from releve.people.models import Account, Level, Person
from releve.people.queries.access import UPWARDS
from releve.people.vocabulary import FUNCTIONS
from releve.stewardship.models import Tool
from releve.training.queries.coverage import Coverage, coverage, people_on_shifts
from releve.training.queries.readiness import ready_among
from releve.training.vocabulary import AUDIENCE_OF


def operators_of(tool: Tool, unit: Level, *, on: date) -> frozenset[int] | None:
    """Return the keys of the people who operate a tool in a unit; nothing where none is named.

    Nobody named: everybody on the unit's shifts operates it.
    """
    named = tool.fields.get("operators") or []
    if not named:
        return None
    functions = [one for one in named if one in FUNCTIONS]
    roles = [one for one in named if one not in FUNCTIONS]
    found = set[int]()
    for function in functions:
        found |= _holders(function, unit, on=on)
    if roles:
        shown = people_on_shifts(unit, on=on)
        home = unit.hospital_id or unit.pk
        there = Person.objects.for_hospital(home).filter(pk__in=shown, role__key__in=roles)
        found |= set(there.values_list("pk", flat=True))
    return frozenset(found)


def coverage_of(tool: Tool, unit: Level, *, on: date) -> Coverage:
    """Return how many of those who operate a tool in a unit are trained for it on a day."""
    return coverage(unit, tool.key, tool.major, on=on, people=operators_of(tool, unit, on=on))


def deciders_of(hospital: int, *, on: date) -> list[Person]:
    """Return who decides on tools in a hospital on a day, by the functions that do, with roles."""
    functions = [name for name, audience in AUDIENCE_OF.items() if audience == "decider"]
    theirs = Account.objects.for_hospital(hospital).filter(
        Q(grants__to_on__isnull=True) | Q(grants__to_on__gte=on),
        grants__function__in=functions,
        grants__from_on__lte=on,
        is_active=True,
    )
    found = Person.objects.for_hospital(hospital).filter(pk__in=theirs.values("person"))
    return list(found.select_related("role").order_by("pk"))


def readiness_over(tool: Tool, units: Iterable[Level], *, on: date) -> tuple[int, int]:
    """Return how many people operate a tool in some units, each once, and how many are trained."""
    operators = set[int]()
    for unit in units:
        named = operators_of(tool, unit, on=on)
        operators |= set(people_on_shifts(unit, on=on)) if named is None else named
    people = Person.objects.for_hospital(tool.hospital_id).filter(pk__in=operators)
    known = list(people.select_related("role"))
    return len(known), len(ready_among(known, tool.key, tool.major, on=on))


def _holders(function: str, unit: Level, *, on: date) -> set[int]:
    """Return who holds a function at a unit, else at the nearest level above that has anybody."""
    lineage = Level.objects.filter(pk=unit.pk).values_list(*UPWARDS).get()
    theirs = Account.objects.for_hospital(unit.hospital_id or unit.pk).filter(
        Q(grants__to_on__isnull=True) | Q(grants__to_on__gte=on),
        grants__function=function,
        grants__level__in=[pk for pk in lineage if pk is not None],
        grants__from_on__lte=on,
        is_active=True,
        person__isnull=False,
    )
    holders: dict[int, set[int]] = {}
    for level, person in theirs.values_list("grants__level", "person"):
        holders.setdefault(level, set()).add(person)
    return next((holders[pk] for pk in lineage if pk in holders), set())
