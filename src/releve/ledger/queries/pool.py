"""What a unit may still spend of a quarter: never more than its tools' lower bounds together."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet, Sum

from releve.ledger.facts import PublicSpending
from releve.ledger.models import Quarter, Spending
from releve.ledger.vocabulary import SIGNED_PURPOSES
from releve.people.models import Level
from releve.shifts.queries.planned import hospital_of


def spendable_of(unit: Level, quarter: date, *, more: int = 0) -> int:
    """Return what a unit's tools gave it to spend in a quarter, less what another tool took.

    A tool that costs more than it gives takes from what the others give. ``more``: what a tool
    that is not settled yet would give or take.
    """
    rows = Quarter.objects.for_hospital(hospital_of(unit)).filter(unit=unit, quarter_on=quarter)
    given = [(one.spendable, min(0, one.net)) for one in rows]
    return max(0, more + sum(spendable + loss for spendable, loss in given))


def spent_of(unit: Level, quarter: date) -> int:
    """Return what a unit has chosen to spend of a quarter, choices taken back left out."""
    rows = spendings_of(unit).filter(quarter_on=quarter, withdrawn_on__isnull=True)
    return rows.aggregate(all=Sum("minutes"))["all"] or 0


def left_of(unit: Level, quarter: date) -> int:
    """Return what a unit may still spend of a quarter."""
    return max(0, spendable_of(unit, quarter) - spent_of(unit, quarter))


def spendings_of(unit: Level) -> QuerySet[Spending]:
    """Return what a unit's team chose, the latest first."""
    rows = Spending.objects.for_hospital(hospital_of(unit)).filter(unit=unit)
    return rows.order_by("-from_on", "-pk")


def public_spendings(hospital: Level, tool: str) -> tuple[PublicSpending, ...]:
    """Return what units did with the minutes that a tool gave, those that were signed first."""
    return spendings_by_tool(hospital).get(tool, ())


def spendings_by_tool(hospital: Level) -> dict[str, tuple[PublicSpending, ...]]:
    """Return what units did with the minutes of each tool, by its key, in two queries.

    Those that were signed come first; a tool of which nothing was spent is left out.
    """
    quarters = Quarter.objects.for_hospital(hospital).filter(spendable__gt=0).order_by("pk")
    gave: dict[tuple[int, date], list[str]] = {}
    for one in quarters:
        gave.setdefault((one.unit_id, one.quarter_on), []).append(one.tool)
    rows = Spending.objects.for_hospital(hospital).filter(withdrawn_on__isnull=True)
    found: dict[str, list[PublicSpending]] = {}
    for row in rows.select_related("unit").order_by("-quarter_on", "unit__code", "pk"):
        for tool in gave.get((row.unit_id, row.quarter_on), ()):
            found.setdefault(tool, []).append(_public(row))
    return {
        tool: tuple(sorted(told, key=lambda one: not one.is_signed)) for tool, told in found.items()
    }


def units_without_choice(hospital: Level | int, tool: str) -> tuple[int, int]:
    """Return how many units a tool gave time to spend, and how many of them never chose for what.

    A choice counts where it is of a quarter in which this tool gave some.
    """
    gave = Quarter.objects.for_hospital(hospital).filter(tool=tool, spendable__gt=0)
    chosen = Spending.objects.for_hospital(hospital).filter(
        withdrawn_on__isnull=True, unit=OuterRef("unit"), quarter_on=OuterRef("quarter_on")
    )
    units = set(gave.values_list("unit", flat=True))
    chose = set(gave.filter(Exists(chosen)).values_list("unit", flat=True))
    return len(units), len(units - chose)


def _public(one: Spending) -> PublicSpending:
    return PublicSpending(
        unit=one.unit.name,
        quarter_on=one.quarter_on,
        purpose=one.purpose,
        minutes=one.minutes,
        from_on=one.from_on,
        to_on=one.to_on,
        signer=one.signer,
        consultation=one.consultation,
        is_signed=one.purpose in SIGNED_PURPOSES,
    )
