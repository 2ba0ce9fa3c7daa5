"""The private calendar address of a person; whoever has it reads it, as calendars do."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from releve.kit.permissions import ANYONE, needs
from releve.roster.actions.calendars import read_calendar


@needs(ANYONE)  # the address is the key; its owner made it, and takes it back
@login_not_required
@require_safe
def calendar(request: HttpRequest, secret: str) -> HttpResponseBase:
    """Give the calendar behind an address, or nothing where it has not changed."""
    feed = read_calendar(secret)
    if feed is None:
        return HttpResponseNotFound(content_type="text/plain")
    answer = HttpResponse(feed.content, content_type="text/calendar; charset=utf-8")
    answer["ETag"] = f'"{feed.etag}"'
    answer["Content-Disposition"] = 'inline; filename="releve.ics"'
    found = get_conditional_response(request, etag=answer["ETag"], response=answer) or answer
    found["Cache-Control"] = "private, no-cache"
    return found
