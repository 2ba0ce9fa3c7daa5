"""The room's routes: who calls, levels, units, the people of a unit and what holds for them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router

from releve.kit.cells import cell_text
from releve.kit.permissions import SIGNED_IN, Permission, needs
from releve.kit.tables import Row
from releve.kit.words import translator
from releve.people.actions import StaleTableError, import_seen
from releve.people.actions.lines import BadTableError
from releve.people.api.callers import READING, Caller, caller_of
from releve.people.api.conditions import IfMatch, seen_by, tag
from releve.people.api.faults import Fault, Wrong, bad_input
from releve.people.api.pages import Page, page_of
from releve.people.api.shapes import (
    ContractPage,
    Imported,
    Key,
    Kind,
    LevelPage,
    Lines,
    Me,
    NoticePage,
    PersonPage,
    RestrictionPage,
    SentKind,
    SpanPage,
    TableOut,
    UnitOut,
    UnitPage,
)
from releve.people.models import (
    Contract,
    Level,
    Notice,
    Person,
    PersonSkill,
    Restriction,
    Unavailability,
)
from releve.people.notice_words import sentence
from releve.people.queries import (
    notices_of,
    permissions_anywhere,
    restriction_text,
    table_digest,
    table_of,
)
from releve.people.vocabulary import COLUMNS
from releve.trail.actions import note_reading

_ = translator("releve.people")

router = Router(tags=["people"])

SHOWN = (
    Permission.SEE_ROSTER,
    Permission.SEE_COUNTERS,
    Permission.MANAGE_ROSTER,
    Permission.SEE_PEOPLE,
    Permission.SEE_CONTRACTS,
    Permission.MANAGE_PEOPLE,
)
"""Permissions in a unit that some route of the API asks for."""


@router.get("/me", response=Me)
@needs(SIGNED_IN)
def me(request: HttpRequest) -> dict[str, Any]:
    """Say who calls, and what she may do somewhere."""
    caller = caller_of(request)
    account = caller.account
    had = caller.within(permissions_anywhere(account, on=timezone.localdate()))
    return {
        "username": account.username,
        "name": account.name,
        "hospital": account.hospital_id,
        "person": account.person.code if account.person else None,
        "permissions": sorted(had),
        "by_token": caller.scopes is not None,
    }


@router.get("/me/notices", response=NoticePage)
@needs(SIGNED_IN)
def own_notices(request: HttpRequest, response: HttpResponse, page: Page) -> dict[str, Any]:
    """List what the caller was told, the newest first; nothing without a line in rosters."""
    person = caller_of(request).account.person
    held = notices_of(person) if person else Notice.objects.for_hospital(0)
    found, following = page_of(held, key="-id", wanted=page, request=request, response=response)
    rows = [
        {
            "id": one.pk,
            "code": one.code,
            "facts": one.facts,
            "text": sentence(one),
            "link": one.link,
            "made_at": one.made_at,
            "read_at": one.read_at,
        }
        for one in found
    ]
    return {"items": rows, "next": following}


@router.get("/levels", response=LevelPage)
@needs(SIGNED_IN)
def levels(request: HttpRequest, response: HttpResponse, page: Page) -> dict[str, Any]:
    """List the units that are open to the caller and the levels above them, by code."""
    held = Level.objects.filter(pk__in=_lineage(_open_units(caller_of(request))))
    found, following = page_of(held, key="code", wanted=page, request=request, response=response)
    rows = [
        {
            "id": one.pk,
            "code": one.code,
            "kind": one.kind,
            "name": one.name,
            "parent": one.parent_id,
        }
        for one in found
    ]
    return {"items": rows, "next": following}


@router.get("/units", response=UnitPage)
@needs(SIGNED_IN)
def units(request: HttpRequest, response: HttpResponse, page: Page) -> dict[str, Any]:
    """List the units that are open to the caller, by code, and what she may do in each."""
    caller = caller_of(request)
    held = Level.objects.filter(pk__in=_open_units(caller))
    found, following = page_of(held, key="code", wanted=page, request=request, response=response)
    having = {permission: caller.units_with(permission) for permission in SHOWN}
    rows = [
        _unit(one, frozenset(name for name, keys in having.items() if one.pk in keys))
        for one in found
    ]
    return {"items": rows, "next": following}


@router.get("/units/{unit}", response=UnitOut)
@needs(SIGNED_IN)
def unit(request: HttpRequest, unit: Key) -> dict[str, Any]:
    """Show one unit and what the caller may do there."""
    caller = caller_of(request)
    found = caller.level(unit, "unit")
    return _unit(found, caller.on(found))


@router.get("/units/{unit}/persons", response=PersonPage)
@needs(Permission.SEE_PEOPLE)
def persons(request: HttpRequest, response: HttpResponse, unit: Key, page: Page) -> dict[str, Any]:
    """List who works in a unit, by code: name, role and skills."""
    place = _read_unit(request, unit, Permission.SEE_PEOPLE)
    skills = PersonSkill.objects.for_hospital(_hospital(place)).select_related("skill")
    people = Person.objects.for_hospital(_hospital(place)).filter(unit=place).select_related("role")
    found, following = page_of(people, key="code", wanted=page, request=request, response=response)
    keys: dict[int, list[str]] = {}
    for pair in skills.filter(person__in=found):
        keys.setdefault(pair.person_id, []).append(pair.skill.key)
    rows = [
        {
            "code": one.code,
            "family_name": one.family_name,
            "given_name": one.given_name,
            "role": one.role.key,
            "skills": sorted(keys.get(one.pk, ())),
        }
        for one in found
    ]
    return {"items": rows, "next": following}


@router.get("/units/{unit}/contracts", response=ContractPage)
@needs(Permission.SEE_CONTRACTS)
def contracts(
    request: HttpRequest, response: HttpResponse, unit: Key, page: Page
) -> dict[str, Any]:
    """List the contracts of those who work in a unit."""
    rows = _of_unit(Contract, request, unit)
    found, following = page_of(rows, key="id", wanted=page, request=request, response=response)
    facts = ("share", "pack", "regime", "from_on", "to_on", "overtime_agreement")
    return {"items": [_facts(one, facts) for one in found], "next": following}


@router.get("/units/{unit}/unavailability", response=SpanPage)
@needs(Permission.SEE_CONTRACTS)
def unavailability(
    request: HttpRequest, response: HttpResponse, unit: Key, page: Page
) -> dict[str, Any]:
    """List the days on which those who work in a unit cannot be given work."""
    rows = _of_unit(Unavailability, request, unit)
    found, following = page_of(rows, key="id", wanted=page, request=request, response=response)
    return {"items": [_facts(one, ("from_on", "to_on")) for one in found], "next": following}


@router.get("/units/{unit}/restrictions", response=RestrictionPage)
@needs(Permission.SEE_CONTRACTS)
def restrictions(
    request: HttpRequest, response: HttpResponse, unit: Key, page: Page
) -> dict[str, Any]:
    """List what those who work in a unit may not be given."""
    rows = _of_unit(Restriction, request, unit)
    found, following = page_of(rows, key="id", wanted=page, request=request, response=response)
    items = [
        {**_facts(one, ("from_on", "to_on")), "restriction": restriction_text(one)} for one in found
    ]
    return {"items": items, "next": following}


@router.get("/hospitals/{hospital}/tables/{kind}", response=TableOut)
@needs(Permission.MANAGE_PEOPLE)
def table(
    request: HttpRequest, response: HttpResponse, hospital: Key, kind: Kind
) -> dict[str, Any]:
    """Show a hospital's whole table, in the columns that an import reads."""
    caller = caller_of(request)
    place = caller.level(hospital, "hospital", asks=Permission.MANAGE_PEOPLE)
    note_reading(caller.actor, "people.table.export", kind="table", key=kind, hospital=place.pk)
    tag(response, table_digest(kind, place))
    rows = [[cell_text(cell) for cell in row] for row in table_of(kind, place)]
    return {"kind": kind, "columns": COLUMNS[kind], "rows": rows}


@router.post("/hospitals/{hospital}/tables/{kind}", response=Imported)
@needs(Permission.MANAGE_PEOPLE)
def import_lines(
    request: HttpRequest,
    response: HttpResponse,
    hospital: Key,
    kind: SentKind,
    sent: Lines,
    if_match: IfMatch = "",
) -> dict[str, Any]:
    """Bring lines into a table, all or none; lines that it has already are left as they are."""
    caller = caller_of(request)
    place = caller.level(hospital, "hospital", asks=Permission.MANAGE_PEOPLE)
    seen, rows = seen_by(if_match), _rows(kind, sent)
    try:
        report = import_seen(kind, rows, actor=caller.actor, hospital=place, seen=seen)
    except StaleTableError:
        raise Fault("changed_meanwhile") from None
    except BadTableError as error:
        raise bad_input(error, within="lines") from None
    tag(response, table_digest(kind, place))
    return report.to_json()


def _rows(kind: str, sent: Lines) -> list[Row]:
    """Return lines as an import reads them, numbered from 1."""
    columns = COLUMNS[kind]
    wrong = [
        Wrong(f"lines[{place}].{column[:60]}", _("there is no such column"))
        for place, cells in enumerate(sent.lines)
        for column in cells
        if column not in columns
    ]
    if wrong:
        raise Fault("invalid", wrong=wrong)
    return [
        Row(line=number, cells={column: text.strip() for column, text in cells.items()})
        for number, cells in enumerate(sent.lines, start=1)
    ]


def _open_units(caller: Caller) -> frozenset[int]:
    return frozenset().union(*(caller.units_with(permission) for permission in READING))


def _lineage(units: frozenset[int]) -> set[int]:
    """Return the keys of units and of all levels above them."""
    parents = dict(Level.objects.values_list("pk", "parent"))
    found: set[int] = set()
    waiting: list[int | None] = list(units)
    while waiting:
        level = waiting.pop()
        if level is not None and level not in found:
            found.add(level)
            waiting.append(parents[level])
    return found


def _level(level: Level) -> dict[str, Any]:
    return {
        "id": level.pk,
        "code": level.code,
        "kind": level.kind,
        "name": level.name,
        "parent": level.parent_id,
    }


def _unit(level: Level, permissions: frozenset[Permission]) -> dict[str, Any]:
    return {
        "id": level.pk,
        "code": level.code,
        "name": level.name,
        "hospital": _hospital(level),
        "permissions": sorted(permissions & frozenset(SHOWN)),
    }


def _hospital(level: Level) -> int:
    if level.hospital_id is None:
        raise Level.DoesNotExist
    return level.hospital_id


def _read_unit(request: HttpRequest, unit: int, asks: Permission) -> Level:
    """Return a unit whose people are read, which is noted; raises TrailClosedError."""
    caller = caller_of(request)
    place = caller.level(unit, "unit", asks=asks)
    hospital = _hospital(place)
    note_reading(caller.actor, "people.unit.read", kind="unit", key=place.code, hospital=hospital)
    return place


def _of_unit(
    kind: type[Contract | Unavailability | Restriction], request: HttpRequest, unit: int
) -> Any:
    """Return what holds for those who work in a unit."""
    place = _read_unit(request, unit, Permission.SEE_CONTRACTS)
    rows = kind.objects.for_hospital(_hospital(place)).filter(person__unit=place)
    return rows.select_related("person")


def _facts(row: Contract | Unavailability | Restriction, names: tuple[str, ...]) -> dict[str, Any]:
    return {"person": row.person.code, **{name: getattr(row, name) for name in names}}
