"""Ends sessions that are over, and leads to the second factor whoever must have one.

Stands before every page. It reads the session that is read anyway, and writes to it at most once
a minute: an end by disuse may come that minute early, never late.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.timezone import localdate
from django_htmx.http import HttpResponseClientRedirect

from releve.house import sessions
from releve.house.second_factor import owes_factor
from releve.people.api.faults import Fault, problem
from releve.people.models import Account

CHECK_SECONDS = 300
"""How often an open session is asked again whether it owes a second factor."""

OPEN_WHILE_OWING = frozenset(
    {"second_factor", "second_factor_square", "second_factor_codes", "sign_in_again"}
    | {"sign_out", "hand_over", "set_language"}
)


class SessionRulesMiddleware:
    """Keeps the rules of ``sessions`` for whoever is signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer; a session that is over ends first, and the page leads to the sign-in."""
        request.idle_minutes = settings.IDLE_MINUTES  # type: ignore[attr-defined]  # the layout tells the browser
        if settings.SESSION_COOKIE_NAME in request.COOKIES and isinstance(request.user, Account):
            _keep_time(request, request.user)
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        _view: Callable[..., Any],
        _arguments: Any,
        _facts: Any,
    ) -> HttpResponse | None:
        """Lead to the second factor whoever owes one; the API says so as a problem."""
        if not _owes(request):
            return None
        match = request.resolver_match
        if match and not match.namespace and match.url_name in OPEN_WHILE_OWING:
            return None
        if request.path.startswith("/api/"):
            return problem(Fault("second_factor_missing"))
        way = reverse("second_factor")
        if request.headers.get("HX-Request"):
            return HttpResponseClientRedirect(way)
        return HttpResponseRedirect(way)


def _keep_time(request: HttpRequest, account: Account) -> None:
    stamp, now = sessions.stamp_of(request), time.time()
    if stamp is None:
        sessions.begin(request, owes_factor=False)
        return
    if stamp.is_over(now):
        sessions.end(request, "ended")
        return
    kept = stamp
    if now - stamp.checked >= CHECK_SECONDS:
        kept = replace(kept, checked=now, owes_factor=owes_factor(account, on=localdate()))
    if _is_used_by_somebody(request) and now - stamp.used >= sessions.TOUCH_SECONDS:
        kept = replace(kept, used=now)
    if kept != stamp:
        sessions.write_stamp(request, kept)


def _is_used_by_somebody(request: HttpRequest) -> bool:
    # A page left open asks by itself how a search goes on: nobody need be there.
    return not (request.headers.get("HX-Request") and request.method == "GET")


def _owes(request: HttpRequest) -> bool:
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
        return False
    stamp = sessions.stamp_of(request)
    return stamp is not None and stamp.owes_factor
