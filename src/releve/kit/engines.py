"""What every engine of the house shares: how it is told to stop, and how it reports.

The five words of an engine are ``Problem``, ``Params``, ``solve``, ``Result`` and ``audit``.
``check_engine`` in ``kit.check_engine`` proves that an engine keeps their promises.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Params:
    """How long and how an engine may search.

    ``seconds``: wall-clock limit. ``work``: limit in the engine's own deterministic units; the
    same seed, workers and work give the same answer. ``gap``: stop at this relative gap.
    ``memory_megabytes``: limit of the child process.
    """

    seconds: float | None = 60.0
    work: float | None = None
    seed: int = 0
    workers: int = 8
    gap: float = 0.0
    memory_megabytes: int | None = None


@dataclass(frozen=True)
class Progress:
    """One report from a running search: the best cost so far and the proven bound."""

    stage: str
    incumbent: float | None
    bound: float | None
    elapsed_seconds: float


OnProgress = Callable[[Progress], None]
Cancelled = Callable[[], bool]
