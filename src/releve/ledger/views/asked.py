"""Who asks, and for which unit; what one may not see answers 404."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils import timezone

from releve.kit.actors import Actor
from releve.kit.permissions import Permission
from releve.people.models import Account, Level
from releve.people.queries import actor_of, check_at, unit_open_to
from releve.trail.actions import note_reading


def account_of(request: HttpRequest) -> Account:
    """Return who is signed in; the sign-in middleware has seen to it."""
    if not isinstance(request.user, Account):
        raise PermissionDenied
    return request.user


def acting(request: HttpRequest) -> Actor:
    """Return who acts."""
    return actor_of(account_of(request))


def unit_asked(request: HttpRequest, pk: int, permission: Permission) -> Level:
    """Return a unit that is open to whoever asks, and where she has a permission.

    Raises Http404, and NotAllowedError where she may look and no more.
    """
    today = timezone.localdate()
    try:
        level = unit_open_to(account_of(request), Permission.SEE_LEDGER, pk, on=today)
    except Level.DoesNotExist as unknown:
        raise Http404 from unknown
    check_at(acting(request), permission, level)
    return level


def note_ledger_read(request: HttpRequest, level: Level) -> None:
    """Note in the trail that somebody read a unit's ledger."""
    note_reading(
        acting(request),
        "ledger.unit.read",
        kind="unit",
        key=level.code,
        hospital=level.hospital_id,
    )
