"""What a tool put forward about oneself, and the thread of whoever contests it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from releve.kit.faults import BadInputError
from releve.kit.permissions import SIGNED_IN, Permission, needs
from releve.kit.standing import stand_in
from releve.kit.words import translator
from releve.people.models import Person
from releve.people.queries import may_at
from releve.stewardship import actions
from releve.stewardship.actions.contests import ContestRefusedError
from releve.stewardship.forms.proposals import SayForm, SeenForm
from releve.stewardship.models import Contest, Proposal
from releve.stewardship.proposal_kinds import kind_of
from releve.stewardship.proposal_words import contest_refusal
from releve.stewardship.queries.contests import (
    contests_of,
    contests_open_to,
    is_overdue,
    thread_of,
)
from releve.stewardship.queries.proposals import proposals_in, told
from releve.stewardship.views.looking import account_of, actor_in, home_of
from releve.trail.actions import note_reading

_ = translator("releve.stewardship")


@needs(SIGNED_IN)
@require_safe
def own_proposal(request: HttpRequest, proposal: int) -> HttpResponse:
    """Show what a tool put forward about oneself, why, and how to contest it."""
    return _own(request, *_subject(request, proposal))


@needs(SIGNED_IN)
@require_POST
def own_contest(request: HttpRequest, proposal: int) -> HttpResponse:
    """Contest it; no training and no function is needed."""
    found, person = _subject(request, proposal)
    form = SayForm(request.POST)
    if not form.is_valid():
        return _own(request, found, person, refusal=_("say what you contest"))
    try:
        opened = actions.contest(
            found, person, actor=actor_in(request), said=form.cleaned_data["said"]
        )
    except BadInputError as refused:
        return _own(request, found, person, refusal=refused.what)
    return redirect("tools:contest", contest=opened.pk)


@needs(SIGNED_IN)
@require_safe
def contest(request: HttpRequest, contest: int) -> HttpResponse:
    """Show the thread of a contest to whoever opened it, and to those who answer."""
    return _thread(request, _contest_in(request, contest))


@needs(SIGNED_IN)
@require_POST
def contest_reply(request: HttpRequest, contest: int) -> HttpResponse:
    """Write again in one's own contest."""
    return _said(request, contest, actions.reply)


@needs(SIGNED_IN)
@require_POST
def contest_answer(request: HttpRequest, contest: int) -> HttpResponse:
    """Answer somebody who contests."""
    return _said(request, contest, actions.answer, SeenForm)


@needs(SIGNED_IN)
@require_POST
def contest_close(request: HttpRequest, contest: int) -> HttpResponse:
    """Close one's own contest."""
    found = _contest_in(request, contest)
    try:
        actions.close(found, actor=actor_in(request))
    except ContestRefusedError as refused:
        return _thread(request, found, refusal=contest_refusal(refused.code))
    return redirect("tools:contest", contest=found.pk)


def _said(
    request: HttpRequest, pk: int, say: Callable[..., Any], kind: type[SayForm] = SayForm
) -> HttpResponse:
    found, form = _contest_in(request, pk), kind(request.POST)
    if not form.is_valid():
        return _thread(request, found, refusal=_("write something first"))
    try:
        say(found, actor=actor_in(request), **form.cleaned_data)
    except ContestRefusedError as refused:
        return _thread(request, found, refusal=contest_refusal(refused.code))
    except BadInputError as refused:
        return _thread(request, found, refusal=refused.what)
    return redirect("tools:contest", contest=found.pk)


def _subject(request: HttpRequest, pk: int) -> tuple[Proposal, Person]:
    """Return a proposal and who looks, where it is about her; else there is nothing."""
    found = proposals_in(home_of(request)).filter(pk=pk).first()
    person = account_of(request).person_id
    if found is None or person is None:
        raise Http404
    her = kind_of(found.kind).concerns(found).filter(pk=person).first()
    if her is None:
        raise Http404
    return found, her


def _own(
    request: HttpRequest, found: Proposal, person: Person, *, refusal: str = ""
) -> HttpResponse:
    contests = list(contests_of(found, person))
    context = {
        "told": told(found),
        "proposal": found,
        "own_lines": kind_of(found.kind).own_lines(found, person),
        "contests": contests,
        "live": next((one for one in contests if one.state != "closed"), None),
        "refusal": refusal,
        "written": request.POST.get("said", ""),
    }
    return render(request, "stewardship/own_proposal.html", context, status=409 if refusal else 200)


def _contest_in(request: HttpRequest, pk: int) -> Contest:
    found = contests_open_to(actor_in(request), home_of(request)).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _thread(request: HttpRequest, found: Contest, *, refusal: str = "") -> HttpResponse:
    is_hers = found.person_id == account_of(request).person_id
    if is_hers:
        stand_in(request, "planning:now")
    else:
        note_reading(
            actor_in(request),
            "stewardship.contest.read",
            kind="contest",
            key=found.pk,
            hospital=found.hospital_id,
        )
    decides = may_at(actor_in(request), Permission.DECIDE_PROPOSALS, found.proposal.unit)
    context = {
        "contest": found,
        "told": told(found.proposal),
        "thread": thread_of(found),
        "is_hers": is_hers,
        "may_answer": decides and not is_hers and found.state != "closed",
        "is_overdue": is_overdue(found, at=timezone.now()),
        "refusal": refusal,
        "written": request.POST.get("said", ""),
    }
    return render(request, "stewardship/contest.html", context, status=409 if refusal else 200)
