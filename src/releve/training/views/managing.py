"""What tools ask for, proofs brought in from a file, and proofs withdrawn with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from releve.kit.actors import NotAllowedError
from releve.kit.faults import BadInputError
from releve.kit.permissions import Permission, needs
from releve.kit.tables import read_table
from releve.people.actions import BadTableError, ImportReport
from releve.people.models import Level, Role
from releve.people.queries import actor_of, levels_for
from releve.trail.actions import note_reading
from releve.training.actions import (
    Asked,
    drop_requirement,
    import_proofs,
    require_module,
    require_modules,
    withdraw_proof,
)
from releve.training.catalogue import curriculum, shelf
from releve.training.faults import TrainingError
from releve.training.forms import FileForm, ReasonForm, RequirementForm
from releve.training.models import Proof, Requirement
from releve.training.queries.team import proofs_in, tools_asking
from releve.training.training_words import spoken
from releve.training.views.asked import LARGEST_KEY, account_of, unit_asked
from releve.training.vocabulary import AUDIENCES, PROOF_COLUMNS, PROOF_OPTIONAL


@needs(Permission.MANAGE_TRAINING)
@require_http_methods(["GET", "HEAD", "POST"])
def requirements(request: HttpRequest) -> HttpResponse:
    """Show which modules tools ask for, of whom, and say so."""
    hospital = _hospital(request)
    if request.method != "POST":
        return _requirements(request, hospital)
    form = RequirementForm(request.POST)
    if not form.is_valid():
        return _requirements(request, hospital, form_fault=True)
    said, actor = form.cleaned_data, actor_of(account_of(request))
    try:
        if said["module"]:
            months = said["valid_months"]
            asked = Asked(
                tool=said["tool"],
                module=said["module"],
                audience=said["audience"],
                profession=said["profession"],
                valid_months=24 if months is None else months,
            )
            require_module(hospital, asked, actor=actor)
        else:
            require_modules(hospital, said["tool"], audience=said["audience"], actor=actor)
    except TrainingError as refused:
        return _requirements(request, hospital, refusal=str(refused))
    return redirect("training:requirements")


@needs(Permission.MANAGE_TRAINING)
@require_POST
def drop(request: HttpRequest, requirement: int) -> HttpResponse:
    """Say that a tool no longer asks for a module."""
    try:
        hospital = _hospital(request)
    except NotAllowedError as refused:
        raise Http404 from refused  # nor is she told whether there is such a requirement
    rows = Requirement.objects.for_hospital(hospital).select_related("hospital")
    held = rows.filter(pk=min(requirement, LARGEST_KEY)).first()
    if held is None:
        raise Http404
    drop_requirement(held, actor=actor_of(account_of(request)))
    return redirect("training:requirements")


@needs(Permission.MANAGE_TRAINING)
@require_http_methods(["GET", "HEAD", "POST"])
def import_file(request: HttpRequest) -> HttpResponse:
    """Bring in proofs from a file of the hospital's training software."""
    hospital = _hospital(request)
    context: dict[str, Any] = {"columns": PROOF_COLUMNS, "optional": PROOF_OPTIONAL}
    if request.method != "POST":
        return render(request, "training/import.html", context)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "training/import.html", context | {"no_file": True}, status=409)
    try:
        context["report"] = _imported(request, hospital, form.cleaned_data["table"])
    except BadTableError as bad:
        context["faults"] = [(fault.place, fault.what) for fault in bad.faults[:200]]
    except BadInputError as bad:
        context["faults"] = [(bad.place, bad.what)]
    status = 409 if "faults" in context else 200
    return render(request, "training/import.html", context, status=status)


@needs(Permission.MANAGE_TRAINING)
@require_safe
def proofs(request: HttpRequest, unit: int) -> HttpResponse:
    """Show the proofs that stand of the people of a unit, to withdraw one with its reason."""
    return _proofs(request, unit_asked(request, unit, Permission.MANAGE_TRAINING))


@needs(Permission.MANAGE_TRAINING)
@require_POST
def withdraw(request: HttpRequest, unit: int, proof: int) -> HttpResponse:
    """Withdraw a proof of somebody of a unit, with its reason."""
    place = unit_asked(request, unit, Permission.MANAGE_TRAINING)
    rows = Proof.objects.for_hospital(place.hospital_id or 0).select_related("person__unit")
    held = rows.filter(pk=min(proof, LARGEST_KEY), person__unit=place).first()
    if held is None:
        raise Http404
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _proofs(request, place, no_reason=True)
    reason = form.cleaned_data["reason"]
    try:
        withdraw_proof(held, reason=reason, actor=actor_of(account_of(request)), at=timezone.now())
    except TrainingError:
        return _proofs(request, place, no_reason=True)
    return redirect("training:proofs", unit=place.pk)


def _hospital(request: HttpRequest) -> Level:
    """Return the hospital whose training she manages: her own, else the first one by code."""
    actor = actor_of(account_of(request))
    hospitals = levels_for(actor, Permission.MANAGE_TRAINING).filter(kind="hospital")
    said = request.GET.get("hospital") or request.POST.get("hospital") or ""
    found = hospitals.filter(code=said).first() if said else hospitals.first()
    if found is None:
        raise NotAllowedError(Permission.MANAGE_TRAINING, actor=actor, level=actor.hospital)
    return found


def _requirements(
    request: HttpRequest, hospital: Level, *, refusal: str = "", form_fault: bool = False
) -> HttpResponse:
    found = Requirement.objects.for_hospital(hospital)
    tools = list(tools_asking(hospital.pk))
    names = {one.key: one.name for one in tools}
    roles = {one.key: getattr(one, f"name_{spoken()}") for one in Role.objects.order_by("key")}
    context = {
        "hospital": hospital,
        "rows": [
            (one, names.get(one.tool, one.tool), roles.get(one.profession, one.profession))
            for one in found.order_by("tool", "audience", "module", "profession")
        ],
        "tools": tools,
        "audiences": AUDIENCES,
        "modules": sorted(shelf().modules),
        "roles": roles.items(),
        "curricula": [(one, curriculum(one)) for one in AUDIENCES],
        "faults": [str(fault) for fault in shelf().faults],
        "refusal": refusal,
        "form_fault": form_fault,
    }
    status = 409 if refusal or form_fault else 200
    return render(request, "training/requirements.html", context, status=status)


def _proofs(request: HttpRequest, place: Level, *, no_reason: bool = False) -> HttpResponse:
    actor = actor_of(account_of(request))
    note_reading(
        actor, "training.unit.read", kind="unit", key=place.code, hospital=place.hospital_id
    )
    found: Sequence[Proof] = proofs_in(place)
    context = {"unit": place, "proofs": found, "no_reason": no_reason}
    return render(request, "training/proofs.html", context, status=409 if no_reason else 200)


def _imported(request: HttpRequest, hospital: Level, file: UploadedFile[Any]) -> ImportReport:
    ending = Path(file.name or "").suffix.lower()
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"table{ending if ending in {'.csv', '.xlsx'} else '.csv'}"
        path.write_bytes(file.read())
        try:
            rows = read_table(path, required=PROOF_COLUMNS, optional=PROOF_OPTIONAL)
        except BadInputError as bad:
            raise BadInputError(bad.what, place=bad.place) from None
    return import_proofs(
        rows,
        actor=actor_of(account_of(request)),
        at=timezone.now(),
        hospital_code=hospital.code,
    )
