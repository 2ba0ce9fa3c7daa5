"""Routes of a unit's cycle: as it stands, kept, walked, ended, and the months begun from it."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema, Status
from pydantic import Field, ValidationError

from releve.kit.field_faults import first_fault
from releve.kit.permissions import Permission, needs
from releve.people.api.bodies import Day, Sent
from releve.people.api.conditions import IfMatch, seen_by, tag
from releve.people.api.faults import Fault, Wrong
from releve.people.models import Level
from releve.roster import queries
from releve.roster.api import acting, pictures
from releve.roster.api.places import managed, managed_unit, note_read, version_of
from releve.roster.api.shapes import FirstDay, Key, VersionOut
from releve.roster.cycle_document import cycle_verdict_json, gap_json
from releve.roster.engine.cycle import Cycle as EngineCycle
from releve.roster.engine.cycle import CyclePlace as EnginePlace
from releve.roster.engine.cycle import audit_cycle
from releve.roster.models import Cycle
from releve.trail.actions import note_reading

router = Router(tags=["roster"])

CYCLE = "/units/{unit}/cycle"
ROSTER = "/units/{unit}/rosters/{starts_on}"
MOST_PLACES = 1000

Code = Annotated[str, Field(max_length=200)]


class CycleSent(Sent):
    """A cycle as ``releve roster cycle solve`` writes it: weeks, shifts, lines, rules."""

    cycle: dict[str, Any]


class PlaceSent(Sent):
    """Somebody on a line; ``week``: of the line, from 1, in which she begins."""

    person: Code
    line: Code
    week: Annotated[int, Field(ge=1, le=12)] = 1
    from_: Annotated[Day | None, Field(alias="from")] = None
    to: Day | None = None


class PlacesSent(Sent):
    """Everybody who walks the cycle: what is not sent any more is left."""

    places: Annotated[list[PlaceSent], Field(max_length=MOST_PLACES)]


class PlaceOut(Schema):
    """Somebody on a line of a cycle."""

    person: str
    line: str
    week: int
    from_: date | None = Field(serialization_alias="from")
    to: date | None


class CycleOut(Schema):
    """A unit's cycle in use, with what the judge says of it, repeated for ever."""

    unit: int
    number: int
    made_at: datetime
    cycle: dict[str, Any]
    places: list[PlaceOut]
    verdict: dict[str, Any]


class GapOut(Schema):
    """Where a version of a month is other than what the cycle gives it."""

    cycle: int
    count: int
    minutes: int
    people: list[dict[str, Any]]


@router.get(CYCLE, response=CycleOut, by_alias=True)
@needs(Permission.MANAGE_ROSTER)
def cycle(request: HttpRequest, response: HttpResponse, unit: Key) -> dict[str, Any]:
    """Show the cycle of a unit; its ETag is what a change must match."""
    level, caller = managed_unit(request, unit)
    row = _in_use(level)
    note_reading(
        caller.actor,
        "roster.cycle.read",
        kind="cycle",
        key=queries.cycle_key(level),
        hospital=level.hospital_id,
    )
    return _told(response, row)


@router.post(CYCLE, response={201: CycleOut}, by_alias=True)
@needs(Permission.MANAGE_ROSTER)
def keep_first_cycle(
    request: HttpRequest, response: HttpResponse, unit: Key, asked: CycleSent
) -> Any:
    """Keep the first cycle of a unit that has none in use."""
    level, caller = managed_unit(request, unit)
    row = acting.keep_cycle(caller, level, _read(asked), seen=0)
    return Status(201, _told(response, row))


@router.put(CYCLE, response=CycleOut, by_alias=True)
@needs(Permission.MANAGE_ROSTER)
def keep_cycle(
    request: HttpRequest,
    response: HttpResponse,
    unit: Key,
    asked: CycleSent,
    if_match: IfMatch = "",
) -> dict[str, Any]:
    """Put another cycle in the place of the one in use; who walks it stays where she can."""
    level, caller = managed_unit(request, unit)
    seen = _seen(if_match, _in_use(level))
    return _told(response, acting.keep_cycle(caller, level, _read(asked), seen=seen))


@router.put(f"{CYCLE}/places", response=CycleOut, by_alias=True)
@needs(Permission.MANAGE_ROSTER)
def place_on_cycle(
    request: HttpRequest,
    response: HttpResponse,
    unit: Key,
    asked: PlacesSent,
    if_match: IfMatch = "",
) -> dict[str, Any]:
    """Say who walks the cycle, everybody at once."""
    level, caller = managed_unit(request, unit)
    seen = _seen(if_match, _in_use(level))
    places = [
        EnginePlace(
            person=one.person, line=one.line, offset=one.week - 1, from_on=one.from_, to_on=one.to
        )
        for one in asked.places
    ]
    return _told(response, acting.place_on_cycle(caller, level, places, seen=seen))


@router.delete(CYCLE, response={204: None})
@needs(Permission.MANAGE_ROSTER)
def retire_cycle(request: HttpRequest, unit: Key, if_match: IfMatch = "") -> Any:
    """End the use of a unit's cycle; its versions stay."""
    level, caller = managed_unit(request, unit)
    acting.retire_cycle(caller, level, seen=_seen(if_match, _in_use(level)))
    return Status(204, None)


@router.post(f"{ROSTER}/from-cycle", response={201: VersionOut})
@needs(Permission.MANAGE_ROSTER)
def begin_from_cycle(request: HttpRequest, unit: Key, starts_on: FirstDay) -> Any:
    """Save what the unit's cycle gives a month as a draft of it."""
    place = managed(request, unit, starts_on)
    version = acting.begin_from_cycle(place.caller, place.roster)
    return Status(201, pictures.version_out(version))


@router.get(f"{ROSTER}/versions/{{number}}/gap", response=GapOut)
@needs(Permission.MANAGE_ROSTER)
def gap(request: HttpRequest, unit: Key, starts_on: FirstDay, number: Key) -> dict[str, Any]:
    """Tell how far a version of a month is from the cycle of its unit."""
    place = managed(request, unit, starts_on)
    version, row = version_of(place, number), _in_use(place.unit)
    note_read(place, "roster.cycle.read")
    return {"cycle": row.number, **gap_json(queries.gap_of(version, row))}


def _in_use(unit: Level) -> Cycle:
    """Return a unit's cycle. Raises Cycle.DoesNotExist where it has none in use."""
    row = queries.cycle_of(unit)
    if row is None:
        raise Cycle.DoesNotExist
    return row


def _state(row: Cycle) -> str:
    return f"cycle-{row.pk}"


def _seen(if_match: str, row: Cycle) -> int:
    """Return the version that the sender of a change has seen; the action compares again."""
    if seen_by(if_match) != _state(row):
        raise Fault("changed_meanwhile")
    return row.number


def _read(asked: CycleSent) -> EngineCycle:
    """Return the cycle that was sent. Raises a Fault that names the field."""
    try:
        return EngineCycle.from_json(json.dumps(asked.cycle))
    except ValidationError as error:
        fault = first_fault(error, EngineCycle)
        where = ".".join(str(step) for step in ("cycle", *fault.path))
        raise Fault("invalid", wrong=[Wrong(where, fault.what)]) from None


def _told(response: HttpResponse, row: Cycle) -> dict[str, Any]:
    tag(response, _state(row))
    return {
        "unit": row.unit_id,
        "number": row.number,
        "made_at": row.made_at,
        "cycle": json.loads(row.content),
        "places": [
            {
                "person": one.person,
                "line": one.line,
                "week": one.offset + 1,
                "from_": one.from_on,
                "to": one.to_on,
            }
            for one in queries.places_of(row)
        ],
        "verdict": cycle_verdict_json(row.cycle, audit_cycle(row.cycle)),
    }
