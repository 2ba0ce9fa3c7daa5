"""Versions beside each other, and the choice among them."""

from __future__ import annotations

from datetime import date
from json import dumps

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.views.decorators.http import require_POST, require_safe

from releve.kit.permissions import Permission, needs
from releve.roster import actions, queries
from releve.roster.forms import ChoiceForm
from releve.roster.plan_table import table_csv
from releve.roster.views.places import managed, note_read, version_of

ENDINGS = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


@needs(Permission.MANAGE_ROSTER)
@require_POST
def choose(request: HttpRequest, unit: int, starts_on: date, number: int) -> HttpResponse:
    """Make a version the one that the period opens with, if the page showed how it stands."""
    place = managed(request, unit, starts_on)
    version, form = version_of(place, number), ChoiceForm(request.POST)
    if not form.is_valid():  # a page older than this form: what it showed is not known
        return changed_meanwhile(request, unit, starts_on, number)
    try:
        actions.choose_version(version, actor=place.actor, seen=form.cleaned_data["revision"])
    except actions.StaleRosterError:
        return changed_meanwhile(request, unit, starts_on, number)
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


@needs(Permission.MANAGE_ROSTER)
@require_safe
def changes(
    request: HttpRequest, unit: int, starts_on: date, number: int, other: int, ending: str
) -> HttpResponse:
    """Give what changes from one version to another, cell by cell, as CSV or JSON."""
    place = managed(request, unit, starts_on)
    if ending not in ENDINGS:
        raise Http404
    before, after = version_of(place, number), version_of(place, other)
    note_read(place, "roster.comparison.read")
    rows = queries.change_rows(before, after)
    if ending == "json":
        content = dumps({"before": number, "after": other, "changes": rows}, default=str)
    else:
        content = table_csv(queries.CHANGE_FIELDS, rows)
    name = f"{slugify(place.unit.name) or 'planning'}-{starts_on:%Y-%m-%d}-v{number}-v{other}"
    disposition = content_disposition_header(as_attachment=True, filename=f"{name}.{ending}")
    answer = HttpResponse(content, content_type=ENDINGS[ending])
    answer["Content-Disposition"] = disposition or "attachment"
    return answer


def changed_meanwhile(
    request: HttpRequest, unit: int, starts_on: date, number: int
) -> HttpResponse:
    """Say that somebody was quicker, and how the period stands now; nothing has changed."""
    place = managed(request, unit, starts_on)
    context = {
        "unit": place.unit,
        "roster": place.roster,
        "viewer": place.viewer,
        "wanted": version_of(place, number),
    }
    return render(request, "roster/changed.html", context, status=409)
