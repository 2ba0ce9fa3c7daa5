"""The home page and the pages for when something goes wrong."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Say what Relève does and how to start."""
    return render(request, "house/home.html")


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django passes the reason; it is of no use to the reader
    """Answer a form whose safety token is missing or too old."""
    return render(request, "403_csrf.html", status=403)
