"""Routes of exchanges and open shifts, for whoever manages a unit's roster.

A person asks, answers and volunteers on her own page: no program does so in her name. Of open
shifts it is told how many would take one, never who.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router, Schema, Status
from pydantic import AwareDatetime, Field

from releve.kit.permissions import Permission, needs
from releve.people.api.bodies import Day
from releve.people.api.callers import Caller
from releve.people.api.pages import Page, page_of
from releve.people.models import Level
from releve.roster import queries
from releve.roster.actions import Post
from releve.roster.api import acting
from releve.roster.api.places import managed_unit
from releve.roster.api.shapes import FirstDay, Key
from releve.trail.actions import note_reading

router = Router(tags=["roster"])

UNIT = "/units/{unit}"

Code = Annotated[str, Field(max_length=40)]


class SwapOut(Schema):
    """An exchange on which both have agreed; a gift takes nothing."""

    id: int
    roster: date
    asker: str
    gives_day: date
    gives_shift: str
    colleague: str
    takes_day: date | None
    takes_shift: str
    state: str
    agreed_at: datetime | None
    decided_at: datetime | None


class SwapPage(Schema):
    """A page of exchanges."""

    items: list[SwapOut]
    next: str | None


class OpeningOut(Schema):
    """An open shift; ``seed`` is that of the draw between equals."""

    id: int
    roster: date
    day: date
    shift: str
    role: str
    skill: str
    way: str
    seed: int
    opened_at: datetime
    closes_at: datetime
    takes_more: bool
    state: str
    volunteers: int
    filled_by: str


class OpeningPage(Schema):
    """A page of open shifts."""

    items: list[OpeningOut]
    next: str | None


class OpeningAsked(Schema):
    """A shift to offer, until when, and how it is allotted."""

    day: Day
    shift: Code
    role: Code = ""
    skill: Code = ""
    closes_at: AwareDatetime
    way: Literal["fewest", "first"] = "fewest"


@router.get(f"{UNIT}/exchanges", response=SwapPage)
@needs(Permission.MANAGE_ROSTER)
def swaps(request: HttpRequest, response: HttpResponse, unit: Key, page: Page) -> dict[str, Any]:
    """List the exchanges of a unit on which both have agreed, the latest first."""
    level, caller = managed_unit(request, unit)
    _note_read(level, caller)
    held = queries.swaps_seen(level)
    found, following = page_of(held, key="-pk", wanted=page, request=request, response=response)
    return {"items": [queries.swap_row(one) for one in found], "next": following}


@router.post(f"{UNIT}/exchanges/{{swap}}/accept", response=SwapOut)
@needs(Permission.MANAGE_ROSTER)
def accept_swap(request: HttpRequest, unit: Key, swap: Key) -> dict[str, Any]:
    """Accept an exchange: the published month changes."""
    level, caller = managed_unit(request, unit)
    return queries.swap_row(acting.decide_swap(caller, queries.swap_in(level, swap), accepts=True))


@router.post(f"{UNIT}/exchanges/{{swap}}/decline", response=SwapOut)
@needs(Permission.MANAGE_ROSTER)
def decline_swap(request: HttpRequest, unit: Key, swap: Key) -> dict[str, Any]:
    """Leave the month as it is; both are told."""
    level, caller = managed_unit(request, unit)
    return queries.swap_row(acting.decide_swap(caller, queries.swap_in(level, swap), accepts=False))


@router.get(f"{UNIT}/openings", response=OpeningPage)
@needs(Permission.MANAGE_ROSTER)
def openings(request: HttpRequest, response: HttpResponse, unit: Key, page: Page) -> dict[str, Any]:
    """List the open shifts of a unit, the latest one first."""
    level, _caller = managed_unit(request, unit)
    held = queries.openings_of(level)
    found, following = page_of(held, key="-pk", wanted=page, request=request, response=response)
    return {"items": [_opening(one) for one in found], "next": following}


@router.post(f"{UNIT}/rosters/{{starts_on}}/openings", response={201: OpeningOut})
@needs(Permission.MANAGE_ROSTER)
def open_shift(request: HttpRequest, unit: Key, starts_on: FirstDay, asked: OpeningAsked) -> Any:
    """Offer a shift of a published month to those who want to hear of such offers."""
    level, caller = managed_unit(request, unit)
    post = Post(day=asked.day, shift=asked.shift, role=asked.role, skill=asked.skill)
    roster = queries.period(level, starts_on)
    done = acting.open_shift(caller, roster, post, closes_at=asked.closes_at, way=asked.way)
    return Status(201, _opening(done))


@router.post(f"{UNIT}/openings/{{opening}}/allot", response=OpeningOut)
@needs(Permission.MANAGE_ROSTER)
def allot_shift(request: HttpRequest, unit: Key, opening: Key) -> dict[str, Any]:
    """Give an open shift to one of its volunteers, after its window."""
    level, caller = managed_unit(request, unit)
    return _opening(acting.end_opening(caller, queries.opening_of(level, opening), allots=True))


@router.post(f"{UNIT}/openings/{{opening}}/close", response=OpeningOut)
@needs(Permission.MANAGE_ROSTER)
def close_opening(request: HttpRequest, unit: Key, opening: Key) -> dict[str, Any]:
    """No longer offer a shift; those who would have taken it are told."""
    level, caller = managed_unit(request, unit)
    return _opening(acting.end_opening(caller, queries.opening_of(level, opening), allots=False))


def _opening(one: Any) -> dict[str, Any]:
    return queries.opening_row(one, now=timezone.now())


def _note_read(unit: Level, caller: Caller) -> None:
    note_reading(
        caller.actor,
        "roster.exchanges.read",
        kind="unit",
        key=unit.code,
        hospital=unit.hospital_id,
    )
