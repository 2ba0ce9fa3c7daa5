"""The lists around a roster: wards and their periods."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from releve.kit.permissions import SIGNED_IN, Permission, needs
from releve.roster import queries
from releve.roster.views.places import account_of, place_of, unit_of


@needs(SIGNED_IN)  # it lists what is open to her
@require_safe
def wards(request: HttpRequest) -> HttpResponse:
    """Show the wards whose rosters one may see; straight to the ward where there is one."""
    found = queries.wards(account_of(request), on=timezone.localdate())
    if len(found) == 1 and "all" not in request.GET:
        return redirect("roster:ward", unit=found[0].unit.pk)
    return render(request, "roster/wards.html", {"wards": found})


@needs(Permission.SEE_ROSTER)
@require_safe
def ward(request: HttpRequest, unit: int) -> HttpResponse:
    """Show the periods of a ward."""
    level, viewer = unit_of(request, unit)
    context = {
        "unit": level,
        "viewer": viewer,
        "periods": queries.periods(level, viewer),
        "punctuality": queries.punctuality(level),
    }
    return render(request, "roster/ward.html", context)


@needs(Permission.SEE_ROSTER)
@require_safe
def period(request: HttpRequest, unit: int, starts_on: date) -> HttpResponse:
    """Open a period with its chosen version, or say what its first version needs."""
    place = place_of(request, unit, starts_on)
    listed = queries.versions(place.roster, place.viewer)
    number = queries.opening_version(place.roster, listed)
    if number is not None:
        return redirect("roster:month", unit=unit, starts_on=starts_on, number=number)
    context = {
        "unit": place.unit,
        "roster": place.roster,
        "viewer": place.viewer,
        "demand": queries.demand_facts(place.roster) if place.viewer.manages else None,
        "search": queries.last_search(place.roster) if place.viewer.manages else None,
    }
    return render(request, "roster/empty.html", context)


@needs(SIGNED_IN)
@require_safe
def guide(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Lead to the help of the room, which stood here once."""
    return redirect("help_chapter", room="roster", permanent=True)
