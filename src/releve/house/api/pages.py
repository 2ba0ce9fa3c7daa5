"""The API's document, for programs, and the same as a page, for people."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from releve.house.api.document import document_text, fault_codes, told_rooms
from releve.kit.permissions import ANYONE, needs


@needs(ANYONE)
@login_not_required
@require_safe
def api_document(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Give the OpenAPI document; it says nothing of anybody."""
    return HttpResponse(document_text(), content_type="application/json")


@needs(ANYONE)
@login_not_required
@require_safe
def api_page(request: HttpRequest) -> HttpResponse:
    """Show the routes, what each needs, and the codes of faults."""
    return render(request, "house/api.html", {"rooms": told_rooms(), "codes": fault_codes()})
