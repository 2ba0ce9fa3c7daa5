"""A call of every action of roll-outs, as the tests of access and of the trail make it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from house_calls import TODAY, Before, Calls
from house_world import World
from releve.kit.actors import HOUSE, Actor
from releve.roster.gate import TOOL
from releve.stewardship import actions as stewardship
from releve.stewardship.actions.stopping import CLOSING
from releve.stewardship.engine.plans import Plan, PlannedStep
from releve.stewardship.models import Alarm, RolloutPlan, Tool
from releve.stewardship.queries.rollout import plans_of

PLAN = Plan(
    (PlannedStep(0, ("URG",), TODAY), PlannedStep(1, ("URG",), TODAY + timedelta(days=28))),
    outcome="Heures",
    margin="Aucune de plus",
    stop_rules=(("sentinel", "Un planning illégal"),),
)


def engine(world: World) -> Tool:
    """Return the roster engine as it stands in the register of the world."""
    return Tool.objects.for_hospital(world.hospital).get(key=TOOL)


def planned(world: World) -> RolloutPlan:
    """Draft a plan, and return it."""
    return stewardship.draft_plan(engine(world), PLAN, actor=HOUSE)


def alarm(world: World) -> Alarm:
    """Raise an alarm in the emergency ward."""
    return stewardship.raise_alarm(engine(world), "Lune", unit=world.unit, actor=HOUSE)


def declared(world: World) -> None:
    """Let the engine be declared, its class of risk known."""
    Tool.objects.for_hospital(world.hospital).update(state="declared", step=0, risk_class="not_ai")


def locked(world: World) -> None:
    """Lock a plan that opens the emergency ward."""
    stewardship.lock_plan(engine(world), planned(world).number, actor=HOUSE)


def opened(world: World, actor: Actor) -> Tool:
    """Open the first step in the ward once more, although nobody operates the engine there."""
    if not plans_of(engine(world)).exists():
        locked(world)
    marks = frozenset({"nobody_operates", "coverage_low"})
    tool = engine(world)
    return stewardship.open_step(
        tool,
        "step",
        [world.unit],
        step=1,
        row_version=tool.row_version,
        override=stewardship.Override(marks, "Lune"),
        actor=actor,
    )


def resumed(world: World, actor: Actor) -> bool:
    """Let the engine go on in the ward."""
    stewardship.stop_tool(engine(world), unit=world.unit, actor=HOUSE)
    tool = engine(world)
    facts: dict[str, Any] = {"reason": "Lune", "row_version": tool.row_version}
    return stewardship.resume_tool(tool, unit=world.unit, actor=actor, **facts)


def examined(world: World, actor: Actor) -> Tool:
    """Note that the engine, declared before, is examined."""
    declared(world)
    return stewardship.examine_tool(engine(world), actor=actor)


def retired(world: World, actor: Actor) -> Tool:
    """Retire the engine."""
    tool, closing = engine(world), dict.fromkeys(CLOSING, "Lune")
    facts: dict[str, Any] = {"reason": "Lune", "row_version": tool.row_version}
    return stewardship.retire_tool(tool, closing, actor=actor, **facts)


CALLS: Calls = {
    "examine_tool": ("hospital", examined),
    "open_step": ("hospital", opened),
    "stop_tool": (
        "unit",
        lambda world, actor: stewardship.stop_tool(engine(world), unit=world.unit, actor=actor),
    ),
    "resume_tool": ("hospital", resumed),
    "retire_tool": ("hospital", retired),
    "raise_alarm": (
        "unit",
        lambda world, actor: stewardship.raise_alarm(
            engine(world), "Lune", unit=world.unit, actor=actor
        ),
    ),
    "answer_alarm": (
        "unit",
        lambda world, actor: stewardship.answer_alarm(alarm(world), "Lune", actor=actor),
    ),
    "note_consultation": (
        "hospital",
        lambda world, actor: stewardship.note_consultation(
            engine(world),
            world.hospital,
            body="cse",
            held_on=date(2026, 3, 2),
            opinion="mixed",
            reference="Lune",
            actor=actor,
        ),
    ),
    "draft_plan": (
        "hospital",
        lambda world, actor: stewardship.draft_plan(engine(world), PLAN, actor=actor),
    ),
    "lock_plan": (
        "hospital",
        lambda world, actor: stewardship.lock_plan(
            engine(world), planned(world).number, actor=actor
        ),
    ),
}
"""A call of each action, and where the object stands that it changes."""

BEFORE: Before = {"open_step": locked, "examine_tool": declared}
"""What must be so before an action, for its call to change something."""
