"""Versions beside each other, and the choice among them."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from releve.kit.permissions import Permission, needs
from releve.roster import actions, queries
from releve.roster.views.places import managed, note_read, version_of


@needs(Permission.MANAGE_ROSTER)
@require_POST
def choose(request: HttpRequest, unit: int, starts_on: date, number: int) -> HttpResponse:
    """Make a version the one that the period opens with."""
    place = managed(request, unit, starts_on)
    actions.choose_version(version_of(place, number), actor=place.actor)
    return redirect("roster:month", unit=unit, starts_on=starts_on, number=number)


@needs(Permission.MANAGE_ROSTER)
@require_safe
def compare(
    request: HttpRequest, unit: int, starts_on: date, number: int, other: int
) -> HttpResponse:
    """Show what changes from one version to another."""
    place = managed(request, unit, starts_on)
    before, after = version_of(place, number), version_of(place, other)
    note_read(place, "roster.comparison.read")
    context = {
        "unit": place.unit,
        "roster": place.roster,
        "viewer": place.viewer,
        "before": before,
        "after": after,
        "versions": queries.versions(place.roster, place.viewer),
        "comparison": queries.comparison(before, after),
    }
    return render(request, "roster/compare.html", context)
