"""The home page: for who is signed in, the one thing to do now; else what Relève does."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from releve.house.frame import functions_for
from releve.house.queries import parts_of_today
from releve.kit.permissions import ANYONE, needs
from releve.people.models import Account


@needs(ANYONE)
@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Say what Relève does and how to start; to who is signed in, what there is to do now."""
    account = request.user
    if not isinstance(account, Account):
        return render(request, "house/home.html")
    now = timezone.localtime()
    parts = parts_of_today(account, functions_for(request), now=now)
    return render(request, "house/today.html", {"parts": parts, "now": now})
