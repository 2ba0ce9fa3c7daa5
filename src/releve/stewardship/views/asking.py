"""A tool of a third party asked and read, and how the tools of a hospital are reached."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from releve.kit.faults import BadInputError
from releve.kit.gates import GateClosedError
from releve.kit.permissions import SIGNED_IN, Permission, needs
from releve.kit.words import translator
from releve.ledger.vocabulary import ACTIVITIES
from releve.people.models import Level
from releve.people.queries import check_at, may_at, units_for
from releve.stewardship import actions, gate_words
from releve.stewardship.actions.connecting import Reach
from releve.stewardship.forms.proposals import AskForm, ReachForm
from releve.stewardship.models import Tool, ToolQuestion
from releve.stewardship.queries.questions import (
    MOST_SHOWN,
    askable,
    connection_of,
    connections_in,
    own_questions,
)
from releve.stewardship.queries.register import tool_at, tools_of
from releve.stewardship.views.looking import actor_in, home_of

_ = translator("releve.stewardship")

REACH_FIELDS = tuple(ReachForm.base_fields)


@needs(SIGNED_IN)
@require_safe
def ask(request: HttpRequest) -> HttpResponse:
    """Show the tools that can be asked in a unit, and one's own questions."""
    return _ask_page(request)


@needs(SIGNED_IN)
@require_POST
def ask_send(request: HttpRequest) -> HttpResponse:
    """Send a text to a tool; what was written stays on the page where it is refused."""
    form = AskForm(request.POST)
    if not form.is_valid():
        return _ask_page(request, refusal=_("choose a tool and write a text for it"))
    sent = form.cleaned_data
    tool, unit = tool_at(home_of(request), sent["tool"]), _unit(request, sent["unit"])
    if tool is None or unit is None:
        raise Http404
    try:
        question = actions.ask_tool(
            tool,
            unit,
            sent["text"],
            actor=actor_in(request),
            names_nobody=sent["names_nobody"],
        )
    except GateClosedError as closed:
        return _ask_page(request, refusal=" ".join(gate_words.closed_sentences(closed)))
    except BadInputError as refused:
        return _ask_page(request, refusal=refused.what)
    return redirect("tools:question", question=question.pk)


@needs(SIGNED_IN)
@require_safe
def question(request: HttpRequest, question: int) -> HttpResponse:
    """Show a question of one's own: waiting, answered, or why there is no answer."""
    found = own_questions(actor_in(request), home_of(request)).filter(pk=question).first()
    if found is None:
        raise Http404
    if found.proposal_id is not None:
        if request.headers.get("HX-Request"):
            return HttpResponse(headers={"HX-Redirect": _proposal_page(found)})
        return redirect(_proposal_page(found))
    part = "stewardship/_question.html"
    template = part if request.headers.get("HX-Request") else "stewardship/question.html"
    return render(request, template, {"question": found})


@needs(Permission.MANAGE_TOOLS)
@require_safe
def connections(request: HttpRequest) -> HttpResponse:
    """List the tools of third parties, and how each is reached."""
    hospital = home_of(request)
    check_at(actor_in(request), Permission.MANAGE_TOOLS, hospital)
    reached = {one.tool_id: one for one in connections_in(hospital)}
    tools = tools_of(hospital).filter(origin="third_party").exclude(state="retired")
    rows = [(tool, reached.get(tool.pk)) for tool in tools]
    return render(request, "stewardship/connections.html", {"rows": rows})


@needs(Permission.MANAGE_TOOLS)
@require_http_methods(["GET", "HEAD", "POST"])
def connection(request: HttpRequest, key: str) -> HttpResponse:
    """Show and set how a tool is reached."""
    tool = _tool(request, key)
    if request.method != "POST":
        return _connection_page(request, tool)
    form = ReachForm(request.POST)
    if not form.is_valid():
        message = _("a field is missing or cannot be read: {fields}")
        return _connection_page(request, tool, message.format(fields=", ".join(form.errors)))
    try:
        actions.connect_tool(tool, Reach(**form.cleaned_data), actor=actor_in(request))
    except BadInputError as refused:
        return _connection_page(request, tool, str(refused))
    return redirect("tools:connections")


@needs(Permission.MANAGE_TOOLS)
@require_POST
def connection_end(request: HttpRequest, key: str) -> HttpResponse:
    """Take a tool's connection away."""
    actions.disconnect_tool(_tool(request, key), actor=actor_in(request))
    return redirect("tools:connections")


def _tool(request: HttpRequest, key: str) -> Tool:
    hospital = home_of(request)
    is_hers = may_at(actor_in(request), Permission.MANAGE_TOOLS, hospital)
    tool = tool_at(hospital, key) if is_hers else None
    if tool is None or tool.origin != "third_party":
        raise Http404
    return tool


def _connection_page(request: HttpRequest, tool: Tool, refusal: str = "") -> HttpResponse:
    held: Any = connection_of(tool)
    if refusal:
        values: dict[str, Any] = {name: request.POST.get(name, "") for name in REACH_FIELDS}
    else:
        blank = Reach(address="", model="", activity=ACTIVITIES[2])
        values = {name: getattr(held or blank, name) for name in REACH_FIELDS}
    context = {
        "tool": tool,
        "held": held,
        "values": values,
        "activities": ACTIVITIES,
        "refusal": refusal,
    }
    return render(request, "stewardship/connection.html", context, status=409 if refusal else 200)


def _proposal_page(found: ToolQuestion) -> str:
    return reverse("tools:proposal", args=[found.proposal_id])


def _unit(request: HttpRequest, pk: int) -> Level | None:
    return units_for(actor_in(request), Permission.USE_TOOLS).filter(pk=pk).first()


def _asked_unit(request: HttpRequest, units: list[Level]) -> Level | None:
    said = request.POST.get("unit") or request.GET.get("unit") or ""
    return next((one for one in units if str(one.pk) == said), units[0] if units else None)


def _ask_page(request: HttpRequest, *, refusal: str = "") -> HttpResponse:
    actor, hospital = actor_in(request), home_of(request)
    found = units_for(actor, Permission.USE_TOOLS).filter(hospital=hospital)
    units = list(found)
    unit = _asked_unit(request, units)
    tools = askable(actor, unit) if unit is not None else ()
    context = {
        "units": units,
        "unit": unit,
        "open": [one for one in tools if one.is_open],
        "shut": [(one, gate_words.told(one.lacks)) for one in tools if not one.is_open],
        "questions": own_questions(actor, hospital)[:MOST_SHOWN],
        "written": request.POST.get("text", ""),
        "tool": request.POST.get("tool", ""),
        "refusal": refusal,
    }
    return render(request, "stewardship/ask.html", context, status=409 if refusal else 200)
