"""A search from the page: begun, followed, stopped."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from releve.roster import actions, queries
from releve.roster.forms import SearchForm
from releve.roster.models import Search
from releve.roster.views.places import Place, account_of, managed, version_of

STOP_POLLING = 286
"""The status by which htmx ends its asking: what it asked after has ended."""


@require_POST
def start(request: HttpRequest, unit: int, starts_on: date) -> HttpResponse:
    """Begin a search, or lead to the one that is under way already."""
    place = managed(request, unit, starts_on)
    form = SearchForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest(form.errors.as_text(), content_type="text/plain")
    asked = form.cleaned_data
    reference = version_of(place, asked["reference"]) if asked["reference"] else None
    search = actions.start_search(
        place.roster,
        aim=asked["aim"],
        seconds=asked["seconds"],
        reference=reference,
        by=account_of(request),
    )
    return redirect("roster:search", unit=unit, starts_on=starts_on, search=search.pk)


@require_safe
def search(request: HttpRequest, unit: int, starts_on: date, search: int) -> HttpResponse:
    """Show how far a search is; its progress alone where only that is asked."""
    place = managed(request, unit, starts_on)
    found = _search(place, search)
    standing = queries.standing(found, at=timezone.now())
    if standing.is_silent and actions.rescue_search(found):
        found = _search(place, search)
        standing = queries.standing(found, at=timezone.now())
    context = {
        "unit": place.unit,
        "roster": place.roster,
        "viewer": place.viewer,
        "search": found,
        "progress": standing,
        "clash": queries.clash_of(standing),
        "next": queries.last_search(place.roster),
    }
    if request.headers.get("HX-Target") == "progress":
        status = 200 if found.is_live else STOP_POLLING
        return render(request, "roster/_progress.html", context, status=status)
    return render(request, "roster/search.html", context)


@require_POST
def stop(request: HttpRequest, unit: int, starts_on: date, search: int) -> HttpResponse:
    """Ask a search to end with the best it has."""
    place = managed(request, unit, starts_on)
    actions.stop_search(_search(place, search))
    return redirect("roster:search", unit=unit, starts_on=starts_on, search=search)


def _search(place: Place, pk: int) -> Search:
    try:
        return queries.search_of(place.roster, pk)
    except Search.DoesNotExist as unknown:
        raise Http404 from unknown
