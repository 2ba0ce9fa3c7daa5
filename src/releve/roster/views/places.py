"""From an address to a unit, a period and a version.

What one may not see answers 404, as what does not exist; what one sees and may not do, 403.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils import timezone

from releve.kit.actors import Actor
from releve.people.models import Account, Level
from releve.people.queries import actor_of
from releve.roster import queries
from releve.roster.models import Roster, Version
from releve.roster.queries import Viewer
from releve.trail.actions import note_reading


@dataclass(frozen=True)
class Place:
    """Where a page stands: the unit, its period, and who looks."""

    unit: Level
    roster: Roster
    viewer: Viewer

    @property
    def actor(self) -> Actor:
        """Who looks, as actions know her."""
        return actor_of(self.viewer.account)


def note_read(place: Place, verb: str) -> None:
    """Note that somebody reads what a period holds on her colleagues; raises TrailClosedError."""
    note_reading(
        place.actor,
        verb,
        kind="roster",
        key=queries.roster_key(place.roster),
        hospital=place.roster.hospital_id,
    )


def account_of(request: HttpRequest) -> Account:
    """Return who is signed in; the sign-in middleware has seen to it."""
    if not isinstance(request.user, Account):
        raise PermissionDenied
    return request.user


def unit_of(request: HttpRequest, unit: int) -> tuple[Level, Viewer]:
    """Return a unit and who looks at it."""
    try:
        return queries.ward(account_of(request), unit, on=timezone.localdate())
    except Level.DoesNotExist as unknown:
        raise Http404 from unknown


def managed_unit(request: HttpRequest, unit: int) -> tuple[Level, Viewer]:
    """Return a unit for somebody who manages it; anybody else is refused."""
    level, viewer = unit_of(request, unit)
    if not viewer.manages:
        raise PermissionDenied
    return level, viewer


def place_of(request: HttpRequest, unit: int, starts_on: date) -> Place:
    """Return a unit's period and who looks at it."""
    level, viewer = unit_of(request, unit)
    try:
        return Place(level, queries.period(level, starts_on), viewer)
    except Roster.DoesNotExist as unknown:
        raise Http404 from unknown


def version_of(place: Place, number: int) -> Version:
    """Return a version of the period."""
    try:
        return queries.version(place.roster, number, place.viewer)
    except Version.DoesNotExist as unknown:
        raise Http404 from unknown


def managed(request: HttpRequest, unit: int, starts_on: date) -> Place:
    """Return a period for somebody who manages it; anybody else is refused."""
    place = place_of(request, unit, starts_on)
    if not place.viewer.manages:
        raise PermissionDenied
    return place
