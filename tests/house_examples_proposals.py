"""What the routes of proposals take as arguments, for the tests of access."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from house_actions_proposals import (
    HOST,
    KEY,
    a_contest,
    a_proposal,
    a_question,
    a_text_tool,
    allow,
)
from house_world import At, Example, World
from releve.kit.permissions import Need, Permission

UNREAD: Mapping[str, str] = {
    "tools:proposals_file": "tools, units, states and instants; whose proposal it is stands nowhere"
}
"""Routes that give a file and leave no reading, each with its reason."""


def key_of_tool(world: World) -> str:
    """Return the key of the connected tool."""
    return a_text_tool(world).key or KEY


ARGUMENTS: dict[str, Callable[[World], Example]] = {
    "proposal": lambda world: Example(a_proposal(world).pk, "unit"),
    "tools:own_proposal.proposal": lambda world: Example(a_proposal(world).pk, "own"),
    "tools:own_contest.proposal": lambda world: Example(a_proposal(world).pk, "own"),
    "contest": lambda world: Example(a_contest(world).pk, "unit"),
    "tools:contest_reply.contest": lambda world: Example(a_contest(world).pk, "own"),
    "tools:contest_close.contest": lambda world: Example(a_contest(world).pk, "own"),
    "question": lambda world: Example(a_question(world), "own"),
    "tools:connection.key": lambda world: Example(key_of_tool(world), "hospital"),
    "tools:connection_end.key": lambda world: Example(key_of_tool(world), "hospital"),
    "tools:check.key": lambda world: Example(key_of_tool(world), "own"),
}

FORMS: dict[str, Mapping[str, str]] = {
    "tools:proposal_decide": {"outcome": "accepted"},
    "tools:own_contest": {"said": "Non"},
    "tools:contest_reply": {"said": "Encore"},
    "tools:contest_answer": {"said": "Vu", "seen": "1"},
    "tools:connection": {
        "address": f"https://{HOST}/v1",
        "model": "petit",
        "activity": "documentation",
        "most_tokens": "800",
        "minutes_saved": "5",
        "minutes_checking": "2",
    },
    "tools:check": {"case": "text-leaflet"},
}

SENT: dict[str, Callable[[World], tuple[dict[str, Any], str]]] = {
    "api:proposal_decision": lambda _world: ({"outcome": "accepted"}, ""),
}

PLACES: dict[str, At] = {"tools:connections": "home"}

ASKS: dict[str, Need] = {
    "tools:proposal": Need("permission", Permission.SEE_REGISTER),
    "tools:proposal_decide": Need("permission", Permission.DECIDE_PROPOSALS),
    "tools:contest": Need("permission", Permission.DECIDE_PROPOSALS),
    "tools:contest_answer": Need("permission", Permission.DECIDE_PROPOSALS),
    "api:proposal_whole": Need("permission", Permission.SEE_REGISTER),
    "api:proposal_decision": Need("permission", Permission.DECIDE_PROPOSALS),
}
"""What opens the object of a route that declares a sign-in alone: whoever it is about reads it
without any function."""

DESCRIBED = f"""
tool: {{key: described, name_fr: Outil, kind: generative, version: "1.0"}}
connection: {{address: "https://{HOST}/v1", model: petit, activity: documentation}}
"""


def _described(folder: Path) -> tuple[At, list[str]]:
    allow()
    file = folder / "described.yaml"
    file.write_text(DESCRIBED, "utf-8")
    return "hospital", [str(file), "--hospital", "CH-LUNE"]


VERBS: dict[str, Callable[[Path], tuple[At, list[str]]]] = {"stewardship connect": _described}
"""Words that a verb takes, and where the object stands that they name."""
