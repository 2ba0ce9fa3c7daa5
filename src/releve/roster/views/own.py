"""A person's own planning, as she opens it on her phone."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from releve.kit.permissions import SIGNED_IN, needs
from releve.roster import queries
from releve.roster.views.places import account_of


@needs(SIGNED_IN)
@require_safe
def own(request: HttpRequest, starts_on: date | None = None) -> HttpResponse:
    """Show one's own days, next shift and counters; an unknown period answers 404."""
    now = timezone.localtime()
    planning = queries.own_planning(account_of(request), now=now, starts_on=starts_on)
    if planning is None:
        raise Http404
    return render(request, "roster/own.html", {"planning": planning, "now": now})
