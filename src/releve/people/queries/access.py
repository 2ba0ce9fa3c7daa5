"""What is open to whom: the one place where it is decided.

A function given at a level holds there and everywhere below, from its first day to its last,
both included. An account of a hospital never reaches into another one, whatever was granted.
"""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from releve.kit.permissions import Permission
from releve.people.models import Account, Grant, Level, Person
from releve.people.vocabulary import LEVEL_KINDS, PERMISSIONS_OF

# A level stands below one of an earlier kind, so no tree is deeper than there are kinds.
UPWARDS = ["__".join([*["parent"] * steps, "pk"]) for steps in range(len(LEVEL_KINDS))]


def permissions_on(account: Account, level: Level, *, on: date) -> frozenset[Permission]:
    """Return what an account may do at a level on a day, in two queries at most."""
    if not _may_reach(account, level):
        return frozenset()
    lineage = Level.objects.filter(pk=level.pk).values_list(*UPWARDS).get()
    levels = [pk for pk in lineage if pk is not None]
    functions = _in_force(account, on=on).filter(level__in=levels).values_list("function")
    return frozenset().union(*(PERMISSIONS_OF[function] for (function,) in functions))


def levels_open_to(account: Account, permission: Permission, *, on: date) -> QuerySet[Level]:
    """Return the levels of every kind where an account has a permission on a day, by code.

    One query for its grants now, one for the levels when they are read.
    """
    if not account.is_active:
        return Level.objects.none()
    return _at_or_below(_granted(account, permission, on=on), home=account.hospital_id)


def is_open_anywhere(account: Account, permission: Permission, *, on: date) -> bool:
    """Whether an account has a permission on a day at any level, in two queries at most."""
    if not account.is_active:
        return False
    levels, home = _granted(account, permission, on=on), account.hospital_id
    if not levels or home is None or home in levels:
        return bool(levels)
    return _at_or_below(levels, home=home).exists()


def _granted(account: Account, permission: Permission, *, on: date) -> list[int]:
    functions = [name for name, given in PERMISSIONS_OF.items() if permission in given]
    grants = _in_force(account, on=on).filter(function__in=functions)
    return list(grants.values_list("level", flat=True))


def _at_or_below(levels: list[int], *, home: int | None) -> QuerySet[Level]:
    below = Q()
    for way in UPWARDS:
        below |= Q(**{f"{way}__in": levels})
    found = Level.objects.filter(below).order_by("code")
    return found.filter(Q(pk=home) | Q(hospital=home)) if home else found


def units_open_to(account: Account, permission: Permission, *, on: date) -> QuerySet[Level]:
    """Return the units where an account has a permission on a day, by code.

    One query for its grants now, one for the units when they are read.
    """
    found = levels_open_to(account, permission, on=on)
    return found.filter(kind="unit").select_related("hospital")


def people_allowed(permission: Permission, level: Level, *, on: date) -> QuerySet[Person]:
    """Return the people nearest to a level whose accounts have a permission there on a day.

    Those at the level itself, else those of the first level above that has anybody of its
    hospital: what the manager of a unit is told is no news for its director. An account without a
    person, as a technical one, has nobody to be told.
    """
    lineage = Level.objects.filter(pk=level.pk).values_list(*UPWARDS).get()
    functions = [name for name, given in PERMISSIONS_OF.items() if permission in given]
    home = level.hospital_id or level.pk
    ends = Q(grants__to_on__isnull=True) | Q(grants__to_on__gte=on)
    theirs = Account.objects.for_hospital(home).filter(
        ends,
        grants__function__in=functions,
        grants__level__in=lineage,
        grants__from_on__lte=on,
        is_active=True,
        person__isnull=False,
    )
    people: dict[int, set[int]] = {}
    for there, person in theirs.values_list("grants__level", "person"):
        people.setdefault(there, set()).add(person)
    nearest = next((people[pk] for pk in lineage if pk in people), set[int]())
    return Person.objects.for_hospital(home).filter(pk__in=nearest)


def unit_open_to(account: Account, permission: Permission, pk: int, *, on: date) -> Level:
    """Return one unit where an account has a permission on a day.

    Raises Level.DoesNotExist where it has not, as where there is no such unit: an address that
    is guessed tells nothing.
    """
    return units_open_to(account, permission, on=on).get(pk=pk)


def is_open_at(account: Account, permission: Permission, *, way: str, on: date) -> Exists:
    """Return the condition that an account has a permission on a day at the level of a row.

    ``way`` leads from the row to that level, which lies in the account's own hospital: asked
    along with the row, so that it costs no query of its own.
    """
    functions = [name for name, given in PERMISSIONS_OF.items() if permission in given]
    there = Q()
    for upwards in UPWARDS:
        there |= Q(level=OuterRef(f"{way}__{upwards}"))
    grants = _in_force(account, on=on).filter(account__is_active=True, function__in=functions)
    return Exists(grants.filter(there))


def functions_of(account: Account, *, on: date) -> frozenset[str]:
    """Return what an account is anywhere on a day, in one query."""
    return frozenset(name for (name,) in _in_force(account, on=on).values_list("function"))


def _in_force(account: Account, *, on: date) -> QuerySet[Grant]:
    begun = account.grants.filter(from_on__lte=on)
    return begun.filter(Q(to_on__isnull=True) | Q(to_on__gte=on))


def _may_reach(account: Account, level: Level) -> bool:
    if not account.is_active:
        return False
    return account.hospital_id is None or account.hospital_id in {level.pk, level.hospital_id}
