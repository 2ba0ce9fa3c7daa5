"""Each request counted, timed and logged, by the name of its route.

Never by its address: an address may hold the key of a calendar, a search, a person's number.
"""

from __future__ import annotations

import logging
import re
import secrets
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from releve.house.monitoring.logs import request_id
from releve.house.monitoring.metrics import count_request

log = logging.getLogger("releve.requests")

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
PROBES = frozenset({"healthz", "readyz", "metrics"})
GIVEN_ID = re.compile(r"[0-9a-f]{16,32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""An id that a proxy may hand on: hexadecimal, so that no word can hide in it."""

Answer = Callable[[HttpRequest], HttpResponseBase]


class RequestRecordMiddleware:
    """Gives each request an id, and leaves one line and two figures of it.

    The first in the row, so that what the others refuse is counted too.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, with the id in ``X-Request-ID``."""
        given = request.headers.get("X-Request-ID", "").lower()
        name = given if GIVEN_ID.fullmatch(given) else secrets.token_hex(8)
        began = time.perf_counter()
        token = request_id.set(name)
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = name
            _record(request, response.status_code, time.perf_counter() - began)
        finally:
            request_id.reset(token)
        return response


def route_of(request: HttpRequest) -> str:
    """Return the name of a request's route: ``static`` for files, ``none`` where nothing is."""
    if request.path_info.startswith(settings.STATIC_URL):
        return "static"
    found = request.resolver_match
    return "none" if found is None else found.view_name or "unnamed"


def _record(request: HttpRequest, status: int, seconds: float) -> None:
    method = request.method if request.method in METHODS else "other"
    route = route_of(request)
    count_request(method=str(method), route=route, status=status, seconds=seconds)
    level = logging.DEBUG if route in PROBES else logging.INFO
    facts = {
        "method": method,
        "route": route,
        "status": status,
        "ms": round(seconds * 1000, 1),
    }
    log.log(level, "answered", extra=facts)
