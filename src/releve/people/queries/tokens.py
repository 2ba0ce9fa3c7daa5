"""The tokens of an account, and what may be put into a new one."""

from __future__ import annotations

from datetime import date
from typing import Any

from allauth.socialaccount.models import SocialAccount
from django.db.models import Q, QuerySet

from releve.kit.actors import Actor
from releve.kit.permissions import Permission
from releve.people.models import Account, ApiToken
from releve.people.queries.acting import actor_of, check_home
from releve.people.vocabulary import PERMISSIONS_OF


def check_tokens(actor: Actor, account: Account) -> None:
    """Raise NotAllowedError unless the account is the actor's own, or she manages it."""
    if actor.key != actor_of(account).key:
        check_home(actor, Permission.MANAGE_ACCOUNTS, account.hospital)


def is_program(account: Account) -> bool:
    """Whether an account is a program's: no person's, and nobody signs in with it."""
    is_signed_in_with = account.has_usable_password() or (
        SocialAccount.objects.filter(user=account).exists()
    )
    return account.person_id is None and not is_signed_in_with


def tokens_of(account: Account) -> list[ApiToken]:
    """Return every token of an account, those that still open first, the newest first."""
    return sorted(
        account.api_tokens.order_by("-made_at", "-pk"),
        key=lambda token: token.revoked_at is not None,
    )


def open_tokens(account: Account, *, on: date) -> QuerySet[ApiToken]:
    """Return the tokens that open something on a day: neither revoked nor past their last day."""
    return account.api_tokens.filter(revoked_at__isnull=True, expires_on__gte=on)


def token_facts(token: ApiToken) -> dict[str, Any]:
    """Return what the trail is told of a token: never its secret, nor what begins it."""
    return {
        "token": token.pk,
        "name": token.name,
        "scopes": list(token.permissions),
        "expires_on": token.expires_on.isoformat(),
    }


def permissions_anywhere(account: Account, *, on: date) -> frozenset[Permission]:
    """Return what an account may do on a day at one level at least."""
    begun = account.grants.filter(from_on__lte=on)
    grants = begun.filter(Q(to_on__isnull=True) | Q(to_on__gte=on)).values_list("function")
    return frozenset().union(*(PERMISSIONS_OF[function] for (function,) in grants))
