"""What somebody leaves behind on the roll-out of a tool, for the tests of what is held on her."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.utils import timezone

from releve.kit.actors import HOUSE
from releve.people.models import Account, Level
from releve.people.queries import actor_of
from releve.stewardship.actions import answer_alarm, raise_alarm, resume_tool, stop_tool
from releve.stewardship.models import Alarm, BrokenGlass, RolloutPlan, StepDecision, Tool
from releve.stewardship.tests.opened import ROSTER_ENGINE


def traces_on_tools(account: Account, unit: Level) -> None:
    """Let her stop and report on the roster engine in a unit, and open it once in an emergency."""
    tool = Tool.objects.for_hospital(unit.hospital_id or 0).get(key=ROSTER_ENGINE)
    alarm = raise_alarm(tool, "Lune", unit=unit, actor=actor_of(account))
    answer_alarm(alarm, "Vu", actor=HOUSE)
    stop_tool(tool, unit=unit, reason="Lune", actor=actor_of(account))
    tool.refresh_from_db()
    resume_tool(tool, unit=unit, reason="Vu", row_version=tool.row_version, actor=HOUSE)
    for retired in Tool.objects.for_hospital(tool.hospital_id).filter(state="retired"):
        _on_what_is_retired(retired, account, unit)
    before = timezone.now() - timedelta(days=9)
    BrokenGlass.objects.create(
        hospital_id=tool.hospital_id,
        tool=tool,
        unit=unit,
        account=account,
        reason="Lune",
        opened_at=before,
        ends_at=before + timedelta(days=1),
    )


def _on_what_is_retired(tool: Tool, account: Account, unit: Level) -> None:
    """Let her have decided on a tool that is retired, and opened it in an emergency, long ago."""
    then = datetime(2026, 2, 1, 12, tzinfo=UTC)
    of_tool = {"hospital_id": tool.hospital_id, "tool": tool}
    RolloutPlan.objects.create(
        **of_tool,
        number=1,
        body={},
        drafted_at=then,
        digest="0" * 64,
        locked_at=then,
        locked_by=account,
    )
    StepDecision.objects.create(
        **of_tool, move="retire", decided_at=then, decided_by=account, signer="Une personne"
    )
    Alarm.objects.create(
        **of_tool,
        unit=unit,
        kind="sentinel",
        said="Lune",
        raised_at=then,
        raised_by=account,
        closed_at=then,
        closed_by=account,
        closing="Vu",
    )
    BrokenGlass.objects.create(
        **of_tool,
        unit=unit,
        account=account,
        reason="Lune",
        opened_at=then,
        ends_at=then + timedelta(days=1),
    )
