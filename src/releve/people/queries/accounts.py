"""Accounts and levels as somebody names them at the command line."""

from __future__ import annotations

from django.db.models import QuerySet

from releve.kit.faults import BadInputError
from releve.kit.tables import closest
from releve.kit.words import translator
from releve.people.models import Account, Level

_ = translator("releve.people")


def account_named(username: str, *, home: int | None = None) -> Account:
    """Return the account of that name, whatever the case; raises BadInputError.

    ``home``: the hospital of whoever asks; an account of another one answers as none.
    """
    try:
        found = Account.objects.get_by_natural_key(username)
    except Account.DoesNotExist:
        found = None
    if found is None or (home and found.hospital_id not in {None, home}):
        message = _("there is no account {username!r}; see: releve people accounts list")
        raise BadInputError(message.format(username=username))
    return found


def account_or_none(username: str) -> Account | None:
    """Return the account of that name, whatever the case, or none."""
    try:
        return Account.objects.get_by_natural_key(username)
    except Account.DoesNotExist:
        return None


def accounts_and_grants(hospital: Level | None) -> list[Account]:
    """Return the accounts of a hospital, or of none, by name, with grants and their levels."""
    accounts = Account.objects
    found = accounts.for_hospital(hospital) if hospital else accounts.above_hospitals()
    return list(found.prefetch_related("grants__level").order_by("username"))


def level_of(code: str, *, among: QuerySet[Level] | None = None) -> Level:
    """Return the level of that code; raises BadInputError.

    ``among``: the levels that whoever asks may know of; all, where left out.
    """
    known = Level.objects.all() if among is None else among
    found = known.filter(code=code).first()
    if found is None:
        hint = closest(code, known.values_list("code", flat=True))
        message = _("there is no level {code!r}{hint}; see: releve people levels list")
        raise BadInputError(message.format(code=code, hint=hint))
    return found
