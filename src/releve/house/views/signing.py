"""Signing in and out; open to all."""

from __future__ import annotations

from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from releve.house.forms import SignInForm
from releve.kit.permissions import ANYONE, needs

sign_in = needs(ANYONE)(
    LoginView.as_view(
        template_name="house/sign_in.html",
        authentication_form=SignInForm,
        redirect_authenticated_user=True,
    )
)
sign_out = needs(ANYONE)(LogoutView.as_view())


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django passes the reason; it is of no use to the reader
    """Answer a form whose safety token is missing or too old."""
    return render(request, "403_csrf.html", status=403)
