"""Who calls: a browser that is signed in, or a program with a token; and what it may ask.

A token opens what its scopes name, and of that only what its account may do there today.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from ninja.errors import ConfigError
from ninja.security import HttpBearer
from ninja.security.apikey import APIKeyCookie
from ninja.utils import check_csrf

from releve.kit.actors import Actor, NotAllowedError
from releve.kit.permissions import Permission, need_of
from releve.people.actions.tokens import admit
from releve.people.api.faults import Fault
from releve.people.models import Account, Level
from releve.people.queries import actor_of, permissions_on, units_open_to

READING = (Permission.SEE_ROSTER, Permission.SEE_PEOPLE)
"""What makes a unit be there at all for somebody."""

UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})


@dataclass(frozen=True)
class Caller:
    """An account, and what the way in that it took leaves of its permissions.

    ``scopes``: of the token; none for a browser, which may what its account may.
    """

    account: Account
    scopes: frozenset[Permission] | None = None

    @property
    def actor(self) -> Actor:
        """Who acts, for the actions."""
        return actor_of(self.account)

    def within(self, permissions: frozenset[Permission]) -> frozenset[Permission]:
        """Return what the token leaves of some permissions."""
        return permissions if self.scopes is None else permissions & self.scopes

    def on(self, level: Level) -> frozenset[Permission]:
        """Return what the caller may do at a level today."""
        return self.within(permissions_on(self.account, level, on=timezone.localdate()))

    def units_with(self, permission: Permission) -> frozenset[int]:
        """Return the keys of the units where the caller has a permission today."""
        if self.scopes is not None and permission not in self.scopes:
            return frozenset()
        units = units_open_to(self.account, permission, on=timezone.localdate())
        return frozenset(units.values_list("pk", flat=True))

    def level(self, pk: int, kind: str, *, asks: Permission | None = None) -> Level:
        """Return a level that is there for the caller.

        Raises Level.DoesNotExist where nothing of it is open, and NotAllowedError where it is
        but not for what she ``asks``.
        """
        found = Level.objects.select_related("hospital").get(pk=pk, kind=kind)
        open_to = self.on(found)
        if not open_to & {*READING, asks}:
            raise Level.DoesNotExist
        if asks is not None and asks not in open_to:
            raise NotAllowedError(asks, actor=self.actor, level=found.pk, where=found.code)
        return found


class TokenAuth(HttpBearer):
    """``Authorization: Bearer releve_…``, a token made by its account's owner."""

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:  # noqa: ARG002 - ninja's signature
        """Return who sends a token that opens today."""
        bearer = admit(token, on=timezone.localdate())
        return Caller(bearer.account, bearer.scopes) if bearer else None


class SessionAuth(APIKeyCookie):
    """The session of a browser; what changes something needs the safety token of its pages too."""

    param_name = settings.SESSION_COOKIE_NAME

    def __call__(self, request: HttpRequest) -> Caller | None:
        """Return who is signed in; a request that names a token has chosen its way in."""
        if "Authorization" in request.headers or not isinstance(request.user, Account):
            return None
        if request.method in UNSAFE and check_csrf(request):
            raise Fault("form_not_ours")
        return Caller(request.user)

    def authenticate(self, request: HttpRequest, key: str | None) -> Caller | None:
        """Return who is signed in."""
        raise NotImplementedError


WAYS_IN = [TokenAuth(), SessionAuth()]


def caller_of(request: HttpRequest) -> Caller:
    """Return who calls; the API has seen to it that somebody does."""
    caller = getattr(request, "auth", None)
    if not isinstance(caller, Caller):
        raise Fault("not_signed_in")
    return caller


def admitted(route: Callable[..., Any]) -> Callable[..., Any]:
    """Let a token reach a route only where it was given the permission that the route declares."""
    need = need_of(route)
    if need is None:
        raise ConfigError(f"{route.__module__}.{route.__qualname__} does not say what it needs")

    @wraps(route)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        scopes = caller_of(request).scopes
        if need.permission is not None and scopes is not None and need.permission not in scopes:
            raise Fault("scope_missing")
        return route(request, *args, **kwargs)

    return run
