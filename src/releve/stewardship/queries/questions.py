"""What people ask tools of third parties: the tools they may ask, and their own questions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from releve.kit.actors import Actor
from releve.kit.gates import Lack
from releve.people.models import Level
from releve.people.queries import account_of
from releve.stewardship.models import Connection, Tool, ToolQuestion
from releve.stewardship.queries.gate import may_use

LOST_AFTER = timedelta(minutes=15)
"""How long a question may wait before its job is taken for lost."""

MOST_SHOWN = 30


@dataclass(frozen=True)
class Askable:
    """A tool that somebody may ask in a unit, or what the gate misses for it."""

    tool: Tool
    unit: Level
    is_open: bool
    lacks: tuple[Lack, ...]


def connection_of(tool: Tool) -> Connection | None:
    """Return how a tool is reached, nothing where it is not."""
    found = Connection.objects.for_hospital(tool.hospital_id).filter(tool=tool)
    return found.select_related("tool").first()


def connections_in(hospital: Level | int) -> QuerySet[Connection]:
    """Return how the tools of a hospital are reached, by key."""
    found = Connection.objects.for_hospital(hospital)
    return found.select_related("tool").order_by("tool__key")


def askable(actor: Actor, unit: Level) -> tuple[Askable, ...]:
    """Return the tools that can be asked at all, with what the gate says of each in a unit."""
    found = []
    for connection in connections_in(unit.hospital_id or unit.pk):
        told = may_use(actor, connection.tool.key, unit)
        found.append(Askable(connection.tool, unit, told.is_open, told.lacks))
    return tuple(found)


def own_questions(actor: Actor, hospital: Level | int) -> QuerySet[ToolQuestion]:
    """Return somebody's own questions, the newest first."""
    found = ToolQuestion.objects.for_hospital(hospital).filter(asked_by=account_of(actor))
    return found.select_related("tool", "unit", "proposal").order_by("-pk")


def lost_questions(hospital: Level | int, *, at: datetime) -> QuerySet[ToolQuestion]:
    """Return the questions that nobody will answer any more."""
    found = ToolQuestion.objects.for_hospital(hospital).filter(state="waiting")
    return found.filter(asked_at__lte=at - LOST_AFTER)
