"""What programs that watch the installation ask: is it alive, is it ready, what are its figures.

No page for people, and nothing personal in any answer.
"""

from __future__ import annotations

from ipaddress import ip_address

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from releve.house.contributions import SOURCES
from releve.house.monitoring.metrics import exposition
from releve.house.monitoring.readiness import unready
from releve.kit.permissions import ANYONE, needs

PASSED_ON = ("X-Forwarded-For", "X-Forwarded-Proto", "X-Real-Ip", "Forwarded", "Via")
"""Headers by which a proxy of this computer gives away that somebody else asks."""


@needs(ANYONE)
@login_not_required
@never_cache
@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    """Say that the process lives; asks nothing of the database."""
    return JsonResponse({"alive": True})


@needs(ANYONE)
@login_not_required
@never_cache
@require_safe
def readyz(_request: HttpRequest) -> HttpResponse:
    """Say whether the database answers and is up to date: 200, or 503 with the codes why not."""
    reasons = unready()
    return JsonResponse({"ready": not reasons, "reasons": reasons}, status=503 if reasons else 200)


@needs(ANYONE)
@login_not_required
@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Give the figures to this computer, or to whoever has the token; nobody else."""
    if not (_has_token(request) or _is_this_computer(request)):
        return JsonResponse({"reasons": ["not_open_to_you"]}, status=403)
    return HttpResponse(exposition(SOURCES), content_type=CONTENT_TYPE_LATEST)


def _has_token(request: HttpRequest) -> bool:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    expected = settings.METRICS_TOKEN
    return (
        bool(expected)
        and scheme.lower() == "bearer"
        and constant_time_compare(token.strip(), expected)
    )


def _is_this_computer(request: HttpRequest) -> bool:
    # A proxy on the same computer asks from there for the whole world.
    if settings.BEHIND_PROXY or any(name in request.headers for name in PASSED_ON):
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
