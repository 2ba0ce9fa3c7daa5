"""« Me former »: what one lacks and for what, what one has, a lesson, an attestation."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from releve.kit.permissions import SIGNED_IN, needs
from releve.people.queries import full_name, functions_of
from releve.training.attestation import attestation_pdf
from releve.training.lessons import lesson_html
from releve.training.models import Proof
from releve.training.queries.own import attempts_of, module_standing, own_training
from releve.training.training_words import module_title, spoken
from releve.training.views.asked import LARGEST_KEY, account_of, module_asked, own_person
from releve.training.vocabulary import AUDIENCE_OF


@needs(SIGNED_IN)
@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """Show what one is asked, what one lacks and for which tool, and what one has."""
    account = account_of(request)
    if account.person is None:
        return render(request, "training/own.html", {"person": None})
    person, today = own_person(request), timezone.localdate()
    functions = functions_of(account, on=today)
    audiences = sorted({AUDIENCE_OF[one] for one in functions if one in AUDIENCE_OF})
    context = {
        "person": person,
        "training": own_training(person, audiences, on=today),
        "language": spoken(),
        "today": today,
    }
    return render(request, "training/own.html", context)


@needs(SIGNED_IN)
@require_safe
def module(request: HttpRequest, module: str) -> HttpResponse:
    """Show a lesson, and how far one is with its two parts."""
    found, language = module_asked(module), spoken()
    person = account_of(request).person
    context = {
        "module": found,
        "title": found.head.title[language],
        "summary": found.head.summary[language],
        "lesson": lesson_html(found.lessons[language]),
        "standing": module_standing(own_person(request), found, on=timezone.localdate())
        if person
        else None,
        "attempts": attempts_of(person, found.key) if person else [],
    }
    return render(request, "training/module.html", context)


@needs(SIGNED_IN)
@require_safe
def attestation(request: HttpRequest, proof: int) -> HttpResponse:
    """Give one's own attestation as a PDF to print; one that was withdrawn is none."""
    person = own_person(request)
    rows = Proof.objects.for_hospital(person.hospital_id).select_related("unit", "hospital")
    held = rows.filter(pk=min(proof, LARGEST_KEY), person=person, withdrawn_at__isnull=True).first()
    if held is None:
        raise Http404
    made: datetime = timezone.now()
    content = attestation_pdf(held, full_name(person), printed_on=timezone.localdate(made))
    name = f"{slugify(module_title(held.module)) or 'attestation'}-{held.passed_on}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
