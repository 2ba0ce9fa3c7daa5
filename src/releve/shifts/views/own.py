"""One's own load: counts of one's own shifts, and the changes one has not acknowledged."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from releve.kit.permissions import SIGNED_IN, needs
from releve.people.models import Account, Person
from releve.people.queries import actor_of
from releve.shifts.actions import acknowledge_change
from releve.shifts.load_table import COLUMNS, figures_json, load_rows, own_cells
from releve.shifts.queries import changes_to_acknowledge, load_of_own
from releve.shifts.queries.loads import Figure
from releve.shifts.queries.places import LAST, months_before
from releve.shifts.views.files import file_of

Days = tuple[date, date]


@needs(SIGNED_IN)
@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """Show one's own counts of the last months, up to today."""
    person = account_of(request).person
    last = months_asked(request)
    days = _days(last)
    context = {
        "person": person,
        "days": days,
        "last": last,
        "choices": LAST,
        "rows": load_rows(_figures(person, days)),
        "changes": changes_to_acknowledge(person) if person else [],
    }
    return render(request, "shifts/own.html", context)


@needs(SIGNED_IN)
@require_safe
def own_file(request: HttpRequest, ending: str) -> HttpResponse:
    """Give one's own counts as a table or as JSON."""
    days = _days(months_asked(request))
    figures = _figures(account_of(request).person, days)
    document = {"from": str(days[0]), "to": str(days[1]), "signals": figures_json(figures)}
    return file_of(
        ending, name=f"rythme-{days[0]}", columns=COLUMNS[2:], document=document,
        cells=[row[2:] for row in own_cells(figures)],
    )  # fmt: skip


@needs(SIGNED_IN)
@require_POST
def acknowledge(request: HttpRequest, change: int) -> HttpResponse:
    """Acknowledge a change of one's own days."""
    account = account_of(request)
    if account.person is None:
        raise Http404
    hers = {one.pk: one for one in changes_to_acknowledge(account.person)}
    if change not in hers:
        raise Http404
    acknowledge_change(hers[change], actor=actor_of(account))
    return redirect("shifts:own")


def account_of(request: HttpRequest) -> Account:
    """Return who is signed in; the sign-in middleware has seen to it."""
    if not isinstance(request.user, Account):
        raise PermissionDenied
    return request.user


def months_asked(request: HttpRequest) -> int:
    """Return how many months the address asks for, the fewest where it names no known number."""
    asked = request.GET.get("last", "")
    return next((one for one in LAST if str(one) == asked), LAST[0])


def _days(last: int) -> Days:
    today = timezone.localdate()
    return months_before(today, last - 1), today


def _figures(person: Person | None, days: Days) -> Mapping[str, Figure]:
    return load_of_own(person, *days) if person else {}
