"""One engine on one problem in a process of its own: its time, its CPU seconds, its memory.

The clock starts when the child, its libraries loaded, is given the problem; what loading took
is not counted, except in the memory. A child past its time is ended, and what it told until
then stands. Children run one after the other, so that what the system counts for children that
have ended is what this one used.
"""

from __future__ import annotations

import multiprocessing
import resource
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from releve.kit.child_processes import interrupts_held, leave_interrupts
from releve.kit.engines import Cancelled, Progress
from releve.roster.bench.document import Ended
from releve.roster.engine.peers import Claim, Hooks, NotForPeerError, Task, engine_named
from releve.roster.engine.problem import Assignment
from releve.roster.engine.solve import EngineDisagreesError

POLL_SECONDS = 0.1
LOADING_SECONDS = 120.0
"""How long an engine may take to load its libraries."""

OVERTIME_SECONDS = 30.0
"""How long past its time a child may still be ending: building and judging are not cut short."""

KEPT_ANSWERS = 40
"""Incumbents kept of a run, beside the first and the last; of more, every second one goes."""

Timed = tuple[float, tuple[Assignment, ...]]


@dataclass(frozen=True)
class Measured:
    """What one child did.

    ``error``: its own sentence where it failed; ``disagrees``: its own checks contradicted it.
    ``interrupted``: somebody asked to stop, and nothing counts.
    """

    ended: Ended = "lost"
    claim: Claim | None = None
    answers: tuple[Timed, ...] = ()
    bounds: tuple[tuple[float, float], ...] = ()
    error: str = ""
    disagrees: bool = False
    interrupted: bool = False
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    peak_megabytes: float | None = None


OnStep = Callable[[float, Progress | None], None]
"""Called with the seconds since the engine began, and what it reports, several times a second."""


def measured(
    name: str, task: Task, *, on_step: OnStep | None = None, cancelled: Cancelled | None = None
) -> Measured:
    """Return what the engine of that name does with a task, measured in a child process."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    child = context.Process(target=_work, args=(theirs, name, task), daemon=True)
    cpu = _cpu_of_children()
    with interrupts_held():
        child.start()
    theirs.close()
    listener = _Listener(ours, task.params.seconds, child.pid or 0, on_step, cancelled)
    try:
        listener.listen(child.is_alive)
    finally:
        if child.is_alive():
            child.kill()
        child.join()
        ours.close()
    return listener.told(_cpu_of_children() - cpu)


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@dataclass
class _Listener:
    """The parent's side: hears the child, keeps its answers, watches its time and memory."""

    pipe: Connection
    limit: float | None
    child: int
    on_step: OnStep | None
    cancelled: Cancelled | None
    answers: list[Timed] = field(default_factory=list)
    bounds: list[tuple[float, float]] = field(default_factory=list)
    end: dict[str, Any] = field(default_factory=dict)
    ended: Ended = "lost"
    interrupted: bool = False
    loading_cpu: float = 0.0
    began: float | None = None
    peak: float | None = None

    def listen(self, is_alive: Callable[[], bool]) -> None:
        """Hear the child until it ends, is past its time, or somebody asks to stop."""
        born = time.monotonic()
        while not self.end:
            try:
                if self.pipe.poll(POLL_SECONDS):
                    self._hear(self.pipe.recv())
                elif not is_alive():
                    return
            except (EOFError, ConnectionError):
                return
            now = time.monotonic()
            self.peak = peak_megabytes(self.child) or self.peak
            since = 0.0 if self.began is None else now - self.began
            if self.on_step is not None:
                self.on_step(since, None)
            if self.cancelled is not None and self.cancelled():
                self.interrupted = True
                return
            if self.began is None and now - born > LOADING_SECONDS:
                return
            if self.limit is not None and since > self.limit + OVERTIME_SECONDS:
                self.ended = "late"
                return

    def _hear(self, message: tuple[str, float, Any]) -> None:
        kind, at, what = message
        if kind == "ready":
            self.began, self.loading_cpu = time.monotonic(), what
        elif kind == "answer":
            self.answers.append((at, what))
            if len(self.answers) > KEPT_ANSWERS + 2:
                self.answers = [self.answers[0], *self.answers[1:-1:2], self.answers[-1]]
        elif kind == "progress":
            if what.bound is not None and what.stage == "goals":
                self._bound(at, what.bound)
            if self.on_step is not None:
                self.on_step(at, what)
        else:
            self.end = {"kind": kind, "at": at, **what}

    def _bound(self, at: float, bound: float) -> None:
        if self.bounds and bound <= self.bounds[-1][1]:
            return
        self.bounds.append((at, bound))
        if len(self.bounds) > KEPT_ANSWERS + 2:
            self.bounds = [self.bounds[0], *self.bounds[1:-1:2], self.bounds[-1]]

    def told(self, cpu_seconds: float) -> Measured:
        """Return everything that was heard and measured."""
        kind = self.end.get("kind")
        ended: Ended = {"done": "done", "not_for_it": "not_for_it"}.get(str(kind), self.ended)  # type: ignore[assignment]  # the words of Ended
        since = 0.0 if self.began is None else time.monotonic() - self.began
        return Measured(
            ended=ended,
            claim=self.end.get("claim"),
            answers=tuple(self.answers),
            bounds=tuple(self.bounds),
            error=self.end.get("error", ""),
            disagrees=self.end.get("disagrees", False),
            interrupted=self.interrupted,
            seconds=self.end.get("at", since),
            cpu_seconds=max(0.0, cpu_seconds - self.loading_cpu),
            peak_megabytes=self.end.get("peak") or self.peak,
        )


def _work(pipe: Connection, name: str, task: Task) -> None:
    """Load the engine, tell that it is ready, answer the task, tell the end."""
    leave_interrupts()
    lock = threading.Lock()
    began = time.monotonic()

    def send(kind: str, what: Any) -> None:
        with lock:  # bounds and incumbents come from different threads of the search
            pipe.send((kind, time.monotonic() - began, what))

    hooks = Hooks(
        incumbent=lambda answer: send("answer", answer),
        progress=lambda progress: send("progress", progress),
    )
    try:
        answer = engine_named(name)
        send("ready", time.process_time())
        began = time.monotonic()
        told: dict[str, Any] = {"claim": answer(task, hooks)}
        kind = "done"
    except NotForPeerError as error:
        kind, told = "not_for_it", {"error": str(error)}
    except Exception as error:  # noqa: BLE001 - whatever went wrong is the parent's to tell
        disagrees = isinstance(error, EngineDisagreesError)
        kind, told = "failed", {"error": f"{type(error).__name__}: {error}", "disagrees": disagrees}
    send(kind, {**told, "peak": peak_megabytes()})


def peak_megabytes(process: int | None = None) -> float | None:
    """Return the most memory that a process has held, ``None`` where the system does not say.

    Linux tells it of any process of ours. What it tells of children that have ended may be the
    parent's own, from before the child became itself; elsewhere a process knows its own.
    """
    try:
        told = Path(f"/proc/{process or 'self'}/status").read_text(encoding="ascii")
    except OSError:
        if process is not None:
            return None
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most / (2**20 if sys.platform == "darwin" else 2**10)
    for line in told.splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return None
