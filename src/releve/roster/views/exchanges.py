"""Exchanges and open shifts of a team, for whoever manages its roster."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from releve.kit.permissions import Permission, needs
from releve.people.models import Level
from releve.people.queries import actor_of
from releve.roster import actions, queries
from releve.roster.exchange_words import refusal_text
from releve.roster.forms import OpeningForm, RuleForm
from releve.roster.models import OpenShift, Swap
from releve.roster.queries import Viewer
from releve.roster.views.places import managed_unit
from releve.roster.vocabulary import ALLOTMENTS
from releve.trail.actions import note_reading

SUGGESTED_WINDOW = timedelta(days=2)


@needs(Permission.MANAGE_ROSTER)
@require_safe
def team_exchanges(request: HttpRequest, unit: int) -> HttpResponse:
    """Show the exchanges that wait for an answer, the rule, and the open shifts."""
    return _page(request, *managed_unit(request, unit))


@needs(Permission.MANAGE_ROSTER)
@require_POST
def accept_swap(request: HttpRequest, unit: int, swap: int) -> HttpResponse:
    """Accept what two have agreed on: the published month changes."""
    return _decided(request, unit, swap, actions.accept_swap)


@needs(Permission.MANAGE_ROSTER)
@require_POST
def decline_swap(request: HttpRequest, unit: int, swap: int) -> HttpResponse:
    """Leave the month as it is."""
    return _decided(request, unit, swap, actions.decline_swap)


@needs(Permission.MANAGE_ROSTER)
@require_POST
def set_swap_rule(request: HttpRequest, unit: int) -> HttpResponse:
    """Say which agreed exchanges are accepted by themselves."""
    level, viewer = managed_unit(request, unit)
    form = RuleForm(request.POST)
    if not form.is_valid():
        return _page(request, level, viewer, refusal=refusal_text("days"))
    who = actor_of(viewer.account)
    actions.set_swap_rule(level, **form.cleaned_data, actor=who, at=timezone.now())
    return redirect("roster:team_exchanges", unit=unit)


@needs(Permission.MANAGE_ROSTER)
@require_POST
def open_shift(request: HttpRequest, unit: int) -> HttpResponse:
    """Offer a shift of a published month, or say why it cannot be."""
    level, viewer = managed_unit(request, unit)
    try:
        post, closes_at, way = OpeningForm(request.POST).asked()
        roster = queries.rosters_of(level).filter(starts_on__lte=post.day, ends_on__gte=post.day)
        found = roster.select_related("unit").first()
        if found is None:
            raise Http404
        actions.open_shift(
            found,
            post,
            closes_at=closes_at,
            way=way,
            actor=actor_of(viewer.account),
            at=timezone.now(),
        )
    except actions.ExchangeRefusedError as refused:
        return _page(request, level, viewer, refusal=refusal_text(refused.code))
    return redirect("roster:team_exchanges", unit=unit)


@needs(Permission.MANAGE_ROSTER)
@require_POST
def allot_shift(request: HttpRequest, unit: int, opening: int) -> HttpResponse:
    """Give an open shift to one of those who volunteer."""
    return _settled(request, unit, opening, actions.allot_shift)


@needs(Permission.MANAGE_ROSTER)
@require_POST
def close_opening(request: HttpRequest, unit: int, opening: int) -> HttpResponse:
    """No longer offer a shift."""
    return _settled(request, unit, opening, actions.close_opening)


def _decided(request: HttpRequest, unit: int, pk: int, act: Callable[..., Any]) -> HttpResponse:
    level, viewer = managed_unit(request, unit)
    try:
        found = queries.swap_in(level, pk)
    except Swap.DoesNotExist as unknown:
        raise Http404 from unknown
    return _done(request, level, viewer, lambda who: act(found, actor=who, at=timezone.now()))


def _settled(request: HttpRequest, unit: int, pk: int, act: Callable[..., Any]) -> HttpResponse:
    level, viewer = managed_unit(request, unit)
    try:
        found = queries.opening_of(level, pk)
    except OpenShift.DoesNotExist as unknown:
        raise Http404 from unknown
    return _done(request, level, viewer, lambda who: act(found, actor=who, at=timezone.now()))


def _done(
    request: HttpRequest, unit: Level, viewer: Viewer, act: Callable[..., Any]
) -> HttpResponse:
    try:
        act(actor_of(viewer.account))
    except actions.ExchangeRefusedError as refused:
        return _page(request, unit, viewer, refusal=refusal_text(refused.code))
    return redirect("roster:team_exchanges", unit=unit.pk)


def _page(request: HttpRequest, unit: Level, viewer: Viewer, *, refusal: str = "") -> HttpResponse:
    note_reading(
        actor_of(viewer.account),
        "roster.exchanges.read",
        kind="unit",
        key=unit.code,
        hospital=unit.hospital_id,
    )
    now = timezone.now()
    context = {
        "unit": unit,
        "viewer": viewer,
        "team": queries.team_exchanges(unit, now=now),
        "ways": ALLOTMENTS,
        "closes": f"{timezone.localtime(now + SUGGESTED_WINDOW):%Y-%m-%dT%H:00}",
        "refusal": refusal,
    }
    return render(request, "roster/exchanges.html", context, status=409 if refusal else 200)
