"""A computer that a ward shares: it offers the names of those who handed it over last.

Only a computer that was marked does, and only while its mark stands here. The names are known to
the computer alone, in a signed cookie that carries keys of accounts: no table says who used which
computer when.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from releve.people.models import Account, WardComputer
from releve.people.queries import seen_here, ward_computer

COOKIE = "releve_ward"
SALT = "releve.house.ward_computers"
NAMES = 6
"""How many names a computer offers at most."""

DAYS = 180
"""How long a computer that nobody uses stays marked."""


@dataclass(frozen=True)
class Mark:
    """What the cookie of a shared computer carries: hospital, its key, accounts, latest first."""

    hospital: int
    key: str
    accounts: tuple[int, ...] = field(default=())


def mark_of(request: HttpRequest) -> Mark | None:
    """Return the mark of the computer that asks, none where it has none that is ours."""
    kept = request.COOKIES.get(COOKIE)
    if not kept:
        return None
    try:
        said: dict[str, Any] = signing.loads(kept, salt=SALT, max_age=DAYS * 86_400)
        return Mark(int(said["hospital"]), str(said["key"]), tuple(map(int, said["accounts"])))
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        return None


def computer_of(request: HttpRequest) -> WardComputer | None:
    """Return the shared computer that asks, none where its mark was taken away."""
    mark = mark_of(request)
    return ward_computer(mark.hospital, mark.key) if mark else None


def offered(request: HttpRequest) -> list[Account]:
    """Return the accounts whose names this computer may offer, latest first."""
    mark, computer = mark_of(request), computer_of(request)
    return seen_here(computer, mark.accounts) if mark and computer else []


def write(response: HttpResponseBase, mark: Mark) -> None:
    """Keep a mark on the computer that gets the answer; no script of a page can read it."""
    said = {"hospital": mark.hospital, "key": mark.key, "accounts": list(mark.accounts)}
    response.set_cookie(
        COOKIE,
        signing.dumps(said, salt=SALT),
        max_age=DAYS * 86_400,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def remember(response: HttpResponseBase, mark: Mark | None, account: Account | None) -> None:
    """Put an account of the hospital first on the computer's list; elsewhere do nothing."""
    if mark is None or account is None or account.hospital_id != mark.hospital:
        return
    others = [pk for pk in mark.accounts if pk != account.pk]
    write(response, Mark(mark.hospital, mark.key, (account.pk, *others)[:NAMES]))


def forget(response: HttpResponseBase) -> None:
    """Take the mark off the computer that gets the answer."""
    response.delete_cookie(COOKIE, samesite="Lax")
