"""Routes that read the register of a hospital: its tools, one tool, its controls."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Router, Schema

from releve.kit.permissions import Permission, needs
from releve.people.api.callers import caller_of
from releve.people.api.faults import Fault
from releve.people.models import Level
from releve.stewardship.models import Tool
from releve.stewardship.queries.controls import controls_of
from releve.stewardship.queries.register import places_by_tool, tool_at, tools_of

router = Router(tags=["tools"])

Key = Annotated[int, Field(ge=1, le=2**62)]
ToolKey = Annotated[str, Field(pattern=r"^[-a-zA-Z0-9_]{1,40}$")]


class ToolOut(Schema):
    """A tool of the register; ``units``: where it is open or planned."""

    key: str
    name_fr: str
    name_en: str
    kind: str
    origin: str
    version: str
    supplier: str
    state: str
    step: int
    risk_class: str
    review_on: date | None
    units: list[int]


class ToolList(Schema):
    """The tools of a hospital, by key."""

    items: list[ToolOut]


class ToolWhole(ToolOut):
    """A tool with the fields of its entry, by code."""

    fields: dict[str, Any]


class LackOut(Schema):
    """Something that a self-check misses: a code and its facts."""

    code: str
    facts: dict[str, str]


class ControlOut(Schema):
    """How a control stands for a tool; ``due_on`` is the date of the law that it cites."""

    control: str
    blocks_at: str
    state: str
    due_on: date | None
    until_on: date | None
    is_computed: bool
    lacks: list[LackOut]


class ControlList(Schema):
    """The controls that bind a tool, in the order of the catalogue."""

    items: list[ControlOut]


@router.get("/hospitals/{hospital}/tools", response=ToolList)
@needs(Permission.SEE_REGISTER)
def tools(request: HttpRequest, hospital: Key) -> dict[str, Any]:
    """List the tools of a hospital."""
    found = list(tools_of(_hospital(request, hospital)))
    places = places_by_tool(found)
    return {"items": [_tool(one, [place.unit_id for place in places[one.pk]]) for one in found]}


@router.get("/hospitals/{hospital}/tools/{key}", response=ToolWhole)
@needs(Permission.SEE_REGISTER)
def tool(request: HttpRequest, hospital: Key, key: ToolKey) -> dict[str, Any]:
    """Return one tool with the fields of its entry."""
    found = _tool_of(_hospital(request, hospital), key)
    units = [place.unit_id for place in places_by_tool([found])[found.pk]]
    return {**_tool(found, units), "fields": found.fields}


@router.get("/hospitals/{hospital}/tools/{key}/controls", response=ControlList)
@needs(Permission.SEE_REGISTER)
def tool_controls(request: HttpRequest, hospital: Key, key: ToolKey) -> dict[str, Any]:
    """List how each control that binds a tool stands today."""
    found = _tool_of(_hospital(request, hospital), key)
    standings = controls_of(found, on=timezone.localdate())
    rows = [
        {
            "control": one.control.id,
            "blocks_at": one.control.blocks_at,
            "state": one.state,
            "due_on": one.due_on,
            "until_on": one.until_on,
            "is_computed": one.is_computed,
            "lacks": [{"code": lack.code, "facts": dict(lack.facts)} for lack in one.lacks],
        }
        for one in standings
        if one.state != "not_bound"
    ]
    return {"items": rows}


def _hospital(request: HttpRequest, pk: int) -> Level:
    return caller_of(request).level(pk, "hospital", asks=Permission.SEE_REGISTER)


def _tool_of(hospital: Level, key: str) -> Tool:
    found = tool_at(hospital, key)
    if found is None:
        raise Fault("not_found")
    return found


def _tool(one: Tool, units: list[int]) -> dict[str, Any]:
    names = ("key", "name_fr", "name_en", "kind", "origin", "version", "state", "step")
    return {
        **{name: getattr(one, name) for name in names},
        "risk_class": one.risk_class,
        "supplier": one.supplier.name if one.supplier else "",
        "review_on": one.review_on,
        "units": units,
    }
