"""What an administrator does so that somebody can sign in again, or no longer.

Each needs the permission on accounts at the hospital of the account; one above hospitals is
managed by somebody above hospitals only.
"""

from __future__ import annotations

import secrets
from datetime import date

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from axes.utils import reset
from django.conf import settings
from django.db import transaction
from django.db.models import F

from releve.kit.actors import Actor, NotAllowedError
from releve.kit.faults import BadInputError
from releve.kit.permissions import Permission, needs
from releve.kit.words import translator
from releve.people.actions.keys import end_all_keys
from releve.people.actions.noting import note_account
from releve.people.models import Account, Level, WardComputer
from releve.people.queries import (
    DIRECTORY,
    account_of,
    check_home,
    directory_key,
    may_mark_ward_computers,
    password_link,
)
from releve.people.queries.tokens import is_program
from releve.trail.actions import note_change

_ = translator("releve.people")


@needs(Permission.MANAGE_ACCOUNTS)
def end_sessions(account: Account, *, actor: Actor, keep_keys: bool = False) -> None:
    """End all sessions of an account, on every computer, and what acts for it without one.

    One's own, or those of an account one keeps. ``keep_keys``: its tokens and private addresses
    go on. Raises NotAllowedError.
    """
    if account_of(actor) != account:
        _check(actor, account)
    with transaction.atomic():
        end_all(account)
        if not keep_keys:
            end_all_keys(account, actor)
        note_account(actor, "people.account.end_sessions", account)


def end_all(account: Account) -> None:
    """End all sessions of an account; whoever calls has asked who may, and notes it."""
    account.session_round = F("session_round") + 1
    account.save(update_fields=["session_round"])
    account.refresh_from_db(fields=["session_round"])


@needs(Permission.MANAGE_ACCOUNTS)
def make_password_link(account: Account, *, actor: Actor) -> str:
    """Return a way on this site to choose a password, which works once within a day.

    Every session, token, private address and earlier link of the account ends. Raises
    BadInputError for a closed one.
    """
    _check(actor, account)
    if not account.is_active:
        message = _("the account {username} is closed; see: releve people accounts reopen")
        raise BadInputError(message.format(username=account.username))
    with transaction.atomic():
        end_all(account)
        end_all_keys(account, actor)
        note_account(actor, "people.account.make_link", account)
    return password_link(account)


@needs(Permission.MANAGE_ACCOUNTS)
def reset_second_factor(account: Account, *, actor: Actor) -> bool:
    """Take a lost second factor and its codes away; False without one.

    All sessions end, and what acts for the account without one.
    """
    _check(actor, account)
    with transaction.atomic():
        removed, _by_table = Authenticator.objects.filter(user=account).delete()
        end_all(account)
        end_all_keys(account, actor)
        note_account(actor, "people.account.reset_second_factor", account)
    return bool(removed)


@needs(Permission.MANAGE_ACCOUNTS)
def unlock(account: Account, *, actor: Actor) -> int:
    """Forget the wrong answers given for an account and return from how many browsers."""
    _check(actor, account)
    with transaction.atomic():
        note_account(actor, "people.account.unlock", account)
        return int(reset(username=account.username))


@needs(Permission.MANAGE_ACCOUNTS)
def link_directory(account: Account, subject: str, *, actor: Actor) -> None:
    """Tie an account to a subject of the hospital's directory, in place of any before.

    A program's account becomes somebody's so; what was made for the program ends.
    Raises BadInputError without a directory, or where the subject is another account's.
    """
    _check(actor, account)
    if settings.DIRECTORY is None:
        raise BadInputError(_("there is no directory; set RELEVE_OIDC_ISSUER"))
    if not subject.strip():
        raise BadInputError(_("the subject is empty"))
    key = directory_key(settings.DIRECTORY.issuer, subject.strip())
    with transaction.atomic():
        ties = SocialAccount.objects.filter(provider=DIRECTORY)
        if ties.filter(uid=key).exclude(user=account).exists():
            raise BadInputError(_("this subject of the directory is tied to another account"))
        if is_program(account):
            end_all_keys(account, actor)
        ties.filter(user=account).delete()
        SocialAccount.objects.create(user=account, provider=DIRECTORY, uid=key)
        note_account(actor, "people.account.link_directory", account, after={"key": key})


@needs(Permission.MARK_COMPUTERS)
def mark_ward_computer(hospital: Level, *, name: str, on: date, actor: Actor) -> WardComputer:
    """Save a computer that a ward of a hospital shares.

    Whoever has the permission anywhere in it may. Raises NotAllowedError.
    """
    _check_ward(actor, hospital)
    with transaction.atomic():
        computer = WardComputer.objects.create(
            hospital=hospital, key=secrets.token_hex(16), name=name.strip(), marked_on=on
        )
        _note_computer(actor, "people.ward_computer.mark", computer.pk, hospital)
    return computer


@needs(Permission.MARK_COMPUTERS)
def unmark_ward_computer(hospital: Level, pk: int, *, actor: Actor) -> bool:
    """Let a computer show no names any more; False where the hospital has none of that key."""
    _check_ward(actor, hospital)
    with transaction.atomic():
        deleted, _by_table = WardComputer.objects.for_hospital(hospital).filter(pk=pk).delete()
        if deleted:
            _note_computer(actor, "people.ward_computer.unmark", pk, hospital)
    return deleted > 0


def _note_computer(actor: Actor, verb: str, pk: int, hospital: Level) -> None:
    note_change(actor, verb, kind="ward_computer", key=pk, hospital=hospital.pk)


def _check_ward(actor: Actor, hospital: Level) -> None:
    if not may_mark_ward_computers(actor, hospital.pk):
        raise NotAllowedError(Permission.MARK_COMPUTERS, actor=actor, level=hospital.pk)


def _check(actor: Actor, account: Account) -> None:
    check_home(actor, Permission.MANAGE_ACCOUNTS, account.hospital)
