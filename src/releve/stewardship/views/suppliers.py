"""Suppliers, and whom to speak to about their tools at each level."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from releve.kit.faults import BadInputError
from releve.kit.permissions import Permission, needs
from releve.people.models import Level
from releve.stewardship.actions.suppliers import add_supplier, name_interlocutor
from releve.stewardship.forms.register import InterlocutorForm, SupplierForm
from releve.stewardship.queries.register import levels_of, suppliers_of
from releve.stewardship.views.asked import Asked, managed, may, register_asked


@needs(Permission.SEE_REGISTER)
@require_safe
def suppliers(request: HttpRequest) -> HttpResponse:
    """List suppliers with whom to speak to."""
    return _page(request, register_asked(request, Permission.SEE_REGISTER))


@needs(Permission.MANAGE_TOOLS)
@require_POST
def new_supplier(request: HttpRequest) -> HttpResponse:
    """Add a supplier."""
    asked, form = managed(request), SupplierForm(request.POST)
    if not form.is_valid():
        return _page(request, asked, is_wrong=True)
    try:
        add_supplier(asked.hospital, actor=asked.actor, **form.cleaned_data)
    except BadInputError as refused:
        return _page(request, asked, refusal=refused.what)
    return redirect(reverse("tools:suppliers") + asked.tail)


@needs(Permission.MANAGE_TOOLS)
@require_POST
def interlocutor(request: HttpRequest, supplier: int) -> HttpResponse:
    """Say whom to speak to about a supplier's tools at a level."""
    asked, form = managed(request, is_named=True), InterlocutorForm(request.POST)
    found = suppliers_of(asked.hospital).filter(pk=supplier).first()
    if found is None:
        raise Http404
    if not form.is_valid():
        return _page(request, asked, is_wrong=True)
    said = form.cleaned_data
    level = levels_of(asked.hospital).filter(pk=said["level"]).first()
    if level is None:
        raise Http404
    try:
        name_interlocutor(
            found, level, name=said["name"], contact=said["contact"], actor=asked.actor
        )
    except BadInputError as refused:
        return _page(request, asked, refusal=refused.what)
    return redirect(reverse("tools:suppliers") + asked.tail)


def _page(
    request: HttpRequest, asked: Asked, *, refusal: str = "", is_wrong: bool = False
) -> HttpResponse:
    levels: list[Level] = list(levels_of(asked.hospital))
    context = {
        "asked": asked,
        "suppliers": suppliers_of(asked.hospital),
        "levels": levels,
        "manages": may(asked, Permission.MANAGE_TOOLS),
        "refusal": refusal,
        "is_wrong": is_wrong,
    }
    status = 409 if refusal else 400 if is_wrong else 200
    return render(request, "stewardship/suppliers.html", context, status=status)
