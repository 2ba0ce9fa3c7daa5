"""Routes of the breaches that were recorded in what a unit worked."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Router, Schema

from releve.kit.permissions import Permission, needs
from releve.people.api.callers import caller_of
from releve.roster.api.shapes import Key
from releve.roster.breach_words import breach_json
from releve.roster.queries.worked_law import worked_breaches
from releve.shifts.queries.days import last_of
from releve.trail.actions import note_reading

router = Router(tags=["roster"])

Month = Annotated[str, Field(pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$")]


class WorkedBreachOut(Schema):
    """A rule broken once; ``from_at`` and ``until_at``: ends of whole days where ``by_days``."""

    person: str
    rule: str
    article: str
    status: str
    from_at: str
    until_at: str
    by_days: bool
    value: float
    limit: float
    unit: str
    to_confirm: bool
    found_at: str


class WorkedBreachList(Schema):
    """The breaches that stand, by start."""

    items: list[WorkedBreachOut]


@router.get("/units/{unit}/worked-breaches/{month}", response=WorkedBreachList)
@needs(Permission.MANAGE_WORKED)
def worked_breach_list(request: HttpRequest, unit: Key, month: Month) -> dict[str, Any]:
    """List the breaches recorded in a month of a unit's worked time."""
    caller = caller_of(request)
    level = caller.level(unit, "unit", asks=Permission.MANAGE_WORKED)
    note_reading(
        caller.actor,
        "roster.worked.read",
        kind="unit",
        key=level.code,
        hospital=level.hospital_id,
    )
    first = date.fromisoformat(f"{month}-01")
    found = worked_breaches(level, first, last_of(first))
    return {"items": [_told(breach_json(row)) for row in found]}


def _told(found: dict[str, Any]) -> dict[str, Any]:
    return {**found, "from_at": found["from"], "until_at": found["until"]}
