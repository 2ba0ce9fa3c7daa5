"""A person's exchanges and open shifts, on her phone; every step works without script."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from releve.kit.permissions import SIGNED_IN, needs
from releve.people.models import Person
from releve.people.queries import actor_of
from releve.roster import actions, queries
from releve.roster.exchange_words import refusal_text
from releve.roster.forms import OffersForm, SwapForm
from releve.roster.models import OpenShift, Swap
from releve.roster.views.places import account_of


@needs(SIGNED_IN)
@require_safe
def own_exchanges(request: HttpRequest) -> HttpResponse:
    """Show what is asked of oneself, what one asks, and the open shifts."""
    return _page(request)


@needs(SIGNED_IN)
@require_safe
def own_exchange(request: HttpRequest, day: date, shift: str) -> HttpResponse:
    """Show what a shift of one's own may be exchanged for; 404 where it is not one's own."""
    choices = queries.shift_choices(
        account_of(request),
        day,
        shift,
        now=timezone.now(),
        colleague=request.GET.get("colleague", ""),
        back=request.GET.get("back", ""),
    )
    if choices is None:
        raise Http404
    return render(request, "roster/own_exchange.html", {"choices": choices})


@needs(SIGNED_IN)
@require_POST
def ask_swap(request: HttpRequest) -> HttpResponse:
    """Ask a colleague, or say why it cannot be."""
    person, form = _person(request), SwapForm(request.POST)
    try:
        offer = form.offer()
        version = queries.published_on(person, offer.gives_day)
        if version is None:
            raise Http404
        colleague = queries.colleague_of(person, form.cleaned_data["colleague"])
        who = actor_of(account_of(request))
        actions.ask_swap(version.roster, person, colleague, offer, actor=who, at=timezone.now())
    except Person.DoesNotExist as unknown:
        raise Http404 from unknown
    except actions.ExchangeRefusedError as refused:
        return _page(request, refusal=refusal_text(refused.code))
    return redirect("planning:exchanges")


@needs(SIGNED_IN)
@require_POST
def agree_swap(request: HttpRequest, swap: int) -> HttpResponse:
    """Say yes to a colleague."""
    return _answered(request, swap, actions.agree_swap)


@needs(SIGNED_IN)
@require_POST
def refuse_swap(request: HttpRequest, swap: int) -> HttpResponse:
    """Say not this time."""
    return _answered(request, swap, actions.refuse_swap)


@needs(SIGNED_IN)
@require_POST
def withdraw_swap(request: HttpRequest, swap: int) -> HttpResponse:
    """Take back what one has asked."""
    return _answered(request, swap, actions.withdraw_swap, is_hers=True)


@needs(SIGNED_IN)
@require_POST
def volunteer(request: HttpRequest, opening: int) -> HttpResponse:
    """Say that one would take an open shift."""
    return _offered(request, opening, actions.volunteer)


@needs(SIGNED_IN)
@require_POST
def stand_down(request: HttpRequest, opening: int) -> HttpResponse:
    """No longer volunteer for an open shift."""
    return _offered(request, opening, actions.stand_down)


@needs(SIGNED_IN)
@require_POST
def set_offers(request: HttpRequest) -> HttpResponse:
    """Say whether one wants to hear of open shifts."""
    person, form = _person(request), OffersForm(request.POST)
    wants = form.is_valid() and form.cleaned_data["wants"]
    who = actor_of(account_of(request))
    actions.set_offers(person, wants=wants, actor=who, at=timezone.now())
    return redirect("planning:exchanges")


def _person(request: HttpRequest) -> Person:
    person = queries.person_of(account_of(request))
    if person is None:
        raise Http404
    return person


def _answered(
    request: HttpRequest, pk: int, act: Callable[..., Any], *, is_hers: bool = False
) -> HttpResponse:
    person = _person(request)
    try:
        swap = queries.swap_of(person, pk)
    except Swap.DoesNotExist as unknown:
        raise Http404 from unknown
    if (swap.asker_id == person.pk) != is_hers:
        raise Http404
    try:
        act(swap, actor=actor_of(account_of(request)), at=timezone.now())
    except actions.ExchangeRefusedError as refused:
        return _page(request, refusal=refusal_text(refused.code))
    return redirect("planning:exchanges")


def _offered(request: HttpRequest, pk: int, act: Callable[..., Any]) -> HttpResponse:
    person = _person(request)
    try:
        opening = queries.own_opening(person, pk)
    except OpenShift.DoesNotExist as unknown:
        raise Http404 from unknown
    try:
        act(opening, person, actor=actor_of(account_of(request)), at=timezone.now())
    except actions.ExchangeRefusedError as refused:
        return _page(request, refusal=refusal_text(refused.code))
    return redirect("planning:exchanges")


def _page(request: HttpRequest, *, refusal: str = "") -> HttpResponse:
    page = queries.own_exchanges(account_of(request), now=timezone.now())
    context = {"page": page, "refusal": refusal}
    # Nothing was changed: the page says why, and shows how everything stands.
    return render(request, "roster/own_exchanges.html", context, status=409 if refusal else 200)
