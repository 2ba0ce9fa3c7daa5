"""What two people who agreed may read: entries of one object or all, from a day to a day."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils.timezone import make_aware

from releve.kit.actors import Actor, check, check_everywhere
from releve.kit.permissions import Permission, needs
from releve.trail.models import Entry, ReadingRequest, microseconds

A_PAGE = 100
"""Entries on one page."""


def check_reader(actor: Actor, hospital: int | None) -> None:
    """Raise NotAllowedError where an actor may not open the trail of a hospital.

    What belongs to the installation speaks of every hospital, and takes the permission at each.
    """
    if hospital is None:
        check_everywhere(actor, Permission.READ_TRAIL)
    else:
        check(actor, Permission.READ_TRAIL, level=hospital)


@needs(Permission.READ_TRAIL)
def requests_open_to(actor: Actor, hospital: int | None) -> list[ReadingRequest]:
    """Return the requests of a hospital, newest first: the last hundred; raises NotAllowedError."""
    if actor.hospital not in {None, hospital}:
        return []
    check_reader(actor, hospital)
    return list(ReadingRequest.objects.filter(hospital=hospital).order_by("-asked_at")[:A_PAGE])


def requests_waiting_for(actor: Actor, hospital: int | None) -> int:
    """Return how many requests of a hospital wait for the agreement of somebody like the actor."""
    found = ReadingRequest.objects.filter(hospital=hospital, agreed_by="")
    return found.exclude(asked_by=actor.key).count()


def request_open_to(actor: Actor, number: int, *, to_change: bool = False) -> ReadingRequest:
    """Return a request of the actor's hospital, of any for an actor above hospitals.

    Raises ReadingRequest.DoesNotExist where it is another hospital's. ``to_change`` keeps
    others from changing it until the transaction ends.
    """
    found = ReadingRequest.objects.select_for_update() if to_change else ReadingRequest.objects
    if actor.hospital is None:
        return found.get(pk=number)
    return found.get(pk=number, hospital=actor.hospital)


def entries_asked_for(request: ReadingRequest, *, page: int = 1) -> tuple[list[Entry], bool]:
    """Return a page of what a request opens, newest first, and whether more follows."""
    found = Entry.objects.for_hospital(request.hospital).filter(
        noted_us__gte=_start_of(request.from_on),
        noted_us__lt=_start_of(request.to_on + timedelta(days=1)),
    )
    if request.kind:
        found = found.filter(kind=request.kind)
    if request.key:
        found = found.filter(key=request.key)
    begin = (max(page, 1) - 1) * A_PAGE
    entries = list(found.order_by("-noted_us", "-token")[begin : begin + A_PAGE + 1])
    return entries[:A_PAGE], len(entries) > A_PAGE


def _start_of(day: date) -> int:
    return microseconds(make_aware(datetime.combine(day, time())))
