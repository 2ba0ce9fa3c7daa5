"""Closes the sign-in for a while after wrong answers.

By account and address (django-axes) and, in ``tries``, by account whatever the address.
"""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address
from typing import Any

from axes.backends import AxesStandaloneBackend
from axes.exceptions import AxesBackendPermissionDenied
from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from releve.house import known_browsers, tries
from releve.house.sessions import session_event
from releve.people.models import Account, plain_username
from releve.people.queries import account_or_none


class Counts(AxesDatabaseHandler):  # type: ignore[misc]  # axes ships no types
    """Asks for both counts at once, so that a sign-in stays cheap."""

    def get_failures(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """Return the wrong answers by account and address; those from everywhere stay at hand."""
        address: str | None = request.axes_ip_address  # type: ignore[attr-defined]  # of axes
        here, everywhere = tries.wrong_answers(name_of(request, credentials), address)
        request.releve_wrong_answers = everywhere  # type: ignore[attr-defined]  # for the back end
        return here


class LockOutBackend(AxesStandaloneBackend):  # type: ignore[misc]  # axes ships no types
    """Refuses whoever is locked out; where no page is asked for, nobody is."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> None:
        """Raise AxesBackendPermissionDenied for a name that is locked at this address."""
        if request is None:
            return
        super().authenticate(request, **credentials)
        name = name_of(request, credentials)
        wrong: int = getattr(request, "releve_wrong_answers", 0)  # see Counts
        is_slowed = wrong >= settings.PASSWORD_TRIES
        if is_slowed and not (known_browsers.may_try(request, name) or tries.take_turn(name)):
            request.releve_is_slowed = True  # type: ignore[attr-defined]  # for the locked page
            _close(request, name)
            raise AxesBackendPermissionDenied


def may_try(request: HttpRequest, account: Account) -> bool:
    """Whether a code, or what is asked again, may be looked at now; that is counted as a try.

    By account, whatever the address, and by account and address. Else a locked page answers.
    """
    is_here = AxesProxyHandler.is_allowed(request, {"username": account.username})
    left = tries.tries_left(account) if is_here else None
    if left is None:
        _close(request, account.username)
        return False
    request.releve_tries_left = left  # type: ignore[attr-defined]  # for ``was_wrong``
    return True


def was_wrong(request: HttpRequest, account: Account) -> None:
    """Count a wrong code, or a wrong password typed again, like a wrong password too."""
    credentials = {"username": account.username}
    user_login_failed.send(sender=__name__, credentials=credentials, request=request)
    if getattr(request, "releve_tries_left", None) == 0:
        _close(request, account.username)


def was_right(account: Account) -> None:
    """Forget the tries before a right code, or a right password typed again."""
    tries.forget_tries(account)


def _close(request: HttpRequest, name: str) -> None:
    request.axes_locked_out = True  # type: ignore[attr-defined]  # axes reads it after the view
    request.axes_credentials = {"username": name}  # type: ignore[attr-defined]  # the same


def name_of(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """Return the name that somebody typed, as accounts keep names."""
    said = (credentials or {}).get("username") or request.POST.get("username") or ""
    return plain_username(str(said))


def address_of(request: HttpRequest) -> str | None:
    """Return the address that asks; behind a proxy, the one that the proxy has written last.

    None where there is none to read, as behind a socket of this machine.
    """
    said = [request.META.get("REMOTE_ADDR", "")]
    if settings.BEHIND_PROXY:
        said.insert(0, request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2])
    return next((address for one in said if (address := _address(one.strip()))), None)


def counted_from(request: HttpRequest) -> str | None:
    """Return under which address wrong answers are counted: of IPv6, the network of one line.

    Whoever has one line of IPv6 has 2**64 addresses.
    """
    said = address_of(request)
    address = ip_address(said) if said else None
    if not isinstance(address, IPv6Address):
        return said
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(IPv6Address(int(address) >> 64 << 64))


def _address(said: str) -> str | None:
    try:
        return str(ip_address(said))
    except ValueError:
        return None


def nobody_in_particular(*_facts: object) -> str:
    """Return what the log says of somebody who was refused: nothing."""
    return "a browser"


def locked_page(
    request: HttpRequest,
    _answer: HttpResponse | None = None,
    credentials: dict[str, Any] | None = None,
) -> HttpResponse:
    """Say that the sign-in is closed for a while, and to whom to turn."""
    session_event("locked_out", None, towards=account_or_none(name_of(request, credentials)))
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds()) // 60
    is_slowed = getattr(request, "releve_is_slowed", False)
    facts = {"minutes": minutes, "is_slowed": is_slowed, "seconds": tries.TURN_SECONDS}
    return render(request, "house/locked.html", facts, status=429)
