"""Saying which tool one uses, and answering within fifteen days."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from releve.kit.faults import BadInputError
from releve.kit.permissions import SIGNED_IN, Permission, needs
from releve.people.queries import actor_of
from releve.stewardship.actions.declaring import Declared, answer_declaration, declare_tool
from releve.stewardship.forms.register import AnswerForm, DeclareForm
from releve.stewardship.models import Declaration
from releve.stewardship.queries.declarations import (
    answer_by,
    declarations_of,
    declared_by,
    declared_row,
)
from releve.stewardship.queries.register import tool_at, tools_of
from releve.stewardship.views.asked import Asked, account_of, managed
from releve.stewardship.vocabulary import ANSWER_DAYS


@needs(SIGNED_IN)
def declare(request: HttpRequest) -> HttpResponse:
    """Say which tool one uses, in four fields, anonymously if one wishes."""
    account = account_of(request)
    if account.hospital is None:
        return render(request, "stewardship/declare.html", {"account": account, "form": None})
    form = DeclareForm(request.POST or None, hospital=account.hospital)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        told = Declared(**{name: said[name] for name in ("name", "purpose", "unit", "since_on")})
        try:
            declare_tool(
                account.hospital,
                told,
                actor=actor_of(account),
                is_anonymous=said["anonymous"],
            )
            tail = "?thanks=1" if said["anonymous"] else "?thanks=2"
            return redirect(reverse("tools:own_declarations") + tail)
        except BadInputError as refused:
            refusal = refused.what
    context = {"account": account, "form": form, "refusal": refusal, "days": ANSWER_DAYS}
    status = 409 if refusal else 400 if form.errors else 200
    return render(request, "stewardship/declare.html", context, status=status)


@needs(SIGNED_IN)
@require_safe
def own_declarations(request: HttpRequest) -> HttpResponse:
    """Show what one declared in one's own name, and the answers."""
    account = account_of(request)
    rows = [(one, answer_by(one)) for one in declared_by(account)]
    context = {"rows": rows, "thanks": request.GET.get("thanks", ""), "days": ANSWER_DAYS}
    return render(request, "stewardship/own_declarations.html", context)


@needs(Permission.MANAGE_TOOLS)
@require_safe
def declarations(request: HttpRequest) -> HttpResponse:
    """List what was declared in a hospital: what waits first."""
    return _page(request, managed(request))


@needs(Permission.MANAGE_TOOLS)
@require_POST
def answer(request: HttpRequest, declaration: int) -> HttpResponse:
    """Answer a declaration."""
    asked = managed(request, is_named=True)
    row, form = declared_row(asked.hospital, declaration), AnswerForm(request.POST)
    if row is None:
        raise Http404
    if not form.is_valid():
        return _page(request, asked, wrong=row)
    key = form.cleaned_data["tool"]
    try:
        answer_declaration(
            row,
            form.cleaned_data["answer"],
            actor=asked.actor,
            tool=tool_at(asked.hospital, key) if key else None,
        )
    except BadInputError as refused:
        return _page(request, asked, wrong=row, refusal=refused.what)
    return redirect(reverse("tools:declarations") + asked.tail)


def _page(
    request: HttpRequest, asked: Asked, *, wrong: Declaration | None = None, refusal: str = ""
) -> HttpResponse:
    today = timezone.localdate()
    rows = list(declarations_of(asked.hospital))
    waiting = [(one, answer_by(one), answer_by(one) < today) for one in rows if not one.answer]
    context = {
        "asked": asked,
        "waiting": sorted(waiting, key=lambda one: one[1]),
        "answered": [one for one in rows if one.answer][::-1],
        "tools": tools_of(asked.hospital),
        "wrong": wrong,
        "refusal": refusal,
        "days": ANSWER_DAYS,
    }
    status = 409 if refusal else 400 if wrong else 200
    return render(request, "stewardship/declarations.html", context, status=status)
