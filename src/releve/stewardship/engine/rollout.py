"""The states of a tool and the moves between them, and the seal of a plan.

A tool is declared, examined, tried in a pilot, opened step by step, then in general use, and one
day retired. It may be suspended from anywhere, and resumes where it was.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

EXAMINE, PILOT, STEP, GENERALISE = "examine", "pilot", "step", "generalise"
SUSPEND, RESUME, RETIRE = "suspend", "resume", "retire"

TRANSITIONS: Mapping[tuple[str, str], str] = {
    ("declared", EXAMINE): "examined",
    ("examined", EXAMINE): "examined",
    ("examined", PILOT): "pilot",
    ("pilot", PILOT): "pilot",
    ("pilot", STEP): "step",
    ("step", STEP): "step",
    ("step", GENERALISE): "general",
    ("general", GENERALISE): "general",
    ("declared", SUSPEND): "suspended",
    ("examined", SUSPEND): "suspended",
    ("pilot", SUSPEND): "suspended",
    ("step", SUSPEND): "suspended",
    ("general", SUSPEND): "suspended",
    ("declared", RETIRE): "retired",
    ("examined", RETIRE): "retired",
    ("pilot", RETIRE): "retired",
    ("step", RETIRE): "retired",
    ("general", RETIRE): "retired",
    ("suspended", RETIRE): "retired",
}
"""What a move makes of a state. ``resume`` is not in it: it goes back to the state before."""

BLOCKED_AT: Mapping[str, str] = {PILOT: "pilot", STEP: "step", GENERALISE: "general"}
"""The step, as controls name it, that a move opens."""


@dataclass(frozen=True)
class Standing:
    """Where a tool stands: its state, its step's number, and what a suspended one goes back to."""

    state: str
    step: int = 0
    before: str = ""


def moved(standing: Standing, move: str, *, step: int = 0) -> Standing | None:
    """Return where a move leads, nothing where it is not open from there.

    ``step``: the number of the step that is opened, the present one or the next.
    """
    if move == RESUME:
        resumes = standing.state == "suspended"
        return Standing(standing.before, standing.step) if resumes else None
    state = TRANSITIONS.get((standing.state, move))
    if state is None:
        return None
    if move == SUSPEND:
        return Standing(state, standing.step, standing.state)
    if move == STEP:
        is_open = step in ({1} if standing.state == "pilot" else {standing.step, standing.step + 1})
        return Standing(state, step) if is_open else None
    return Standing(state)


def moves_from(standing: Standing) -> tuple[str, ...]:
    """Return the moves that are open from where a tool stands."""
    found = [move for state, move in TRANSITIONS if state == standing.state]
    return (*found, RESUME) if standing.state == "suspended" else tuple(found)


def plan_text(body: Mapping[str, Any]) -> str:
    """Return a plan in its one spelling: keys in order, no blanks, letters as they are."""
    return json.dumps(
        body, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )


def plan_digest(body: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a plan's one spelling, which locks it."""
    return sha256(plan_text(body).encode()).hexdigest()


def is_as_sealed(body: Mapping[str, Any], digest: str) -> bool:
    """Whether a plan still says what it said when its digest was taken."""
    return plan_digest(body) == digest
