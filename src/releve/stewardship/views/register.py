"""The whole register: its list, an entry, and the form that changes it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from releve.kit.faults import BadInputError
from releve.kit.permissions import Permission, needs
from releve.kit.words import translator
from releve.people.models import Level
from releve.stewardship.actions.register import (
    change_tool,
    place_tool,
    register_tool,
    withdraw_place,
)
from releve.stewardship.engine.controls import DONE
from releve.stewardship.forms.register import PlaceForm, ToolForm
from releve.stewardship.models import Tool
from releve.stewardship.queries.controls import controls_of
from releve.stewardship.queries.declarations import overdue, waiting
from releve.stewardship.queries.intake import intake_in_force
from releve.stewardship.queries.papers import exemptions_of
from releve.stewardship.queries.public import public_units
from releve.stewardship.queries.register import (
    hospitals_seen,
    interlocutors_of,
    listed_tools,
    places_by_tool,
    places_of,
)
from releve.stewardship.register_fields import fields, groups
from releve.stewardship.register_words import language
from releve.stewardship.views.asked import Asked, managed, may, register_asked, tool_asked
from releve.stewardship.vocabulary import ORIGINS, RISK_CLASSES, STATES, TOOL_KINDS

_ = translator("releve.stewardship")


@needs(Permission.SEE_REGISTER)
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """List the tools of a hospital, as far as the filters ask."""
    asked = register_asked(request, Permission.SEE_REGISTER)
    wanted = {name: request.GET.get(name, "") for name in ("q", "kind", "state", "risk", "origin")}
    units = list(public_units(asked.hospital))
    # Whoever turns to another hospital leaves the unit of the first one behind.
    unit = next((one for one in units if one.code == request.GET.get("unit", "")), None)
    tools = list(listed_tools(asked.hospital, **wanted, unit=unit))
    places, today = places_by_tool(tools), timezone.localdate()
    context = {
        "asked": asked,
        "hospitals": hospitals_seen(asked.actor, Permission.SEE_REGISTER),
        "rows": [(tool, places[tool.pk]) for tool in tools],
        "wanted": wanted,
        "is_filtered": any(wanted.values()),
        "units": units,
        "unit": unit,
        "kinds": TOOL_KINDS,
        "states": STATES,
        "risks": RISK_CLASSES,
        "origins": ORIGINS,
        "manages": may(asked, Permission.MANAGE_TOOLS),
        "waiting": waiting(asked.hospital).count(),
        "overdue": overdue(asked.hospital, on=today).count(),
    }
    return render(request, "stewardship/register.html", context)


@needs(Permission.SEE_REGISTER)
@require_safe
def tool(request: HttpRequest, key: str) -> HttpResponse:
    """Show an entry whole, for those who may see the register."""
    asked = register_asked(request, Permission.SEE_REGISTER)
    return _tool_page(request, asked, tool_asked(asked, key))


@needs(Permission.MANAGE_TOOLS)
def new_tool(request: HttpRequest) -> HttpResponse:
    """Add a tool to the register."""
    asked = managed(request)
    form = ToolForm(request.POST or None, hospital=asked.hospital)
    refusal, found = "", None
    if request.method == "POST" and form.is_valid():
        try:
            found = register_tool(asked.hospital, form.entry(), actor=asked.actor)
        except BadInputError as refused:
            refusal = refused.what
    if found is not None:
        return redirect(reverse("tools:tool", args=[found.key]) + asked.tail)
    return _form(request, asked, form, refusal=refusal)


@needs(Permission.MANAGE_TOOLS)
def edit_tool(request: HttpRequest, key: str) -> HttpResponse:
    """Change an entry of the register."""
    asked = managed(request, is_named=True)
    held = tool_asked(asked, key)
    form = ToolForm(request.POST or None, hospital=asked.hospital, tool=held)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            seen = form.cleaned_data["row_version"] or 0
            change_tool(held, form.entry(), row_version=seen, actor=asked.actor)
            return redirect(reverse("tools:tool", args=[key]) + asked.tail)
        except BadInputError as refused:
            refusal = refused.what
    return _form(request, asked, form, refusal=refusal)


@needs(Permission.MANAGE_TOOLS)
@require_POST
def set_place(request: HttpRequest, key: str) -> HttpResponse:
    """Plan a tool in a unit, from a step on, or take it out again."""
    asked = managed(request, is_named=True)
    held, form = tool_asked(asked, key), PlaceForm(request.POST)
    if not form.is_valid():
        return _tool_page(request, asked, held, refusal=_("name a unit and a step"))
    unit = Level.objects.filter(hospital=asked.hospital, kind="unit")
    found = unit.filter(pk=form.cleaned_data["unit"]).first()
    if found is None:
        raise Http404
    try:
        if "withdraw" in request.POST:
            withdraw_place(held, found, actor=asked.actor)
        else:
            step = form.cleaned_data["step"]
            place_tool(held, found, step=1 if step is None else step, actor=asked.actor)
    except BadInputError as refused:
        return _tool_page(request, asked, held, refusal=refused.what)
    return redirect(reverse("tools:tool", args=[key]) + asked.tail + "#places")


def _form(request: HttpRequest, asked: Asked, form: ToolForm, *, refusal: str) -> HttpResponse:
    context = {"asked": asked, "form": form, "tool": form.tool, "refusal": refusal}
    status = 409 if refusal else 400 if form.errors else 200
    return render(request, "stewardship/tool_form.html", context, status=status)


def _tool_page(
    request: HttpRequest, asked: Asked, held: Tool, *, refusal: str = ""
) -> HttpResponse:
    standings = controls_of(held, on=timezone.localdate())
    bound = [one for one in standings if one.state != "not_bound"]
    taken = {place.unit_id for place in places_of(held)}
    units = Level.objects.filter(hospital=asked.hospital, kind="unit").exclude(pk__in=taken)
    context: dict[str, Any] = {
        "asked": asked,
        "tool": held,
        "groups": list(_told(held)),
        "where": places_of(held),
        "units": units.order_by("name"),
        "intake": intake_in_force(held),
        "controls_done": sum(one.state in DONE for one in bound),
        "controls_bound": len(bound),
        "waivers": [one for one in exemptions_of(held) if one.withdrawn_at is None],
        "interlocutors": interlocutors_of(held),
        "manages": may(asked, Permission.MANAGE_TOOLS),
        "refusal": refusal,
    }
    return render(request, "stewardship/tool.html", context, status=409 if refusal else 200)


def _told(held: Tool) -> Iterator[tuple[str, list[tuple[str, str, bool]]]]:
    """Yield each group of fields with what the entry says: label, text, whether it is public."""
    spoken = language()
    for code, words in groups().items():
        lines = []
        for field in fields().values():
            said = held.text(field.code, spoken)
            if field.group == code and said:
                choice = field.choices.get(said)
                text = choice.told(spoken) if choice else said
                lines.append((field.label.told(spoken), text, field.is_public))
        if lines:
            yield words.told(spoken), lines
