"""The random question to oneself: one page for a phone, one tap, and never asked again.

Whoever does not want to be asked says so to her browser alone: nothing of it is kept by the house.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from releve.kit.permissions import SIGNED_IN, needs
from releve.kit.words import translator
from releve.ledger.actions import answer_prompt
from releve.ledger.faults import LedgerError
from releve.ledger.forms import AnswerForm
from releve.ledger.queries.prompts import waiting_question
from releve.ledger.silence import A_YEAR, COOKIE, is_silent, sign_of
from releve.ledger.views.asked import account_of, acting
from releve.ledger.vocabulary import ACTIVITIES

_ = translator("releve.ledger")


@needs(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest) -> HttpResponse:
    """Ask the one question that waits for the reader, if any, and keep her answer."""
    account = account_of(request)
    if account.person is None:
        raise Http404
    refusal = ""
    if request.method == "POST":
        form = AnswerForm(request.POST)
        try:
            if not form.is_valid():
                raise LedgerError.at_field(_("choose one of the answers"), "activity")
            answer_prompt(
                account.person,
                mark=form.cleaned_data["mark"],
                activity=form.cleaned_data["activity"],
                left_on_time=form.left(),
                actor=acting(request),
            )
            return redirect("ledger:question")
        except LedgerError as fault:
            refusal = fault.what
    context = {
        "question": waiting_question(account.person),
        "activities": ACTIVITIES,
        "refusal": refusal,
        "is_off": is_silent(request.COOKIES, account),
    }
    return render(request, "ledger/question.html", context, status=409 if refusal else 200)


@needs(SIGNED_IN)
@require_POST
def stop_asking(request: HttpRequest) -> HttpResponse:
    """Let this browser show its owner no question any more, or show them again."""
    account = account_of(request)
    if account.person is None:
        raise Http404
    answer = redirect("ledger:question")
    if request.POST.get("again"):
        answer.delete_cookie(COOKIE, samesite="Lax")
    else:
        answer.set_cookie(
            COOKIE,
            sign_of(account),
            max_age=A_YEAR,
            httponly=True,
            samesite="Lax",
            secure=request.is_secure(),
        )
    return answer
