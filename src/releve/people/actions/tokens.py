"""Tokens: given to a program, used by it, taken back.

A token is shown once, when it is made. It carries the number of its account, so that it is
looked for among that account's own; only its SHA-256 is kept, which suffices for 256 random
bits: there is nothing to guess.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth.backends import ModelBackend
from django.db import transaction
from django.utils import timezone
from django.utils.http import base36_to_int, int_to_base36

from releve.kit.actors import Actor
from releve.kit.faults import BadInputError
from releve.kit.permissions import Permission, needs
from releve.kit.words import translator
from releve.people.actions.keys import hold
from releve.people.actions.noting import note_account
from releve.people.models import Account, ApiToken
from releve.people.models.tokens import SCOPE_SEPARATOR
from releve.people.queries.acting import account_of
from releve.people.queries.tokens import (
    check_tokens,
    is_program,
    open_tokens,
    permissions_anywhere,
    token_facts,
)

_ = translator("releve.people")

WRITTEN = re.compile(r"releve_([0-9a-z]{1,13})_[A-Za-z0-9_-]{20,100}")
SHOWN = 4
"""Characters of the secret that stay visible: enough to tell tokens apart, no help to guess."""

MOST_DAYS = 366
MOST_TOKENS = 50


@dataclass(frozen=True)
class Bearer:
    """Who sends a token, and what it was given."""

    account: Account
    scopes: frozenset[Permission]


@needs(Permission.MANAGE_ACCOUNTS)
def create_token(
    account: Account, *, actor: Actor, name: str, scopes: Collection[str], days: int
) -> tuple[ApiToken, str]:
    """Save a token and return it with its text, which is never to be had again.

    Everybody makes tokens for herself; who manages accounts makes those of programs, and never
    one that acts as a colleague. ``days``: how long it opens, today included. Raises BadInputError
    and NotAllowedError.
    """
    check_tokens(actor, account)
    if account_of(actor) != account and not is_program(account):
        message = _(
            "{username} is somebody's own account: its owner makes its tokens herself, under "
            "“Calendar and programs”. For a program, add an account without a password: releve "
            "people accounts add NAME --name PROGRAM --no-password"
        )
        raise BadInputError(message.format(username=account.username))
    today = timezone.localdate()
    if not name.strip() or len(name.strip()) > 100:
        raise BadInputError(_("give the token a name of 1 to 100 characters"))
    if not 1 <= days <= MOST_DAYS:
        raise BadInputError(_("a token lasts from 1 to {most} days").format(most=MOST_DAYS))
    had = permissions_anywhere(account, on=today)
    beyond = sorted(set(scopes) - had)
    if beyond:
        message = _("the account {username} has not: {scopes}")
        raise BadInputError(message.format(username=account.username, scopes=", ".join(beyond)))
    if open_tokens(account, on=today).count() >= MOST_TOKENS:
        message = _("the account has {most} tokens already; revoke one that is no longer used")
        raise BadInputError(message.format(most=MOST_TOKENS))
    head, secret = f"releve_{int_to_base36(account.pk)}_", secrets.token_urlsafe(32)
    with transaction.atomic():
        hold(account)
        token = account.api_tokens.create(
            name=name.strip(),
            prefix=(head + secret[:SHOWN])[:20],
            digest=_digest(head + secret),
            scopes=SCOPE_SEPARATOR.join(sorted(set(scopes))),
            made_at=timezone.now(),
            expires_on=today + timedelta(days=days - 1),
        )
        note_account(actor, "people.token.create", account, after=token_facts(token))
    return token, head + secret


@needs(Permission.MANAGE_ACCOUNTS)
def revoke_token(account: Account, pk: int, *, actor: Actor) -> ApiToken:
    """Take a token back, at once and for good; taken back twice it stays as it was.

    Raises ApiToken.DoesNotExist and NotAllowedError.
    """
    check_tokens(actor, account)
    token = account.api_tokens.get(pk=pk)
    if token.revoked_at is None:
        with transaction.atomic():
            token.revoked_at = timezone.now()
            token.save(update_fields=["revoked_at"])
            note_account(actor, "people.token.revoke", account, before=token_facts(token))
    return token


def admit(text: str, *, on: date) -> Bearer | None:
    """Return who sends a token, where it opens today; the day of its last use is noted."""
    found = WRITTEN.fullmatch(text)
    if found is None:
        return None
    # Django's own way from a session to an account, and closed accounts stay outside.
    account = ModelBackend().get_user(base36_to_int(found[1]))
    if not isinstance(account, Account):
        return None
    token = open_tokens(account, on=on).filter(digest=_digest(text)).first()
    if token is None:
        return None
    if token.last_used_on != on:
        account.api_tokens.filter(pk=token.pk).update(last_used_on=on)
    return Bearer(account, frozenset(map(Permission, token.permissions)))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
