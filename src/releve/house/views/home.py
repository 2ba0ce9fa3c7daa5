"""The home page: what Relève does, and the way to what is one's own."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from releve.kit.permissions import ANYONE, needs


@needs(ANYONE)
@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Say what Relève does and how to start; lead to the wards who is signed in."""
    return render(request, "house/home.html")
