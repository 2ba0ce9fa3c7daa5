"""One's own sign-in: the second factor, the password, every session, the computers of a ward."""

from __future__ import annotations

from functools import wraps
from typing import cast

from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from releve.house import fresh, second_factor, sessions, ward_computers
from releve.house.forms import AgainForm, OwnPasswordForm, WardComputerForm
from releve.house.fresh import View, freshly
from releve.kit.permissions import SIGNED_IN, Permission, needs
from releve.people import actions
from releve.people.models import Account
from releve.people.queries import actor_of, may_mark_ward_computers, open_tokens
from releve.people.queries import ward_computers as computers_of


def marking(view: View) -> View:
    """Answer 404 to whoever may not mark computers, before anything is asked of her."""

    @wraps(view)
    def asking(request: HttpRequest, *arguments: object, **facts: object) -> HttpResponse:
        account = _account(request)
        if not may_mark_ward_computers(actor_of(account), account.hospital_id):
            raise Http404
        return view(request, *arguments, **facts)

    return asking


@needs(SIGNED_IN)
@login_required
@require_GET
def own_sign_in(request: HttpRequest) -> HttpResponse:
    """Show how she signs in, and what she can change about it."""
    account = _account(request)
    may_mark = may_mark_ward_computers(actor_of(account), account.hospital_id)
    facts = {
        "has_factor": second_factor.has_factor(account),
        "must_have": second_factor.must_have_factor(account, on=localdate()),
        "codes_left": len(second_factor.codes_left(account)),
        "has_password": account.has_usable_password(),
        "has_keys": _has_keys(account),
        "may_mark": may_mark,
        "here": ward_computers.computer_of(request) if may_mark else None,
        "computers": computers_of(account.hospital) if may_mark and account.hospital else [],
    }
    return render(request, "house/own_sign_in.html", facts)


@needs(SIGNED_IN)
@login_required
@require_http_methods(["GET", "POST"])
def sign_in_again(request: HttpRequest) -> HttpResponse:
    """Ask again who she is, and lead to the page she wanted."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    here = {request.get_host()}
    if not url_has_allowed_host_and_scheme(wanted, here, require_https=request.is_secure()):
        wanted = reverse("own_sign_in")
    account = _account(request)
    form = AgainForm(request.POST or None, account=account)
    can_show = form.asks_password or second_factor.has_factor(account)
    if can_show and request.method == "POST" and form.is_valid():
        form.save()
        return redirect(wanted)
    facts = {"form": form, "next": wanted, "can_show": can_show}
    return render(request, "house/sign_in_again.html", facts)


@needs(SIGNED_IN)
@login_required
@freshly(back="own_sign_in")
@require_http_methods(["GET", "POST"])
def set_second_factor(request: HttpRequest) -> HttpResponse:
    """Set up a second factor, or another telephone in place of the first."""
    account = _account(request)
    secret = request.session.get(second_factor.SECRET) or second_factor.new_secret()
    is_wrong = False
    if request.method == "POST":
        code = "".join(request.POST.get("code", "").split())
        if second_factor.set_factor(account, secret, code):
            request.session.pop(second_factor.SECRET, None)
            sessions.begin_again(request)
            fresh.record(request, account, fresh.CODE)
            return redirect("second_factor_codes")
        is_wrong = True
    request.session[second_factor.SECRET] = secret
    facts = {
        "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        "telephone": second_factor.telephone_address(account, secret),
        "is_wrong": is_wrong,
        "must_have": second_factor.must_have_factor(account, on=localdate()),
        "replaces": second_factor.has_factor(account),
    }
    return render(request, "house/second_factor.html", facts)


@needs(SIGNED_IN)
@login_required
@require_GET
def second_factor_square(request: HttpRequest) -> HttpResponse:
    """Draw the square code of the secret that is being set up; 404 where none is."""
    secret = request.session.get(second_factor.SECRET)
    if not secret:
        raise Http404
    drawing = second_factor.square_code(_account(request), secret)
    return HttpResponse(drawing, content_type="image/svg+xml")


@needs(SIGNED_IN)
@login_required
@freshly(back="own_sign_in")
@require_http_methods(["GET", "POST"])
def second_factor_codes(request: HttpRequest) -> HttpResponse:
    """Show the recovery codes that are left, or make new ones."""
    account = _account(request)
    if not second_factor.has_factor(account):
        return redirect("second_factor")
    if request.method == "POST":
        second_factor.make_codes(account)
        return redirect("second_factor_codes")
    facts = {"codes": second_factor.codes_left(account)}
    return render(request, "house/second_factor_codes.html", facts)


@needs(SIGNED_IN)
@login_required
@freshly(back="own_sign_in")
@require_POST
def remove_second_factor(request: HttpRequest) -> HttpResponse:
    """Take her second factor away, unless her functions ask for one."""
    account = _account(request)
    if not second_factor.must_have_factor(account, on=localdate()):
        second_factor.remove_factor(account)
    return redirect("own_sign_in")


@needs(SIGNED_IN)
@login_required
@require_http_methods(["GET", "POST"])
def own_password(request: HttpRequest) -> HttpResponse:
    """Choose a new password; every other session of hers ends, and her keys unless she says no."""
    account = _account(request)
    if not account.has_usable_password():
        return redirect("own_sign_in")
    form = OwnPasswordForm(account, request.POST or None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.save()
            if not _keeps_keys(request):
                actions.end_keys(account, actor=actor_of(account))
            sessions.session_event("password_changed", account, how="own")
        update_session_auth_hash(request, account)
        return redirect("own_sign_in")
    facts = {"form": form, "has_keys": _has_keys(account)}
    return render(request, "house/own_password.html", facts)


@needs(SIGNED_IN)
@login_required
@require_POST
def end_own_sessions(request: HttpRequest) -> HttpResponse:
    """End every session of hers, on this computer too, and her keys unless she says no."""
    account = _account(request)
    actions.end_sessions(account, actor=actor_of(account), keep_keys=_keeps_keys(request))
    sessions.end(request, "ended_everywhere")
    return redirect("sign_in")


@needs(Permission.MARK_COMPUTERS)
@login_required
@require_POST
@marking
@freshly(back="own_sign_in")
def mark_computer(request: HttpRequest) -> HttpResponse:
    """Mark this computer as one that a ward shares; 404 for whoever may not."""
    account, form = _account(request), WardComputerForm(request.POST)
    answer = redirect("own_sign_in")
    if account.hospital is not None and form.is_valid():
        computer = actions.mark_ward_computer(
            account.hospital,
            name=form.cleaned_data["name"],
            on=localdate(),
            actor=actor_of(account),
        )
        ward_computers.write(answer, ward_computers.Mark(account.hospital.pk, computer.key))
        sessions.session_event("ward_computer_marked", account)
    return answer


@needs(Permission.MARK_COMPUTERS)
@login_required
@require_POST
@marking
def unmark_computer(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a computer offer no names any more; 404 for whoever may not."""
    account = _account(request)
    here = ward_computers.computer_of(request)
    if account.hospital is None or not actions.unmark_ward_computer(
        account.hospital, pk, actor=actor_of(account)
    ):
        raise Http404
    sessions.session_event("ward_computer_unmarked", account)
    answer = redirect("own_sign_in")
    if here is not None and here.pk == pk:
        ward_computers.forget(answer)
    return answer


def _has_keys(account: Account) -> bool:
    return (
        open_tokens(account, on=localdate()).exists()
        or account.calendar_addresses.filter(revoked_at=None).exists()
    )


def _keeps_keys(request: HttpRequest) -> bool:
    # What says nothing ends them: a form of an earlier page, or a browser that lost the box.
    return "keep_keys" in request.POST


def _account(request: HttpRequest) -> Account:
    return cast("Account", request.user)
