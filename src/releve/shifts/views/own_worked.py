"""What a person worked, as she says it on her phone: every step works without script."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from releve.kit.faults import BadInputError
from releve.kit.permissions import SIGNED_IN, needs
from releve.people.models import Person
from releve.people.queries import actor_of
from releve.shifts.actions import declare_worked, withdraw_worked
from releve.shifts.counter_table import COUNTER_COLUMNS, counter_cells, counter_rows, counters_json
from releve.shifts.forms import EXTRAS, QUICK, AnswerForm, ExtraForm, WithdrawForm
from releve.shifts.queries.counting import counters_of
from releve.shifts.queries.places import months_before
from releve.shifts.queries.sheet import declared_row, own_lines, planned_row
from releve.shifts.views.asked import day_asked, month_asked
from releve.shifts.views.files import file_of
from releve.shifts.views.own import account_of

BACK, AHEAD = 7, 3
"""How many days the page shows before today, and after."""

STEP = timedelta(days=BACK + AHEAD)


@needs(SIGNED_IN)
@require_safe
def own_worked(request: HttpRequest) -> HttpResponse:
    """Show one's own last and coming days, each with what can be said of it."""
    return _page(request)


@needs(SIGNED_IN)
@require_POST
def own_declare(request: HttpRequest) -> HttpResponse:
    """Say how a planned shift of one's own went."""
    person, form = _hers(request), AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, form_fault=True)
    plan = planned_row(person.hospital_id, form.cleaned_data["planned"])
    if plan is None or plan.person_id != person.pk:
        raise Http404
    try:
        declare_worked(form.declared(plan), actor=actor_of(account_of(request)))
    except BadInputError as refused:
        return _page(request, refusal=refused.what)
    return _back(request)


@needs(SIGNED_IN)
@require_POST
def own_extra(request: HttpRequest) -> HttpResponse:
    """Say that one was recalled, or called out, in one's own unit."""
    person, form = _hers(request), ExtraForm(request.POST)
    if not form.is_valid():
        return _page(request, form_fault=True)
    try:
        told = form.declared(person, person.unit)
        declare_worked(told, actor=actor_of(account_of(request)))
    except BadInputError as refused:
        return _page(request, refusal=refused.what)
    return _back(request)


@needs(SIGNED_IN)
@require_POST
def own_withdraw(request: HttpRequest, row: int) -> HttpResponse:
    """Take back a recall or a call-out of one's own."""
    person, form = _hers(request), WithdrawForm(request.POST)
    found = declared_row(person.hospital_id, row)
    if found is None or found.person_id != person.pk or not form.is_valid():
        raise Http404
    try:
        withdraw_worked(found, actor=actor_of(account_of(request)))
    except BadInputError as refused:
        return _page(request, refusal=refused.what)
    return _back(request)


@needs(SIGNED_IN)
@require_safe
def own_counters(request: HttpRequest) -> HttpResponse:
    """Show one's own counters of a month, each with how it is counted and of what it is made."""
    person, month = account_of(request).person, month_asked(request)
    told = counters_of(person, month) if person else None
    of_month, of_year = counter_rows(told) if told else ([], [])
    context = {
        "person": person,
        "month": month,
        "before": months_before(month, 1),
        "after": months_before(month, -1),
        "of_month": of_month,
        "of_year": of_year,
        "has_shifts": any(one.counter.value for one in of_month if "due" not in one.counter.code),
    }
    return render(request, "shifts/own_counters.html", context)


@needs(SIGNED_IN)
@require_safe
def own_counters_file(request: HttpRequest, ending: str) -> HttpResponse:
    """Give one's own counters of a month as a table or as JSON."""
    person, month = account_of(request).person, month_asked(request)
    if person is None:
        raise Http404
    told = counters_of(person, month)
    return file_of(
        ending,
        name=f"compteurs-{month:%Y-%m}",
        columns=COUNTER_COLUMNS,
        cells=counter_cells([told]),
        document=counters_json(told),
    )


def _hers(request: HttpRequest) -> Person:
    person = account_of(request).person
    if person is None:
        raise Http404
    return person


def _from(request: HttpRequest) -> date:
    return day_asked(request) or timezone.localdate() - timedelta(days=BACK)


def _back(request: HttpRequest) -> HttpResponse:
    return redirect(f"{reverse('shifts:own_worked')}?from={_from(request)}")


def _page(request: HttpRequest, *, refusal: str = "", form_fault: bool = False) -> HttpResponse:
    person, from_on = account_of(request).person, _from(request)
    to_on = from_on + STEP
    context = {
        "person": person,
        "from_on": from_on,
        "to_on": to_on,
        "today": timezone.localdate(),
        "before": from_on - STEP,
        "after": from_on + STEP,
        "lines": own_lines(person, from_on, to_on) if person else [],
        "quick": QUICK,
        "extras": EXTRAS,
        "refusal": refusal,
        "form_fault": form_fault,
    }
    # Nothing was kept: the page says why, and its address still shows the same days.
    status = 409 if refusal or form_fault else 200
    return render(request, "shifts/own_worked.html", context, status=status)
