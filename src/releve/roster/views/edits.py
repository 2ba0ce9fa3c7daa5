"""Cells of a draft changed by hand, taken back and made again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from releve.kit.permissions import Permission, needs
from releve.roster import actions, queries
from releve.roster.forms import EditForm, SeenForm
from releve.roster.models import CellEdit, Version
from releve.roster.views.places import Place, managed, version_of


@needs(Permission.MANAGE_ROSTER)
@require_POST
def edit(request: HttpRequest, unit: int, starts_on: date, number: int) -> HttpResponseBase:
    """Change a cell if the page showed the last edit; show the cell again."""
    place = managed(request, unit, starts_on)
    version, form = version_of(place, number), EditForm(request.POST)
    cell = queries.cell_asked(dict(request.POST.lists()), version)
    if cell is None or cell.edit is None:
        raise Http404
    if not form.is_valid():  # what the page showed is not known
        return _stale(request, place, version, seen=0)
    seen, reason = form.cleaned_data["seen"], form.cleaned_data["reason"]
    try:
        actions.edit_cell(version, cell.edit, actor=place.actor, seen=seen, reason=reason)
    except (actions.StaleEditError, actions.NotDraftError):
        return _stale(request, place, version, seen=seen)
    except (actions.BarredError, actions.ReasonNeededError, ValueError):
        return redirect(f"{_month(place, version)}?{cell.query}#why")  # the panel says why
    return redirect(f"{_month(place, version)}?{queries.cell_query(cell.person, cell.day)}#why")


@needs(Permission.MANAGE_ROSTER)
@require_POST
def undo(request: HttpRequest, unit: int, starts_on: date, number: int) -> HttpResponseBase:
    """Take the last change back."""
    place = managed(request, unit, starts_on)
    return _stepped(request, place, version_of(place, number), actions.undo_edit)


@needs(Permission.MANAGE_ROSTER)
@require_POST
def redo(request: HttpRequest, unit: int, starts_on: date, number: int) -> HttpResponseBase:
    """Make the change again that was taken back last."""
    place = managed(request, unit, starts_on)
    return _stepped(request, place, version_of(place, number), actions.redo_edit)


def _stepped(
    request: HttpRequest,
    place: Place,
    version: Version,
    step: Callable[..., CellEdit | None],
) -> HttpResponseBase:
    form = SeenForm(request.POST)
    if not form.is_valid():
        return _stale(request, place, version, seen=0)
    seen = form.cleaned_data["seen"]
    try:
        step(version, actor=place.actor, seen=seen)
    except (actions.StaleEditError, actions.NotDraftError):
        return _stale(request, place, version, seen=seen)
    return redirect(f"{_month(place, version)}?edit=")


def _month(place: Place, version: Version) -> str:
    return reverse("roster:month", args=(place.unit.pk, place.roster.starts_on, version.number))


def _stale(request: HttpRequest, place: Place, version: Version, *, seen: int) -> HttpResponse:
    """Say what somebody else has done meanwhile; nothing has changed."""
    context = {
        "unit": place.unit,
        "roster": place.roster,
        "viewer": place.viewer,
        "version": version,
        "others": queries.edits_since(version, seen),
    }
    return render(request, "roster/edited.html", context, status=409)
