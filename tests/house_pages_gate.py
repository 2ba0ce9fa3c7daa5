"""What the routes of roll-outs and gates take, for the tests of access and of pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from house_actions_gate import PLAN, alarm, engine, planned
from house_world import At, Example, World
from releve.kit.actors import HOUSE
from releve.kit.permissions import Need, Permission
from releve.people.models import Level
from releve.roster.gate import TOOL
from releve.stewardship import actions
from releve.stewardship.actions.stopping import CLOSING
from releve.stewardship.models import Tool

ARGUMENTS: dict[str, Callable[[World], Example]] = {
    "tools:rollout.hospital": lambda world: Example(world.hospital.pk, "within"),
    "tools:plan.hospital": lambda world: Example(world.hospital.pk, "within"),
    "tools:lock_plan.number": lambda world: Example(planned(world).number),
    # Anybody who decides on the unit stops a tool there; that it may go on is the hospital's word.
    "tools:resume.unit": lambda world: Example(world.unit.pk, "hospital"),
    "tools:answer_alarm.alarm": lambda world: Example(alarm(world).pk),
    "api:gate.key": lambda _world: Example(TOOL),
    "api:tool_rollout.key": lambda _world: Example(TOOL),
    "api:tool_rollout.hospital": lambda world: Example(world.hospital.pk, "within"),
    **{
        f"tools:{name}.key": lambda _world: Example(TOOL)
        for name in (
            *("rollout", "examine", "open_step", "consult", "plan", "save_plan", "lock_plan"),
            "retire",
            *("stop_everywhere", "resume_everywhere", "answer_alarm"),
            *("gate", "stop", "resume", "alarm", "glass"),
        )
    },
}
"""By the route's and the argument's name."""

PLACES: dict[str, At] = {}

ASKS: dict[str, Need] = {"tools:alarm": Need("permission", Permission.SEE_ROSTER)}
"""Whoever reads the roster of a unit may report a serious event there."""

FORMS: dict[str, Mapping[str, str]] = {
    "tools:stop": {},
    "tools:alarm": {"said": "Lune"},
}
"""What a form sends, by its route; the others answer a form that says nothing with their page."""

OF_TOOL = ("--tool", TOOL)
IN_HOUSE = ("--hospital", "CH-LUNE")
WHY = ("--reason", "Lune")


def _engine() -> Tool:
    return Tool.objects.for_hospital(Level.objects.get(code="CH-LUNE")).get(key=TOOL)


def _examined(_folder: Path) -> tuple[At, list[str]]:
    Tool.objects.for_hospital(_engine().hospital_id).update(state="declared", step=0)
    return "hospital", [*OF_TOOL, *IN_HOUSE]


def _opened(_folder: Path) -> tuple[At, list[str]]:
    row = actions.draft_plan(_engine(), PLAN, actor=HOUSE)
    actions.lock_plan(_engine(), row.number, actor=HOUSE)
    return "hospital", [*OF_TOOL, "--step", "1", "--unit", "URG"]


def _retired(_folder: Path) -> tuple[At, list[str]]:
    done = [word for item in CLOSING for word in (f"--{item.replace('_', '-')}", "Lune")]
    return "hospital", [*OF_TOOL, *IN_HOUSE, *done, *WHY]


VERBS: dict[str, Callable[[Path], tuple[At, list[str]]]] = {
    "stewardship next": lambda _: ("within", [*OF_TOOL, *IN_HOUSE]),
    "stewardship gate": lambda _: ("unit", [*OF_TOOL, "--unit", "URG"]),
    "stewardship stop": lambda _: ("unit", [*OF_TOOL, "--unit", "URG"]),
    "stewardship examine": _examined,
    "stewardship open": _opened,
    "stewardship resume": lambda _: ("hospital", [*OF_TOOL, *IN_HOUSE, "--everywhere", *WHY]),
    "stewardship retire": _retired,
}
"""Words that a verb takes, and where the object stands that they name."""

__all__ = ["ARGUMENTS", "ASKS", "FORMS", "PLACES", "VERBS", "engine"]
