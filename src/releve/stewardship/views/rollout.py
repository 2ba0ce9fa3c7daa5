"""Roll-outs: which tools, how far each is, what its next step misses, and who decided."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from releve.kit.actors import Actor
from releve.kit.permissions import Permission, needs
from releve.people.models import Level
from releve.people.queries import check_anywhere, check_at, may_at
from releve.stewardship import actions
from releve.stewardship.actions.stopping import CLOSING
from releve.stewardship.engine.gate import mark_of
from releve.stewardship.faults import StewardshipError
from releve.stewardship.forms.rollout import ConsultationForm, RetireForm, StepForm
from releve.stewardship.models import BrokenGlass, Tool
from releve.stewardship.queries import rollout as queries
from releve.stewardship.queries.rollout_places import tools_seen, units_used
from releve.stewardship.rollout_faults import StepHeldError
from releve.stewardship.views.rollout_asked import actor_asking, tool_asked
from releve.stewardship.vocabulary import CONSULTED, OPINIONS
from releve.trail.actions import note_reading


@needs(Permission.SEE_REGISTER)
@require_safe
def rollouts(request: HttpRequest) -> HttpResponse:
    """List the tools of the reader's registers, and her own gates."""
    actor = actor_asking(request)
    check_anywhere(actor, Permission.SEE_REGISTER)
    context = {"registers": tools_seen(actor), "units": units_used(actor)}
    return render(request, "stewardship/rollouts.html", context)


@needs(Permission.SEE_REGISTER)
@require_safe
def rollout(request: HttpRequest, hospital: int, key: str) -> HttpResponse:
    """Show how far a tool is: units, alarms, what the next step misses, what was decided."""
    return rollout_page(request, tool_asked(request, hospital, key))


@needs(Permission.MANAGE_TOOLS)
@require_POST
def examine(request: HttpRequest, hospital: int, key: str) -> HttpResponse:
    """Note that a tool was examined."""
    tool = tool_asked(request, hospital, key)
    try:
        actions.examine_tool(tool, actor=actor_asking(request))
    except StewardshipError as refused:
        return rollout_page(request, tool, refused)
    return _back(tool)


@needs(Permission.DECIDE_STEPS)
@require_POST
def open_step(request: HttpRequest, hospital: int, key: str) -> HttpResponse:
    """Open a step in units; what is signed over is exactly what the page showed as missing."""
    tool = tool_asked(request, hospital, key)
    check_at(actor_asking(request), Permission.DECIDE_STEPS, tool.hospital)
    units = {unit.code: unit for unit in _units(tool)}
    form = StepForm(request.POST, units=list(units))
    if not form.is_valid():
        return rollout_page(request, tool, incomplete=True)
    said = form.cleaned_data
    override = None
    if said["signs"]:
        marks = frozenset(request.POST.getlist("marks"))
        override = actions.Override(marks, said["reason"])
    try:
        actions.open_step(
            tool,
            said["move"],
            [units[code] for code in said["units"]],
            actor=actor_asking(request),
            row_version=said["row_version"],
            step=said["step"],
            override=override,
        )
    except StewardshipError as refused:
        return rollout_page(request, tool, refused)
    return _back(tool)


@needs(Permission.MANAGE_TOOLS)
@require_POST
def consult(request: HttpRequest, hospital: int, key: str) -> HttpResponse:
    """Write a consultation down."""
    tool = tool_asked(request, hospital, key)
    check_at(actor_asking(request), Permission.MANAGE_TOOLS, tool.hospital)
    levels = {level.code: level for level in _levels(tool)}
    form = ConsultationForm(request.POST, levels=list(levels))
    if not form.is_valid():
        return rollout_page(request, tool, incomplete=True)
    said = form.cleaned_data
    try:
        actions.note_consultation(
            tool,
            levels[said["level"]],
            body=said["body"],
            held_on=said["held_on"],
            opinion=said["opinion"],
            reference=said["reference"],
            actor=actor_asking(request),
        )
    except StewardshipError as refused:
        return rollout_page(request, tool, refused)
    return _back(tool, "consultations")


@needs(Permission.DECIDE_STEPS)
@require_http_methods(["GET", "HEAD", "POST"])
def retire(request: HttpRequest, hospital: int, key: str) -> HttpResponse:
    """Ask for the closing list, and end the use of a tool."""
    tool = tool_asked(request, hospital, key)
    check_at(actor_asking(request), Permission.DECIDE_STEPS, tool.hospital)
    form = RetireForm(request.POST if request.method == "POST" else None)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.retire_tool(
                tool,
                form.closing,
                actor=actor_asking(request),
                row_version=said["row_version"],
                reason=said["reason"],
            )
        except StewardshipError as refused:
            refusal = str(refused)
        else:
            return _back(tool)
    items = [(item, request.POST.get(item, "")) for item in CLOSING]
    reason = request.POST.get("reason", "")
    context = {"tool": tool, "form": form, "refusal": refusal, "items": items, "reason": reason}
    status = 200 if request.method != "POST" else 422
    return render(request, "stewardship/retire.html", context, status=status)


def rollout_page(
    request: HttpRequest,
    tool: Tool,
    refused: StewardshipError | None = None,
    *,
    incomplete: bool = False,
    wrong_alarm: int | None = None,
) -> HttpResponse:
    """Show how far a tool is; what was sent and refused stays in its form."""
    actor, today = actor_asking(request), timezone.localdate()
    tool.refresh_from_db()
    manages = may_at(actor, Permission.MANAGE_TOOLS, tool.hospital)
    decides = may_at(actor, Permission.DECIDE_STEPS, tool.hospital)
    moves = queries.next_moves(tool, on=today) if manages or decides else ()
    context = {
        "tool": tool,
        "manages": manages,
        "decides": decides,
        "stops": may_at(actor, Permission.STOP_TOOLS, tool.hospital),
        "standings": queries.places_standing(tool),
        "alarms": queries.alarms_of(tool)[:50],
        "decisions": queries.decisions_of(tool)[:100],
        "overrides": queries.overrides_of(tool)[:50],
        "consultations": queries.consultations_of(tool),
        "glasses": queries.glasses_broken(tool),
        "broken": _broken(tool, actor) if manages else (),
        "plans": queries.plans_of(tool),
        "moves": [(one, _marks(one)) for one in moves],
        "levels": _levels(tool) if manages else (),
        "bodies": CONSULTED,
        "opinions": OPINIONS,
        "refused": refused,
        "held": refused.lacks if isinstance(refused, StepHeldError) else {},
        "incomplete": incomplete,
        "sent": request.POST,
        "wrong_alarm": wrong_alarm,
        "now": timezone.now(),
        "today": today,
    }
    status = 200 if refused is None and not incomplete else 422
    return render(request, "stewardship/rollout.html", context, status=status)


def _broken(tool: Tool, actor: Actor) -> list[BrokenGlass]:
    """Return who opened a tool in an emergency and why, and note that it was read."""
    found = list(queries.glasses_of(tool)[:50])
    if found:
        verb = "stewardship.glass.read"
        note_reading(actor, verb, kind="tool", key=tool.key, hospital=tool.hospital_id)
    return found


def _marks(move: queries.NextMove) -> list[str]:
    """Return the marks of what a move's units miss, once each, as the page shows them."""
    marks = [mark_of(lack) for unit in move.units for lack in unit.lacks]
    return list(dict.fromkeys(marks))


def _units(tool: Tool) -> list[Level]:
    found = Level.objects.filter(hospital=tool.hospital_id, kind="unit")
    return list(found.order_by("code"))


def _levels(tool: Tool) -> list[Level]:
    """Return the levels at which a consultation may be held: the hospital and all within."""
    within = Level.objects.filter(hospital=tool.hospital_id).order_by("code")
    return [tool.hospital, *within]


def _back(tool: Tool, anchor: str = "") -> HttpResponse:
    way = reverse("tools:rollout", kwargs={"hospital": tool.hospital_id, "key": tool.key})
    return redirect(f"{way}#{anchor}" if anchor else way)
