"""What the routes of roll-outs and gates take, for the tests of access and of pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from house_actions_gate import alarm, engine, planned
from house_world import At, Example, World
from releve.kit.permissions import Need, Permission
from releve.roster.gate import TOOL

ARGUMENTS: dict[str, Callable[[World], Example]] = {
    "tools:rollout.hospital": lambda world: Example(world.hospital.pk, "within"),
    "tools:lock_plan.number": lambda world: Example(planned(world).number),
    # Anybody who decides on the unit stops a tool there; that it may go on is the hospital's word.
    "tools:resume.unit": lambda world: Example(world.unit.pk, "hospital"),
    "tools:answer_alarm.alarm": lambda world: Example(alarm(world).pk),
    **{
        f"tools:{name}.key": lambda _world: Example(TOOL)
        for name in (
            *("rollout", "examine", "open_step", "consult", "plan", "lock_plan", "retire"),
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

__all__ = ["ARGUMENTS", "ASKS", "FORMS", "PLACES", "engine"]
