"""The OpenAPI document: what ninja reads from the routes, with all that can go wrong added."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from releve.house.api.gathering import ROOT, Route, api, routes
from releve.kit.permissions import Need
from releve.kit.words import use_language
from releve.people.api.faults import MEDIA_TYPE, STATUS, Problem, title_of
from releve.people.permission_words import permission_text

Json = dict[str, Any]

ALWAYS = (
    "not_signed_in",
    "not_allowed",
    "not_found",
    "method_not_allowed",
    "our_defect",
    "trail_closed",
)
SENT = ("unreadable", "too_large", "not_json", "invalid")
CONDITIONAL = ("changed_meanwhile", "condition_missing")


def document() -> Json:
    """Return the document, always in English, so that it is the same for everybody."""
    found: Json = json.loads(json.dumps(api.get_openapi_schema(path_prefix=ROOT), default=str))
    found["components"]["schemas"]["Problem"] = _problem_schema()
    by_place = {(route.path, route.method.lower()): route for route in routes()}
    for address, methods in found["paths"].items():
        for method, operation in methods.items():
            _complete(operation, by_place[address, method])
    return found


def document_text() -> str:
    """Return the document as it is kept."""
    return json.dumps(document(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _complete(operation: Json, route: Route) -> None:
    """Add to an operation its name, what it needs and every fault it can answer."""
    operation["operationId"] = route.name
    operation["summary"] = operation.pop("description", route.name).split("\n")[0]
    operation["x-needs"] = route.need.permission or route.need.audience
    answers = operation["responses"]
    names = {one["name"] for one in operation["parameters"]}
    codes = [*ALWAYS, *(SENT if "requestBody" in operation else ("invalid",))]
    for parameter in operation["parameters"]:
        if parameter["name"] == "If-Match":  # the code asks for it itself, to say what is missing
            parameter["required"] = True
            parameter["schema"] = {"type": "string", "maxLength": 500}
            codes += CONDITIONAL
    if route.method != "GET" or route.name in CONFLICTS:
        codes.append("conflict")
    for status in sorted({STATUS[code] for code in codes}):
        answers[str(status)] = _answer(status)
    if operation["responses"].get("200") and "If-Match" not in names and route.name in TAGGED:
        answers["200"]["headers"] = {"ETag": {"schema": {"type": "string"}, "required": True}}
        answers["304"] = {"description": "Nothing has changed since the ETag in If-None-Match."}


CONFLICTS = ("unit_pay",)
"""Routes that change nothing and wait for a state all the same."""

TAGGED = ("roster", "table")
"""Routes that show something which another route changes."""


def _answer(status: int) -> Json:
    with use_language("en"):
        told = "; ".join(f"`{code}`: {title_of(code)}" for code in STATUS if STATUS[code] == status)
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": told, "content": {MEDIA_TYPE: {"schema": schema}}}


def _problem_schema() -> Json:
    schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    wrong = schema.pop("$defs")["WrongOut"]
    schema["properties"]["errors"]["items"] = wrong
    return schema


TITLES: dict[str, Promise] = {
    "people": _("Units and people"),
    "roster": _("Rosters and their check"),
    "shifts": _("Worked time, counters and pay"),
    "ledger": _("Time given back"),
}
"""What each room's routes are about, for a heading."""


@dataclass(frozen=True)
class Told:
    """A route as a page tells it; ``needs``: the permission's code, empty where there is none.

    ``needs_text``: what it needs, in the reader's language.
    """

    method: str
    path: str
    summary: str
    needs: str
    needs_text: str


@dataclass(frozen=True)
class ToldRoom:
    """A room's routes under the heading of a page."""

    key: str
    title: Promise
    routes: tuple[Told, ...]


def told_rooms() -> tuple[ToldRoom, ...]:
    """Return the routes of each room, in the order of their addresses."""
    needs = {(route.path, route.method): route.need for route in routes()}
    rooms: dict[str, list[Told]] = {}
    for address, methods in sorted(document()["paths"].items()):
        for method, operation in methods.items():
            need = needs[address, method.upper()]
            told = Told(
                method=method.upper(),
                path=address,
                summary=operation["summary"],
                needs=need.permission or "",
                needs_text=_need_text(need),
            )
            rooms.setdefault(operation["tags"][0], []).append(told)
    return tuple(ToldRoom(key, TITLES[key], tuple(found)) for key, found in rooms.items())


def _need_text(need: Need) -> str:
    if need.permission is not None:
        return permission_text(need.permission)
    return (
        gettext("nothing, it is open to everybody")
        if need.audience == "anyone"
        else gettext("any account")
    )


def fault_codes() -> list[tuple[int, str, str]]:
    """Return every code with its status and what it means, in the reader's language."""
    return [(status, code, title_of(code)) for code, status in STATUS.items()]
