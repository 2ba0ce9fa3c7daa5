"""A solve in a process of its own: it can be stopped at once and given a memory limit.

The parent keeps each better answer as it comes. Asked to stop, it asks the child first, and
ends it if it does not answer in time; the best answer so far is then judged and weighed here.
"""

from __future__ import annotations

import multiprocessing
import resource
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection

from releve.kit.child_processes import interrupts_held, leave_interrupts
from releve.kit.engines import Cancelled, OnProgress, Params, Progress
from releve.roster.engine.aims import Aim
from releve.roster.engine.problem import Assignment, Problem
from releve.roster.engine.result import Result
from releve.roster.engine.solve import instrument
from releve.roster.engine.solve.aimed import solve_aimed
from releve.roster.engine.solve.pick import engine_of, suits_columns
from releve.roster.engine.solve.stages import OnIncumbent, verified
from releve.roster.engine.solve.start import start_from

GRACE_SECONDS = 0.6
"""How long a child may take to stop by itself once asked."""

OVERTIME_SECONDS = 30.0
"""How long past its limit a child may still judge and weigh its answer."""

POLL_SECONDS = 0.05


class ChildLostError(RuntimeError):
    """The child process ended without an answer: out of memory, or killed from outside."""


def solve_in_child(  # noqa: PLR0913  # hooks and plans, each given by its name
    problem: Problem,
    params: Params,
    *,
    progress: OnProgress | None = None,
    cancelled: Cancelled | None = None,
    incumbent: OnIncumbent | None = None,
    hint: Iterable[Assignment] | None = None,
    aim: Aim = "balanced",
    reference: Iterable[Assignment] | None = None,
) -> Result:
    """Return what ``solve_aimed`` returns, worked out in a child process.

    ``cancelled`` is asked twenty times a second; within a second of its "yes" the best answer
    so far comes back with ``interrupted`` set, or status "unknown" where there is none yet. A
    child long past its time is ended alike, which is no interruption.
    ``progress`` and ``incumbent`` are called in the caller's own thread. ``hint`` is a plan to
    start from: where it is lawful, the answer is never worse, cancelled or not.
    """
    task = _Task(problem, params, aim, _cells(reference), _cells(hint))
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    child = context.Process(target=_work, args=(theirs, task), daemon=True)
    parent = _Parent(ours, progress, cancelled, incumbent, params)
    with interrupts_held():
        child.start()
    theirs.close()
    try:
        result = parent.wait(child.is_alive)
    finally:
        if child.is_alive():
            child.terminate()
        child.join()
        ours.close()
    if result is not None:
        return result
    if parent.answer is None and not (parent.asked or parent.overdue):
        raise ChildLostError("the solving process ended without an answer")
    best = _best_so_far(task, parent.answer)
    seconds = parent.elapsed()
    return replace(
        best,
        interrupted=not parent.overdue,
        engine=engine_of(task.problem),
        seed=params.seed,
        seconds=seconds,
    )


@dataclass(frozen=True)
class _Task:
    """What a child is asked."""

    problem: Problem
    params: Params
    aim: Aim
    reference: tuple[Assignment, ...] | None
    hint: tuple[Assignment, ...] | None


def _cells(plan: Iterable[Assignment] | None) -> tuple[Assignment, ...] | None:
    return None if plan is None else tuple(plan)


def _best_so_far(task: _Task, answer: tuple[Assignment, ...] | None) -> Result:
    """Return the latest answer of a child that did not end by itself, judged and weighed.

    A child tells the plan it starts from before it searches; one that was ended before that
    leaves it to be judged here.
    """
    if answer is None:
        begin = task.reference if task.hint is None and task.aim == "stable" else task.hint
        start = start_from(task.problem, begin)
        if start is None or start.score is None:
            return Result("unknown")
        answer = start.answer
    return verified(task.problem, answer, hole_bound=0, bound=None)


class _Parent:
    """The waiting side: hears progress, keeps the best answer, passes the wish to stop on."""

    def __init__(
        self,
        pipe: Connection,
        progress: OnProgress | None,
        cancelled: Cancelled | None,
        incumbent: OnIncumbent | None,
        params: Params,
    ) -> None:
        self.pipe = pipe
        self.progress = progress
        self.cancelled = cancelled
        self.incumbent = incumbent
        self.limit = None if params.seconds is None else params.seconds + OVERTIME_SECONDS
        self.started = time.monotonic()
        self.answer: tuple[Assignment, ...] | None = None
        self.asked = False
        self.overdue = False
        """Whether its own time ran out before it said anything: nobody interrupted it."""

    def elapsed(self) -> float:
        return time.monotonic() - self.started

    def wait(self, is_alive: Callable[[], bool]) -> Result | None:
        """Return the child's result, or ``None`` where it was ended without one."""
        deadline = float("inf") if self.limit is None else self.limit
        while self.elapsed() < deadline:
            try:
                if self.pipe.poll(POLL_SECONDS):
                    result = self._hear(self.pipe.recv())
                    if result is not None:
                        return result
                elif not is_alive():
                    return None
            except (EOFError, ConnectionError):
                return None
            if not self.asked and self.cancelled is not None and self.cancelled():
                self.asked = True
                with suppress(ConnectionError):  # it may have ended a moment ago
                    self.pipe.send("stop")
                deadline = self.elapsed() + GRACE_SECONDS
        self.overdue = not self.asked
        return None

    def _hear(self, message: object) -> Result | None:
        if isinstance(message, Result):
            return message
        if isinstance(message, BaseException):
            raise message
        if isinstance(message, Progress):
            if self.progress is not None:
                self.progress(message)
        elif isinstance(message, tuple):
            self.answer = message
            if self.incumbent is not None:
                self.incumbent(message)
        return None


def _work(pipe: Connection, task: _Task) -> None:
    """Solve in the child; an interrupt from the keyboard is the parent's to handle."""
    leave_interrupts()
    # Before the memory limit, which is for the search.
    instrument.load()
    if suits_columns(task.problem):
        instrument.load_columns()
    if task.params.memory_megabytes is not None:
        limit = task.params.memory_megabytes * 2**20
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    lock = threading.Lock()

    def send(message: object) -> None:
        with lock:  # bounds and incumbents come from different threads of the search
            pipe.send(message)

    try:
        result = solve_aimed(
            task.problem,
            task.params,
            task.aim,
            task.reference,
            progress=send,
            cancelled=pipe.poll,
            incumbent=send,
            hint=task.hint,
        )
    except Exception as error:  # noqa: BLE001  # whatever went wrong is the parent's to tell
        send(error)
    else:
        send(result)
