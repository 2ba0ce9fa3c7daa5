"""Accounts, and what they are in a level of the tree."""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import copy
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.timezone import localdate

from releve.kit.actors import Actor
from releve.kit.days import check_meant
from releve.kit.faults import BadInputError
from releve.kit.permissions import Permission, needs
from releve.kit.words import current_language, translator
from releve.people.actions.keys import end_all_keys
from releve.people.actions.levels import hospital_key
from releve.people.actions.news import end_mail
from releve.people.actions.noting import note_account
from releve.people.actions.saving import facts_of
from releve.people.actions.sign_ins import end_all
from releve.people.models import Account, Grant, Level, Person, plain_username
from releve.people.queries import account_of, check_at, check_home
from releve.people.vocabulary import FUNCTIONS
from releve.trail.actions import Change, note_changes

_ = translator("releve.people")

USERNAME = re.compile(r"[a-z0-9][a-z0-9._@-]{0,99}")


@needs(Permission.MANAGE_ACCOUNTS)
def create_account(  # noqa: PLR0913 - who acts, then the facts of an account, all by name
    *,
    actor: Actor,
    username: str,
    name: str,
    password: str | None,
    hospital: Level | None = None,
    person: Person | None = None,
    is_demo: bool = False,
) -> Account:
    """Save an account of a hospital, or of no hospital above them.

    Nobody can sign in with one that has no password. ``is_demo`` marks an account of an invented
    hospital, whose password everybody knows: it is not checked. Raises BadInputError, and
    NotAllowedError where the actor keeps no accounts there.
    """
    check_home(actor, Permission.MANAGE_ACCOUNTS, hospital)
    plain = plain_username(username)
    if not USERNAME.fullmatch(plain):
        message = _(
            "{said!r} cannot be a user name: up to 100 letters without accents, figures and "
            ". _ @ -, a letter or figure first"
        )
        raise BadInputError(message.format(said=username))
    if not name.strip():
        raise BadInputError(_("the name to show is empty"))
    if hospital is not None and hospital.kind != "hospital":
        raise BadInputError(_("{code} is no hospital").format(code=hospital.code))
    if person is not None and (hospital is None or person.hospital_id != hospital.pk):
        message = _("the person {code} is not of the account's hospital")
        raise BadInputError(message.format(code=person.code))
    draft = Account(username=plain, name=name.strip(), is_demo=is_demo)
    if password is not None and not is_demo:
        _check_password(password, draft)
    with transaction.atomic():
        if _taken(plain):
            message = _("there is an account {username} already")
            raise BadInputError(message.format(username=plain))
        account = Account.objects.create_user(
            plain,
            name=draft.name,
            password=password,
            hospital=hospital,
            person=person,
            is_demo=is_demo,
        )
        note_account(actor, "people.account.create", account, after=_told(account))
    return account


@needs(Permission.MANAGE_ACCOUNTS)
def set_password(account: Account, password: str, *, actor: Actor) -> None:
    """Give an account a new password, and end what was signed in with the old one.

    Its tokens and private addresses end too: whoever knew the old one may have made
    them. One's own, or that of an account one keeps. Raises BadInputError where it is too easy to
    guess, and NotAllowedError.
    """
    if account_of(actor) != account:
        check_home(actor, Permission.MANAGE_ACCOUNTS, account.hospital)
    if not account.is_demo:
        _check_password(password, account)
    account.set_password(password)
    with transaction.atomic():
        account.save(update_fields=["password"])
        end_all_keys(account, actor)
        note_account(actor, "people.account.set_password", account)


@needs(Permission.MANAGE_ACCOUNTS)
def give_function(
    account: Account,
    *,
    actor: Actor,
    function: str,
    level: Level,
    from_on: date,
    to_on: date | None = None,
) -> Grant:
    """Give an account a function at a level and below, both days included.

    Given again from the same day, only its last day changes. Raises BadInputError, and
    NotAllowedError where the actor keeps no accounts at that level.
    """
    check_at(actor, Permission.MANAGE_ACCOUNTS, level)
    if function not in FUNCTIONS:
        message = _("{said!r} is no function; one of: {known}")
        raise BadInputError(message.format(said=function, known=", ".join(FUNCTIONS)))
    check_meant(from_on, field="from")
    check_meant(to_on, field="to")
    if to_on is not None and to_on < from_on:
        raise BadInputError(_("the last day comes before the first"))
    if account.hospital_id is not None and account.hospital_id not in {level.pk, level.hospital_id}:
        message = _("{level} is not in the hospital of the account {username}")
        raise BadInputError(message.format(level=level.code, username=account.username))
    with transaction.atomic():
        known = account.grants.filter(function=function, level=level, from_on=from_on).first()
        grant, _created = account.grants.update_or_create(
            function=function, level=level, from_on=from_on, defaults={"to_on": to_on}
        )
        _note_grants(actor, "people.function.give", level, [(known, grant)])
    return grant


@needs(Permission.MANAGE_ACCOUNTS)
def end_function(account: Account, *, actor: Actor, function: str, level: Level, on: date) -> int:
    """Take a function away from a day on, and return how many grants ended.

    What would have begun that day or later never begins; what has ended before stays as it was.
    Raises NotAllowedError where the actor keeps no accounts at that level, and BadInputError for
    a day out of range.
    """
    check_at(actor, Permission.MANAGE_ACCOUNTS, level)
    check_meant(on, field="on")
    given = account.grants.filter(Q(to_on__isnull=True) | Q(to_on__gte=on))
    given = given.filter(function=function, level=level)
    with transaction.atomic():
        ending = [(grant, _ended(grant, on)) for grant in given.select_for_update()]
        _note_grants(actor, "people.function.end", level, ending)
        never_begun, _by_table = given.filter(from_on__gte=on).delete()
        return never_begun + given.update(to_on=on - timedelta(days=1))


@needs(Permission.MANAGE_ACCOUNTS)
def close_account(account: Account, *, actor: Actor) -> None:
    """Close an account: nobody signs in with it any more, and what was signed in ends.

    Its tokens, its private addresses and the letters of its person end for good; its functions
    stay as they were given, without effect, and it can be opened again. Raises BadInputError
    where it is the actor's own, and NotAllowedError.
    """
    check_home(actor, Permission.MANAGE_ACCOUNTS, account.hospital)
    if account_of(actor) == account:
        raise BadInputError(_("nobody closes her own account; ask another administrator"))
    with transaction.atomic():
        _open_or_close(account, is_open=False)
        end_all(account)
        end_all_keys(account, actor)
        if account.person is not None:
            end_mail(account.person, actor)
        note_account(actor, "people.account.close", account, after={"is_active": False})


@needs(Permission.MANAGE_ACCOUNTS)
def reopen_account(account: Account, *, actor: Actor) -> None:
    """Open an account again, with the functions that it had and none of its tokens.

    Raises NotAllowedError.
    """
    check_home(actor, Permission.MANAGE_ACCOUNTS, account.hospital)
    with transaction.atomic():
        end_all_keys(account, actor)  # of an account that an earlier release closed
        _open_or_close(account, is_open=True)
        note_account(actor, "people.account.reopen", account, after={"is_active": True})


def _told(account: Account) -> dict[str, Any]:
    told = ("username", "name", "hospital_id", "person_id", "is_active", "is_demo")
    return facts_of(account, told)


def _ended(grant: Grant, on: date) -> Grant | None:
    """Return a grant as it is once it has ended; nothing where it never begins."""
    if grant.from_on >= on:
        return None
    changed = copy(grant)
    changed.to_on = on - timedelta(days=1)
    return changed


def _note_grants(
    actor: Actor, verb: str, level: Level, grants: Sequence[tuple[Grant | None, Grant | None]]
) -> None:
    """Note what was given or ended under its account, in the trail of the level's hospital."""
    told = ("function", "level_id", "from_on", "to_on")
    note_changes(
        actor,
        [
            Change(
                verb=verb,
                kind="account",
                key=one.account_id,
                hospital=hospital_key(level),
                before=before and facts_of(before, told),
                after=after and facts_of(after, told),
            )
            for before, after in grants
            if (one := before or after) is not None
        ],
    )


def _open_or_close(account: Account, *, is_open: bool) -> None:
    account.is_active = is_open
    account.closed_on = None if is_open else localdate()
    account.save(update_fields=["is_active", "closed_on"])


def _taken(username: str) -> bool:
    try:
        Account.objects.get_by_natural_key(username)
    except Account.DoesNotExist:
        return False
    return True


def _check_password(password: str, account: Account) -> None:
    # The sentences are Django's own, in its own catalogues.
    with translation.override(current_language()):
        try:
            validate_password(password, account)
        except ValidationError as error:
            raise BadInputError(" ".join(error.messages)) from error
