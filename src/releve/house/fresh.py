"""Asks again who somebody is, before what a passer-by at an open page must not do.

All that she signs in with is asked for: the password, and the code where she has a second factor,
or a password that was seen would be enough to take that factor away.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from allauth.account.internal.flows.login import (
    get_authentication_records,
    record_authentication,
)
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from releve.house.second_factor import has_factor
from releve.house.sessions import FRESH_SECONDS
from releve.people.models import Account

View = Callable[..., HttpResponse]

KEPT = "releve_kept"
"""Where a session keeps what was typed, until its owner has shown who she is."""

MOST_VALUES = 50
MOST_CHARACTERS = 200

CODE = "code"
"""Under which name a session notes that a code was shown; all else is a first step."""


def record(request: HttpRequest, account: Account, method: str) -> None:
    """Note in the session that she has just shown who she is, by a method."""
    record_authentication(request, account, method)


def is_fresh(request: HttpRequest) -> bool:
    """Whether its owner showed all that she signs in with within the last minutes."""
    account = request.user
    if not isinstance(account, Account):
        return False
    since = time.time() - FRESH_SECONDS
    records = get_authentication_records(request, account)
    shown = {one["method"] == CODE for one in records if float(one["at"]) > since}
    asks_code = has_factor(account)
    # Without a password here, the code alone can be asked for again.
    asks_first = account.has_usable_password() or not asks_code
    return (True in shown or not asks_code) and (False in shown or not asks_first)


def freshly(*, back: str, keeps: tuple[str, ...] = ()) -> Callable[[View], View]:
    """Ask again who she is, unless she showed it just now; then lead to the page again.

    ``back``: the page to which a form leads. ``keeps``: the fields that it finds filled in again,
    with ``typed_before``; never a secret, for a session keeps them.
    """

    def asking(view: View) -> View:
        @wraps(view)
        def asked(request: HttpRequest, *arguments: object, **facts: object) -> HttpResponse:
            if is_fresh(request):
                return view(request, *arguments, **facts)
            page = request.path if request.method == "GET" else reverse(back)
            if keeps and request.method == "POST":
                request.session[KEPT] = {name: _typed(request, name) for name in keeps}
            return redirect(f"{reverse('sign_in_again')}?{urlencode({'next': page})}")

        return asked

    return asking


def typed_before(request: HttpRequest) -> dict[str, list[str]]:
    """Return what was typed before she was asked who she is, once she has shown it; only once."""
    kept: dict[str, list[str]] = request.session.pop(KEPT, {}) if is_fresh(request) else {}
    return kept


def _typed(request: HttpRequest, name: str) -> list[str]:
    return [value[:MOST_CHARACTERS] for value in request.POST.getlist(name)[:MOST_VALUES]]
