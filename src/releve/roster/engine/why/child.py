"""Questions answered in one warm process beside the server's own.

Searching holds a core for two seconds and must never hold a page's thread longer than it may:
one child, spawned once with everything imported, answers one question after another. A question
that outlasts its time by more than ``OVERTIME_SECONDS`` costs the child its life; the next one
gets a new child. The child is a daemon: it ends with the server.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from releve.roster.engine.problem import Problem
from releve.roster.engine.solve import instrument
from releve.roster.engine.why.cell import why_cell
from releve.roster.engine.why.counter import why_counter
from releve.roster.engine.why.hole import why_hole
from releve.roster.engine.why.story import WhyParams

OVERTIME_SECONDS = 3.0
"""How long past its budget a question may take before its child is ended."""

TURN_SECONDS = 15.0
"""How long a question may wait for those before it."""

WAKING_SECONDS = 60.0
"""How long a child may take to import what it needs."""

KEPT_PROBLEMS = 8

QUESTIONS: dict[str, Callable[..., Any]] = {
    "cell": why_cell,
    "hole": why_hole,
    "counter": why_counter,
}
"""What can be asked, by name; each is given the problem first."""


class NoAnswerError(RuntimeError):
    """The answering process was lost or took too long; asking again may well succeed."""


class Worker:
    """One child and whoever waits for it."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._pipe: Connection | None = None
        self._child: BaseProcess | None = None

    def warm(self) -> None:
        """Start the child where there is none, without waiting for it to wake."""
        if self._turn.acquire(blocking=False):
            try:
                self._wake()
            finally:
                self._turn.release()

    def ask(self, question: str, problem: Problem, *args: Any, **facts: Any) -> Any:
        """Return the answer; questions asked meanwhile wait for their turn.

        Raises what the question raises, and ``NoAnswerError`` where the child was lost.
        """
        params = facts.get("params") or WhyParams()
        if not self._turn.acquire(timeout=TURN_SECONDS):
            raise NoAnswerError("too many questions wait for their turn")
        try:
            pipe = self._wake()
            try:
                self._hear(pipe, WAKING_SECONDS if self._is_waking else 0)
                pipe.send((question, problem, args, facts))
                answer = self._listen(pipe, params.seconds + OVERTIME_SECONDS)
            except (EOFError, OSError) as error:
                self.end()
                raise NoAnswerError("the answering process was lost") from error
            except BaseException:
                self.end()  # whoever waited is gone: an answer to come must not be the next one's
                raise
        finally:
            self._turn.release()
        if isinstance(answer, Exception):
            raise answer
        return answer

    def end(self) -> None:
        """End the child, if there is one."""
        child, pipe = self._child, self._pipe
        self._child = self._pipe = None
        if pipe is not None:
            pipe.close()
        if child is not None:
            child.kill()
            child.join()

    def _wake(self) -> Connection:
        if self._pipe is not None and self._child is not None and self._child.is_alive():
            return self._pipe
        self.end()
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        child = context.Process(target=_answer_all, args=(theirs,), daemon=True)
        child.start()
        theirs.close()
        self._pipe, self._child, self._is_waking = ours, child, True
        return ours

    _is_waking = False

    def _hear(self, pipe: Connection, seconds: float) -> None:
        """Wait until a new child says that it is awake."""
        if self._is_waking:
            self._listen(pipe, seconds)
            self._is_waking = False

    def _listen(self, pipe: Connection, seconds: float) -> Any:
        if not pipe.poll(seconds):
            raise NoAnswerError(f"no answer within {seconds:g} seconds")
        return pipe.recv()


_WORKERS: dict[int, Worker] = {}
_workers_lock = threading.Lock()


def worker() -> Worker:
    """Return the worker of this server process; a forked server gets its own."""
    with _workers_lock:
        return _WORKERS.setdefault(os.getpid(), Worker())


def warm() -> None:
    """Wake this process's worker, so that the first question finds it ready."""
    worker().warm()


def ask(question: str, problem: Problem, *args: Any, **facts: Any) -> Any:
    """Return the answer to a question of ``QUESTIONS`` from this process's worker."""
    if question not in QUESTIONS:
        raise KeyError(question)
    return worker().ask(question, problem, *args, **facts)


def _answer_all(pipe: Connection) -> None:
    """Answer in the child until the parent is gone; an interrupt is the parent's to handle."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    kept: list[Problem] = []
    instrument.load()
    with suppress(EOFError, OSError):
        pipe.send("awake")
        while True:
            question, problem, args, facts = pipe.recv()
            problem = _same(kept, problem)
            pipe.send(_answer(question, problem, args, facts))


def _answer(question: str, problem: Problem, args: Any, facts: Any) -> Any:
    try:
        return QUESTIONS[question](problem, *args, **facts)
    except Exception as error:  # noqa: BLE001  # whatever went wrong is the parent's to tell
        return error


def _same(kept: list[Problem], problem: Problem) -> Problem:
    """Return the equal problem seen before, about which the judge already knows much."""
    for known in kept:
        if known == problem:
            return known
    kept.insert(0, problem)
    del kept[KEPT_PROBLEMS:]
    return problem
