"""What is held on whoever is signed in: the page, and the same to take away."""

from __future__ import annotations

from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime, now
from django.views.decorators.http import require_POST, require_safe

from releve.house.rights.export import export_document, export_zip, held_on, json_of
from releve.kit.permissions import SIGNED_IN, needs
from releve.people.models import Account
from releve.people.queries import subject_of_account


@needs(SIGNED_IN)
@login_required
@require_safe
def own_data(request: HttpRequest) -> HttpResponse:
    """Show what is held on her: what, why, how long, who else may open it."""
    parts = held_on(subject_of_account(cast("Account", request.user)))
    held: dict[str, Any] = {"parts": [part for part in parts if part.rows]}
    held["empty"] = [part for part in parts if not part.rows]
    return render(request, "house/rights/own_data.html", held)


@needs(SIGNED_IN)
@login_required
@require_POST
def own_data_json(request: HttpRequest) -> HttpResponse:
    """Hand it over as one JSON document."""
    subject, at = subject_of_account(cast("Account", request.user)), now()
    text = json_of(export_document(subject, held_on(subject), at=at))
    return _file(text.encode(), kind="application/json", ending="json")


@needs(SIGNED_IN)
@login_required
@require_POST
def own_data_zip(request: HttpRequest) -> HttpResponse:
    """Hand it over as a ZIP with a page to read, a CSV file per section and the JSON."""
    subject, at = subject_of_account(cast("Account", request.user)), now()
    packed = export_zip(subject, held_on(subject), at=at)
    return _file(packed, kind="application/zip", ending="zip")


def _file(content: bytes, *, kind: str, ending: str) -> HttpResponse:
    name = f"releve-{localtime().date()}.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)
