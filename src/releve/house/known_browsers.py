"""A browser remembers which accounts it has opened, so that strangers cannot shut their owners out.

A signed cookie carries keys of accounts, each with a digest that a new password makes void, and a
number of the browser's own, drawn at random. It opens nothing, and no table says which browser is
whose; it only lets a try pass where an account is slowed (``tries``).
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.crypto import constant_time_compare, salted_hmac

from releve.house import tries
from releve.people.models import Account
from releve.people.queries import account_or_none

COOKIE = "releve_known"
SALT = "releve.house.known_browsers"
ACCOUNTS = 8
"""How many accounts a browser remembers at most, the latest first."""

DAYS = 180
"""How long a browser that nobody uses remembers."""


@dataclass(frozen=True)
class Known:
    """What a browser remembers: its own number, and the accounts with their digests."""

    number: str
    accounts: tuple[tuple[int, str], ...] = field(default=())


def may_try(request: HttpRequest, name: str) -> bool:
    """Whether a browser has opened the account of a name before, and has tries left.

    They are as few as those of one address: a cookie that was stolen is no way around.
    """
    known, account = _known(request), account_or_none(name)
    if known is None or account is None or not _knows(known, account):
        return False
    request.releve_took_try = True  # type: ignore[attr-defined]  # for ``remember``
    return tries.take(name, _kind(known), most=settings.AXES_FAILURE_LIMIT) is not None


def remember(request: HttpRequest, response: HttpResponseBase, account: Account) -> None:
    """Let a browser remember an account that it has just opened."""
    known = _known(request) or Known(secrets.token_hex(8))
    if getattr(request, "releve_took_try", False):
        tries.forget(account.username, _kind(known))
    others = [one for one in known.accounts if one[0] != account.pk]
    said = [known.number, [(account.pk, _digest(account)), *others][:ACCOUNTS]]
    response.set_cookie(
        COOKIE,
        signing.dumps(said, salt=SALT),
        max_age=DAYS * 86_400,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _known(request: HttpRequest) -> Known | None:
    kept = request.COOKIES.get(COOKIE)
    if not kept:
        return None
    try:
        number, accounts = signing.loads(kept, salt=SALT, max_age=DAYS * 86_400)
        return Known(str(number), tuple((int(pk), str(digest)) for pk, digest in accounts))
    except (signing.BadSignature, TypeError, ValueError):
        return None


def _knows(known: Known, account: Account) -> bool:
    digest = next((digest for pk, digest in known.accounts if pk == account.pk), "")
    return constant_time_compare(digest, _digest(account))


def _kind(known: Known) -> str:
    return f"browser {known.number}"


def _digest(account: Account) -> str:
    return salted_hmac(SALT, f"{account.pk}:{account.password}").hexdigest()[:20]
