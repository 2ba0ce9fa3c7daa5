"""Accounts as actors: what rooms below this one know of who acts."""

from __future__ import annotations

from django.utils import timezone

from releve.kit.actors import HOUSE, Actor
from releve.kit.faults import BadInputError
from releve.kit.permissions import Permission
from releve.kit.words import translator
from releve.people.models import Account, Level
from releve.people.queries.access import permissions_on
from releve.people.vocabulary import PERMISSIONS_OF

_ = translator("releve.people")


def actor_of(account: Account) -> Actor:
    """Return an account as an actor."""
    return Actor(f"account:{account.pk}", account.name, account.hospital_id)


def account_of(actor: Actor) -> Account | None:
    """Return the account behind an actor, as it stands now; none behind a part of the house."""
    kind, _colon, pk = actor.key.partition(":")
    if kind != "account" or not pk.isdecimal():
        return None
    if actor.hospital is None:
        return Account.objects.above_hospitals().filter(pk=int(pk)).first()
    hospital = Level.objects.get(pk=actor.hospital)
    return Account.objects.for_hospital(hospital).filter(pk=int(pk)).first()


class PeopleAccess:
    """The deciding side of ``kit.actors``; the house injects it when it wakes."""

    def named(self, username: str) -> Actor:
        """Return the active account of that name; raises BadInputError."""
        if not username.strip():
            return HOUSE
        try:
            account = Account.objects.get_by_natural_key(username)
        except Account.DoesNotExist:
            account = None
        if account is None or not account.is_active:
            raise BadInputError(_("there is no account {name!r}").format(name=username))
        return actor_of(account)

    def may(self, actor: Actor, permission: Permission, *, level: int | None) -> bool:
        """Whether an actor has a permission today at a level, or anywhere where none is named."""
        if actor.key == HOUSE.key:
            return True
        account = account_of(actor)
        today = timezone.localdate()
        if account is None or not account.is_active:
            return False
        if level is not None:
            found = Level.objects.filter(pk=level).first()
            return found is not None and permission in permissions_on(account, found, on=today)
        grants = account.grants.filter(from_on__lte=today).exclude(to_on__lt=today)
        return any(permission in PERMISSIONS_OF[grant.function] for grant in grants)
