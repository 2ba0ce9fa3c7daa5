"""Routes of training: one's own readiness, the coverage of a unit, statements of other programs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Router, Schema
from pydantic import AfterValidator, AwareDatetime, ConfigDict

from releve.kit.permissions import SIGNED_IN, Permission, needs
from releve.people.api.callers import caller_of
from releve.people.api.faults import Fault, Wrong
from releve.shifts.vocabulary import FIRST_DAY, LAST_DAY
from releve.trail.actions import note_reading
from releve.training.actions import record_statements
from releve.training.coverage_file import coverage_json
from releve.training.engine.statement import Statement
from releve.training.faults import KnownStatementError, StatementError
from releve.training.queries.coverage import coverage_table
from releve.training.queries.own import own_training
from releve.training.queries.team import tools_asking
from releve.training.vocabulary import MOST_STATEMENTS

router = Router(tags=["training"])

Key = Annotated[int, Field(ge=1, le=2**62)]
Address = Annotated[str, Field(min_length=1, max_length=300)]
ToolKey = Annotated[str, Field(max_length=40)]


def _within(at: datetime) -> datetime:
    if not FIRST_DAY <= at.date() <= LAST_DAY:
        raise ValueError(f"no instant from {FIRST_DAY.year} to {LAST_DAY.year}")
    return at


class MissingOut(Schema):
    """A module that is missing, why, and since when where a certificate ended."""

    module: str
    reason: str
    expired_on: date | None


class ReadinessOut(Schema):
    """Whether one is ready for a tool; ``expires_on``: the first day on which one is no longer."""

    tool: str
    tool_major: str
    audience: str
    is_ready: bool
    expires_on: date | None
    missing: list[MissingOut]


class OwnOut(Schema):
    """One's own readiness, tool by tool."""

    items: list[ReadinessOut]


class WholeOut(Schema):
    """How many are on the coming shifts, how many of them are ready, those of the night apart.

    ``night_percent`` is null where nobody works at night, or too few to be told apart.
    """

    people: int
    ready: int
    percent: int
    night_people: int
    night_ready: int
    night_percent: int | None


class CellOut(Schema):
    """People of a profession by day or at night; empty where several were put together."""

    profession: str
    period: str
    people: int
    ready: int
    percent: int


class CoverageOut(Schema):
    """The coverage of a unit for a tool; ``whole`` is null where too few work there."""

    unit: str
    tool: str
    tool_major: str
    whole: WholeOut | None
    is_merged: bool
    cells: list[CellOut]


class CoverageList(Schema):
    """The coverage of a unit, tool by tool."""

    items: list[CoverageOut]


class _Foreign(Schema):
    """A part of a document after another's standard: what we do not read is passed over."""

    model_config = ConfigDict(extra="ignore")


class AccountIn(_Foreign):
    """The actor's account: ``name`` is the hospital's code of the person."""

    name: Annotated[str, Field(min_length=1, max_length=40)]
    homePage: Annotated[str, Field(max_length=300)] = ""  # noqa: N815 - the standard's name


class ActorIn(_Foreign):
    """Who passed something."""

    account: AccountIn


class VerbIn(_Foreign):
    """What she did: passed or completed, by its address."""

    id: Address


class ObjectIn(_Foreign):
    """What she passed: an address whose last part is the module's key."""

    id: Address


class ScoreIn(_Foreign):
    """A score, which is read and not kept."""

    scaled: Annotated[float, Field(ge=-1, le=1)] | None = None


class ResultIn(_Foreign):
    """How it ended."""

    success: bool | None = None
    completion: bool | None = None
    score: ScoreIn | None = None


class ContextIn(_Foreign):
    """``revision``: the version of the module that was followed."""

    revision: Annotated[str, Field(max_length=20)] = ""


class StatementIn(_Foreign):
    """A statement after xAPI; ``actor``, ``verb``, ``object`` and ``result`` are read."""

    id: UUID
    actor: ActorIn
    verb: VerbIn
    object: ObjectIn
    timestamp: Annotated[AwareDatetime, AfterValidator(_within)]
    result: ResultIn | None = None
    context: ContextIn | None = None

    def told(self) -> Statement:
        """Return it as the engine reads it."""
        result = self.result or ResultIn()
        return Statement(
            id=str(self.id),
            person=self.actor.account.name,
            verb=self.verb.id,
            activity=self.object.id,
            at=self.timestamp,
            revision=self.context.revision if self.context else "",
            success=result.success,
            completion=result.completion,
            scaled=result.score.scaled if result.score else None,
        )


class StatementsIn(Schema):
    """Several statements, taken whole or not at all."""

    statements: Annotated[list[StatementIn], Field(min_length=1, max_length=MOST_STATEMENTS)]


class RecordedOut(Schema):
    """How many statements brought a new certificate, and how many were known already."""

    added: int
    known: int


@router.get("/own/training", response=OwnOut)
@needs(SIGNED_IN)
def own_readiness(request: HttpRequest) -> dict[str, Any]:
    """Return whether one is ready for each tool that asks for something, and what is missing."""
    person = caller_of(request).account.person
    if person is None:
        raise Fault("not_found")
    training = own_training(person, (), on=timezone.localdate())
    return {
        "items": [
            {
                "tool": one.tool.key,
                "tool_major": one.tool.major,
                "audience": one.audience,
                "is_ready": one.found.is_ready,
                "expires_on": one.found.expires_on,
                "missing": [vars(lack) for lack in one.found.missing],
            }
            for one in training.tools
        ]
    }


@router.get("/units/{unit}/training/coverage", response=CoverageList)
@needs(Permission.SEE_REGISTER)
def unit_coverage(request: HttpRequest, unit: Key, tool: ToolKey = "") -> dict[str, Any]:
    """Return how many of those on the coming shifts of a unit are ready, for one tool or all.

    Unless the caller may see readiness by name, no cell is of fewer than eight people.
    """
    caller = caller_of(request)
    place = caller.level(unit, "unit", asks=Permission.SEE_REGISTER)
    by_name = Permission.SEE_READINESS in caller.on(place)
    if by_name:
        hospital = place.hospital_id
        verb = "training.unit.read"
        note_reading(caller.actor, verb, kind="unit", key=place.code, hospital=hospital)
    keys = [tool] if tool else [one.key for one in tools_asking(place.hospital_id or 0)]
    today = timezone.localdate()
    found = [coverage_table(place, key, on=today, by_name=by_name) for key in keys]
    return {"items": [coverage_json(one) for one in found]}


@router.post("/hospitals/{hospital}/training/statements", response=RecordedOut)
@needs(Permission.MANAGE_TRAINING)
def statements(request: HttpRequest, hospital: Key, sent: StatementsIn) -> dict[str, Any]:
    """Take statements of another program that people passed modules; each counts once.

    All or none: the first fault is told with its place. A statement whose id is known already
    changes nothing; one whose id stands for something else is a conflict. No score is kept.
    """
    caller = caller_of(request)
    place = caller.level(hospital, "hospital", asks=Permission.MANAGE_TRAINING)
    told = [one.told() for one in sent.statements]
    try:
        new = record_statements(place, told, actor=caller.actor, at=timezone.now())
    except KnownStatementError as refused:
        raise Fault("conflict", str(refused)) from None
    except StatementError as refused:
        raise Fault("invalid", wrong=[Wrong(refused.place.field or "", refused.what)]) from None
    return {"added": len(new), "known": len(told) - len(new)}
