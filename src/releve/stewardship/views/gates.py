"""The gate of a tool in a unit for whoever looks, the stop button, alarms, and its glass."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from releve.kit.gates import GateClosedError
from releve.kit.permissions import SIGNED_IN, Permission, needs
from releve.kit.words import translator
from releve.people.models import Level
from releve.people.queries import check_at, may_at
from releve.stewardship import actions
from releve.stewardship.actions.alarms import may_raise
from releve.stewardship.actions.gate import break_glass
from releve.stewardship.faults import StewardshipError
from releve.stewardship.forms.rollout import ReasonForm, SaidForm, StopForm
from releve.stewardship.models import Alarm, Tool
from releve.stewardship.queries.gate import may_break_glass, may_use, place_of
from releve.stewardship.queries.rollout import alarms_of
from releve.stewardship.views.rollout import rollout_page
from releve.stewardship.views.rollout_asked import (
    actor_asking,
    tool_asked,
    tool_of,
    unit_asked,
)

_ = translator("releve.stewardship")


@needs(Permission.USE_TOOLS)
@require_safe
def gate(request: HttpRequest, unit: int, key: str) -> HttpResponse:
    """Show whether a tool is open to the reader in a unit, and who can give what is missing."""
    return _gate(request, unit_asked(request, unit, Permission.USE_TOOLS), key)


@needs(Permission.USE_TOOLS)
@require_POST
def glass(request: HttpRequest, unit: int, key: str) -> HttpResponse:
    """Break the glass of a tool for a day."""
    level = unit_asked(request, unit, Permission.USE_TOOLS)
    tool_of(level, key)
    form = SaidForm(request.POST)
    if not form.is_valid():
        return _gate(request, level, key, is_incomplete=True)
    try:
        break_glass(key, level, form.cleaned_data["said"], actor=actor_asking(request))
    except StewardshipError as refused:
        return _gate(request, level, key, refusal=str(refused))
    except GateClosedError:
        return _gate(request, level, key)  # the page says what no glass passes over
    return redirect("tools:gate", unit=unit, key=key)


@needs(Permission.STOP_TOOLS)
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, unit: int, key: str) -> HttpResponse:
    """Ask once, then stop a tool in a unit."""
    level = unit_asked(request, unit, Permission.STOP_TOOLS)
    tool = tool_of(level, key)
    return _stop(request, tool, level)


@needs(Permission.STOP_TOOLS)
@require_http_methods(["GET", "HEAD", "POST"])
def stop_everywhere(request: HttpRequest, hospital: int, key: str) -> HttpResponse:
    """Ask once, then stop a tool in the whole hospital."""
    tool = tool_asked(request, hospital, key)
    check_at(actor_asking(request), Permission.STOP_TOOLS, tool.hospital)
    return _stop(request, tool, None)


@needs(Permission.DECIDE_STEPS)
@require_POST
def resume(request: HttpRequest, unit: int, key: str) -> HttpResponse:
    """Let a tool go on in a unit."""
    level = unit_asked(request, unit, Permission.DECIDE_STEPS)
    return _resume(request, tool_of(level, key), level)


@needs(Permission.DECIDE_STEPS)
@require_POST
def resume_everywhere(request: HttpRequest, hospital: int, key: str) -> HttpResponse:
    """Let a tool go on in the whole hospital."""
    tool = tool_asked(request, hospital, key)
    check_at(actor_asking(request), Permission.DECIDE_STEPS, tool.hospital)
    return _resume(request, tool, None)


@needs(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def alarm(request: HttpRequest, unit: int, key: str) -> HttpResponse:
    """Ask what happened, and raise an alarm: anybody's of the unit."""
    actor = actor_asking(request)
    level = Level.objects.filter(pk=unit, kind="unit").select_related("hospital").first()
    if level is None or not may_raise(actor, level):
        raise Http404
    tool, form = tool_of(level, key), SaidForm(request.POST if request.method == "POST" else None)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            actions.raise_alarm(tool, form.cleaned_data["said"], unit=level, actor=actor)
        except StewardshipError as refused:
            refusal = str(refused)
        else:
            return redirect(f"{reverse('tools:alarm', kwargs={'unit': unit, 'key': key})}?raised")
    context = {
        "tool": tool,
        "unit": level,
        "form": form,
        "refusal": refusal,
        "was_raised": "raised" in request.GET,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "stewardship/alarm.html", context, status=status)


@needs(Permission.DECIDE_STEPS)
@require_POST
def answer_alarm(request: HttpRequest, hospital: int, key: str, alarm: int) -> HttpResponse:
    """Answer an alarm in words, and close it."""
    tool = tool_asked(request, hospital, key)
    try:
        found = alarms_of(tool).get(pk=alarm)
    except Alarm.DoesNotExist as unknown:
        raise Http404 from unknown
    form, actor = SaidForm(request.POST), actor_asking(request)
    check_at(actor, Permission.DECIDE_STEPS, found.unit or tool.hospital)
    if not form.is_valid():
        return rollout_page(request, tool, incomplete=True, wrong_alarm=found.pk)
    if not actions.answer_alarm(found, form.cleaned_data["said"], actor=actor):
        late = StewardshipError(_("this was answered meanwhile; look at it again"))
        return rollout_page(request, tool, late)
    return redirect(f"{_way(tool)}#alarms")


def _gate(
    request: HttpRequest,
    unit: Level,
    key: str,
    *,
    refusal: str = "",
    is_incomplete: bool = False,
) -> HttpResponse:
    actor, tool = actor_asking(request), tool_of(unit, key)
    context = {
        "unit": unit,
        "tool": tool,
        "answer": may_use(actor, key, unit),
        "place": place_of(tool, unit),
        "may_break_glass": may_break_glass(actor, tool, unit),
        "stops": may_at(actor, Permission.STOP_TOOLS, unit),
        "decides": may_at(actor, Permission.DECIDE_STEPS, tool.hospital),
        "reads": may_at(actor, Permission.SEE_REGISTER, unit),
        "refusal": refusal,
        "is_incomplete": is_incomplete,
        "sent": request.POST,
    }
    status = 422 if refusal or is_incomplete else 200
    return render(request, "stewardship/gate.html", context, status=status)


def _stop(request: HttpRequest, tool: Tool, unit: Level | None) -> HttpResponse:
    if request.method == "POST":
        form = StopForm(request.POST)
        # A stop waits for nothing: words that are too long are left out rather than asked again.
        reason = form.cleaned_data["reason"] if form.is_valid() else ""
        actions.stop_tool(tool, unit=unit, reason=reason, actor=actor_asking(request))
        if unit is not None:
            return redirect("tools:gate", unit=unit.pk, key=tool.key)
        return redirect(_way(tool))
    return render(request, "stewardship/stop.html", {"tool": tool, "unit": unit})


def _resume(request: HttpRequest, tool: Tool, unit: Level | None) -> HttpResponse:
    form, actor = ReasonForm(request.POST), actor_asking(request)
    check_at(actor, Permission.DECIDE_STEPS, tool.hospital)
    refusal = ""
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.resume_tool(
                tool,
                unit=unit,
                reason=said["reason"],
                row_version=said["row_version"],
                actor=actor,
            )
        except StewardshipError as refused:
            refusal = str(refused)
        else:
            if unit is not None:
                return redirect("tools:gate", unit=unit.pk, key=tool.key)
            return redirect(_way(tool))
    if unit is not None:
        return _gate(request, unit, tool.key, refusal=refusal, is_incomplete=not refusal)
    context = {"tool": tool, "refusal": refusal, "sent": request.POST}
    return render(request, "stewardship/resume.html", context, status=422)


def _way(tool: Tool) -> str:
    return reverse("tools:rollout", kwargs={"hospital": tool.hospital_id, "key": tool.key})
