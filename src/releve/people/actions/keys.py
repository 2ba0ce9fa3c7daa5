"""What acts for an account without a session ends where access ends: tokens, private addresses.

A session that ends leaves nothing behind only if what it may have made ends too: whoever sat at
an open page could have made a token there. Rooms above add what they keep of that kind.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from releve.kit.actors import Actor
from releve.kit.faults import BadInputError
from releve.kit.permissions import Permission, needs
from releve.kit.words import translator
from releve.people.actions.noting import note_account
from releve.people.models import Account
from releve.people.queries import check_home
from releve.people.queries.acting import account_of
from releve.people.queries.tokens import token_facts

Ender = Callable[[Account, Actor], int]
"""Ends one kind of key of an account in the caller's transaction, notes it, returns how many."""

_ = translator("releve.people")
_enders: dict[str, Ender] = {}


def use_ender(kind: str, ender: Ender) -> None:
    """Have one more kind of key end where access ends; a kind named again is replaced."""
    _enders[kind] = ender


@needs(Permission.MANAGE_ACCOUNTS)
def end_keys(account: Account, *, actor: Actor) -> int:
    """End every token and private address of an account, and return how many were open.

    One's own, or those of an account one keeps. Raises NotAllowedError.
    """
    if account_of(actor) != account:
        check_home(actor, Permission.MANAGE_ACCOUNTS, account.hospital)
    with transaction.atomic():
        return end_all_keys(account, actor)


def end_all_keys(account: Account, actor: Actor) -> int:
    """End every key of an account; whoever calls has asked who may, in a transaction."""
    return sum(ender(account, actor) for ender in (_end_tokens, *_enders.values()))


def hold(account: Account) -> None:
    """Keep an account as it is to the end of the caller's transaction.

    Raises BadInputError where it was closed, or its sessions ended, since it was read: a page
    that was open then makes nothing any more.
    """
    home = account.hospital_id
    mine = Account.objects.for_hospital(home) if home else Account.objects.above_hospitals()
    now = (
        mine.select_for_update(no_key=True)
        .filter(pk=account.pk, is_active=account.is_active)
        .first()
    )
    if now is None or (now.session_round, now.password) != (
        account.session_round,
        account.password,
    ):
        raise BadInputError(_("this session has ended meanwhile; sign in again"))


def _end_tokens(account: Account, actor: Actor) -> int:
    found = list(account.api_tokens.select_for_update(no_key=True).filter(revoked_at__isnull=True))
    for token in found:
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
        note_account(actor, "people.token.revoke", account, before=token_facts(token))
    return len(found)
