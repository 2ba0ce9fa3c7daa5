"""The room's routes: periods, versions, searches, the legal check."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router, Status

from releve.kit.permissions import SIGNED_IN, Permission, needs
from releve.kit.words import translator
from releve.people.api.conditions import IfMatch, seen_by, tag
from releve.people.api.faults import Fault, Wrong
from releve.people.api.pages import Page, page_of
from releve.roster import queries
from releve.roster.api import acting, pictures
from releve.roster.api.audits import audited
from releve.roster.api.places import (
    Place,
    managed,
    note_read,
    place_of,
    search_of,
    unit_of,
    version_of,
)
from releve.roster.api.shapes import (
    AuditAsked,
    CountersList,
    FirstDay,
    JudgedOut,
    Key,
    RosterOut,
    RosterPage,
    SearchAsked,
    SearchOut,
    ShiftsOut,
    VerdictOut,
    VersionChoice,
    VersionOut,
    VersionPage,
)
from releve.roster.models import Search, Version

_ = translator("releve.roster")

router = Router(tags=["roster"])

PERIOD = "/units/{unit}/rosters/{starts_on}"


@router.get("/units/{unit}/rosters", response=RosterPage)
@needs(Permission.SEE_ROSTER)
def rosters(request: HttpRequest, response: HttpResponse, unit: Key, page: Page) -> dict[str, Any]:
    """List the periods of a unit, the latest first."""
    level, viewer, _caller = unit_of(request, unit)
    held = queries.rosters_of(level).select_related("chosen")
    found, following = page_of(
        held, key="-starts_on", wanted=page, request=request, response=response
    )
    return {"items": [pictures.roster_out(one, viewer) for one in found], "next": following}


@router.get(PERIOD, response=RosterOut)
@needs(Permission.SEE_ROSTER)
def roster(
    request: HttpRequest, response: HttpResponse, unit: Key, starts_on: FirstDay
) -> dict[str, Any]:
    """Show a period and what it stands at; its ETag is what a change must match."""
    return roster_answer(place_of(request, unit, starts_on), response)


@router.put(f"{PERIOD}/chosen", response=RosterOut)
@needs(Permission.MANAGE_ROSTER)
def choose_version(
    request: HttpRequest,
    response: HttpResponse,
    unit: Key,
    starts_on: FirstDay,
    asked: VersionChoice,
    if_match: IfMatch = "",
) -> dict[str, Any]:
    """Make a version the one that the period opens with."""
    place = managed(request, unit, starts_on)
    seen = seen_revision(if_match, place)
    acting.choose(place.caller, asked_version(place, asked.version, "version"), seen=seen)
    return roster_answer(place_of(request, unit, starts_on), response)


@router.get(f"{PERIOD}/versions", response=VersionPage)
@needs(Permission.SEE_ROSTER)
def versions(
    request: HttpRequest, response: HttpResponse, unit: Key, starts_on: FirstDay, page: Page
) -> dict[str, Any]:
    """List the versions of a period that the caller may see, the newest first."""
    place = place_of(request, unit, starts_on)
    held = queries.versions_seen(place.roster, place.viewer).select_related("demand")
    found, following = page_of(held, key="-number", wanted=page, request=request, response=response)
    return {"items": [pictures.version_out(one) for one in found], "next": following}


@router.get(f"{PERIOD}/versions/{{number}}", response=VersionOut)
@needs(Permission.SEE_ROSTER)
def version(request: HttpRequest, unit: Key, starts_on: FirstDay, number: Key) -> dict[str, Any]:
    """Show one version in figures."""
    return pictures.version_out(_version(request, unit, starts_on, number)[1])


@router.get(f"{PERIOD}/versions/{{number}}/shifts", response=ShiftsOut)
@needs(Permission.SEE_ROSTER)
def shifts(request: HttpRequest, unit: Key, starts_on: FirstDay, number: Key) -> dict[str, Any]:
    """Show one version as a table of shift codes, people by days."""
    place, found = _version(request, unit, starts_on, number)
    note_read(place, "roster.month.read")
    return pictures.shifts_out(found)


@router.get(f"{PERIOD}/versions/{{number}}/counters", response=CountersList)
@needs(Permission.SEE_ROSTER)
def counters(request: HttpRequest, unit: Key, starts_on: FirstDay, number: Key) -> dict[str, Any]:
    """Count what one version gives: everybody's to those who may see it, to others their own."""
    place, found = _version(request, unit, starts_on, number)
    note_read(place, "roster.month.read")
    return pictures.counters_out(found, place.viewer)


@router.get(f"{PERIOD}/versions/{{number}}/audit", response=JudgedOut, by_alias=True)
@needs(Permission.SEE_ROSTER)
def audit_of_version(
    request: HttpRequest, unit: Key, starts_on: FirstDay, number: Key
) -> dict[str, Any]:
    """Show what the legal check found in one version."""
    place, found = _version(request, unit, starts_on, number)
    note_read(place, "roster.month.read")
    return pictures.judged_out(found, place.viewer)


@router.post(f"{PERIOD}/searches", response={202: SearchOut})
@needs(Permission.MANAGE_ROSTER)
def start_search(
    request: HttpRequest,
    response: HttpResponse,
    unit: Key,
    starts_on: FirstDay,
    asked: SearchAsked,
) -> Any:
    """Begin a search for a better roster, or return the one under way."""
    place = managed(request, unit, starts_on)
    reference = asked_version(place, asked.reference, "reference") if asked.reference else None
    if asked.aim == "stable" and reference is None:
        message = _("few changes are counted from a version; name it")
        raise Fault("invalid", wrong=[Wrong("reference", message)])
    if queries.demand_facts(place.roster) is None:
        raise Fault("conflict", _("Nothing is asked of this period yet."))
    search = acting.start(
        place.caller, place.roster, aim=asked.aim, seconds=asked.seconds, reference=reference
    )
    response["Location"] = f"{request.path}/{search.pk}"
    return Status(202, pictures.search_out(search))


@router.get(f"{PERIOD}/searches/{{search}}", response=SearchOut)
@needs(Permission.MANAGE_ROSTER)
def search(request: HttpRequest, unit: Key, starts_on: FirstDay, search: Key) -> dict[str, Any]:
    """Show where a search stands."""
    place = managed(request, unit, starts_on)
    return pictures.search_out(_standing(place, search))


@router.post(f"{PERIOD}/searches/{{search}}/stop", response={202: SearchOut})
@needs(Permission.MANAGE_ROSTER)
def stop_search(request: HttpRequest, unit: Key, starts_on: FirstDay, search: Key) -> Any:
    """Ask a search to end with the best it has; one that has ended stays as it is."""
    place = managed(request, unit, starts_on)
    acting.stop(place.caller, search_of(place, search))
    return Status(202, pictures.search_out(search_of(place, search)))


@router.post("/audits", response=VerdictOut, by_alias=True)
@needs(SIGNED_IN)
def audit_shifts(request: HttpRequest, asked: AuditAsked) -> dict[str, Any]:  # noqa: ARG001 - every route has it
    """Judge shifts of any origin, minute by minute; nothing of them is kept."""
    return audited(asked)


def roster_answer(place: Place, response: HttpResponse) -> dict[str, Any]:
    """Return a period as its route answers it, and tag the answer with its state."""
    tag(response, pictures.roster_state(place.roster))
    return pictures.roster_out(place.roster, place.viewer)


def seen_revision(if_match: str, place: Place) -> int:
    """Return the revision that the sender of a change has seen; another one is refused at once.

    The action compares again while it holds the row.
    """
    if seen_by(if_match) != pictures.roster_state(place.roster):
        raise Fault("changed_meanwhile")
    return place.roster.revision


def _version(request: HttpRequest, unit: int, starts_on: Any, number: int) -> tuple[Place, Version]:
    place = place_of(request, unit, starts_on)
    return place, version_of(place, number)


def asked_version(place: Place, number: int, field: str) -> Version:
    """Return a version that a document names. Raises a Fault that names the field."""
    try:
        return version_of(place, number)
    except Version.DoesNotExist:
        message = _("the period has no version {number}").format(number=number)
        raise Fault("invalid", wrong=[Wrong(field, message)]) from None


def _standing(place: Place, pk: int) -> Search:
    found = search_of(place, pk)
    is_silent = queries.standing(found, at=timezone.now()).is_silent
    return search_of(place, pk) if is_silent and acting.rescue(place.caller, found) else found
