"""The planner: which units in which step, from when on, what is looked at, what stops it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from releve.kit.permissions import Permission, needs
from releve.people.models import Level
from releve.people.queries import check_at, may_at
from releve.stewardship import actions
from releve.stewardship.engine.plans import STOP_RULES, Plan, missing_of, plan_of
from releve.stewardship.faults import StewardshipError
from releve.stewardship.forms.rollout import MOST_STEPS, PlanForm
from releve.stewardship.models import Tool
from releve.stewardship.queries.rollout import plan_mark, plans_of
from releve.stewardship.views.rollout_asked import actor_asking, tool_asked


@needs(Permission.SEE_REGISTER)
@require_safe
def plan(request: HttpRequest, hospital: int, key: str) -> HttpResponse:
    """Show the plan under way: as a form to whoever writes it, to be read by the others."""
    return _page(request, tool_asked(request, hospital, key))


@needs(Permission.MANAGE_TOOLS)
@require_POST
def save(request: HttpRequest, hospital: int, key: str) -> HttpResponse:
    """Save the plan under way; what was written stays on the page where it is refused."""
    tool = tool_asked(request, hospital, key)
    check_at(actor_asking(request), Permission.MANAGE_TOOLS, tool.hospital)
    form = PlanForm(request.POST, units=[unit.code for unit in _units(tool)])
    if not form.is_valid():
        return _page(request, tool, is_wrong=True)
    try:
        drafted = form.plan(today=timezone.localdate())
        seen = request.POST.get("seen", "")
        actions.draft_plan(tool, drafted, actor=actor_asking(request), seen=seen)
    except StewardshipError as refused:
        return _page(request, tool, refusal=str(refused))
    return redirect(_way("tools:plan", tool))


@needs(Permission.DECIDE_STEPS)
@require_POST
def lock(request: HttpRequest, hospital: int, key: str, number: int) -> HttpResponse:
    """Lock a plan; from then on it stays as it is."""
    tool = tool_asked(request, hospital, key)
    try:
        seen = request.POST.get("seen", "")
        actions.lock_plan(tool, number, actor=actor_asking(request), seen=seen)
    except StewardshipError as refused:
        return _page(request, tool, refusal=str(refused))
    return redirect(_way("tools:rollout", tool))


def _page(
    request: HttpRequest, tool: Tool, *, refusal: str = "", is_wrong: bool = False
) -> HttpResponse:
    newest = plans_of(tool).first()
    held = plan_of(newest.body) if newest is not None else None
    context = {
        "tool": tool,
        "newest": newest,
        "planned": held.steps if held is not None else (),
        "seen": plan_mark(newest),
        "is_next": newest is not None and newest.locked_at is not None,
        "numbers": [str(number) for number in range(1, MOST_STEPS + 1)],
        **_written(request, tool, held),
        "missing": missing_of(held) if held is not None else (),
        "decides": may_at(actor_asking(request), Permission.DECIDE_STEPS, tool.hospital),
        "manages": may_at(actor_asking(request), Permission.MANAGE_TOOLS, tool.hospital),
        "refusal": refusal,
        "is_wrong": is_wrong,
    }
    status = 422 if refusal or is_wrong else 200
    return render(request, "stewardship/plan.html", context, status=status)


def _written(request: HttpRequest, tool: Tool, plan: Plan | None) -> dict[str, Any]:
    """Return what the form holds: what was just sent and refused, else the plan as it stands."""
    sent = request.POST if "outcome" in request.POST else None
    kept = dict(plan.stop_rules) if plan is not None else {}
    if sent is None:
        return {
            "units": [_line(unit, plan) for unit in _units(tool)],
            "days": _days(plan),
            "outcome": plan.outcome if plan is not None else "",
            "margin": plan.margin if plan is not None else "",
            "rules": [(kind, kept.get(kind, "")) for kind in STOP_RULES],
        }
    known = [number for number in range(MOST_STEPS + 1) if f"day-{number}" in sent]
    return {
        "units": [
            {
                "unit": unit,
                "is_pilot": f"pilot-{unit.code}" in sent,
                "step": sent.get(f"unit-{unit.code}", ""),
            }
            for unit in _units(tool)
        ],
        "days": [(number, sent[f"day-{number}"]) for number in known],
        "outcome": sent["outcome"],
        "margin": sent.get("margin", ""),
        "rules": [(kind, sent.get(f"rule-{kind}", "")) for kind in STOP_RULES],
    }


def _line(unit: Level, plan: Plan | None) -> dict[str, object]:
    steps = [step.number for step in plan.steps if unit.code in step.units] if plan else []
    step = next((number for number in steps if number), None)
    return {"unit": unit, "is_pilot": 0 in steps, "step": str(step or "")}


def _days(plan: Plan | None) -> list[tuple[int, str]]:
    """Return each step's day for the form: those of the plan, then three more to be filled."""
    known = {step.number: step.from_on.isoformat() for step in plan.steps} if plan else {}
    shown = min(MOST_STEPS, max(known, default=0) + 3)
    return [(number, known.get(number, "")) for number in range(shown + 1)]


def _units(tool: Tool) -> list[Level]:
    found = Level.objects.filter(hospital=tool.hospital_id, kind="unit")
    return list(found.order_by("code"))


def _way(name: str, tool: Tool) -> str:
    return reverse(name, kwargs={"hospital": tool.hospital_id, "key": tool.key})
