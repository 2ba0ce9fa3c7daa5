"""What an administrator does so that somebody can sign in again, or no longer.

Each needs the permission on accounts at the hospital of the account; one above hospitals is
managed by somebody above hospitals only.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import date

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from axes.utils import reset
from django.conf import settings
from django.db import transaction
from django.db.models import F

from releve.kit.actors import Actor, NotAllowedError, may
from releve.kit.faults import BadInputError
from releve.kit.permissions import SIGNED_IN, Permission, needs
from releve.kit.words import translator
from releve.people.models import Account, Level, WardComputer
from releve.people.queries import check_home, password_link

_ = translator("releve.people")

DIRECTORY = "directory"
"""Under which name the tie to the hospital's directory is kept."""


@needs(SIGNED_IN)
def end_sessions(account: Account) -> None:
    """End all sessions of an account, on every computer; its owner asks for her own."""
    account.session_round = F("session_round") + 1
    account.save(update_fields=["session_round"])
    account.refresh_from_db(fields=["session_round"])


@needs(Permission.MANAGE_ACCOUNTS)
def make_password_link(account: Account, *, actor: Actor) -> str:
    """Return a way on this site to choose a password, which works once within a day.

    Every session and every earlier link of the account ends. Raises BadInputError for a closed
    one.
    """
    _check(actor, account)
    if not account.is_active:
        message = _("the account {username} is closed; see: releve people accounts reopen")
        raise BadInputError(message.format(username=account.username))
    end_sessions(account)
    return password_link(account)


@needs(Permission.MANAGE_ACCOUNTS)
def reset_second_factor(account: Account, *, actor: Actor) -> bool:
    """Take a lost second factor and its codes away, and end all sessions; False without one."""
    _check(actor, account)
    with transaction.atomic():
        removed, _by_table = Authenticator.objects.filter(user=account).delete()
        end_sessions(account)
    return bool(removed)


@needs(Permission.MANAGE_ACCOUNTS)
def unlock(account: Account, *, actor: Actor) -> int:
    """Forget the wrong answers given for an account and return from how many browsers."""
    _check(actor, account)
    return int(reset(username=account.username))


@needs(Permission.MANAGE_ACCOUNTS)
def link_directory(account: Account, subject: str, *, actor: Actor) -> None:
    """Tie an account to a subject of the hospital's directory, in place of any before.

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
        ties.filter(user=account).delete()
        SocialAccount.objects.create(user=account, provider=DIRECTORY, uid=key)


def directory_key(issuer: str, subject: str) -> str:
    """Return under which key a subject of an issuer is kept; another issuer's is another key."""
    return hashlib.sha256(f"{issuer.rstrip('/')}\n{subject}".encode()).hexdigest()


@needs(Permission.MANAGE_ROSTER)
def mark_ward_computer(hospital: Level, *, name: str, on: date, actor: Actor) -> WardComputer:
    """Save a computer that a ward of a hospital shares.

    Whoever manages a roster there may, and whoever manages accounts. Raises NotAllowedError.
    """
    _check_ward(actor, hospital)
    return WardComputer.objects.create(
        hospital=hospital, key=secrets.token_hex(16), name=name.strip(), marked_on=on
    )


@needs(Permission.MANAGE_ROSTER)
def unmark_ward_computer(hospital: Level, pk: int, *, actor: Actor) -> bool:
    """Let a computer show no names any more; False where the hospital has none of that key."""
    _check_ward(actor, hospital)
    deleted, _by_table = WardComputer.objects.for_hospital(hospital).filter(pk=pk).delete()
    return deleted > 0


def may_mark_ward_computers(actor: Actor) -> bool:
    """Whether an actor of a hospital manages a roster or the accounts in it."""
    allowed = (Permission.MANAGE_ROSTER, Permission.MANAGE_ACCOUNTS)
    return actor.hospital is not None and any(may(actor, permission) for permission in allowed)


def _check_ward(actor: Actor, hospital: Level) -> None:
    if actor.hospital != hospital.pk or not may_mark_ward_computers(actor):
        raise NotAllowedError(Permission.MANAGE_ROSTER)


def _check(actor: Actor, account: Account) -> None:
    check_home(actor, Permission.MANAGE_ACCOUNTS, account.hospital)
