"""From an address to a unit, a period, a version or a search, for whoever calls.

What one may not see is not there (404); what one sees and may not do is refused (403).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.http import HttpRequest
from django.utils import timezone

from releve.kit.permissions import Permission
from releve.people.api.callers import Caller, caller_of
from releve.people.api.faults import Fault
from releve.people.models import Level
from releve.roster import queries
from releve.roster.models import Roster, Search, Version
from releve.roster.queries import Viewer
from releve.trail.actions import note_reading


@dataclass(frozen=True)
class Place:
    """A unit's period, who looks at it, and who calls."""

    unit: Level
    roster: Roster
    viewer: Viewer
    caller: Caller


def unit_of(request: HttpRequest, unit: int) -> tuple[Level, Viewer, Caller]:
    """Return a unit and who looks at it. Raises Level.DoesNotExist."""
    caller = caller_of(request)
    level, viewer = queries.ward(caller.account, unit, on=timezone.localdate())
    permissions = caller.within(viewer.permissions)
    if Permission.SEE_ROSTER not in permissions:
        raise Level.DoesNotExist
    return level, replace(viewer, permissions=permissions), caller


def managed_unit(request: HttpRequest, unit: int) -> tuple[Level, Caller]:
    """Return a unit for somebody who manages it; anybody else is refused."""
    level, viewer, caller = unit_of(request, unit)
    if not viewer.manages:
        raise Fault("not_allowed")
    return level, caller


def place_of(request: HttpRequest, unit: int, starts_on: date) -> Place:
    """Return a unit's period. Raises Roster.DoesNotExist."""
    level, viewer, caller = unit_of(request, unit)
    return Place(level, queries.period(level, starts_on), viewer, caller)


def managed(request: HttpRequest, unit: int, starts_on: date) -> Place:
    """Return a period for somebody who manages it."""
    place = place_of(request, unit, starts_on)
    if not place.viewer.manages:
        raise Fault("not_allowed")
    return place


def note_read(place: Place, verb: str) -> None:
    """Note that a caller reads what a period holds on others; raises TrailClosedError."""
    note_reading(
        place.caller.actor,
        verb,
        kind="roster",
        key=queries.roster_key(place.roster),
        hospital=place.roster.hospital_id,
    )


def version_of(place: Place, number: int) -> Version:
    """Return a version of a period. Raises Version.DoesNotExist."""
    return queries.version(place.roster, number, place.viewer)


def search_of(place: Place, pk: int) -> Search:
    """Return a search of a period. Raises Search.DoesNotExist."""
    return queries.search_of(place.roster, pk)
