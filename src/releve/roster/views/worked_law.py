"""The law beside what was worked in a unit: each breach, recorded and never refused."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_POST, require_safe

from releve.kit.permissions import Permission, needs
from releve.people.models import Level
from releve.people.queries import actor_of, unit_open_to
from releve.roster.actions import judge_worked
from releve.roster.breach_words import breach_line, unjudged_lines
from releve.roster.queries.worked_law import judged, worked_breaches
from releve.roster.views.places import account_of
from releve.shifts.queries.days import last_of, month_of
from releve.shifts.queries.places import months_before
from releve.trail.actions import note_reading


@needs(Permission.MANAGE_WORKED)
@require_safe
def worked_law(request: HttpRequest, unit: int) -> HttpResponse:
    """Show the breaches that stand in a month of a unit's worked time, and what is not judged."""
    level, month = _unit(request, unit), _month(request)
    note_reading(
        actor_of(account_of(request)),
        "roster.worked.read",
        kind="unit",
        key=level.code,
        hospital=level.hospital_id,
    )
    told = judged(level, month, last_of(month), now=timezone.now())
    rows = [(row, breach_line(row)) for row in worked_breaches(level, month, last_of(month))]
    context = {
        "unit": level,
        "month": month,
        "before": months_before(month, 1),
        "after": months_before(month, -1),
        "binding": [one for one in rows if one[0].status != "soft"],
        "others": [one for one in rows if one[0].status == "soft"],
        "not_judged": unjudged_lines(told.not_judged),
        "without_law": told.without_law,
    }
    return render(request, "roster/worked_law.html", context)


@needs(Permission.MANAGE_WORKED)
@require_POST
def judge(request: HttpRequest, unit: int) -> HttpResponse:
    """Judge a month of a unit's worked time, as far as it is over."""
    level, month = _unit(request, unit), _month(request)
    judge_worked(level, month, last_of(month), actor=actor_of(account_of(request)))
    return redirect(f"{reverse('roster:worked_law', args=[level.pk])}?month={month:%Y-%m}")


def _unit(request: HttpRequest, unit: int) -> Level:
    on = timezone.localdate()
    try:
        return unit_open_to(account_of(request), Permission.MANAGE_WORKED, unit, on=on)
    except Level.DoesNotExist as unknown:
        raise Http404 from unknown


def _month(request: HttpRequest) -> date:
    asked = request.POST.get("month") or request.GET.get("month") or ""
    try:
        found = parse_date(f"{asked}-01")
    except ValueError:
        found = None
    is_meant = found is not None and 2000 <= found.year <= 2200
    return month_of(found if found and is_meant else timezone.localdate())
