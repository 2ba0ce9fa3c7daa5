"""How far a tool is rolled out: its plans, its steps, its alarms, what was decided and signed."""

from __future__ import annotations

from django.db.models import QuerySet

from releve.stewardship.engine.plans import Plan, plan_of
from releve.stewardship.models import RolloutPlan, Tool


def plans_of(tool: Tool) -> QuerySet[RolloutPlan]:
    """Return the plans of a tool, the newest first."""
    found = RolloutPlan.objects.for_hospital(tool.hospital_id).filter(tool=tool)
    return found.order_by("-number")


def plan_in_force(tool: Tool, *, locked: bool) -> Plan | None:
    """Return the newest plan of a tool; ``locked``: the newest of those that are locked."""
    found = plans_of(tool)
    if locked:
        found = found.filter(locked_at__isnull=False)
    row = found.first()
    return plan_of(row.body) if row is not None else None
