"""What anybody may read without signing in: the public register, and the card of a tool."""

from __future__ import annotations

import json

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from releve.kit.permissions import ANYONE, needs
from releve.kit.tables import csv_text
from releve.people.models import Level
from releve.stewardship.public_register import (
    register_document,
    table_columns,
    table_rows,
    table_schema,
)
from releve.stewardship.queries.public import (
    public_coverage,
    public_hospital,
    public_hospitals,
    public_tool,
    public_tools,
    public_units,
    signed_spendings,
)


@needs(ANYONE)
@login_not_required
@require_safe
def public_register(request: HttpRequest) -> HttpResponse:
    """List the tools of a hospital; where there are several hospitals, those first."""
    hospital = public_hospital(request.GET.get("hospital", ""))
    if hospital is None and request.GET.get("hospital"):
        raise Http404
    unit = _unit(request, hospital) if hospital else None
    today = timezone.localdate()
    context = {
        "hospital": hospital,
        "hospitals": public_hospitals(),
        "units": public_units(hospital) if hospital else (),
        "unit": unit,
        "tools": public_tools(hospital, on=today, unit=unit) if hospital else (),
        "spendings": signed_spendings(hospital, unit) if hospital else (),
    }
    return render(request, "stewardship/public_register.html", context)


@needs(ANYONE)
@login_not_required
@require_safe
def public_file(request: HttpRequest, ending: str) -> HttpResponse:
    """Give the public register as a table, as JSON, or the schema of the table."""
    if ending not in ("csv", "json", "schema.json"):
        raise Http404
    if ending == "schema.json":
        return _json(table_schema(), "registre.schema")
    hospital = _hospital(request)
    unit = _unit(request, hospital)
    tools = public_tools(hospital, on=timezone.localdate(), unit=unit)
    name = f"registre-{slugify(hospital.name) or 'outils'}"
    if unit is not None:
        name = f"{name}-{slugify(unit.name) or 'unite'}"
    if ending == "json":
        return _json(register_document(hospital, tools, unit=unit), name)
    text = csv_text(columns=table_columns(), rows=table_rows(hospital, tools))
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return HttpResponse(text.encode(), content_type="text/csv; charset=utf-8", headers=headers)


@needs(ANYONE)
@login_not_required
@require_safe
def card(request: HttpRequest, key: str) -> HttpResponse:
    """Show the card of a tool on one page."""
    hospital = _hospital(request)
    today = timezone.localdate()
    found = public_tool(hospital, key, on=today)
    if found is None:
        raise Http404
    context = {
        "coverage": public_coverage(found, on=today),
        "hospital": hospital,
        "unit": _unit(request, hospital),
        "several": public_hospitals().count() > 1,
        "one": found,
        "tool": found.tool,
    }
    return render(request, "stewardship/card.html", context)


def _hospital(request: HttpRequest) -> Level:
    found = public_hospital(request.GET.get("hospital", ""))
    if found is None:
        raise Http404
    return found


def _unit(request: HttpRequest, hospital: Level) -> Level | None:
    """Return the unit by which the register is looked at, none for all of them."""
    code = request.GET.get("unit", "")
    found = public_units(hospital).filter(code=code).first() if code else None
    if code and found is None:
        raise Http404
    return found


def _json(document: object, name: str) -> HttpResponse:
    text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    headers = {"Content-Disposition": f'attachment; filename="{name}.json"'}
    return HttpResponse(text.encode(), content_type="application/json", headers=headers)
