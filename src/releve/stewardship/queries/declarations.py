"""What people declare that they use, and what still waits for an answer."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils.timezone import localdate

from releve.people.models import Account, Level
from releve.stewardship.models import Declaration
from releve.stewardship.vocabulary import ANSWER_DAYS


def declarations_of(hospital: Level | int) -> QuerySet[Declaration]:
    """Return the declarations of a hospital: those that wait first, the oldest on top."""
    rows = Declaration.objects.for_hospital(hospital).select_related("unit", "tool")
    return rows.order_by("answered_at", "declared_at", "pk")


def waiting(hospital: Level | int) -> QuerySet[Declaration]:
    """Return the declarations that nobody has answered yet, the oldest first."""
    rows = declarations_of(hospital).filter(answered_at__isnull=True)
    return rows.order_by("declared_at", "pk")


def overdue(hospital: Level | int, *, on: date) -> QuerySet[Declaration]:
    """Return the declarations that have waited for more than fifteen days."""
    return waiting(hospital).filter(declared_at__date__lt=on - timedelta(days=ANSWER_DAYS))


def declared_by(account: Account) -> QuerySet[Declaration]:
    """Return what an account declared in its own name, the newest first."""
    rows = Declaration.objects.for_hospital(account.hospital_id or 0).filter(declared_by=account)
    return rows.select_related("unit", "tool").order_by("-declared_at", "-pk")


def answer_by(row: Declaration) -> date:
    """Return the last day on which a declaration is answered in time."""
    return localdate(row.declared_at) + timedelta(days=ANSWER_DAYS)


def declared_row(hospital: Level | int, pk: int) -> Declaration | None:
    """Return one declaration of a hospital."""
    return declarations_of(hospital).filter(pk=pk).first()
