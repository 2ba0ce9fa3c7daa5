"""Deleting who has left: a person with all that holds for her, and a closed account.

What stays of them elsewhere is not this room's: rosters anonymise first, then the person goes.
"""

from __future__ import annotations

from django.db import transaction

from releve.kit.actors import Actor
from releve.kit.permissions import Permission, needs
from releve.people.models import Account, Person
from releve.people.queries import check_home
from releve.people.queries.leaving import accounts_with
from releve.trail.actions import note_change


@needs(Permission.PURGE)
def delete_person(person: Person, *, actor: Actor) -> int:
    """Delete a person, what holds for her, and her accounts; return how many accounts.

    The trail is told that it was one, and not who. Raises ValueError where an account of hers
    is open, and NotAllowedError.
    """
    check_home(actor, Permission.PURGE, person.hospital)
    accounts = accounts_with(person)
    if any(account.is_active for account in accounts):
        raise ValueError("an account of this person is open")
    with transaction.atomic():
        for account in accounts:
            account.delete()
        person.delete()
        _note(actor, "people.person.purge", person.hospital_id)
    return len(accounts)


@needs(Permission.PURGE)
def delete_account(account: Account, *, actor: Actor) -> None:
    """Delete a closed account; what it made stays, without a name.

    The trail is told that it was one, and not whose. Raises ValueError where it is open, and
    NotAllowedError.
    """
    check_home(actor, Permission.PURGE, account.hospital)
    if account.is_active:
        raise ValueError("this account is open")
    with transaction.atomic():
        account.delete()
        _note(actor, "people.account.purge", account.hospital_id)


def _note(actor: Actor, verb: str, hospital: int | None) -> None:
    # That one was deleted, and not which: the trail would else remember her.
    where = "" if hospital is None else hospital
    note_change(actor, verb, kind="hospital", key=where, hospital=hospital, after={"count": 1})
