"""What the pages of roll-outs and gates read from an address: a tool, a unit, who looks."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils import timezone

from releve.kit.actors import Actor
from releve.kit.permissions import Permission
from releve.people.models import Account, Level
from releve.people.queries import actor_of, unit_open_to
from releve.stewardship.models import Tool
from releve.stewardship.queries.rollout_places import tool_in, tool_seen


def account_of(request: HttpRequest) -> Account:
    """Return who is signed in; the sign-in middleware has seen to it."""
    if not isinstance(request.user, Account):
        raise PermissionDenied
    return request.user


def actor_asking(request: HttpRequest) -> Actor:
    """Return who is signed in, as actions know her."""
    return actor_of(account_of(request))


def tool_asked(request: HttpRequest, hospital: int, key: str) -> Tool:
    """Return a tool of a register that the reader may look at; else there is nothing."""
    try:
        return tool_seen(actor_asking(request), hospital, key)
    except Tool.DoesNotExist as unknown:
        raise Http404 from unknown


def unit_asked(request: HttpRequest, unit: int, permission: Permission) -> Level:
    """Return a unit where the reader has a permission; else there is nothing."""
    try:
        return unit_open_to(account_of(request), permission, unit, on=timezone.localdate())
    except Level.DoesNotExist as unknown:
        raise Http404 from unknown


def tool_of(unit: Level, key: str) -> Tool:
    """Return a tool of a unit's hospital."""
    try:
        return tool_in(unit.hospital or unit, key)
    except Tool.DoesNotExist as unknown:
        raise Http404 from unknown
