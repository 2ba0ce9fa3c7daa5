"""What a roll-out plan says, and whether it says enough to be locked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

STOP_RULES = ("sentinel", "harm", "burden", "futility", "people")
"""The kinds of alarm for which a plan says when they stop the tool; the first always does."""


@dataclass(frozen=True)
class PlannedStep:
    """A step: 0 is the pilot; the units that it opens, by code, and from when on."""

    number: int
    units: tuple[str, ...]
    from_on: date


@dataclass(frozen=True)
class Plan:
    """How a tool is opened, what is measured, and what stops it.

    ``outcome``: what is looked at. ``margin``: how much worse it may get before a step is held.
    ``stop_rules``: by kind of alarm, when the tool is stopped, in words.
    """

    steps: tuple[PlannedStep, ...]
    outcome: str
    margin: str
    stop_rules: tuple[tuple[str, str], ...]

    def units_of(self, number: int) -> tuple[str, ...]:
        """Return the units of a step, nothing where the plan has none such."""
        return next((step.units for step in self.steps if step.number == number), ())

    @property
    def last_step(self) -> int:
        """The number of its last step."""
        return max((step.number for step in self.steps), default=0)

    def to_json(self) -> dict[str, Any]:
        """Return it as it is kept and sealed."""
        return {
            "steps": [
                {
                    "step": step.number,
                    "units": list(step.units),
                    "from_on": step.from_on.isoformat(),
                }
                for step in self.steps
            ],
            "outcome": self.outcome,
            "margin": self.margin,
            "stop_rules": dict(self.stop_rules),
        }


def plan_of(body: Mapping[str, Any]) -> Plan:
    """Return a plan as it was kept."""
    steps = [
        PlannedStep(int(one["step"]), tuple(one["units"]), date.fromisoformat(one["from_on"]))
        for one in body["steps"]
    ]
    rules = tuple((kind, str(text)) for kind, text in body["stop_rules"].items())
    return Plan(tuple(steps), str(body["outcome"]), str(body["margin"]), rules)


def missing_of(plan: Plan) -> tuple[str, ...]:
    """Return what a plan does not say yet, as codes; nothing where it may be locked."""
    found: list[str] = []
    if [step.number for step in plan.steps] != list(range(len(plan.steps))):
        found.append("steps_not_in_order")
    if len(plan.steps) < 2:
        found.append("no_step")
    if any(not step.units for step in plan.steps):
        found.append("step_without_units")
    later = [unit for step in plan.steps if step.number for unit in step.units]
    if len(later) != len(set(later)):
        found.append("unit_twice")
    days = [step.from_on for step in plan.steps]
    if any(one >= other for one, other in pairwise(days)):
        found.append("days_not_in_order")
    if not plan.outcome.strip():
        found.append("no_outcome")
    if not plan.margin.strip():
        found.append("no_margin")
    if not dict(plan.stop_rules).get(STOP_RULES[0], "").strip():
        found.append("no_stop_rule")
    return tuple(found)
