"""What changes a unit's ledger: settle, post, import, ask, choose, take back, look."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from releve.kit.faults import BadInputError
from releve.kit.permissions import Permission, needs
from releve.kit.tables import read_table
from releve.kit.words import translator
from releve.ledger.actions import (
    check_spending,
    choose_spending,
    close_prompts,
    import_minutes,
    open_prompts,
    post_quarter,
    settle_quarter,
    withdraw_spending,
)
from releve.ledger.faults import LedgerError
from releve.ledger.forms import (
    ChoiceForm,
    FileForm,
    GivenForm,
    PeriodForm,
    QuarterForm,
    SettleForm,
)
from releve.ledger.models import PromptPeriod, Spending
from releve.ledger.queries.places import period_of, quarters_over, spending_of
from releve.ledger.tools import tools_known
from releve.ledger.views.asked import acting, unit_asked
from releve.ledger.views.units import unit_page
from releve.ledger.vocabulary import ACTIVITIES, CELL_COLUMNS, CELL_OPTIONAL, LEAST_PEOPLE
from releve.people.actions import ImportReport
from releve.people.models import Level
from releve.shifts.queries.planned import hospital_of

_ = translator("releve.ledger")


@needs(Permission.CHOOSE_SPENDING)
@require_http_methods(["GET", "HEAD", "POST"])
def settle(request: HttpRequest, unit: int) -> HttpResponse:
    """Ask what a tool relieves and what it cost, and settle a quarter."""
    level = unit_asked(request, unit, Permission.CHOOSE_SPENDING)
    refusal: BadInputError | None = None
    if request.method == "POST":
        form = SettleForm(request.POST)
        try:
            _check(form)
            told = form.cleaned_data["quarter"]
            settle_quarter(level, told, form.claim(), actor=acting(request))
            return redirect("ledger:unit", level.pk)
        except BadInputError as fault:
            refusal = fault
    context: dict[str, Any] = {
        "unit": level,
        "quarters": quarters_over(timezone.localdate()),
        "tools": tools_known(hospital_of(level)).items(),
        "activities": ACTIVITIES,
        "refusal": refusal.what if refusal else "",
        "blamed": refusal.place.field if refusal else "",
        "sent": request.POST,
        "sent_activities": request.POST.getlist("activities"),
    }
    return render(request, "ledger/settle.html", context, status=409 if refusal else 200)


@needs(Permission.CHOOSE_SPENDING)
@require_POST
def post(request: HttpRequest, unit: int) -> HttpResponse:
    """Write the planned and worked minutes of a quarter."""
    level = unit_asked(request, unit, Permission.CHOOSE_SPENDING)
    form = QuarterForm(request.POST)
    return _done(
        request,
        level,
        form,
        lambda: post_quarter(level, form.cleaned_data["quarter"], actor=acting(request)),
    )


@needs(Permission.CHOOSE_SPENDING)
@require_POST
def choose(request: HttpRequest, unit: int) -> HttpResponse:
    """Record what the team does with minutes given back."""
    level = unit_asked(request, unit, Permission.CHOOSE_SPENDING)
    form = ChoiceForm(request.POST)
    return _done(
        request,
        level,
        form,
        lambda: choose_spending(
            level, form.cleaned_data["quarter"], form.choice(), actor=acting(request)
        ),
    )


@needs(Permission.CHOOSE_SPENDING)
@require_POST
def withdraw(request: HttpRequest, unit: int, spending: int) -> HttpResponse:
    """Take a choice back before its days."""
    level = unit_asked(request, unit, Permission.CHOOSE_SPENDING)
    found = _spending(level, spending)
    return _done(request, level, Form({}), lambda: withdraw_spending(found, actor=acting(request)))


@needs(Permission.CHOOSE_SPENDING)
@require_POST
def check(request: HttpRequest, unit: int, spending: int) -> HttpResponse:
    """Look at what was given of what was promised."""
    level = unit_asked(request, unit, Permission.CHOOSE_SPENDING)
    found, form = _spending(level, spending), GivenForm(request.POST)
    return _done(
        request,
        level,
        form,
        lambda: check_spending(found, actor=acting(request), given=form.cleaned_data["given"]),
    )


@needs(Permission.CHOOSE_SPENDING)
@require_POST
def open_asking(request: HttpRequest, unit: int) -> HttpResponse:
    """Let the unit be asked at random on some days."""
    level = unit_asked(request, unit, Permission.CHOOSE_SPENDING)
    form = PeriodForm(request.POST)
    return _done(
        request,
        level,
        form,
        lambda: open_prompts(level, actor=acting(request), **form.cleaned_data),
    )


@needs(Permission.CHOOSE_SPENDING)
@require_POST
def close_asking(request: HttpRequest, unit: int, period: int) -> HttpResponse:
    """Stop asking the unit."""
    level = unit_asked(request, unit, Permission.CHOOSE_SPENDING)
    try:
        found = period_of(level, period)
    except PromptPeriod.DoesNotExist as unknown:
        raise Http404 from unknown
    return _done(request, level, Form({}), lambda: close_prompts(found, actor=acting(request)))


@needs(Permission.CHOOSE_SPENDING)
@require_http_methods(["GET", "HEAD", "POST"])
def import_file(request: HttpRequest, unit: int) -> HttpResponse:
    """Import measured minutes from a file, whole or not at all."""
    level = unit_asked(request, unit, Permission.CHOOSE_SPENDING)
    context: dict[str, Any] = {
        "unit": level,
        "columns": CELL_COLUMNS,
        "optional": CELL_OPTIONAL,
        "activities": ACTIVITIES,
        "least": LEAST_PEOPLE,
    }
    if request.method == "POST":
        form = FileForm(request.POST, request.FILES)
        if not form.is_valid():
            context["no_file"] = True
            return render(request, "ledger/import.html", context, status=409)
        try:
            context["report"] = _imported(request, level, form.cleaned_data["table"])
        except BadInputError as fault:
            many = getattr(fault, "faults", None)
            context["faults"] = [(one.place, one.what) for one in many or (fault,)]
    status = 409 if "faults" in context else 200
    return render(request, "ledger/import.html", context, status=status)


def _imported(request: HttpRequest, unit: Level, sent: UploadedFile[Any]) -> ImportReport:
    """Import a file that was sent; its kind is read from its name's ending."""
    with TemporaryDirectory() as folder:
        ending = ".xlsx" if str(sent.name).lower().endswith(".xlsx") else ".csv"
        path = Path(folder) / f"sent{ending}"
        path.write_bytes(b"".join(sent.chunks()))
        rows = read_table(path, required=CELL_COLUMNS, optional=CELL_OPTIONAL)
    code = unit.hospital.code if unit.hospital else None
    return import_minutes(rows, actor=acting(request), hospital_code=code)


def _done(request: HttpRequest, level: Level, form: Form, do: Callable[[], object]) -> HttpResponse:
    """Do what a form asks and lead back to the ledger, or show it with what was refused."""
    try:
        _check(form)
        do()
    except BadInputError as refusal:
        return unit_page(request, level, refusal=refusal)
    return redirect("ledger:unit", level.pk)


def _check(form: Form) -> None:
    """Raise LedgerError for the first field of a form that cannot be read."""
    if form.is_valid():
        return
    field = next(iter(form.errors))
    message = _("this field is empty or cannot be read")
    raise LedgerError.at_field(message, field)


def _spending(level: Level, pk: int) -> Spending:
    try:
        return spending_of(level, pk)
    except Spending.DoesNotExist as unknown:
        raise Http404 from unknown
