"""A version shown to the team: looked at before, published, proposed, taken back, begun again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from releve.kit.faults import BadInputError
from releve.kit.permissions import Permission, needs
from releve.roster import actions, queries
from releve.roster.forms import ChoiceForm, PublishForm
from releve.roster.models import Version
from releve.roster.views.places import Place, managed, note_read, version_of
from releve.roster.views.versions import changed_meanwhile


@needs(Permission.MANAGE_ROSTER)
@require_safe
def publication(request: HttpRequest, unit: int, starts_on: date, number: int) -> HttpResponse:
    """Show what publishing a version would change, for whom, and what forbids it."""
    place = managed(request, unit, starts_on)
    return _preview(request, place, version_of(place, number))


@needs(Permission.MANAGE_ROSTER)
@require_POST
def publish(request: HttpRequest, unit: int, starts_on: date, number: int) -> HttpResponse:
    """Put a version in force, if the page showed how the period stands."""
    place = managed(request, unit, starts_on)
    version, form = version_of(place, number), PublishForm(request.POST)
    if not form.is_valid():
        return changed_meanwhile(request, unit, starts_on, number)
    seen, reason = form.cleaned_data["revision"], form.cleaned_data["reason"]
    try:
        actions.publish_version(version, actor=place.actor, seen=seen, reason=reason)
    except actions.StaleRosterError:
        return changed_meanwhile(request, unit, starts_on, number)
    except BadInputError as refused:
        return _preview(request, place, version, refusal=str(refused))
    return redirect("roster:month", unit=unit, starts_on=starts_on, number=number)


@needs(Permission.MANAGE_ROSTER)
@require_POST
def propose(request: HttpRequest, unit: int, starts_on: date, number: int) -> HttpResponse:
    """Show the team a draft before it is settled."""
    place = managed(request, unit, starts_on)
    return _moved(request, place, version_of(place, number), actions.propose_version)


@needs(Permission.MANAGE_ROSTER)
@require_POST
def take_back(request: HttpRequest, unit: int, starts_on: date, number: int) -> HttpResponse:
    """Make a proposed version a draft again."""
    place = managed(request, unit, starts_on)
    return _moved(request, place, version_of(place, number), actions.take_back_version)


@needs(Permission.MANAGE_ROSTER)
@require_POST
def revise(request: HttpRequest, unit: int, starts_on: date, number: int) -> HttpResponse:
    """Begin a draft from a version, and open it to be changed."""
    place = managed(request, unit, starts_on)
    draft = actions.revise_version(version_of(place, number), actor=place.actor)
    month = reverse("roster:month", args=(unit, starts_on, draft.number))
    return redirect(f"{month}?edit=")


def _moved(
    request: HttpRequest, place: Place, version: Version, move: Callable[..., None]
) -> HttpResponse:
    unit, starts_on, number = place.unit.pk, place.roster.starts_on, version.number
    form = ChoiceForm(request.POST)
    if not form.is_valid():
        return changed_meanwhile(request, unit, starts_on, number)
    try:
        move(version, actor=place.actor, seen=form.cleaned_data["revision"])
    except (actions.StaleRosterError, actions.NotDraftError, actions.NotProposedError):
        return changed_meanwhile(request, unit, starts_on, number)
    except BadInputError as refused:
        return _preview(request, place, version, refusal=str(refused))
    return redirect("roster:month", unit=unit, starts_on=starts_on, number=number)


def _preview(
    request: HttpRequest, place: Place, version: Version, *, refusal: str = ""
) -> HttpResponse:
    note_read(place, "roster.comparison.read")
    in_force = queries.published_of(place.roster)
    context = {
        "unit": place.unit,
        "roster": place.roster,
        "viewer": place.viewer,
        "version": version,
        "preview": queries.publication_preview(version, at=timezone.now()),
        "in_force": in_force,
        "refusal": refusal,
        "law": queries.law_panel(version, place.viewer),
    }
    return render(request, "roster/publication.html", context, status=409 if refusal else 200)
