"""What one's own account opens to others: a calendar address, and tokens for programs.

A secret is shown in the answer to the form that made it, once, and in no page after. Whoever makes
one shows again that it is she: it opens long after the page is closed.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from releve.house.forms import TokenForm
from releve.house.fresh import freshly, is_fresh, typed_before
from releve.kit.faults import BadInputError
from releve.kit.permissions import SIGNED_IN, Permission, needs
from releve.people import actions as people
from releve.people import queries
from releve.people.models import Account, ApiToken
from releve.roster import actions as roster


@needs(SIGNED_IN)
@require_safe
def own_access(request: HttpRequest) -> HttpResponse:
    """Show the account's open calendar address, if there is one, and its tokens.

    Whoever was asked who she is finds the form of a token as she had filled it in.
    """
    kept = typed_before(request)
    if not kept:
        return _page(request)
    typed = {name: kept.get(name, [""])[0] for name in ("name", "days")}
    form = TokenForm(initial={**typed, "scopes": kept.get("scopes", [])}, offers=True)
    return _page(request, token_form=form, token_is_kept=True)


@needs(SIGNED_IN)
@require_POST
@freshly(back="own_access", keeps=("name", "scopes", "days"))
def create_token(request: HttpRequest) -> HttpResponse:
    """Make a token and show it."""
    account = _account(request)
    form = TokenForm(request.POST, offers=bool(_offered(account)))
    if not form.is_valid():
        faults = [str(fault) for field in form.errors.values() for fault in field]
        return _page(request, token_form=form, token_faults=faults, status=400)
    asked = form.cleaned_data
    try:
        _made, text = people.create_token(
            account,
            actor=queries.actor_of(account),
            name=asked["name"],
            scopes=asked["scopes"],
            days=asked["days"],
        )
    except BadInputError as fault:
        return _page(request, token_form=form, token_faults=[str(fault)], status=400)
    return _page(request, token_text=text)


@needs(SIGNED_IN)
@require_POST
def revoke_token(request: HttpRequest, token: int) -> HttpResponse:
    """Take a token back."""
    account = _account(request)
    try:
        people.revoke_token(account, token, actor=queries.actor_of(account))
    except ApiToken.DoesNotExist as unknown:
        raise Http404 from unknown
    return redirect("own_access")


@needs(SIGNED_IN)
@require_POST
@freshly(back="own_access")
def open_calendar(request: HttpRequest) -> HttpResponse:
    """Make a private calendar address and show it; an open one is closed."""
    account = _account(request)
    try:
        secret = roster.open_calendar(account, actor=queries.actor_of(account))
    except BadInputError as nobody:
        raise Http404 from nobody
    address = request.build_absolute_uri(reverse("calendar", args=[secret]))
    return _page(request, calendar_address=address)


@needs(SIGNED_IN)
@require_POST
def close_calendar(request: HttpRequest) -> HttpResponse:
    """Close the private calendar address."""
    account = _account(request)
    roster.close_calendar(account, actor=queries.actor_of(account))
    return redirect("own_access")


def _page(request: HttpRequest, *, status: int = 200, **facts: Any) -> HttpResponse:
    account = _account(request)
    context = {
        "tokens": queries.tokens_of(account),
        "permissions": _offered(account),
        "has_person": account.person_id is not None,
        "calendar_is_open": account.calendar_addresses.filter(revoked_at=None).exists(),
        "token_form": TokenForm(offers=True),
        "token_days": ((30, _("30 days")), (90, _("90 days")), (366, _("one year"))),
        "is_fresh": is_fresh(request),
        **facts,
    }
    return render(request, "house/own_access.html", context, status=status)


def _offered(account: Account) -> list[Permission]:
    """Return what a token of hers may be given, in the order in which the house tells it."""
    had = queries.permissions_anywhere(account, on=timezone.localdate())
    return [one for one in Permission if one in had]


def _account(request: HttpRequest) -> Account:
    if not isinstance(request.user, Account):
        raise PermissionDenied
    return request.user
