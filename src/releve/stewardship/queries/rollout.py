"""How far a tool is rolled out: its plans, its steps, its alarms, what was decided and signed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import F, QuerySet

from releve.kit.gates import Lack
from releve.people.models import Level
from releve.stewardship.engine.gate import holds_back, not_to_be_signed
from releve.stewardship.engine.plans import Plan, plan_of
from releve.stewardship.engine.rollout import (
    BLOCKED_AT,
    GENERALISE,
    PILOT,
    STEP,
    Standing,
    is_as_sealed,
    moves_from,
    plan_digest,
)
from releve.stewardship.models import (
    Alarm,
    BrokenGlass,
    Consultation,
    RolloutPlan,
    StepDecision,
    Tool,
    ToolPlace,
)
from releve.stewardship.queries.gate import control_lacks, open_alarms, unit_lacking
from releve.stewardship.queries.register import places_of

ANSWER_WITHIN = timedelta(hours=72)


def plans_of(tool: Tool) -> QuerySet[RolloutPlan]:
    """Return the plans of a tool, the newest first."""
    found = RolloutPlan.objects.for_hospital(tool.hospital_id).filter(tool=tool)
    return found.order_by("-number")


def plan_in_force(tool: Tool, *, locked: bool) -> Plan | None:
    """Return the newest plan of a tool; ``locked``: the newest of those that are locked."""
    found = plans_of(tool)
    if locked:
        found = found.filter(locked_at__isnull=False)
    row = found.first()
    return plan_of(row.body) if row is not None else None


def is_as_locked(plan: RolloutPlan) -> bool:
    """Whether a plan says what it said when it was locked; one being written always does."""
    return plan.locked_at is None or is_as_sealed(plan.body, plan.digest)


def plan_mark(plan: RolloutPlan | None) -> str:
    """Return what tells one state of a plan from another, for whoever changes or locks it."""
    if plan is None:
        return "none"
    return f"{plan.number}-{'locked' if plan.locked_at else 'draft'}-{plan_digest(plan.body)}"


@dataclass(frozen=True)
class PlaceStanding:
    """How a tool stands in one unit: planned, open, stopped; its alarms; a mark of its override."""

    place: ToolPlace
    alarms: int
    override: StepDecision | None

    @property
    def state(self) -> str:
        """A code: planned, stopped, alarm or open."""
        if self.place.opened_at is None:
            return "planned"
        if self.place.suspended_at is not None:
            return "stopped"
        return "alarm" if self.alarms else "open"


def places_standing(tool: Tool) -> list[PlaceStanding]:
    """Return how a tool stands in each unit where it is used or planned, in four queries."""
    found = list(places_of(tool))
    alarms: dict[int | None, int] = {}
    for alarm in open_alarms(tool):
        alarms[alarm.unit_id] = alarms.get(alarm.unit_id, 0) + 1
    last: dict[int | None, StepDecision] = {}
    for row in decisions_of(tool).filter(move__in=BLOCKED_AT).order_by("decided_at", "pk"):
        last[row.unit_id] = row
    standings = []
    for place in found:
        opening = last.get(place.unit_id)
        override = opening if opening is not None and opening.is_override else None
        count = alarms.get(place.unit_id, 0) + alarms.get(None, 0)
        standings.append(PlaceStanding(place, count, override))
    return standings


def decisions_of(tool: Tool) -> QuerySet[StepDecision]:
    """Return what was decided on a tool, the newest first."""
    found = StepDecision.objects.for_hospital(tool.hospital_id).filter(tool=tool)
    return found.select_related("unit").order_by("-decided_at", "-pk")


def overrides_of(tool: Tool) -> QuerySet[StepDecision]:
    """Return the overrides of a tool, the newest first: they are public."""
    return decisions_of(tool).filter(is_override=True)


def alarms_of(tool: Tool) -> QuerySet[Alarm]:
    """Return the alarms of a tool, those without an answer first, then the newest."""
    found = Alarm.objects.for_hospital(tool.hospital_id).filter(tool=tool)
    return found.select_related("unit").order_by(
        F("closed_at").desc(nulls_first=True), "-raised_at", "-pk"
    )


def answer_due(alarm: Alarm) -> datetime:
    """Return by when an alarm is to be answered: 72 hours after it was raised."""
    return alarm.raised_at + ANSWER_WITHIN


def consultations_of(tool: Tool) -> QuerySet[Consultation]:
    """Return the consultations on a tool, the newest first."""
    found = Consultation.objects.for_hospital(tool.hospital_id).filter(tool=tool)
    return found.select_related("level").order_by("-held_on", "-pk")


def glasses_of(tool: Tool) -> QuerySet[BrokenGlass]:
    """Return who broke the glass of a tool and why, the newest first: for the AI referent."""
    found = BrokenGlass.objects.for_hospital(tool.hospital_id).filter(tool=tool)
    return found.select_related("unit", "account").order_by("-opened_at", "-pk")


def glasses_broken(tool: Tool) -> int:
    """Return how often the glass of a tool was broken: a count is all that is public of it."""
    return glasses_of(tool).count()


@dataclass(frozen=True)
class UnitOpening:
    """What a unit misses for a step, for whoever is to decide: some may be signed over."""

    unit: Level
    lacks: tuple[Lack, ...]
    fixed: tuple[Lack, ...]

    @property
    def is_ready(self) -> bool:
        """Whether nothing is missing."""
        return not self.lacks


@dataclass(frozen=True)
class NextMove:
    """A move that is open from where a tool stands: which one, its number, and in which units."""

    move: str
    step: int
    units: tuple[UnitOpening, ...]


def next_moves(tool: Tool, *, on: date) -> tuple[NextMove, ...]:
    """Return the steps that may be opened now, each with what its units miss on a day."""
    open_from = moves_from(Standing(tool.state, tool.step, tool.state_before))
    found: list[NextMove] = []
    for move, number in _numbers(tool, open_from):
        units = _units_of(tool, move, number)
        if units:
            controls = control_lacks(tool, step=BLOCKED_AT[move], on=on)
            openings = tuple(_opening(tool, unit, move, on, controls) for unit in units)
            found.append(NextMove(move, number, openings))
    return tuple(found)


def opened_already(
    tool: Tool, move: str, step: int, units: Sequence[Level]
) -> dict[int, ToolPlace]:
    """Return the places of those of some units in which a step was opened already, by unit."""
    if move == GENERALISE:
        plan = plan_in_force(tool, locked=True)
        step = (plan.last_step if plan is not None else tool.step) + 1
    opened = places_of(tool).filter(opened_at__isnull=False, step=step, unit__in=units)
    return {place.unit_id: place for place in opened}


def _numbers(tool: Tool, moves: tuple[str, ...]) -> Iterator[tuple[str, int]]:
    if PILOT in moves:
        yield PILOT, 0
    if STEP in moves:
        numbers = (1,) if tool.state == "pilot" else (tool.step, tool.step + 1)
        for number in numbers:
            yield STEP, number
    if GENERALISE in moves:
        plan = plan_in_force(tool, locked=True)
        yield GENERALISE, (plan.last_step if plan is not None else tool.step) + 1


def _units_of(tool: Tool, move: str, number: int) -> list[Level]:
    """Return the units that a move would open now: those of the plan that are not open at it."""
    opened = {place.unit_id: place.step for place in places_of(tool) if place.opened_at is not None}
    units = Level.objects.filter(hospital=tool.hospital_id, kind="unit").order_by("code")
    if move != GENERALISE:
        plan = plan_in_force(tool, locked=move != PILOT)
        units = units.filter(code__in=plan.units_of(number) if plan is not None else ())
    return [unit for unit in units if opened.get(unit.pk) != number]


def _opening(
    tool: Tool, unit: Level, move: str, on: date, controls: tuple[Lack, ...]
) -> UnitOpening:
    step = BLOCKED_AT[move]
    lacking = unit_lacking(tool, unit, step=step, on=on, place=None, controls=controls)
    return UnitOpening(unit, holds_back(lacking), not_to_be_signed(lacking))
