"""Signing in and out, handing over; open to all."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.mfa.base.views import AuthenticateView
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, PasswordResetConfirmView
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from releve.house import directory, sessions, ward_computers
from releve.house.forms import SignInForm
from releve.kit.numbers import number_in
from releve.kit.permissions import ANYONE, needs
from releve.people.actions import end_keys
from releve.people.models import Account
from releve.people.queries import account_or_none, actor_of, password_links


class SignInView(LoginView):
    """The first step: who she is, and her password; or the way to the directory."""

    template_name = "house/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_initial(self) -> dict[str, Any]:
        """Fill in the name that was chosen on a shared computer."""
        chosen = number_in(self.request.GET.get("who", ""))
        names = [] if chosen is None else ward_computers.offered(self.request)
        here = next((name for place, name in enumerate(names) if place == chosen), None)
        return {"username": here.username} if here else super().get_initial()

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        """Return what the page shows."""
        offered = ward_computers.offered(self.request)
        return super().get_context_data(
            directory=settings.DIRECTORY, names=offered, shared=bool(offered), **facts
        )

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Go on to the second factor where there is one, else begin the session."""
        account = form.get_user()
        record_authentication(self.request, account, "password")
        answer: HttpResponse = perform_login(
            self.request, account, redirect_url=self.get_success_url()
        )
        return answer

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        """Say that name and password do not go together."""
        if form.non_field_errors():
            account = account_or_none(str(form.data.get("username", "")))
            sessions.session_event("refused", None, how="password", towards=account)
        return super().form_invalid(form)


class SecondFactorView(AuthenticateView):  # type: ignore[misc]  # allauth ships no types
    """The second step: a code."""

    template_name = "house/sign_in_code.html"


class PasswordByLinkView(PasswordResetConfirmView):
    """A password chosen by a link that works once; the sign-in comes after."""

    template_name = "house/password_by_link.html"
    success_url = reverse_lazy("sign_in")
    token_generator = password_links
    post_reset_login = False

    def get_user(self, uidb64: str) -> Any:
        """Return the account of a link, none where it is closed."""
        account = super().get_user(uidb64)
        return account if account is not None and account.is_active else None

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep the new password, and lead to the sign-in."""
        with transaction.atomic():
            answer = super().form_valid(form)
            if isinstance(self.user, Account):
                # Whoever knew the old one may have made keys since the link was handed out.
                end_keys(self.user, actor=actor_of(self.user))
                sessions.session_event("password_changed", self.user, how="link")
        return answer


sign_in = needs(ANYONE)(SignInView.as_view())
sign_in_code = needs(ANYONE)(login_not_required(SecondFactorView.as_view()))
password_by_link = needs(ANYONE)(login_not_required(PasswordByLinkView.as_view()))


@needs(ANYONE)
@login_not_required
@never_cache
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session and lead home."""
    return _leave(request, "signed_out", to=settings.LOGOUT_REDIRECT_URL)


@needs(ANYONE)
@login_not_required
@never_cache
@require_POST
def hand_over(request: HttpRequest) -> HttpResponse:
    """End the session, and ask for the next person; a shared computer offers the last names."""
    return _leave(request, "handed_over", to="sign_in")


@needs(ANYONE)
@login_not_required
@require_POST
def forget_names(request: HttpRequest) -> HttpResponse:
    """Empty the list of names that a shared computer offers."""
    answer = redirect("sign_in")
    mark = ward_computers.mark_of(request)
    if mark is not None:
        ward_computers.write(answer, ward_computers.Mark(mark.hospital, mark.key))
    return answer


@needs(ANYONE)
@login_not_required
@never_cache
@require_GET
def to_directory(request: HttpRequest) -> HttpResponse:
    """Lead to the hospital's directory; 404 where there is none."""
    if settings.DIRECTORY is None:
        raise Http404
    wanted = request.GET.get("next", "")
    here = {request.get_host()}
    is_ours = url_has_allowed_host_and_scheme(wanted, here, require_https=request.is_secure())
    return directory.start(request, next_page=wanted if is_ours else "")


@needs(ANYONE)
@login_not_required
@never_cache
@require_GET
def from_directory(request: HttpRequest) -> HttpResponse:
    """Take up the answer that somebody brings back from the directory."""
    if settings.DIRECTORY is None:
        raise Http404
    return directory.take_up(request)


@needs(ANYONE)
@login_not_required
@require_GET
def closed(_request: HttpRequest) -> HttpResponse:
    """Lead back to the sign-in: an account that was closed meanwhile is not told apart."""
    return redirect("sign_in")


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django passes the reason; it is of no use to the reader
    """Answer a form whose safety token is missing or too old."""
    return render(request, "403_csrf.html", status=403)


def _leave(request: HttpRequest, kind: sessions.Kind, *, to: str | None) -> HttpResponse:
    account = request.user if isinstance(request.user, Account) else None
    sessions.end(request, kind)
    answer: HttpResponseRedirect = redirect(to or "home")
    # Nothing of the pages stays in the browser, not even for its button "Back".
    answer["Clear-Site-Data"] = '"cache"'
    ward_computers.remember(answer, ward_computers.mark_of(request), account)
    return answer
