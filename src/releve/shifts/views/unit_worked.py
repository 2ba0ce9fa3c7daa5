"""What was worked in a unit: looked at, corrected, validated, imported, and its month closed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from releve.kit.faults import BadInputError
from releve.kit.permissions import Permission, needs
from releve.kit.tables import read_table
from releve.kit.words import translator
from releve.people.actions import BadTableError, ImportReport
from releve.people.models import Level, Person
from releve.people.queries import actor_of, units_for
from releve.shifts.actions import (
    close_month,
    declare_worked,
    import_worked,
    validate_worked,
    withdraw_worked,
)
from releve.shifts.forms import (
    EXTRAS,
    QUICK,
    AnswerForm,
    ExtraForm,
    FileForm,
    ValidateForm,
    WithdrawForm,
)
from releve.shifts.queries.days import last_of
from releve.shifts.queries.pay import PAY_COLUMNS, pay_lines
from releve.shifts.queries.places import months_before
from releve.shifts.queries.sheet import (
    STILL,
    TO_VALIDATE,
    Line,
    closure_of,
    declared_row,
    month_by_person,
    people_to_choose,
    planned_row,
    unit_lines,
    week_of,
)
from releve.shifts.views.asked import (
    day_asked,
    month_asked,
    note_worked_read,
    person_asked,
    unit_asked,
)
from releve.shifts.views.files import file_of
from releve.shifts.views.own import account_of
from releve.shifts.vocabulary import WORKED_COLUMNS, WORKED_OPTIONAL

_ = translator("releve.shifts")


@needs(Permission.MANAGE_WORKED)
@require_safe
def worked_units(request: HttpRequest) -> HttpResponse:
    """List the units of which the reader manages the worked time."""
    actor = actor_of(account_of(request))
    units = list(units_for(actor, Permission.MANAGE_WORKED))
    if not units:
        raise Http404
    return render(request, "shifts/worked_units.html", {"units": units})


@needs(Permission.MANAGE_WORKED)
@require_safe
def unit_worked(request: HttpRequest, unit: int) -> HttpResponse:
    """Show a unit's week, or one person's month, planned beside worked."""
    return _week(request, unit_asked(request, unit, Permission.MANAGE_WORKED))


@needs(Permission.MANAGE_WORKED)
@require_safe
def unit_month(request: HttpRequest, unit: int) -> HttpResponse:
    """Show a unit's month, person by person, and what is missing before it is closed."""
    return _month(request, unit_asked(request, unit, Permission.MANAGE_WORKED))


@needs(Permission.MANAGE_WORKED)
@require_POST
def unit_declare(request: HttpRequest, unit: int) -> HttpResponse:
    """Say how a planned shift of somebody in the unit went, or correct what was said."""
    level, form = unit_asked(request, unit, Permission.MANAGE_WORKED), AnswerForm(request.POST)
    if not form.is_valid():
        return _week(request, level, form_fault=True)
    plan = planned_row(level.hospital_id or 0, form.cleaned_data["planned"])
    if plan is None or plan.unit_id != level.pk:
        raise Http404
    try:
        declare_worked(form.declared(plan), actor=actor_of(account_of(request)))
    except BadInputError as refused:
        return _week(request, level, refusal=refused.what)
    return _back(request, level)


@needs(Permission.MANAGE_WORKED)
@require_POST
def unit_extra(request: HttpRequest, unit: int) -> HttpResponse:
    """Say that somebody was recalled to the unit, or called out."""
    level, form = unit_asked(request, unit, Permission.MANAGE_WORKED), ExtraForm(request.POST)
    person = person_asked(request, level)
    if person is None or not form.is_valid():
        return _week(request, level, form_fault=True)
    try:
        declare_worked(form.declared(person, level), actor=actor_of(account_of(request)))
    except BadInputError as refused:
        return _week(request, level, refusal=refused.what)
    return _back(request, level)


@needs(Permission.MANAGE_WORKED)
@require_POST
def unit_withdraw(request: HttpRequest, unit: int, row: int) -> HttpResponse:
    """Take back what was declared in the unit and is not validated yet."""
    level, form = unit_asked(request, unit, Permission.MANAGE_WORKED), WithdrawForm(request.POST)
    found = declared_row(level.hospital_id or 0, row)
    if found is None or found.unit_id != level.pk or not form.is_valid():
        raise Http404
    reason = form.cleaned_data["reason"]
    try:
        withdraw_worked(found, actor=actor_of(account_of(request)), reason=reason)
    except BadInputError as refused:
        return _week(request, level, refusal=refused.what)
    return _back(request, level)


@needs(Permission.MANAGE_WORKED)
@require_POST
def unit_validate(request: HttpRequest, unit: int) -> HttpResponse:
    """Validate some days of the unit, everybody's or one person's."""
    level, form = unit_asked(request, unit, Permission.MANAGE_WORKED), ValidateForm(request.POST)
    if not form.is_valid():
        return _week(request, level, form_fault=True)
    days = form.cleaned_data["from_on"], form.cleaned_data["to_on"]
    person = person_asked(request, level)
    try:
        validate_worked(
            level,
            *days,
            actor=actor_of(account_of(request)),
            person=person,
            seen_at=form.cleaned_data["seen_at"],
        )
    except BadInputError as refused:
        return _week(request, level, refusal=refused.what)
    return _back(request, level)


@needs(Permission.MANAGE_WORKED)
@require_POST
def unit_close(request: HttpRequest, unit: int) -> HttpResponse:
    """Close the unit's month, or say what is missing."""
    level, month = unit_asked(request, unit, Permission.MANAGE_WORKED), month_asked(request)
    try:
        close_month(level, month, actor=actor_of(account_of(request)))
    except BadInputError as refused:
        return _month(request, level, refusal=refused.what)
    except ValueError:
        return _month(request, level, refusal=_("the month is not over"))
    return redirect(_month_address(level, month))


@needs(Permission.MANAGE_WORKED)
@require_http_methods(["GET", "HEAD", "POST"])
def unit_import(request: HttpRequest, unit: int) -> HttpResponse:
    """Bring in a file of worked shifts, or say everything that is wrong in it."""
    level = unit_asked(request, unit, Permission.MANAGE_WORKED)
    context: dict[str, Any] = {
        "unit": level,
        "columns": WORKED_COLUMNS,
        "optional": WORKED_OPTIONAL,
    }
    if request.method != "POST":
        return render(request, "shifts/worked_import.html", context)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(
            request, "shifts/worked_import.html", {**context, "no_file": True}, status=400
        )
    try:
        context["report"] = _imported(request, level, form.cleaned_data["table"])
    except BadTableError as fault:
        context["faults"] = [(one.place, one.what) for one in fault.faults]
    except BadInputError as fault:
        context["faults"] = [(fault.place, fault.what)]
    status = 409 if "faults" in context else 200
    return render(request, "shifts/worked_import.html", context, status=status)


@needs(Permission.MANAGE_WORKED)
@require_safe
def unit_pay(request: HttpRequest, unit: int, ending: str) -> HttpResponse:
    """Give the variable elements of pay of a unit's closed month, as a table or as JSON."""
    level, month = unit_asked(request, unit, Permission.MANAGE_WORKED), month_asked(request)
    note_worked_read(request, level)
    try:
        lines = pay_lines(level, month)
    except BadInputError as refused:
        return _month(request, level, refusal=refused.what)
    return file_of(
        ending,
        name=f"paie-{level.code}-{month:%Y-%m}".lower(),
        columns=PAY_COLUMNS,
        cells=[one.cells() for one in lines],
        document=[one.to_json() for one in lines],
    )


def _imported(request: HttpRequest, unit: Level, sent: UploadedFile[Any]) -> ImportReport:
    """Import a file that was sent; its kind is read from its name's ending."""
    with TemporaryDirectory() as folder:
        ending = ".xlsx" if str(sent.name).lower().endswith(".xlsx") else ".csv"
        path = Path(folder) / f"sent{ending}"
        path.write_bytes(b"".join(sent.chunks()))
        rows = read_table(path, required=WORKED_COLUMNS, optional=WORKED_OPTIONAL)
    code = unit.hospital.code if unit.hospital else None
    return import_worked(rows, actor=actor_of(account_of(request)), hospital_code=code)


def _back(request: HttpRequest, unit: Level) -> HttpResponse:
    """Lead back to the page from which something was sent, as its form names it."""
    if request.POST.get("page") == "month":
        return redirect(_month_address(unit, month_asked(request)))
    address = reverse("shifts:unit_worked", args=[unit.pk])
    if request.POST.get("page") == "person":
        person = person_asked(request, unit)
        code = person.code if person else ""
        return redirect(f"{address}?person={code}&month={month_asked(request):%Y-%m}")
    return redirect(f"{address}?from={_monday(request)}")


def _counts(lines: Sequence[Line], own: Person | None) -> dict[str, int]:
    """Return how many shifts are to validate, to be said first, and left to another manager."""
    others = [one for one in lines if one.person != own]
    return {
        "waiting": sum(one.state in TO_VALIDATE for one in others),
        "to_say": sum(one.state == "away" for one in others),
        "own_waiting": sum(one.state in STILL for one in lines if one.person == own),
    }


def _month_address(unit: Level, month: date) -> str:
    return f"{reverse('shifts:unit_month', args=[unit.pk])}?month={month:%Y-%m}"


def _monday(request: HttpRequest) -> date:
    return week_of(day_asked(request) or timezone.localdate())[0]


def _week(
    request: HttpRequest, unit: Level, *, refusal: str = "", form_fault: bool = False
) -> HttpResponse:
    note_worked_read(request, unit)
    person, month, monday = person_asked(request, unit), month_asked(request), _monday(request)
    is_person = person is not None and ("month" in request.GET or "month" in request.POST)
    days = (month, last_of(month)) if is_person else (monday, monday + timedelta(days=6))
    seen_at, own = timezone.now(), account_of(request).person
    lines = unit_lines(unit, *days, person=person if is_person else None)
    context = {
        "unit": unit,
        "person": person if is_person else None,
        "month": month,
        "days": days,
        "before": monday - timedelta(days=7),
        "after": monday + timedelta(days=7),
        "lines": lines,
        **_counts(lines, own),
        "own": own,
        "seen_at": seen_at.isoformat(),
        "people": people_to_choose(unit, lines),
        "quick": QUICK,
        "extras": EXTRAS,
        "refusal": refusal,
        "form_fault": form_fault,
        "is_manager": True,
    }
    status = 409 if refusal or form_fault else 200
    return render(request, "shifts/unit_worked.html", context, status=status)


def _month(request: HttpRequest, unit: Level, *, refusal: str = "") -> HttpResponse:
    note_worked_read(request, unit)
    month, seen_at, own = month_asked(request), timezone.now(), account_of(request).person
    rows = month_by_person(unit, month)
    context = {
        "unit": unit,
        "month": month,
        "last": last_of(month),
        "before": months_before(month, 1),
        "after": months_before(month, -1),
        "rows": rows,
        **_counts([line for row in rows for line in row.lines], own),
        "own": own,
        "seen_at": seen_at.isoformat(),
        "closure": closure_of(unit, month),
        "is_over": last_of(month) < timezone.localdate(),
        "refusal": refusal,
    }
    status = 409 if refusal else 200
    return render(request, "shifts/unit_month.html", context, status=status)
