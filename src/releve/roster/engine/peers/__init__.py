"""The engine beside its peers: each answers the same task and claims something about it.

A peer shows what ours is worth, on the same files and the same machine. It is never an answer
for a ward. Each is loaded in its own process and only when it is asked for, since their
libraries do not all live together; one whose library is not installed is named as missing.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Final

from releve.roster.engine.peers.claims import Answer, Claim, Hooks, NotForPeerError, Task

OURS: Final = "ours"

PEERS: Final = ("cpsat", "highs", "cpmpy")
"""The plain compact model on CP-SAT and on HiGHS, and CPMpy's own model of the benchmark."""

NEEDED: Final = {"highs": "highspy", "cpmpy": "cpmpy"}
"""The library of a peer, where it may be absent or is not our own engine's."""


def missing(name: str) -> str | None:
    """Return the library that a peer lacks here, ``None`` where it can be asked."""
    library = NEEDED.get(name)
    return None if library is None or find_spec(library) else library


def engine_named(name: str) -> Answer:
    """Return what answers a task under that name, its libraries loaded."""
    module = import_module(f"{__name__}.{name}_model")
    answer: Answer = module.loaded()
    return answer


__all__ = [
    "OURS",
    "PEERS",
    "Answer",
    "Claim",
    "Hooks",
    "NotForPeerError",
    "Task",
    "engine_named",
    "missing",
]
