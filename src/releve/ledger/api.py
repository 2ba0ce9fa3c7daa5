"""Routes of the ledger: a unit's time given back, and what its team chooses to do with it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Router, Schema

from releve.kit.faults import BadInputError
from releve.kit.permissions import Permission, needs
from releve.ledger.actions import choose_spending, withdraw_spending
from releve.ledger.facts import Choice
from releve.ledger.ledger_table import ledger_json, spending_json
from releve.ledger.models import Spending
from releve.ledger.queries.balance import balance_of
from releve.ledger.queries.places import spending_of
from releve.people.api.callers import Caller, caller_of
from releve.people.api.faults import Fault, Wrong
from releve.people.models import Level
from releve.shifts.vocabulary import FIRST_DAY, LAST_DAY
from releve.trail.actions import note_reading

router = Router(tags=["ledger"])

Key = Annotated[int, Field(ge=1, le=2**62)]
Day = Annotated[date, Field(ge=FIRST_DAY, le=LAST_DAY)]
Text = Annotated[str, Field(max_length=150)]

QUARTER = r"^20[0-9]{2}-Q[1-4]$"


class ProfessionOut(Schema):
    """What a profession of at least eight people gained, or several together (``merged``)."""

    profession: str
    people: int
    net: int
    low: int | None
    high: int | None
    share: float | None
    due: float
    source: str
    alert: str


class AskedOut(Schema):
    """Random moments of the quarter: asked about, answered, rather not said."""

    asked: int
    answered: int
    rather_not_say: int


class WeeklyOut(Schema):
    """Minutes per person and week of use."""

    net: int
    low: int | None
    high: int | None


class ToolOut(Schema):
    """What a tool gave in a quarter, in minutes; gross and costs only where enough entries tell."""

    tool: str
    activities: list[str]
    gross: int | None
    costs: int | None
    net: int
    low: int | None
    high: int | None
    spendable: int
    weekly: WeeklyOut
    source: str
    people: int
    asked: AskedOut | None
    reasons: list[str]
    ratio: float | None
    professions: list[ProfessionOut]


class QuarterOut(Schema):
    """A quarter that is over: its accounts add up to nothing."""

    quarter: str
    accounts: dict[str, int]
    total: int
    spendable: int
    spent: int
    left: int
    tools: list[ToolOut]


class SpendingOut(Schema):
    """A team's choice; ``given``: what was found to have been given, once it was looked at."""

    id: int
    quarter: str
    purpose: str
    minutes: int
    from_on: date
    to_on: date
    reference: str
    signer: str
    consultation: str
    given: int | None
    given_source: str
    is_withdrawn: bool


class LedgerOut(Schema):
    """A unit's ledger, the latest quarter first."""

    unit: str
    left: int
    quarters: list[QuarterOut]
    spendings: list[SpendingOut]
    promised: int
    given: int


class ChoiceIn(Schema):
    """What a team chose; ``quarter``: the one that gave the minutes, as 2026-Q3."""

    quarter: Annotated[str, Field(pattern=QUARTER)]
    purpose: Literal[
        "patients",
        "leaving_on_time",
        "breaks",
        "peer_teaching",
        "team_talk",
        "training",
        "quality",
        "more_activity",
        "fewer_posts",
    ]
    minutes: Annotated[int, Field(ge=1, le=10_000_000)]
    from_on: Day
    to_on: Day
    reference: Text
    signer: Text = ""
    consultation: Text = ""


@router.get("/units/{unit}/ledger", response=LedgerOut)
@needs(Permission.SEE_LEDGER)
def time_ledger(request: HttpRequest, unit: Key) -> dict[str, Any]:
    """Return a unit's ledger: quarters that are over, never of fewer than eight people."""
    level, caller = _unit(request, unit, Permission.SEE_LEDGER)
    note_reading(
        caller.actor,
        "ledger.unit.read",
        kind="unit",
        key=level.code,
        hospital=level.hospital_id,
    )
    told = ledger_json(balance_of(level, today=timezone.localdate()))
    return {**told, "spendings": [_dated(one) for one in told["spendings"]]}


@router.post("/units/{unit}/ledger/spendings", response=SpendingOut)
@needs(Permission.CHOOSE_SPENDING)
def choose_minutes(request: HttpRequest, unit: Key, sent: ChoiceIn) -> dict[str, Any]:
    """Record what a team does with minutes given back; more than is left is a conflict."""
    level, caller = _unit(request, unit, Permission.CHOOSE_SPENDING)
    choice = Choice(**sent.dict(exclude={"quarter"}))
    try:
        spending = choose_spending(level, _first(sent.quarter), choice, actor=caller.actor)
    except BadInputError as refused:
        raise Fault("conflict", _sentence(refused)) from None
    return _dated(spending_json(spending))


@router.post("/units/{unit}/ledger/spendings/{spending}/withdraw", response=SpendingOut)
@needs(Permission.CHOOSE_SPENDING)
def withdraw_minutes(request: HttpRequest, unit: Key, spending: Key) -> dict[str, Any]:
    """Take a choice back before its days begin; once they have begun it is a conflict."""
    level, caller = _unit(request, unit, Permission.CHOOSE_SPENDING)
    try:
        found = spending_of(level, spending)
    except Spending.DoesNotExist:
        raise Fault("invalid", wrong=[Wrong("spending", str(spending))]) from None
    try:
        withdrawn = withdraw_spending(found, actor=caller.actor)
    except BadInputError as refused:
        raise Fault("conflict", _sentence(refused)) from None
    return _dated(spending_json(withdrawn))


def _sentence(refused: BadInputError) -> str:
    return f"{refused.what[:1].upper()}{refused.what[1:]}."


def _unit(request: HttpRequest, unit: int, asks: Permission) -> tuple[Level, Caller]:
    caller = caller_of(request)
    return caller.level(unit, "unit", asks=asks), caller


def _first(quarter: str) -> date:
    year, number = quarter.split("-Q")
    return date(int(year), 3 * int(number) - 2, 1)


def _dated(told: dict[str, Any]) -> dict[str, Any]:
    return {**told, "from_on": told["from"], "to_on": told["to"]}
