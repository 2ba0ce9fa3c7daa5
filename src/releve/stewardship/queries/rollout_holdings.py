"""What roll-outs hold on one person: what she decided, raised, answered, or broke."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q

from releve.kit.holdings import Holding, Row, Subject
from releve.kit.words import translator
from releve.people.models import Level
from releve.stewardship.models import Alarm, BrokenGlass, RolloutPlan, StepDecision

_ = translator("releve.stewardship")


def _decided(subject: Subject) -> Iterator[Row]:
    keys = _keys(subject)
    for hospital in _hospitals(subject):
        moves = StepDecision.objects.for_hospital(hospital).filter(decided_by__in=keys)
        for one in moves.select_related("tool", "unit").order_by("decided_at", "pk"):
            yield _row(one.move, one.tool.key, one.unit, one.reason, one.decided_at)
        plans = RolloutPlan.objects.for_hospital(hospital).filter(locked_by__in=keys)
        for plan in plans.select_related("tool").order_by("locked_at", "pk"):
            yield _row("lock", plan.tool.key, None, str(plan.number), plan.locked_at)


def _alarms(subject: Subject) -> Iterator[Row]:
    keys = _keys(subject)
    for hospital in _hospitals(subject):
        hers = Q(raised_by__in=keys) | Q(closed_by__in=keys)
        rows = Alarm.objects.for_hospital(hospital).filter(hers).select_related("tool", "unit")
        for one in rows.order_by("raised_at", "pk"):
            if one.raised_by_id in keys:
                yield _row("raised", one.tool.key, one.unit, one.said, one.raised_at)
            if one.closed_by_id in keys:
                yield _row("answered", one.tool.key, one.unit, one.closing, one.closed_at)


def _glasses(subject: Subject) -> Iterator[Row]:
    keys = _keys(subject)
    for hospital in _hospitals(subject):
        rows = BrokenGlass.objects.for_hospital(hospital).filter(account__in=keys)
        for one in rows.select_related("tool", "unit").order_by("opened_at", "pk"):
            yield _row("broken_glass", one.tool.key, one.unit, one.reason, one.opened_at)


def _row(what: str, tool: str, unit: Level | None, said: str, at: datetime | None) -> Row:
    return {"what": what, "tool": tool, "unit": unit.code if unit else "", "said": said, "at": at}


def _keys(subject: Subject) -> list[int]:
    return [key for key, _username in subject.accounts]


def _hospitals(subject: Subject) -> list[int]:
    if subject.hospital is not None:
        return [subject.hospital]
    return list(Level.objects.filter(kind="hospital").order_by("code").values_list("pk", flat=True))


COLUMNS = ("what", "tool", "unit", "said", "at")

HOLDINGS = (
    Holding(
        "tools_decided",
        lambda: _("What you decided on the roll-out of tools"),
        "tools",
        ("stewardship.stepdecision", "stewardship.rolloutplan"),
        COLUMNS,
        _decided,
    ),
    Holding(
        "tools_alarms",
        lambda: _("Alarms on tools that you raised or answered"),
        "tools",
        ("stewardship.alarm",),
        COLUMNS,
        _alarms,
    ),
    Holding(
        "tools_in_emergency",
        lambda: _("Tools that you opened for a day in an emergency"),
        "tools",
        ("stewardship.brokenglass",),
        COLUMNS,
        _glasses,
    ),
)
"""What is yielded here, in the order in which a person reads it."""
