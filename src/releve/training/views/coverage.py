"""The coverage of units by profession, by night and by day; small cells merged for most readers."""

from __future__ import annotations

import json

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from releve.kit.permissions import Permission, needs
from releve.kit.tables import csv_text
from releve.people.models import Role
from releve.people.queries import actor_of, check_anywhere
from releve.trail.actions import note_reading
from releve.training.coverage_file import COLUMNS, coverage_cells, coverage_json
from releve.training.queries.coverage import UnitCoverage
from releve.training.queries.places import coverage_seen
from releve.training.training_words import spoken
from releve.training.views.asked import account_of
from releve.training.vocabulary import LEAST_COVERAGE, LEAST_PEOPLE

TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


@needs(Permission.SEE_REGISTER)
@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    """Show how many of those on the coming shifts are ready, unit by unit."""
    found = _seen(request)
    names = {role.key: getattr(role, f"name_{spoken()}") for role in Role.objects.all()}
    units = [(one, [(cell, names.get(cell.profession, "")) for cell in one.cells]) for one in found]
    context = {
        "units": units,
        "tools": {one.tool.key: one.tool for one in found}.values(),
        "tool": request.GET.get("tool", ""),
        "least": LEAST_PEOPLE,
        "least_coverage": LEAST_COVERAGE,
    }
    return render(request, "training/coverage.html", context)


@needs(Permission.SEE_REGISTER)
@require_safe
def coverage_file(request: HttpRequest, ending: str) -> HttpResponse:
    """Give the coverage of units as a table or as JSON."""
    if ending not in TYPES:
        raise Http404
    found = _seen(request)
    if ending == "csv":
        text = csv_text(columns=COLUMNS, rows=coverage_cells(found))
    else:
        told = [coverage_json(one) for one in found]
        text = json.dumps(told, ensure_ascii=False, indent=2) + "\n"
    name = f"formation-{timezone.localdate()}.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text.encode(), content_type=TYPES[ending], headers=headers)


def _seen(request: HttpRequest) -> list[UnitCoverage]:
    actor = actor_of(account_of(request))
    check_anywhere(actor, Permission.SEE_REGISTER)
    found = coverage_seen(actor, on=timezone.localdate(), tool=request.GET.get("tool", "")[:40])
    for unit in {one.unit.pk: one.unit for one in found if not one.is_merged}.values():
        # Small groups tell of people, name or no name.
        note_reading(
            actor, "training.unit.read", kind="unit", key=unit.code, hospital=unit.hospital_id
        )
    return found
