"""Routes of worked time and counters, for whoever manages or sees them in a unit."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Router, Schema
from pydantic import AfterValidator, AwareDatetime

from releve.kit.faults import BadInputError
from releve.kit.permissions import SIGNED_IN, Permission, needs
from releve.people.api.callers import Caller, caller_of
from releve.people.api.faults import Fault, Wrong
from releve.people.models import Level, Person
from releve.people.queries import persons_by_code
from releve.shifts.actions import close_month, declare_worked, validate_worked
from releve.shifts.counter_table import counters_json
from releve.shifts.facts import Declared
from releve.shifts.queries.counting import counters_of, people_counted, running_counters
from releve.shifts.queries.days import local_day, month_of
from releve.shifts.queries.pay import pay_lines
from releve.shifts.queries.places import units_with_counters
from releve.shifts.queries.sheet import Line, planned_row, unit_lines, week_of
from releve.shifts.vocabulary import FIRST_DAY, LAST_DAY
from releve.trail.actions import note_reading

router = Router(tags=["shifts"])

Key = Annotated[int, Field(ge=1, le=2**62)]
MONTH = r"^20[0-9]{2}-(0[1-9]|1[0-2])$"
Month = Annotated[str, Field(pattern=MONTH)]
LONGEST_DAYS = 62
Day = Annotated[date, Field(ge=FIRST_DAY, le=LAST_DAY)]


def _within(at: datetime) -> datetime:
    if not FIRST_DAY <= at.date() <= LAST_DAY:
        raise ValueError(f"no instant from {FIRST_DAY.year} to {LAST_DAY.year}")
    return at


Instant = Annotated[AwareDatetime, AfterValidator(_within)]
"""An instant with its zone: without one it could be meant by another clock."""


class WorkedOut(Schema):
    """A shift: planned beside worked, and where it stands on its way to a closed month."""

    person: str
    code: str
    kind: str
    state: str
    starts_at: datetime
    ends_at: datetime
    planned: int | None
    planned_minutes: int
    worked_minutes: int
    reason: str


class WorkedList(Schema):
    """The shifts of some days, by start."""

    items: list[WorkedOut]


class DeclaredIn(Schema):
    """What was worked: an answer to a planned shift by its key, or a shift without a plan."""

    person: str
    kind: str
    starts_at: Instant
    ends_at: Instant
    planned: Key | None = None
    code: Annotated[str, Field(max_length=12)] = ""
    break_minutes: Annotated[int, Field(ge=0, le=1440)] | None = None
    reason: Literal["", "omission", "entry_error", "file", "other"] = ""


class DaysIn(Schema):
    """Days to validate, both included; ``person``: this one's alone.

    ``seen_at``: when they were looked at; what was declared later is left out.
    """

    from_on: Day
    to_on: Day
    person: str | None = None
    seen_at: Instant | None = None


class CountOut(Schema):
    """How many shifts were validated."""

    validated: int


class ClosedOut(Schema):
    """A closed month."""

    unit: int
    month: str
    closed_at: datetime


class SourceOut(Schema):
    """Where a counter's limit stands; ``to_confirm``: by the hospital's HR department."""

    article: str
    rule: str
    to_confirm: bool


class PartOut(Schema):
    """One thing that a counter is made of."""

    code: str
    detail: str
    from_at: str | None
    until_at: str | None
    amount: float


class CounterOut(Schema):
    """A counter; ``parts`` only where one person's are asked for."""

    counter: str
    value: float
    unit: str
    limit: float | None
    source: SourceOut | None
    parts: list[PartOut]


class PersonCountersOut(Schema):
    """A person's counters of a month and of the civil year up to its end."""

    person: str
    month: str
    counters: list[CounterOut]


class UnitCountersOut(Schema):
    """The counters of everybody who worked in a unit in a month."""

    items: list[PersonCountersOut]


class PayLineOut(Schema):
    """A variable element of pay; ``also_in``: the elements that may hold the same minutes."""

    person: str
    element: str
    quantity: int
    unit: str
    ward: str
    month: str
    also_in: str


class PayOut(Schema):
    """The elements of a closed month."""

    items: list[PayLineOut]


@router.get("/units/{unit}/worked", response=WorkedList)
@needs(Permission.MANAGE_WORKED)
def worked(
    request: HttpRequest, unit: Key, from_on: Day | None = None, to_on: Day | None = None
) -> dict[str, Any]:
    """List what was planned and worked in a unit on some days, 62 at most; else this week."""
    level, caller = _unit(request, unit, Permission.MANAGE_WORKED)
    first = from_on or week_of(timezone.localdate())[0]
    last = to_on or first + timedelta(days=6)
    if not 0 <= (last - first).days < LONGEST_DAYS:
        raise Fault("invalid", wrong=[Wrong("to_on", f"0-{LONGEST_DAYS - 1}")])
    _note(caller, level, "shifts.worked.read")
    return {"items": [_line(one) for one in unit_lines(level, first, last)]}


@router.post("/units/{unit}/worked", response=WorkedOut)
@needs(Permission.MANAGE_WORKED)
def declare(request: HttpRequest, unit: Key, sent: DeclaredIn) -> dict[str, Any]:
    """Say what somebody worked; a breach of the law is recorded, not refused."""
    level, caller = _unit(request, unit, Permission.MANAGE_WORKED)
    person = _person(level, sent.person)
    plan = None if sent.planned is None else planned_row(person.hospital_id, sent.planned)
    if sent.planned is not None and plan is None:
        raise Fault("invalid", wrong=[Wrong("planned", str(sent.planned))])
    facts = sent.dict(exclude={"person", "planned"})
    try:
        row = declare_worked(
            Declared(person=person, unit=level, planned=plan, **facts), actor=caller.actor
        )
    except BadInputError as refused:
        raise Fault("conflict", refused.what) from None
    except ValueError:
        raise Fault("invalid", wrong=[Wrong("kind", sent.kind)]) from None
    day = local_day(row.starts_at)
    lines = unit_lines(level, day, day, person=person)
    return _line(next(one for one in lines if one.row is not None and one.row.pk == row.pk))


@router.post("/units/{unit}/worked/validate", response=CountOut)
@needs(Permission.MANAGE_WORKED)
def validate(request: HttpRequest, unit: Key, sent: DaysIn) -> dict[str, Any]:
    """Validate what was worked on some days; what nobody spoke of was worked as planned."""
    level, caller = _unit(request, unit, Permission.MANAGE_WORKED)
    person = None if sent.person is None else _person(level, sent.person)
    try:
        count = validate_worked(
            level,
            sent.from_on,
            sent.to_on,
            actor=caller.actor,
            person=person,
            seen_at=sent.seen_at,
        )
    except BadInputError as refused:
        raise Fault("conflict", refused.what) from None
    return {"validated": count}


@router.post("/units/{unit}/worked/{month}/close", response=ClosedOut)
@needs(Permission.MANAGE_WORKED)
def close(request: HttpRequest, unit: Key, month: Month) -> dict[str, Any]:
    """Close a unit's month; one that is closed stays so."""
    level, caller = _unit(request, unit, Permission.MANAGE_WORKED)
    try:
        closure = close_month(level, _first(month), actor=caller.actor)
    except BadInputError as refused:
        raise Fault("conflict", refused.what) from None
    except ValueError:
        raise Fault("conflict") from None
    return {"unit": level.pk, "month": month, "closed_at": closure.closed_at}


@router.get("/units/{unit}/counters/{month}", response=UnitCountersOut)
@needs(Permission.SEE_COUNTERS)
def unit_counters(
    request: HttpRequest, unit: Key, month: Month, person: str | None = None
) -> dict[str, Any]:
    """List the counters of a unit's people; one ``person``'s with what each is made of.

    Shifts of units that are not open to the caller are counted and not listed; of people of such a
    unit, neither their year nor what is due is told.
    """
    level, caller = _unit(request, unit, Permission.SEE_COUNTERS)
    _note(caller, level, "shifts.counters.read")
    people, first = people_counted(level, _first(month)), _first(month)
    units = units_with_counters(caller.actor)
    if person is not None:
        told = [counters_of(one, first, units=units) for one in people if one.code == person]
    else:
        told = running_counters(people, first, units=units)
    return {"items": [_counters(counters_json(one)) for one in told]}


@router.get("/own/counters/{month}", response=PersonCountersOut)
@needs(SIGNED_IN)
def own_counters(request: HttpRequest, month: Month) -> dict[str, Any]:
    """Return one's own counters of a month, each with what it is made of."""
    person = caller_of(request).account.person
    if person is None:
        raise Fault("not_found")
    return _counters(counters_json(counters_of(person, _first(month))))


@router.get("/units/{unit}/pay/{month}", response=PayOut)
@needs(Permission.MANAGE_WORKED)
def unit_pay(request: HttpRequest, unit: Key, month: Month) -> dict[str, Any]:
    """List the variable elements of pay of a closed month; an open one is a conflict."""
    level, caller = _unit(request, unit, Permission.MANAGE_WORKED)
    _note(caller, level, "shifts.worked.read")
    try:
        lines = pay_lines(level, _first(month))
    except BadInputError as refused:
        raise Fault("conflict", refused.what) from None
    return {"items": [one.to_json() for one in lines]}


def _unit(request: HttpRequest, unit: int, asks: Permission) -> tuple[Level, Caller]:
    caller = caller_of(request)
    return caller.level(unit, "unit", asks=asks), caller


def _person(unit: Level, code: str) -> Person:
    people = {} if unit.hospital is None else persons_by_code(unit.hospital)
    if code not in people:
        raise Fault("invalid", wrong=[Wrong("person", code[:40])])
    return people[code]


def _first(month: str) -> date:
    return month_of(date.fromisoformat(f"{month}-01"))


def _note(caller: Caller, unit: Level, verb: str) -> None:
    note_reading(caller.actor, verb, kind="unit", key=unit.code, hospital=unit.hospital_id)


def _line(one: Line) -> dict[str, Any]:
    return {
        "person": one.person.code,
        "code": one.code,
        "kind": one.kind,
        "state": one.state,
        "starts_at": one.starts_at,
        "ends_at": one.ends_at,
        "planned": one.plan.pk if one.plan else None,
        "planned_minutes": one.planned_minutes,
        "worked_minutes": one.worked_minutes,
        "reason": one.row.reason if one.row else "",
    }


def _counters(told: dict[str, Any]) -> dict[str, Any]:
    for counter in told["counters"]:
        for part in counter["parts"]:
            part["from_at"], part["until_at"] = part.pop("from"), part.pop("until")
    return told
