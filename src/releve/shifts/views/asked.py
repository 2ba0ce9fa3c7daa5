"""What the pages of worked time read from an address: a unit, a month, some days."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_date

from releve.kit.permissions import Permission
from releve.people.models import Level, Person
from releve.people.queries import actor_of, unit_open_to
from releve.shifts.queries.days import month_of
from releve.shifts.views.own import account_of
from releve.trail.actions import note_reading


def unit_asked(request: HttpRequest, unit: int, permission: Permission) -> Level:
    """Return a unit where the reader has a permission; else there is nothing."""
    try:
        return unit_open_to(account_of(request), permission, unit, on=timezone.localdate())
    except Level.DoesNotExist as unknown:
        raise Http404 from unknown


def month_asked(request: HttpRequest) -> date:
    """Return the month that the address or the form names, else the one of today."""
    asked = request.POST.get("month") or request.GET.get("month") or ""
    return month_of(day_in(f"{asked}-01") or timezone.localdate())


def day_asked(request: HttpRequest) -> date | None:
    """Return the day from which the address asks, none where it names none."""
    return day_in(request.POST.get("from") or request.GET.get("from") or "")


def day_in(said: str) -> date | None:
    """Return a day as an address writes it, none where it is none that pages can be about."""
    try:
        found = parse_date(said)
    except ValueError:
        return None
    return found if found is not None and 2000 <= found.year <= 2200 else None


def person_asked(request: HttpRequest, unit: Level) -> Person | None:
    """Return the person whom the address names by her code, of the unit's hospital."""
    code = request.GET.get("person") or request.POST.get("person") or ""
    if not code or unit.hospital is None:
        return None
    found = Person.objects.for_hospital(unit.hospital).filter(code=code).first()
    if found is None:
        raise Http404
    return found


def note_worked_read(request: HttpRequest, unit: Level) -> None:
    """Note that somebody reads what was worked in a unit."""
    note_reading(
        actor_of(account_of(request)),
        "shifts.worked.read",
        kind="unit",
        key=unit.code,
        hospital=unit.hospital_id,
    )
