"""Whose ledgers somebody may see, and which unit a code names to her."""

from __future__ import annotations

from datetime import date

from releve.kit.actors import Actor
from releve.kit.permissions import Permission
from releve.ledger.models import PromptPeriod, Spending
from releve.ledger.quarters import quarter_before, quarter_of
from releve.people.models import Level
from releve.people.queries import units_for
from releve.shifts.queries.places import unit_of_code
from releve.shifts.queries.planned import hospital_of

QUARTERS_BACK = 8
"""How many quarters that are over a page offers to settle."""


def units_with_ledger(actor: Actor) -> list[Level]:
    """Return the units whose ledger somebody may see, by code."""
    return list(units_for(actor, Permission.SEE_LEDGER))


def ledger_unit(code: str, *, actor: Actor, permission: Permission) -> Level:
    """Return the unit of that code where an actor has a permission.

    Raises BadInputError and NotAllowedError.
    """
    return unit_of_code(code, actor=actor, permission=permission)


def quarters_over(today: date) -> list[date]:
    """Return the quarters that are over and can be settled, the latest first."""
    found = [quarter_before(quarter_of(today))]
    while len(found) < QUARTERS_BACK:
        found.append(quarter_before(found[-1]))
    return found


def spending_of(unit: Level, pk: int) -> Spending:
    """Return a choice of a unit's team; raises Spending.DoesNotExist."""
    rows = Spending.objects.for_hospital(hospital_of(unit)).select_related("unit")
    return rows.get(unit=unit, pk=pk)


def period_of(unit: Level, pk: int) -> PromptPeriod:
    """Return a period of questions of a unit; raises PromptPeriod.DoesNotExist."""
    rows = PromptPeriod.objects.for_hospital(hospital_of(unit)).select_related("unit")
    return rows.get(unit=unit, pk=pk)
