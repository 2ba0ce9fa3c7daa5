"""A search from the page: begun, followed, stopped."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from releve.kit.permissions import Permission, needs
from releve.roster import actions, queries
from releve.roster.forms import SearchForm
from releve.roster.models import Search
from releve.roster.views.places import Place, managed, note_read, version_of


@needs(Permission.MANAGE_ROSTER)
@require_POST
def start(request: HttpRequest, unit: int, starts_on: date) -> HttpResponse:
    """Begin a search, or lead to the one that is under way already."""
    place = managed(request, unit, starts_on)
    if queries.demand_facts(place.roster) is None:
        return redirect("roster:period", unit=unit, starts_on=starts_on)
    form = SearchForm(request.POST)
    if not form.is_valid():
        raise BadRequest(form.errors.as_text())
    asked = form.cleaned_data
    reference = version_of(place, asked["reference"]) if asked["reference"] else None
    search = actions.start_search(
        place.roster,
        actor=place.actor,
        aim=asked["aim"],
        seconds=asked["seconds"],
        reference=reference,
    )
    return redirect("roster:search", unit=unit, starts_on=starts_on, search=search.pk)


@needs(Permission.MANAGE_ROSTER)
@require_safe
def search(request: HttpRequest, unit: int, starts_on: date, search: int) -> HttpResponse:
    """Show how far a search is; its progress alone where only that is asked."""
    place = managed(request, unit, starts_on)
    found = _search(place, search)
    standing = queries.standing(found, at=timezone.now())
    if standing.is_silent and actions.rescue_search(found, actor=place.actor):
        found = _search(place, search)
        standing = queries.standing(found, at=timezone.now())
    clash = queries.clash_of(standing)
    if clash is not None:
        note_read(place, "roster.clash.read")
    context = {
        "unit": place.unit,
        "roster": place.roster,
        "viewer": place.viewer,
        "search": found,
        "progress": standing,
        "clash": clash,
    }
    if request.headers.get("HX-Target") == "progress":
        answer = render(request, "roster/_progress.html", context)
        if not found.is_live:
            answer.headers["HX-Refresh"] = "true"  # the page has more to say than its figures
        return answer
    return render(request, "roster/search.html", context)


@needs(Permission.MANAGE_ROSTER)
@require_POST
def stop(request: HttpRequest, unit: int, starts_on: date, search: int) -> HttpResponse:
    """Ask a search to end with the best it has."""
    place = managed(request, unit, starts_on)
    actions.stop_search(_search(place, search), actor=place.actor)
    return redirect("roster:search", unit=unit, starts_on=starts_on, search=search)


def _search(place: Place, pk: int) -> Search:
    try:
        return queries.search_of(place.roster, pk)
    except Search.DoesNotExist as unknown:
        raise Http404 from unknown
