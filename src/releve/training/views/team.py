"""Who of a unit is ready for a tool, one click to ask, one to take it back; never an attempt."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from releve.kit.permissions import Permission, needs
from releve.people.models import Level
from releve.people.queries import actor_of, check_anywhere, check_at, may_at, units_for
from releve.trail.actions import note_reading
from releve.training.actions import ask_training, withdraw_asking
from releve.training.faults import TrainingError
from releve.training.forms import AskForm, UndoForm
from releve.training.queries.coverage import coverage_table
from releve.training.queries.team import Line, Team, team_of
from releve.training.views.asked import account_of, audience_asked, tool_asked, unit_asked
from releve.training.vocabulary import AUDIENCES


@needs(Permission.SEE_READINESS)
@require_safe
def units(request: HttpRequest) -> HttpResponse:
    """List the units whose readiness is open to the reader."""
    actor = actor_of(account_of(request))
    check_anywhere(actor, Permission.SEE_READINESS)
    found = list(units_for(actor, Permission.SEE_READINESS))
    return render(request, "training/units.html", {"units": found})


@needs(Permission.SEE_READINESS)
@require_safe
def unit(request: HttpRequest, unit: int) -> HttpResponse:
    """Show who of a unit lacks what for a tool."""
    return _page(request, unit_asked(request, unit, Permission.SEE_READINESS))


@needs(Permission.ASSIGN_TRAINING)
@require_POST
def ask(request: HttpRequest, unit: int) -> HttpResponse:
    """Ask people for what they lack for a tool: those named, or everybody who lacks something."""
    place = unit_asked(request, unit, Permission.SEE_READINESS)
    actor = actor_of(account_of(request))
    check_at(actor, Permission.ASSIGN_TRAINING, place)
    team = _team(request, place)
    if team is None:
        raise Http404
    form = AskForm(request.POST, people=[one.person.pk for one in team.lines])
    if not form.is_valid():
        return _page(request, place, form_fault=True)
    named = set(form.cleaned_data["person"])
    wanted = [
        (one.person, one.to_ask) for one in team.to_ask if not named or one.person.pk in named
    ]
    try:
        ask_training(
            place, wanted, actor=actor, at=timezone.now(), due_on=form.cleaned_data["due_on"]
        )
    except TrainingError as refused:
        return _page(request, place, refusal=str(refused))
    return redirect(_address(team))


@needs(Permission.ASSIGN_TRAINING)
@require_POST
def undo(request: HttpRequest, unit: int) -> HttpResponse:
    """Take back what somebody was asked and has not done."""
    place = unit_asked(request, unit, Permission.SEE_READINESS)
    actor = actor_of(account_of(request))
    check_at(actor, Permission.ASSIGN_TRAINING, place)
    form = UndoForm(request.POST)
    if not form.is_valid():
        return _page(request, place, form_fault=True)
    withdraw_asking(place, form.keys(), actor=actor)
    team = _team(request, place)
    return redirect(_address(team) if team else reverse("training:unit", args=[place.pk]))


def _address(team: Team) -> str:
    asked = urlencode({"tool": team.tool.key, "audience": team.audience})
    return f"{reverse('training:unit', args=[team.unit.pk])}?{asked}"


def _team(request: HttpRequest, place: Level) -> Team | None:
    tool, _all = tool_asked(request, place.hospital_id or 0)
    if tool is None:
        return None
    today = timezone.localdate()
    return team_of(place, tool.key, on=today, audience=audience_asked(request))


def _page(
    request: HttpRequest, place: Level, *, refusal: str = "", form_fault: bool = False
) -> HttpResponse:
    actor = actor_of(account_of(request))
    note_reading(
        actor, "training.unit.read", kind="unit", key=place.code, hospital=place.hospital_id
    )
    tool, tools = tool_asked(request, place.hospital_id or 0)
    team = _team(request, place)
    lines: Sequence[Line] = () if team is None else team.lines
    context = {
        "unit": place,
        "tool": tool,
        "tools": tools,
        "audience": audience_asked(request),
        "audiences": AUDIENCES,
        "team": team,
        "lines": lines,
        "coverage": coverage_table(place, tool.key, on=timezone.localdate(), by_name=True)
        if tool
        else None,
        "may_ask": may_at(actor, Permission.ASSIGN_TRAINING, place),
        "may_manage": may_at(actor, Permission.MANAGE_TRAINING, place),
        "refusal": refusal,
        "form_fault": form_fault,
        "today": timezone.localdate(),
    }
    status = 409 if refusal or form_fault else 200
    return render(request, "training/unit.html", context, status=status)
