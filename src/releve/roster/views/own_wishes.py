"""A person's wishes, as she states them on her phone; every step works without script."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_POST, require_safe

from releve.kit.permissions import SIGNED_IN, needs
from releve.people.models import Person
from releve.people.queries import actor_of
from releve.roster import actions, queries
from releve.roster.forms import PreferenceForm, WishForm
from releve.roster.models import Preference, Wish, WishPeriod
from releve.roster.views.places import account_of
from releve.roster.vocabulary import PREFERENCE_KINDS, STRENGTHS
from releve.roster.wish_words import refusal_text


@needs(SIGNED_IN)
@require_safe
def own_wishes(request: HttpRequest, starts_on: date | None = None) -> HttpResponse:
    """Show one's own wishes; with a day in the address, what can be asked of it."""
    return _page(request, starts_on)


@needs(SIGNED_IN)
@require_POST
def state_wish(request: HttpRequest, starts_on: date) -> HttpResponse:
    """Keep a wish of one's own, or say why it cannot be."""
    period, person = _own(request, starts_on)
    form, actor = WishForm(request.POST), actor_of(account_of(request))
    try:
        actions.state_wish(period, person, form.asked(), actor=actor, at=timezone.now())
    except actions.WishRefusedError as refused:
        return _refused(request, starts_on, refused)
    return redirect(f"{_address(starts_on)}?day={form.cleaned_data['day']}#day")


@needs(SIGNED_IN)
@require_POST
def withdraw_wish(request: HttpRequest, starts_on: date, wish: int) -> HttpResponse:
    """Take back a wish of one's own."""
    period, person = _own(request, starts_on)
    try:
        found = queries.own_wish(period, person, wish)
        actions.withdraw_wish(found, actor=actor_of(account_of(request)), at=timezone.now())
    except Wish.DoesNotExist as unknown:
        raise Http404 from unknown
    except actions.WishRefusedError as refused:
        return _refused(request, starts_on, refused)
    day = found.day
    return redirect(f"{_address(starts_on)}?day={day}#day" if day else _address(starts_on))


@needs(SIGNED_IN)
@require_POST
def state_preference(request: HttpRequest) -> HttpResponse:
    """Keep a preference of one's own."""
    account = account_of(request)
    person, form = queries.person_of(account), PreferenceForm(request.POST)
    if person is None:
        raise Http404
    try:
        actions.state_preference(person, **form.facts(), actor=actor_of(account), at=timezone.now())
    except actions.WishRefusedError as refused:
        return _refused(request, None, refused)
    return redirect(f"{reverse('planning:wishes')}#preferences")


@needs(SIGNED_IN)
@require_POST
def withdraw_preference(request: HttpRequest, preference: int) -> HttpResponse:
    """Take back a preference of one's own."""
    account = account_of(request)
    person = queries.person_of(account)
    if person is None:
        raise Http404
    try:
        found = queries.own_preference(person, preference)
    except Preference.DoesNotExist as unknown:
        raise Http404 from unknown
    actions.withdraw_preference(found, actor=actor_of(account), at=timezone.now())
    return redirect(f"{reverse('planning:wishes')}#preferences")


def _own(request: HttpRequest, starts_on: date) -> tuple[WishPeriod, Person]:
    try:
        return queries.own_period(account_of(request), starts_on)
    except WishPeriod.DoesNotExist as unknown:
        raise Http404 from unknown


def _address(starts_on: date) -> str:
    return reverse("planning:wish_period", kwargs={"starts_on": starts_on})


def _refused(
    request: HttpRequest, starts_on: date | None, refused: actions.WishRefusedError
) -> HttpResponse:
    told = refusal_text(refused.code, left=refused.left)
    return _page(request, starts_on, refusal=told)


def _page(request: HttpRequest, starts_on: date | None, *, refusal: str = "") -> HttpResponse:
    day = parse_date_or_none(request.POST.get("day") or request.GET.get("day") or "")
    page = queries.own_wishes_page(
        account_of(request), now=timezone.now(), starts_on=starts_on, day=day
    )
    if page is None:
        raise Http404
    context = {
        "page": page,
        "refusal": refusal,
        "strengths": STRENGTHS,
        "preference_kinds": PREFERENCE_KINDS,
        "today": timezone.localdate(),
    }
    # Nothing was kept: the page says why, and its address still shows the same day.
    return render(request, "roster/own_wishes.html", context, status=409 if refusal else 200)


def parse_date_or_none(written: str) -> date | None:
    """Return a day as an address writes it, none where it is no day."""
    try:
        return parse_date(written)
    except ValueError:
        return None
