"""What a team has chosen to protect since, asked of its month by whoever manages it."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from releve.kit.permissions import Permission, needs
from releve.roster import actions
from releve.roster.views.places import managed


@needs(Permission.MANAGE_ROSTER)
@require_POST
def protect(request: HttpRequest, unit: int, starts_on: date) -> HttpResponse:
    """Make the team's choices of now part of what is asked of a month."""
    place = managed(request, unit, starts_on)
    actions.protect_minutes(place.roster, actor=place.actor)
    return redirect("roster:period", unit=unit, starts_on=starts_on)
