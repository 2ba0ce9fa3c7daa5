"""A person's own settings: sections that other parts add to."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from django.views.i18n import set_language as django_set_language

from releve.house.forms import LookForm
from releve.house.settings_sections import sections_for
from releve.kit.permissions import ANYONE, SIGNED_IN, needs
from releve.people.actions import choose_look
from releve.people.models import Account
from releve.people.queries import actor_of


@needs(SIGNED_IN)
@require_safe
def me(request: HttpRequest) -> HttpResponse:
    """Show one's own settings, section by section."""
    sections = sections_for(request, _account(request))
    return render(request, "house/me.html", {"sections": sections})


@needs(SIGNED_IN)
@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """Save how one's pages look, and lead back to the choice."""
    form = LookForm(request.POST)
    if form.is_valid():
        account = _account(request)
        choose_look(account, actor=actor_of(account), **form.cleaned_data)
    return redirect(f"{reverse('me')}#look")


@needs(ANYONE)
@login_not_required
def set_language(request: HttpRequest) -> HttpResponse:
    """Speak the language asked for from now on: for this browser, and for one's own account."""
    answer = django_set_language(request)
    form = LookForm(request.POST)
    account = request.user
    if request.method == "POST" and isinstance(account, Account) and form.is_valid():
        choose_look(account, actor=actor_of(account), language=form.cleaned_data["language"])
    return answer


def _account(request: HttpRequest) -> Account:
    if not isinstance(request.user, Account):
        raise PermissionDenied
    return request.user
