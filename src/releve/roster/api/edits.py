"""Changes of a draft by hand: judged before they are made, made, taken back, made again."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Status

from releve.kit.permissions import Permission, needs
from releve.kit.words import translator
from releve.people.api.bodies import Day
from releve.people.api.conditions import IfMatch, seen_by, tag
from releve.people.api.faults import Fault, Wrong
from releve.roster.api import acting
from releve.roster.api.edit_shapes import (
    MOST_IN_A_CELL,
    EditAsked,
    EditList,
    EditOut,
    JudgementOut,
)
from releve.roster.api.pictures import named
from releve.roster.api.places import Place, managed, note_read, version_of
from releve.roster.api.routes import router
from releve.roster.api.shapes import FirstDay, Key
from releve.roster.engine.live import Alternative, Edit, Judgement, LiveJudge
from releve.roster.engine.result import breach_json, points
from releve.roster.models import CellEdit, Version
from releve.roster.queries.edits import journal, live_judge

__all__ = ["router"]

_ = translator("releve.roster")

VERSION = "/units/{unit}/rosters/{starts_on}/versions/{number}"

Person = Annotated[str, Path(max_length=200, description="Whose day, by her code.")]
CellDay = Annotated[Day, Path(description="Which of her days, as 2027-03-05.")]
Shifts = Annotated[list[str], Query(max_length=MOST_IN_A_CELL, description="None: a day off.")]


@router.get(f"{VERSION}/judgement/{{person}}/{{day}}", response=JudgementOut, by_alias=True)
@needs(Permission.MANAGE_ROSTER)
def judge_change(  # noqa: PLR0913, PLR0917 - each is a part of the address
    request: HttpRequest,
    response: HttpResponse,
    unit: Key,
    starts_on: FirstDay,
    number: Key,
    person: Person,
    day: CellDay,
    *,
    shifts: Shifts = [],  # noqa: B006 - ninja reads the default and keeps it
) -> dict[str, Any]:
    """Judge a change of one cell, nothing being saved, with the three best alternatives."""
    place, version = _managed(request, unit, starts_on, number)
    edit = _edit(version, person, day, shifts)
    note_read(place, "roster.cell.read")
    tag(response, _state(version, journal(version).last))
    live = live_judge(version)
    return _judgement_out(live, live.judge(edit), live.alternatives(edit))


@router.get(f"{VERSION}/edits", response=EditList)
@needs(Permission.MANAGE_ROSTER)
def edits(
    request: HttpRequest, response: HttpResponse, unit: Key, starts_on: FirstDay, number: Key
) -> dict[str, Any]:
    """List the changes of a version by hand; the ETag is what the next one must match."""
    place, version = _managed(request, unit, starts_on, number)
    note_read(place, "roster.month.read")
    found = journal(version)
    tag(response, _state(version, found.last))
    return {"items": [_edit_out(edit) for edit in found.edits]}


@router.post(f"{VERSION}/edits", response={201: EditOut})
@needs(Permission.MANAGE_ROSTER)
def edit_cell(  # noqa: PLR0913, PLR0917 - ninja hands over each part of the address so
    request: HttpRequest,
    response: HttpResponse,
    unit: Key,
    starts_on: FirstDay,
    number: Key,
    asked: EditAsked,
    if_match: IfMatch = "",
) -> Any:
    """Change one cell of a draft that the caller has seen."""
    place, version = _managed(request, unit, starts_on, number)
    seen = _seen(if_match, version)
    edit = _edit(version, asked.person, asked.day, asked.shifts)
    row = acting.edit(place.caller, version, edit, seen=seen, reason=asked.reason)
    tag(response, _state(version, row.number))
    return Status(201, _edit_out(row))


@router.post(f"{VERSION}/edits/undo", response={201: EditOut})
@needs(Permission.MANAGE_ROSTER)
def undo_edit(
    request: HttpRequest,
    response: HttpResponse,
    unit: Key,
    starts_on: FirstDay,
    number: Key,
    if_match: IfMatch = "",
) -> Any:
    """Take back the last change that stands."""
    place, version = _managed(request, unit, starts_on, number)
    return _stepped(response, place, version, if_match, back=True)


@router.post(f"{VERSION}/edits/redo", response={201: EditOut})
@needs(Permission.MANAGE_ROSTER)
def redo_edit(
    request: HttpRequest,
    response: HttpResponse,
    unit: Key,
    starts_on: FirstDay,
    number: Key,
    if_match: IfMatch = "",
) -> Any:
    """Make the change again that was taken back last."""
    place, version = _managed(request, unit, starts_on, number)
    return _stepped(response, place, version, if_match, back=False)


def _stepped(
    response: HttpResponse, place: Place, version: Version, if_match: str, *, back: bool
) -> Any:
    row = acting.step(place.caller, version, back=back, seen=_seen(if_match, version))
    tag(response, _state(version, row.number))
    return Status(201, _edit_out(row))


def _managed(request: HttpRequest, unit: int, starts_on: Any, number: int) -> tuple[Place, Version]:
    place = managed(request, unit, starts_on)
    return place, version_of(place, number)


def _state(version: Version, last: int) -> str:
    """Return the state that a draft's entity tag names: which edit was the last one."""
    return f"{version.pk}-edit-{last}"


def _seen(if_match: str, version: Version) -> int:
    """Return the last edit that the sender of a change has seen; the action compares again."""
    last = journal(version).last
    if seen_by(if_match) != _state(version, last):
        raise Fault("changed_meanwhile")
    return last


def _edit(version: Version, person: str, day: date, shifts: list[str]) -> Edit:
    """Return the change that was sent. Raises a Fault that names what the month does not have."""
    problem = version.demand.problem
    wrong = []
    if person not in problem.person_by_id:
        wrong.append(Wrong("person", _("nobody of the month has this code")))
    if not problem.starts_on <= day <= problem.ends_on:
        wrong.append(Wrong("day", _("the period does not have this day")))
    if any(code not in problem.shift_by_code for code in shifts):
        wrong.append(Wrong("shifts", _("the month has no such shift")))
    if wrong:
        raise Fault("invalid", wrong=wrong)
    return Edit(person, day, tuple(sorted(shifts)))


def _judgement_out(
    live: LiveJudge, told: Judgement, alternatives: tuple[Alternative, ...]
) -> dict[str, Any]:
    problem = live.problem
    return {
        "cell": _cell_out(Edit(told.change.person, told.change.day, told.change.after)),
        "before": list(told.change.before),
        "is_allowed": told.is_allowed,
        "needs_reason": told.is_allowed and told.overrides,
        "appears": [named(breach_json(one)) for one in told.appears],
        "disappears": [named(breach_json(one)) for one in told.disappears],
        "cover": [
            {
                "need": one.cell.need,
                "starts_at": one.cell.starts_at.astimezone(problem.zone),
                "ends_at": one.cell.ends_at.astimezone(problem.zone),
                "before": one.before,
                "after": one.after,
                "minimum": one.cell.minimum,
                "target": one.cell.target,
                "maximum": one.cell.maximum,
            }
            for one in told.cover
        ],
        "goals": [
            {
                "goal": one.name,
                "before": points(one.before.cost if one.before else 0),
                "after": points(one.after.cost if one.after else 0),
            }
            for one in told.goals
        ],
        "counters": [
            {"counter": one.name, "before": one.before, "after": one.after} for one in told.counters
        ],
        "hole_points": points(told.hole_cost_change),
        "points": points(told.cost_change),
        "alternatives": [
            {
                "kind": one.kind,
                "cells": [_cell_out(edit) for edit in one.edits],
                "hole_points": points(one.hole_cost_change),
                "points": points(one.cost_change),
            }
            for one in alternatives
        ],
    }


def _cell_out(edit: Edit) -> dict[str, Any]:
    return {"person": edit.person, "day": edit.day, "shifts": list(edit.shifts)}


def _edit_out(edit: CellEdit) -> dict[str, Any]:
    return {
        "number": edit.number,
        "kind": edit.kind,
        "of": edit.of,
        "person": edit.person,
        "day": edit.day,
        "before": edit.before,
        "after": edit.after,
        "reason": edit.reason,
        "made_at": edit.made_at,
    }
