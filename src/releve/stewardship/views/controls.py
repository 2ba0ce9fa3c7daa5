"""Controls: the grid of all tools, those of one tool, and one control with its evidence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from releve.kit.faults import BadInputError
from releve.kit.permissions import Permission, needs
from releve.kit.tables import csv_text
from releve.stewardship import catalogue
from releve.stewardship.actions.evidence import give_evidence, withdraw_evidence
from releve.stewardship.actions.exemptions import (
    say_not_applicable,
    waive_control,
    withdraw_exemption,
)
from releve.stewardship.audit_file import audit_file, audit_name
from releve.stewardship.control_table import COLUMNS, control_rows
from releve.stewardship.control_words import milestone_text, urgency
from releve.stewardship.engine.controls import Control, ControlStanding
from releve.stewardship.evidence_files import ACCEPT, GREATEST_BYTES, type_of
from releve.stewardship.forms.controls import EvidenceForm, ExemptForm
from releve.stewardship.models import Tool
from releve.stewardship.queries.controls import controls_of, standing_of
from releve.stewardship.queries.papers import evidence_of, exemptions_of
from releve.stewardship.queries.register import tools_of
from releve.stewardship.views.asked import Asked, managed, may, register_asked, tool_asked
from releve.trail.actions import note_reading


@dataclass(frozen=True)
class Told:
    """A control as a page shows it: how it stands, how near it is due."""

    standing: ControlStanding
    urgency: str
    milestone: str = ""


@needs(Permission.SEE_REGISTER)
@require_safe
def grid(request: HttpRequest) -> HttpResponse:
    """Show every control of every tool in use, by family, with how near each is due."""
    asked = register_asked(request, Permission.SEE_REGISTER)
    today = timezone.localdate()
    families, family = catalogue.family_names(), request.GET.get("family", "")
    only_open = request.GET.get("open") == "1"
    tools = [one for one in tools_of(asked.hospital) if one.state != "retired"]
    columns = {one.pk: _by_id(controls_of(one, on=today)) for one in tools}
    rows = [
        (control, cells)
        for control in catalogue.controls().values()
        if family in ("", control.family)
        and (cells := list(_cells(control, tools, columns, on=today)))
        and (not only_open or any(not one.standing.is_done for _tool, one in cells))
    ]
    context = {
        "asked": asked,
        "tools": tools,
        "rows": rows,
        "families": families,
        "family": family,
        "only_open": only_open,
    }
    return render(request, "stewardship/controls.html", context)


@needs(Permission.SEE_REGISTER)
@require_safe
def grid_file(request: HttpRequest) -> HttpResponse:
    """Give the grid as a table."""
    asked = register_asked(request, Permission.SEE_REGISTER)
    rows = control_rows(tools_of(asked.hospital), on=timezone.localdate())
    text = csv_text(columns=COLUMNS, rows=rows)
    return _file(text.encode(), "text/csv; charset=utf-8", "controles.csv")


@needs(Permission.SEE_REGISTER)
@require_safe
def tool_controls(request: HttpRequest, key: str) -> HttpResponse:
    """Show the controls of one tool, by the step that each holds back."""
    asked = register_asked(request, Permission.SEE_REGISTER)
    held, today = tool_asked(asked, key), timezone.localdate()
    told = [_told(one, held, on=today) for one in controls_of(held, on=today)]
    bound = [one for one in told if one.standing.state != "not_bound"]
    context = {
        "asked": asked,
        "tool": held,
        "bound": bound,
        "open": [one for one in bound if not one.standing.is_done],
        "unbound": [one for one in told if one.standing.state == "not_bound"],
    }
    return render(request, "stewardship/tool_controls.html", context)


@needs(Permission.SEE_REGISTER)
@require_safe
def control(request: HttpRequest, key: str, control: str) -> HttpResponse:
    """Show one control of a tool: what shows it, and what is signed instead."""
    asked = register_asked(request, Permission.SEE_REGISTER)
    return _page(request, asked, tool_asked(asked, key), control)


@needs(Permission.MANAGE_TOOLS)
@require_POST
def new_evidence(request: HttpRequest, key: str, control: str) -> HttpResponse:
    """Give evidence of a control: a file, an address or a text."""
    asked = managed(request, is_named=True)
    held, form = tool_asked(asked, key), EvidenceForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, asked, held, control, wrong=form)
    try:
        give_evidence(held, control, form.given(), actor=asked.actor)
    except BadInputError as refused:
        return _page(request, asked, held, control, wrong=form, refusal=refused.what)
    return _back(asked, key, control)


@needs(Permission.MANAGE_TOOLS)
@require_POST
def evidence_withdrawn(request: HttpRequest, key: str, evidence: int) -> HttpResponse:
    """Take evidence out of force."""
    asked = managed(request, is_named=True)
    row = evidence_of(tool_asked(asked, key)).filter(pk=evidence).first()
    if row is None:
        raise Http404
    withdraw_evidence(row, actor=asked.actor)
    return _back(asked, key, row.control)


@needs(Permission.SEE_REGISTER)
@require_safe
def evidence_file(request: HttpRequest, key: str, evidence: int) -> HttpResponse:
    """Give a file that was given as evidence, to keep and never to run."""
    asked = register_asked(request, Permission.SEE_REGISTER)
    row = evidence_of(tool_asked(asked, key)).filter(pk=evidence).first()
    if row is None or row.content is None:
        raise Http404
    hospital = asked.hospital.pk
    verb = "stewardship.evidence.read"
    note_reading(asked.actor, verb, kind="evidence", key=row.pk, hospital=hospital)
    return _file(bytes(row.content), type_of(row.file_name), row.file_name)


@needs(Permission.MANAGE_TOOLS)
@require_POST
def not_applicable(request: HttpRequest, key: str, control: str) -> HttpResponse:
    """Say that a control has no object for a tool."""
    asked = managed(request, is_named=True)
    return _exempt(request, asked, key, control)


@needs(Permission.DECIDE_STEPS)
@require_POST
def waive(request: HttpRequest, key: str, control: str) -> HttpResponse:
    """Sign that a tool goes without a control until a day."""
    asked = managed(request, Permission.DECIDE_STEPS, is_named=True)
    return _exempt(request, asked, key, control)


@needs(Permission.MANAGE_TOOLS)
@require_POST
def exemption_withdrawn(request: HttpRequest, key: str, exemption: int) -> HttpResponse:
    """Let a control bind again."""
    asked = managed(request, is_named=True)
    row = exemptions_of(tool_asked(asked, key)).filter(pk=exemption).first()
    if row is None:
        raise Http404
    withdraw_exemption(row, actor=asked.actor)
    return _back(asked, key, row.control)


@needs(Permission.SEE_REGISTER)
@require_safe
def audit(request: HttpRequest, key: str) -> HttpResponse:
    """Give the audit file of a tool."""
    asked = register_asked(request, Permission.SEE_REGISTER)
    held = tool_asked(asked, key)
    content = audit_file(held, on=timezone.localdate())
    hospital = asked.hospital.pk
    verb = "stewardship.audit_file.take"
    note_reading(asked.actor, verb, kind="audit_file", key=held.key, hospital=hospital)
    return _file(content, "application/zip", audit_name(held))


def _exempt(request: HttpRequest, asked: Asked, key: str, control: str) -> HttpResponse:
    waived = request.resolver_match is not None and request.resolver_match.url_name == "waive"
    kind = "waived" if waived else "not_applicable"
    held, form = tool_asked(asked, key), ExemptForm({**request.POST.dict(), "kind": kind})
    if not form.is_valid():
        return _page(request, asked, held, control, wrong=form)
    verb = waive_control if waived else say_not_applicable
    try:
        verb(held, control, form.exempted(asked.account.name), actor=asked.actor)
    except BadInputError as refused:
        return _page(request, asked, held, control, wrong=form, refusal=refused.what)
    return _back(asked, key, control)


def _page(
    request: HttpRequest,
    asked: Asked,
    held: Tool,
    control: str,
    *,
    wrong: EvidenceForm | ExemptForm | None = None,
    refusal: str = "",
) -> HttpResponse:
    if control not in catalogue.controls():
        raise Http404
    today = timezone.localdate()
    context: dict[str, Any] = {
        "asked": asked,
        "tool": held,
        "told": _told(standing_of(held, control, on=today), held, on=today),
        "control": catalogue.controls()[control],
        "evidence": evidence_of(held).filter(control=control),
        "exemptions": exemptions_of(held).filter(control=control),
        "form": wrong if isinstance(wrong, EvidenceForm) else EvidenceForm(),
        "exempt": wrong if isinstance(wrong, ExemptForm) else ExemptForm(),
        "refusal": refusal,
        "manages": may(asked, Permission.MANAGE_TOOLS),
        "decides": may(asked, Permission.DECIDE_STEPS),
        "accept": ACCEPT,
        "most_megabytes": GREATEST_BYTES // 1024 // 1024,
    }
    status = 409 if refusal else 400 if wrong else 200
    return render(request, "stewardship/control.html", context, status=status)


def _told(standing: ControlStanding, held: Tool, *, on: date) -> Told:
    return Told(standing, urgency(standing, on=on), milestone_text(standing, held.risk_class))


def _by_id(standings: tuple[ControlStanding, ...]) -> dict[str, ControlStanding]:
    return {one.control.id: one for one in standings}


def _cells(
    control: Control,
    tools: list[Tool],
    columns: dict[int, dict[str, ControlStanding]],
    *,
    on: date,
) -> Iterator[tuple[Tool, Told]]:
    for one in tools:
        yield one, _told(columns[one.pk][control.id], one, on=on)


def _back(asked: Asked, key: str, control: str) -> HttpResponse:
    return redirect(reverse("tools:control", args=[key, control]) + asked.tail)


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type=kind, headers=headers)
