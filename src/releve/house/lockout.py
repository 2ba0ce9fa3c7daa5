"""Closes the sign-in for a while after wrong answers, by account and address (django-axes)."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Any

from axes.backends import AxesStandaloneBackend
from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from releve.house.sessions import session_event
from releve.people.models import Account, plain_username
from releve.people.queries import account_or_none


class LockOutBackend(AxesStandaloneBackend):  # type: ignore[misc]  # axes ships no types
    """Refuses whoever is locked out; where no page is asked for, nobody is."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> None:
        """Raise AxesBackendPermissionDenied for a name that is locked at this address."""
        if request is not None:
            super().authenticate(request, **credentials)


def is_locked(request: HttpRequest, account: Account) -> bool:
    """Whether an account is locked at the address of a request; a locked page answers then."""
    if AxesProxyHandler.is_allowed(request, {"username": account.username}):
        return False
    request.axes_locked_out = True  # type: ignore[attr-defined]  # axes reads it after the view
    return True


def note_failure(request: HttpRequest, account: Account) -> None:
    """Count a wrong code, or a wrong password typed again, like a wrong password."""
    user_login_failed.send(
        sender=__name__, credentials={"username": account.username}, request=request
    )


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
    facts = {"minutes": minutes, "failures": settings.AXES_FAILURE_LIMIT}
    return render(request, "house/locked.html", facts, status=429)
