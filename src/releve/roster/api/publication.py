"""A version shown to the team by a program, how it was made, and what it changes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Schema, Status
from pydantic import Field

from releve.kit.permissions import Permission, needs
from releve.people.api.conditions import IfMatch
from releve.roster import queries
from releve.roster.api import acting, pictures
from releve.roster.api.edits import router
from releve.roster.api.places import managed, note_read, place_of, version_of
from releve.roster.api.routes import PERIOD, asked_version, roster_answer, seen_revision
from releve.roster.api.shapes import (
    FirstDay,
    Key,
    PublicationAsked,
    RosterOut,
    VersionChoice,
    VersionOut,
)

__all__ = ["router"]

VERSION = f"{PERIOD}/versions/{{number}}"


class DecisionOut(Schema):
    """A recorded decision by which the version is judged."""

    rule: str
    signer: str
    from_: str = Field(serialization_alias="from")
    to: str
    unit: str | None


class MakingOut(Schema):
    """How a version was made; costs and bounds in points, empty where nothing was kept."""

    version: int
    state: str
    method: str
    seed: int
    work: float = Field(description="Deterministic units of the search, no seconds.")
    seconds: float
    cost: float
    bound: float | None
    gap: float | None
    cover_is_proven: bool
    is_proven: bool
    packs: dict[str, str] = Field(description="The version of each pack of rules, by its id.")
    releve: str = Field(description="The version of Relève that judged it last.")
    demand: int
    begun_from: int | None
    edits: int
    made_at: datetime
    published_at: datetime | None
    decisions: list[DecisionOut]


class CellChangeOut(Schema):
    """A cell that differs between two versions, with its minutes of work."""

    person: str
    name: str
    day: date
    before: str
    after: str
    minutes_before: int
    minutes_after: int
    minutes_gap: int


class CellChangeList(Schema):
    """What changes from one version to another, person by person."""

    items: list[CellChangeOut]


class ForeseenOut(Schema):
    """A shift that publishing would change for somebody; ``is_late``: under 48 hours before."""

    name: str
    day: date
    before: str
    after: str
    is_late: bool


class PreviewOut(Schema):
    """What publishing a version would do now; each breach forbids it."""

    in_force: int | None
    lead_days: int
    is_late: bool = Field(description="Shown first less than 15 days before the first day.")
    breaches: list[str]
    more_breaches: int
    is_outdated: bool = Field(description="Made for an older demand than the period has now.")
    outgrown: list[str] = Field(description="What forbids it by the demand of now: begin a draft.")
    unknown: list[str] = Field(description="Lines of nobody on the hospital's staff.")
    unreached: list[str] = Field(description="People with changes and without an account.")
    late_changes: int
    changes: list[ForeseenOut]


@router.put(f"{PERIOD}/published", response=RosterOut)
@needs(Permission.MANAGE_ROSTER)
def publish_version(
    request: HttpRequest,
    response: HttpResponse,
    unit: Key,
    starts_on: FirstDay,
    asked: PublicationAsked,
    if_match: IfMatch = "",
) -> dict[str, Any]:
    """Settle a period: put a version in force, choose it, and write its shifts as facts."""
    place = managed(request, unit, starts_on)
    seen = seen_revision(if_match, place)
    version = asked_version(place, asked.version, "version")
    acting.publish(place.caller, version, seen=seen, reason=asked.reason)
    return roster_answer(place_of(request, unit, starts_on), response)


@router.put(f"{PERIOD}/proposed", response=RosterOut)
@needs(Permission.MANAGE_ROSTER)
def propose_version(
    request: HttpRequest,
    response: HttpResponse,
    unit: Key,
    starts_on: FirstDay,
    asked: VersionChoice,
    if_match: IfMatch = "",
) -> dict[str, Any]:
    """Show the team a draft before it is settled."""
    place = managed(request, unit, starts_on)
    seen = seen_revision(if_match, place)
    acting.propose(place.caller, asked_version(place, asked.version, "version"), seen=seen)
    return roster_answer(place_of(request, unit, starts_on), response)


@router.post(f"{PERIOD}/proposed/take-back", response=RosterOut)
@needs(Permission.MANAGE_ROSTER)
def take_back_version(
    request: HttpRequest,
    response: HttpResponse,
    unit: Key,
    starts_on: FirstDay,
    asked: VersionChoice,
    if_match: IfMatch = "",
) -> dict[str, Any]:
    """Make a proposed version a draft again, which the team does not see."""
    place = managed(request, unit, starts_on)
    seen = seen_revision(if_match, place)
    acting.take_back(place.caller, asked_version(place, asked.version, "version"), seen=seen)
    return roster_answer(place_of(request, unit, starts_on), response)


@router.post(f"{VERSION}/revise", response={201: VersionOut})
@needs(Permission.MANAGE_ROSTER)
def revise_version(request: HttpRequest, unit: Key, starts_on: FirstDay, number: Key) -> Any:
    """Begin a draft from a version, against what is asked of the period now."""
    place = managed(request, unit, starts_on)
    draft = acting.revise(place.caller, version_of(place, number))
    return Status(201, pictures.version_out(draft))


@router.get(f"{VERSION}/publication", response=PreviewOut)
@needs(Permission.MANAGE_ROSTER)
def preview_publication(
    request: HttpRequest, unit: Key, starts_on: FirstDay, number: Key
) -> dict[str, Any]:
    """Show what publishing a version would change, for whom, and what forbids it."""
    place = managed(request, unit, starts_on)
    note_read(place, "roster.comparison.read")
    told = queries.publication_preview(version_of(place, number), at=timezone.now())
    return {
        "in_force": told.in_force.number if told.in_force else None,
        "lead_days": told.lead_days,
        "is_late": told.is_late,
        "breaches": list(told.breaches),
        "more_breaches": told.more_breaches,
        "is_outdated": told.is_outdated,
        "outgrown": list(told.outgrown),
        "unknown": list(told.unknown),
        "unreached": list(told.unreached),
        "late_changes": told.late_changes,
        "changes": [
            {
                "name": person.name,
                "day": line.day,
                "before": line.before,
                "after": line.after,
                "is_late": line.is_late,
            }
            for person in told.people
            for line in person.lines
        ],
    }


@router.get(f"{VERSION}/making", response=MakingOut, by_alias=True)
@needs(Permission.MANAGE_ROSTER)
def version_making(
    request: HttpRequest, unit: Key, starts_on: FirstDay, number: Key
) -> dict[str, Any]:
    """Show how a version was made: method, rules, seed, cost, proof, decisions."""
    place = managed(request, unit, starts_on)
    told = queries.making_json(version_of(place, number))
    return {**told, "decisions": [pictures.named(one) for one in told["decisions"]]}


@router.get(f"{VERSION}/changes/{{other}}", response=CellChangeList)
@needs(Permission.MANAGE_ROSTER)
def version_changes(
    request: HttpRequest, unit: Key, starts_on: FirstDay, number: Key, other: Key
) -> dict[str, Any]:
    """List the cells that change from one version of a period to another."""
    place = managed(request, unit, starts_on)
    note_read(place, "roster.comparison.read")
    before, after = version_of(place, number), version_of(place, other)
    return {"items": queries.change_rows(before, after)}
