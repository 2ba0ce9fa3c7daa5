"""A roster taken away: PDF, Excel, CSV, and the figure of how it is shared."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from releve.kit.figures import Theme
from releve.kit.permissions import Permission, needs
from releve.roster import queries
from releve.roster.queries.exports import Ending, Paper
from releve.roster.views.places import Place, note_read, place_of, version_of

TYPES: dict[str, tuple[Ending, str]] = {
    "pdf": ("pdf", "application/pdf"),
    "xlsx": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": ("csv", "text/csv; charset=utf-8"),
    "json": ("json", "application/json"),
}


@needs(Permission.SEE_ROSTER)
@require_safe
def sheet(request: HttpRequest, unit: int, starts_on: date, number: int) -> HttpResponse:
    """Give a version as PDF; a member of the team gets the sheet for the wall."""
    return _file(request, place_of(request, unit, starts_on), number, "pdf")


@needs(Permission.MANAGE_ROSTER)
@require_safe
def export(
    request: HttpRequest, unit: int, starts_on: date, number: int, ending: str
) -> HttpResponse:
    """Give a version as a table, to those who manage the roster."""
    place = place_of(request, unit, starts_on)
    if ending not in TYPES or not place.viewer.manages:
        raise Http404
    return _file(request, place, number, ending)


def _file(request: HttpRequest, place: Place, number: int, ending: str) -> HttpResponse:
    version = version_of(place, number)
    kind, content_type = TYPES[ending]
    note_read(place, "roster.copy.take")
    copy = queries.copy_of(
        version,
        unit=place.unit.name,
        printed_on=timezone.localdate(),
        with_counters=place.viewer.manages and "wall" not in request.GET,
    )
    paper: Paper = "a4" if request.GET.get("paper") == "a4" else "a3"
    content = queries.exported(version, kind, copy, paper=paper)
    day = f"{place.roster.starts_on:%Y-%m-%d}"
    name = f"{slugify(place.unit.name) or 'planning'}-{day}-v{number}.{kind}"
    disposition = content_disposition_header(kind != "pdf", name) or "inline"
    return HttpResponse(
        content, content_type=content_type, headers={"Content-Disposition": disposition}
    )


@needs(Permission.SEE_COUNTERS)
@require_safe
def figure(request: HttpRequest, unit: int, starts_on: date, number: int) -> HttpResponse:
    """Give the figure of how a version is shared, light or dark."""
    place = place_of(request, unit, starts_on)
    version = version_of(place, number)
    if not place.viewer.sees_counters:
        raise Http404
    note_read(place, "roster.sharing.read")
    theme: Theme = "dark" if request.GET.get("theme") == "dark" else "light"
    folder = settings.DATA_FOLDER / "figures"
    svg = queries.sharing_svg(version, folder=folder, theme=theme)
    return HttpResponse(svg, content_type="image/svg+xml")
