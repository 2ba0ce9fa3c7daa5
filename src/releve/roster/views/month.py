"""The month of a ward: the table, its law, its sharing, and the answer to "why?"."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from releve.kit.permissions import Permission, needs
from releve.roster import queries
from releve.roster.models import Version
from releve.roster.queries.publication import ToTell
from releve.roster.views.places import note_read, place_of, version_of


@needs(Permission.SEE_ROSTER)
@require_safe
def month(request: HttpRequest, unit: int, starts_on: date, number: int) -> HttpResponse:
    """Show a version; with a question in the address, its answer beside it.

    A request for the answer alone gets the answer alone.
    """
    place = place_of(request, unit, starts_on)
    version = version_of(place, number)
    is_edited = "edit" in request.GET and queries.may_edit(version, place.viewer)
    cell = queries.cell_asked(dict(request.GET.lists()), version) if is_edited else None
    asked = None if cell else queries.asked_of(request.GET, version, place.viewer)
    context = {
        "unit": place.unit,
        "roster": place.roster,
        "viewer": place.viewer,
        "version": version,
        "asked": asked,
        "back": queries.way_back(request.GET),
        "why": queries.answer_to(asked, version, place.viewer),
        "cell": queries.cell_panel(version, cell) if cell else None,
        "may_edit": queries.may_edit(version, place.viewer),
    }
    if request.headers.get("HX-Target") == "why":
        if asked is not None and asked.person != place.viewer.person:
            note_read(place, "roster.why.read")
        if cell is not None:
            note_read(place, "roster.cell.read")
        return render(request, "roster/_cell.html" if cell else "roster/_why.html", context)
    note_read(place, "roster.month.read")
    queries.expect_questions(place.viewer)
    today = timezone.localdate()
    picture = queries.month_picture(
        version,
        place.viewer,
        zone=queries.school_zone(place.unit),
        today=today,
        is_edited=is_edited,
    )
    context |= {
        "picture": picture,
        "near": queries.near_views(
            request.GET, version, place.viewer, today=today, picture=picture
        ),
        "editing": queries.editing(version) if is_edited else None,
        "law": queries.law_panel(version, place.viewer),
        "protected": queries.protected_panel(version, place.viewer),
        "versions": queries.versions(place.roster, place.viewer),
        "made": queries.making(version) if place.viewer.manages else None,
        "untold": _untold(version, place.viewer),
        "search": queries.last_search(place.roster) if place.viewer.manages else None,
    }
    return render(request, "roster/month.html", context)


def _untold(version: Version, viewer: queries.Viewer) -> tuple[ToTell, ...]:
    """Return who is still to acknowledge changes of what is in force, to whoever manages it."""
    is_hers = viewer.manages and version.state == "published"
    return queries.unacknowledged(version) if is_hers else ()


@needs(Permission.SEE_COUNTERS)
@require_safe
def sharing(request: HttpRequest, unit: int, starts_on: date, number: int) -> HttpResponse:
    """Show how a version shares nights and weekends, on a page or as a part of the month."""
    place = place_of(request, unit, starts_on)
    version = version_of(place, number)
    if not place.viewer.sees_counters:
        raise Http404
    note_read(place, "roster.sharing.read")
    context = {
        "unit": place.unit,
        "roster": place.roster,
        "version": version,
        "sharing": queries.sharing(version),
    }
    is_part = request.headers.get("HX-Target") == "sharing"
    template = "roster/_sharing.html" if is_part else "roster/sharing.html"
    return render(request, template, context)
