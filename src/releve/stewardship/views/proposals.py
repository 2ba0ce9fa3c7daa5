"""What tools put forward: the list, one of them, and the decision."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from releve.kit.faults import BadInputError
from releve.kit.permissions import SIGNED_IN, Permission, needs
from releve.kit.standing import stand_in
from releve.kit.tables import csv_text
from releve.kit.words import translator
from releve.people.queries import may_at, units_for
from releve.stewardship.actions.proposals import (
    DecidedElsewhereError,
    ProposalDecidedError,
    StaleInputError,
    decide,
    decide_own,
)
from releve.stewardship.forms.proposals import DecideForm, FilterForm
from releve.stewardship.models import Proposal
from releve.stewardship.proposal_kinds import kind_of, kinds
from releve.stewardship.queries.contests import contests_open_to, is_overdue, waiting_contests
from releve.stewardship.queries.inbox import COLUMNS, inbox, inbox_rows
from releve.stewardship.queries.proposals import open_to, told
from releve.stewardship.views.looking import account_of, actor_in, home_of
from releve.stewardship.vocabulary import PROPOSAL_STATES
from releve.trail.actions import note_reading

_ = translator("releve.stewardship")

ON_PAGE = 50


@needs(SIGNED_IN)
@require_safe
def proposals(request: HttpRequest) -> HttpResponse:
    """List what tools put forward where one may see it, those to decide first."""
    hospital, actor = home_of(request), actor_in(request)
    chosen = FilterForm(request.GET).chosen()
    page = Paginator(inbox(actor, hospital, **chosen), ON_PAGE).get_page(request.GET.get("page"))
    now = timezone.now()
    contests = [
        (one, is_overdue(one, at=now)) for one in waiting_contests(actor, hospital)[:ON_PAGE]
    ]
    context = {
        "page": page,
        "rows": [told(one) for one in page],
        "chosen": chosen,
        "query": request.GET.urlencode(),
        "states": PROPOSAL_STATES,
        "kinds": [(code, kind.name()) for code, kind in sorted(kinds().items())],
        "units": units_for(actor, Permission.DECIDE_PROPOSALS),
        "contests": contests,
        "overdue": sum(late for _one, late in contests),
    }
    return render(request, "stewardship/proposals.html", context)


@needs(SIGNED_IN)
@require_safe
def proposals_file(request: HttpRequest) -> HttpResponse:
    """Give the list as a table, without what was written and without who contests."""
    hospital, actor = home_of(request), actor_in(request)
    found = inbox(actor, hospital, **FilterForm(request.GET).chosen())
    text = csv_text(columns=COLUMNS, rows=inbox_rows(found))
    headers = {"Content-Disposition": 'attachment; filename="propositions.csv"'}
    return HttpResponse(text.encode(), content_type="text/csv; charset=utf-8", headers=headers)


@needs(SIGNED_IN)
@require_safe
def proposal(request: HttpRequest, proposal: int) -> HttpResponse:
    """Show one proposal: what, why, from which tool, how it stands."""
    return _shown(request, proposal_in(request, proposal))


@needs(SIGNED_IN)
@require_POST
def proposal_decide(request: HttpRequest, proposal: int) -> HttpResponse:
    """Accept it, accept it with changes, or reject it."""
    found, actor, form = proposal_in(request, proposal), actor_in(request), DecideForm(request.POST)
    if not form.is_valid():
        return _shown(request, found, refusal=_("say which decision you take"))
    sent = form.cleaned_data
    decision = decide_own if kind_of(found.kind).of_asker else decide
    edited = sent["edited"] if sent["outcome"] == "edited" else None
    try:
        decision(found, actor=actor, outcome=sent["outcome"], reason=sent["reason"], edited=edited)
    except ProposalDecidedError as late:
        return _shown(request, late.proposal, refusal=_("somebody has decided on it meanwhile"))
    except StaleInputError:
        message = _("what was asked has changed since the tool answered; ask it again")
        return _shown(request, found, refusal=message)
    except DecidedElsewhereError as elsewhere:
        return redirect(elsewhere.place)
    except BadInputError as refused:
        return _shown(request, found, refusal=refused.what)
    return redirect("tools:proposal", proposal=found.pk)


def proposal_in(request: HttpRequest, pk: int) -> Proposal:
    """Return a proposal that may be read; another answers 404."""
    found = open_to(actor_in(request), home_of(request)).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _shown(request: HttpRequest, found: Proposal, *, refusal: str = "") -> HttpResponse:
    actor, kind = actor_in(request), kind_of(found.kind)
    note_reading(
        actor,
        "stewardship.proposal.read",
        kind="proposal",
        key=found.pk,
        hospital=found.hospital_id,
    )
    if kind.of_asker:
        stand_in(request, "tools:ask")
    is_hers = found.asked_by_id == account_of(request).pk
    needed = Permission.USE_TOOLS if kind.of_asker else Permission.DECIDE_PROPOSALS
    may_decide = found.state == "proposed" and may_at(actor, needed, found.unit)
    contests = contests_open_to(actor, found.hospital_id).filter(proposal=found)
    context = {
        "told": told(found),
        "proposal": found,
        "of_asker": kind.of_asker,
        "may_decide": may_decide and (is_hers or not kind.of_asker),
        "contests": contests,
        "refusal": refusal,
        "written": request.POST.get("edited", ""),
        "why": request.POST.get("reason", ""),
    }
    return render(request, "stewardship/proposal.html", context, status=409 if refusal else 200)
