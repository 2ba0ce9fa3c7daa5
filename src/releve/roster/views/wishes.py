"""The wishes of a team, for whoever manages its roster: opened, read, closed, carried."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.views.decorators.http import require_POST, require_safe

from releve.kit.cells import cell_text
from releve.kit.permissions import Permission, needs
from releve.people.models import Level
from releve.people.queries import actor_of
from releve.roster import actions, queries
from releve.roster.forms import WishPeriodForm
from releve.roster.models import WishPeriod
from releve.roster.queries import Viewer
from releve.roster.views.places import managed_unit
from releve.roster.wish_words import refusal_text
from releve.trail.actions import note_reading

ENDINGS = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


@needs(Permission.MANAGE_ROSTER)
@require_safe
def wishes(request: HttpRequest, unit: int) -> HttpResponse:
    """Show the periods of wishes of a unit, and how to open another."""
    return _list(request, *managed_unit(request, unit))


@needs(Permission.MANAGE_ROSTER)
@require_POST
def open_wishes(request: HttpRequest, unit: int) -> HttpResponse:
    """Open a period of wishes, or say why it cannot be."""
    level, viewer = managed_unit(request, unit)
    form = WishPeriodForm(request.POST)
    try:
        actor = actor_of(viewer.account)
        period = actions.open_wishes(level, **form.facts(), actor=actor)
    except actions.WishRefusedError as refused:
        return _list(request, level, viewer, refusal=refusal_text(refused.code))
    return redirect("roster:team_wishes", unit=unit, starts_on=period.starts_on)


@needs(Permission.MANAGE_ROSTER)
@require_safe
def team_wishes(request: HttpRequest, unit: int, starts_on: date) -> HttpResponse:
    """Show what stands in a period: by day, by person, and what became of it."""
    return _team(request, *_period(request, unit, starts_on))


@needs(Permission.MANAGE_ROSTER)
@require_POST
def close_wishes(request: HttpRequest, unit: int, starts_on: date) -> HttpResponse:
    """Close a period before its time."""
    period, viewer = _period(request, unit, starts_on)
    actions.close_wishes(period, actor=actor_of(viewer.account), at=timezone.now())
    return redirect("roster:team_wishes", unit=unit, starts_on=starts_on)


@needs(Permission.MANAGE_ROSTER)
@require_POST
def carry_wishes(request: HttpRequest, unit: int, starts_on: date) -> HttpResponse:
    """Carry the wishes of a closed period into its month, or say why it cannot be."""
    period, viewer = _period(request, unit, starts_on)
    try:
        told = actions.carry_wishes(period, actor=actor_of(viewer.account), at=timezone.now())
    except actions.WishRefusedError as refused:
        return _team(request, period, viewer, refusal=refusal_text(refused.code))
    return _team(request, period, viewer, carried=told)


@needs(Permission.MANAGE_ROSTER)
@require_safe
def export_wishes(request: HttpRequest, unit: int, starts_on: date, ending: str) -> HttpResponse:
    """Give the wishes of a period as CSV or JSON."""
    if ending not in ENDINGS:
        raise Http404
    period, viewer = _period(request, unit, starts_on)
    _note_read(period, viewer)
    rows = queries.wish_rows(queries.team_wishes(period, now=timezone.now()))
    if ending == "json":
        content = json.dumps(rows, default=cell_text, ensure_ascii=False, indent=1)
    else:
        written = io.StringIO()
        table = csv.DictWriter(written, queries.WISH_FIELDS, lineterminator="\n")
        table.writeheader()
        table.writerows({name: cell_text(cell) for name, cell in row.items()} for row in rows)
        content = written.getvalue()
    answer = HttpResponse(content, content_type=ENDINGS[ending])
    name = f"{slugify(period.unit.name) or 'planning'}-{starts_on:%Y-%m-%d}-wishes.{ending}"
    disposition = content_disposition_header(as_attachment=True, filename=name)
    answer["Content-Disposition"] = disposition or "attachment"
    return answer


def _period(request: HttpRequest, unit: int, starts_on: date) -> tuple[WishPeriod, Viewer]:
    level, viewer = managed_unit(request, unit)
    try:
        return queries.wish_period(level, starts_on), viewer
    except WishPeriod.DoesNotExist as unknown:
        raise Http404 from unknown


def _list(request: HttpRequest, unit: Level, viewer: Viewer, *, refusal: str = "") -> HttpResponse:
    now = timezone.now()
    context = {
        "unit": unit,
        "viewer": viewer,
        "lines": queries.wish_lines(unit, now=now),
        "refusal": refusal,
        "sent": request.POST,
        "suggested": queries.next_period(unit, now=now),
    }
    return render(request, "roster/wishes.html", context, status=409 if refusal else 200)


def _team(
    request: HttpRequest,
    period: WishPeriod,
    viewer: Viewer,
    *,
    refusal: str = "",
    carried: actions.Carried | None = None,
) -> HttpResponse:
    _note_read(period, viewer)
    held = queries.wish_period(period.unit, period.starts_on)  # as an action has left it
    context = {
        "unit": period.unit,
        "viewer": viewer,
        "team": queries.team_wishes(held, now=timezone.now()),
        "refusal": refusal,
        "carried": carried,
    }
    return render(request, "roster/team_wishes.html", context, status=409 if refusal else 200)


def _note_read(period: WishPeriod, viewer: Viewer) -> None:
    note_reading(
        actor_of(viewer.account),
        "roster.wishes.read",
        kind="wish_period",
        key=f"{period.unit.code}/{period.starts_on.isoformat()}",
        hospital=period.hospital_id,
    )
