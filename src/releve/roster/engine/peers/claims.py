"""What an engine is asked beside its peers, and what it claims before anybody judged it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from releve.kit.engines import OnProgress, Params
from releve.roster.engine.problem import Assignment, Problem
from releve.roster.engine.result import SolveStatus

OnAnswer = Callable[[tuple[Assignment, ...]], None]


class NotForPeerError(Exception):
    """A peer cannot read this problem; its own sentence says why."""


@dataclass(frozen=True)
class Task:
    """A problem, the text of its file for peers that read it themselves, and the limits."""

    problem: Problem
    text: str
    params: Params


@dataclass(frozen=True)
class Hooks:
    """What hears a search: each better answer, and bounds in points."""

    incumbent: OnAnswer
    progress: OnProgress


@dataclass(frozen=True)
class Claim:
    """What an engine says of its own answer, in scaled points.

    ``engine``: the method that it names. ``is_exact``: its cost is that of the answer; else it
    may be more, where a slack was left loose, never less. ``bound`` holds for every roster that
    leaves no more uncovered than this one; ``hole_bound`` for every roster.
    """

    engine: str
    status: SolveStatus
    answer: tuple[Assignment, ...] = ()
    cost: int | None = None
    hole_cost: int | None = None
    bound: int | None = None
    hole_bound: int = 0
    is_exact: bool = True


Answer = Callable[[Task, Hooks], Claim]


class Clock:
    """What is left of the time that a task allows, from now on."""

    def __init__(self, params: Params) -> None:
        self._began = time.monotonic()
        self._seconds = params.seconds

    def elapsed(self) -> float:
        """Return the seconds since it began."""
        return time.monotonic() - self._began

    def left(self) -> float | None:
        """Return the seconds that are left, ``None`` where there is no limit."""
        return None if self._seconds is None else max(0.0, self._seconds - self.elapsed())
