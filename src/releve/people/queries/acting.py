"""Who acts: accounts as the actors that every room knows, and what they may do.

The house puts ``PeopleAccess`` into ``kit.actors`` when it wakes, so that rooms below this one
ask the same question. Every answer is read from the database when it is asked: a function that
ended, or an account closed a moment ago, opens nothing any more.
"""

from __future__ import annotations

import re

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from releve.kit.actors import HOUSE, Actor, NotAllowedError
from releve.kit.faults import BadInputError
from releve.kit.permissions import Permission
from releve.kit.words import translator
from releve.people.models import Account, Level
from releve.people.queries.access import (
    UPWARDS,
    is_open_anywhere,
    levels_open_to,
    permissions_on,
)
from releve.people.queries.accounts import account_named
from releve.people.queries.tables import hospital_of

_ = translator("releve.people")

ACCOUNT_KEY = re.compile(r"account:([0-9]{1,18})")

READING = frozenset(
    {
        Permission.SEE_ROSTER,
        Permission.SEE_COUNTERS,
        Permission.SEE_LOAD,
        Permission.SEE_PEOPLE,
        Permission.SEE_CONTRACTS,
        Permission.READ_TRAIL,
        Permission.SEE_JOBS,
        Permission.EXPORT_PERSON,
        Permission.SEE_REGISTER,
        Permission.SEE_READINESS,
        Permission.SEE_LEDGER,
    }
)
"""Permissions to see: what they would open is not there for whoever lacks them."""


class PeopleAccess:
    """The access that the house injects: this room decides."""

    def named(self, username: str) -> Actor:
        """Return the active account of that name; raises BadInputError.

        An empty name is the house itself, as long as nobody administers it yet.
        """
        if not username.strip():
            return _the_house()
        account = account_named(username)
        if not account.is_active:
            message = _("the account {username} is closed; see: releve people accounts reopen")
            raise BadInputError(message.format(username=account.username))
        return actor_of(account)

    def may(self, actor: Actor, permission: Permission, *, level: int | None) -> bool:
        """Whether an actor has a permission today at a level, or anywhere where none is named."""
        if level is None:
            return _may_anywhere(actor, permission)
        found = Level.objects.filter(pk=level).first()
        return found is not None and may_at(actor, permission, found)

    def may_everywhere(self, actor: Actor, permission: Permission) -> bool:
        """Whether an actor has a permission today at every hospital of the installation."""
        return may_everywhere(actor, permission)


def actor_of(account: Account) -> Actor:
    """Return an account as every room knows it."""
    return Actor(f"account:{account.pk}", account.name, account.hospital_id)


def account_of(actor: Actor) -> Account | None:
    """Return the account behind an actor: her own, else the one on whose behalf it is done.

    As it stands now, closed or not; nothing for the house itself.
    """
    for key in (actor.key, actor.on_behalf_of):
        found = ACCOUNT_KEY.fullmatch(key)
        if found is not None:
            return _account(int(found[1]), hospital=actor.hospital)
    return None


def is_same_person(actor: Actor, key: str) -> bool:
    """Whether an actor's account and the one behind another key have the same person's line.

    Accounts without a line, those above hospitals among them, are one account each.
    """
    account, found = account_of(actor), ACCOUNT_KEY.fullmatch(key)
    if account is None or account.person_id is None or account.hospital_id is None or found is None:
        return False
    hers = Account.objects.for_hospital(account.hospital_id).filter(person=account.person_id)
    return hers.filter(pk=int(found[1])).exists()


def is_house(actor: Actor) -> bool:
    """Whether it is the installation itself that acts, on nobody's behalf."""
    return actor == HOUSE


def may_at(actor: Actor, permission: Permission, level: Level) -> bool:
    """Whether an actor has a permission at a level today."""
    return permission in permissions_at(actor, level)


def permissions_at(actor: Actor, level: Level) -> frozenset[Permission]:
    """Return what an actor may do at a level today."""
    if is_house(actor):
        return frozenset(Permission)
    account = account_of(actor)
    if account is None:
        return frozenset()
    return permissions_on(account, level, on=localdate())


def levels_for(actor: Actor, permission: Permission) -> QuerySet[Level]:
    """Return the levels of every kind where an actor has a permission today, by code."""
    if is_house(actor):
        return Level.objects.order_by("code")
    account = account_of(actor)
    if account is None:
        return Level.objects.none()
    return levels_open_to(account, permission, on=localdate())


def units_for(actor: Actor, permission: Permission) -> QuerySet[Level]:
    """Return the units where an actor has a permission today, by code."""
    return levels_for(actor, permission).filter(kind="unit").select_related("hospital")


def levels_known_to(actor: Actor) -> QuerySet[Level]:
    """Return the levels that an actor may know of: her own hospital, what it lies in and holds.

    An account above hospitals, and the house, know all.
    """
    if actor.hospital is None:
        return Level.objects.order_by("code")
    lineage = Level.objects.filter(pk=actor.hospital).values_list(*UPWARDS).first() or ()
    above = [pk for pk in lineage if pk is not None]
    return Level.objects.filter(Q(pk__in=above) | Q(hospital=actor.hospital)).order_by("code")


def may_everywhere(actor: Actor, permission: Permission) -> bool:
    """Whether an actor has a permission today at every hospital of the installation.

    Where there is no hospital yet, the house alone has it.
    """
    if is_house(actor):
        return True
    hospitals = Level.objects.filter(kind="hospital")
    held = levels_for(actor, permission).filter(kind="hospital").count()
    return held > 0 and held == hospitals.count()


def check_at(actor: Actor, permission: Permission, level: Level) -> None:
    """Raise NotAllowedError where an actor lacks a permission at a level."""
    if not may_at(actor, permission, level):
        raise NotAllowedError(permission, actor=actor, level=level.pk, where=level.code)


def check_everywhere(actor: Actor, permission: Permission) -> None:
    """Raise NotAllowedError where an actor lacks a permission at one hospital or more."""
    if not may_everywhere(actor, permission):
        raise NotAllowedError(permission, actor=actor, where=_("every hospital"))


def check_home(actor: Actor, permission: Permission, hospital: Level | None) -> None:
    """Raise NotAllowedError where an actor lacks a permission at a hospital, or above all."""
    if hospital is None:
        check_everywhere(actor, permission)
    else:
        check_at(actor, permission, hospital)


def check_anywhere(actor: Actor, permission: Permission) -> None:
    """Raise NotAllowedError where an actor has a permission nowhere."""
    if not _may_anywhere(actor, permission):
        raise NotAllowedError(permission, actor=actor)


def hospital_open_to(actor: Actor, permission: Permission, code: str | None) -> Level:
    """Return the hospital of that code where an actor has a permission; without code, her own.

    Another hospital answers as one that does not exist. Raises BadInputError and
    NotAllowedError.
    """
    hospital = hospital_of(code, among=levels_known_to(actor))
    check_at(actor, permission, hospital)
    return hospital


def is_hidden(refusal: NotAllowedError) -> bool:
    """Whether a refusal must look as if nothing were there: 404 rather than 403.

    So it is for what one may not see, and for whatever stands at a level where one may nothing.
    """
    if refusal.permission in READING or refusal.actor is None:
        return True
    level = Level.objects.filter(pk=refusal.level or 0).first()
    return level is not None and not permissions_at(refusal.actor, level)


def is_administered() -> bool:
    """Whether somebody administers the installation today: an open account with the function."""
    today = localdate()
    in_force = Q(grants__to_on__isnull=True) | Q(grants__to_on__gte=today)
    administers = {"grants__function": "administrator", "grants__from_on__lte": today}
    homes = [
        Account.objects.above_hospitals(),
        *map(Account.objects.for_hospital, Level.objects.filter(kind="hospital")),
    ]
    return any(home.filter(in_force, is_active=True, **administers).exists() for home in homes)


def _may_anywhere(actor: Actor, permission: Permission) -> bool:
    if is_house(actor):
        return True
    account = account_of(actor)
    return account is not None and is_open_anywhere(account, permission, on=localdate())


def _account(pk: int, *, hospital: int | None) -> Account | None:
    found = Account.objects.for_hospital(hospital).filter(pk=pk).first() if hospital else None
    # Whoever asked from above hospitals may have work done at one of them.
    return found or Account.objects.above_hospitals().filter(pk=pk).first()


def _the_house() -> Actor:
    if is_administered():
        raise BadInputError(
            _("say in whose name this is done: --as ACCOUNT, or RELEVE_AS in the environment")
        )
    return HOUSE
