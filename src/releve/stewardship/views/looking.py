"""Who looks, as every page of proposals asks it."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from releve.kit.actors import Actor
from releve.people.models import Account, Level
from releve.people.queries import actor_of
from releve.stewardship.queries.proposals import hospital_seen


def account_of(request: HttpRequest) -> Account:
    """Return who is signed in; the sign-in middleware has seen to it."""
    if not isinstance(request.user, Account):
        raise PermissionDenied
    return request.user


def actor_in(request: HttpRequest) -> Actor:
    """Return who looks, as actions know her."""
    return actor_of(account_of(request))


def home_of(request: HttpRequest) -> Level:
    """Return the hospital of whoever looks; above hospitals, the one that the address names."""
    found = hospital_seen(account_of(request), request.GET.get("hospital", ""))
    if found is None:
        raise Http404
    return found
