"""What the intake of a tool said, and whether it still holds."""

from __future__ import annotations

from django.db.models import QuerySet

from releve.stewardship.models import Intake, Tool


def intakes_of(tool: Tool) -> QuerySet[Intake]:
    """Return the intakes of a tool, the newest first."""
    rows = Intake.objects.for_hospital(tool.hospital_id).filter(tool=tool)
    return rows.select_related("signed_by").order_by("-signed_at", "-pk")


def intake_in_force(tool: Tool) -> Intake | None:
    """Return the newest intake, unless the tool has another major version since."""
    newest = intakes_of(tool).first()
    if newest is None or newest.version.split(".", 1)[0] != tool.major:
        return None
    return newest
