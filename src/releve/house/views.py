"""The home page, the sign-in, and the pages for when something goes wrong."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.i18n import set_language as django_set_language

from releve.house.forms import SignInForm


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Say what Relève does and how to start; lead to the wards who is signed in."""
    return render(request, "house/home.html")


sign_in = LoginView.as_view(
    template_name="house/sign_in.html",
    authentication_form=SignInForm,
    redirect_authenticated_user=True,
)
sign_out = LogoutView.as_view()
set_language = login_not_required(django_set_language)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django passes the reason; it is of no use to the reader
    """Answer a form whose safety token is missing or too old."""
    return render(request, "403_csrf.html", status=403)
