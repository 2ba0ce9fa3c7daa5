"""Routes of wishes, for whoever manages a unit's roster.

A person states her own wishes on her page: no program does so in her name. Each wish of a
period is told with what the published roster makes of it.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router, Schema

from releve.kit.permissions import Permission, needs
from releve.people.api.callers import Caller
from releve.people.api.pages import Page, page_of
from releve.roster import queries
from releve.roster.api import acting
from releve.roster.api.places import managed_unit
from releve.roster.api.shapes import FirstDay, Key
from releve.roster.models import WishPeriod
from releve.trail.actions import note_reading

router = Router(tags=["roster"])

PERIOD = "/units/{unit}/wishes/{starts_on}"


class WishPeriodOut(Schema):
    """A period of wishes; ``state`` as it is now: planned, open or closed."""

    unit: int
    starts_on: date
    ends_on: date
    opens_at: datetime
    closes_at: datetime
    state: str
    budget: int
    carried_at: datetime | None


class WishPeriodPage(Schema):
    """A page of periods."""

    items: list[WishPeriodOut]
    next: str | None


class WishOut(Schema):
    """A wish that stands, and on how many of its days the published roster does as it asks.

    ``asked_days`` is 0 where no published roster can tell.
    """

    person: str
    name: str
    kind: str
    day: date | None
    weekdays: str
    shift: str
    strength: int
    points: int
    made_at: datetime
    asked_days: int
    granted_days: int


class WishList(Schema):
    """The wishes of a period, person by person."""

    items: list[WishOut]


class CarriedOut(Schema):
    """What was carried into the month: days with a wish, people with a preference, the rest."""

    wishes: int
    preferences: int
    left_out: int


@router.get("/units/{unit}/wishes", response=WishPeriodPage)
@needs(Permission.MANAGE_ROSTER)
def wish_periods(
    request: HttpRequest, response: HttpResponse, unit: Key, page: Page
) -> dict[str, Any]:
    """List the periods of wishes of a unit, the latest first."""
    level, _caller = managed_unit(request, unit)
    held = queries.wish_periods(level)
    found, following = page_of(
        held, key="-starts_on", wanted=page, request=request, response=response
    )
    return {"items": [_told(one) for one in found], "next": following}


@router.get(PERIOD, response=WishList)
@needs(Permission.MANAGE_ROSTER)
def wishes(request: HttpRequest, unit: Key, starts_on: FirstDay) -> dict[str, Any]:
    """List the wishes that stand in a period."""
    period, caller = _period(request, unit, starts_on)
    note_reading(
        caller.actor,
        "roster.wishes.read",
        kind="wish_period",
        key=f"{period.unit.code}/{period.starts_on.isoformat()}",
        hospital=period.hospital_id,
    )
    return {"items": queries.wish_rows(queries.team_wishes(period, now=timezone.now()))}


@router.post(f"{PERIOD}/close", response=WishPeriodOut)
@needs(Permission.MANAGE_ROSTER)
def close_wishes(request: HttpRequest, unit: Key, starts_on: FirstDay) -> dict[str, Any]:
    """Close a period before its time; one that is closed stays as it is."""
    period, caller = _period(request, unit, starts_on)
    return _told(acting.close_wishes(caller, period))


@router.post(f"{PERIOD}/carry", response=CarriedOut)
@needs(Permission.MANAGE_ROSTER)
def carry_wishes(request: HttpRequest, unit: Key, starts_on: FirstDay) -> dict[str, Any]:
    """Carry the wishes of a closed period into its month; again, it changes nothing."""
    period, caller = _period(request, unit, starts_on)
    told = acting.carry_wishes(caller, period)
    facts = {"wishes": told.wishes, "preferences": told.preferences}
    return {**facts, "left_out": told.left_out}


def _period(request: HttpRequest, unit: int, starts_on: date) -> tuple[WishPeriod, Caller]:
    """Return a period of a unit. Raises WishPeriod.DoesNotExist."""
    level, caller = managed_unit(request, unit)
    return queries.wish_period(level, starts_on), caller


def _told(period: WishPeriod) -> dict[str, Any]:
    return {
        "unit": period.unit_id,
        "starts_on": period.starts_on,
        "ends_on": period.ends_on,
        "opens_at": period.opens_at,
        "closes_at": period.ends_at,
        "state": period.state(timezone.now()),
        "budget": period.budget,
        "carried_at": period.carried_at,
    }
