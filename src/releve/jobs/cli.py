"""``releve jobs …``: a worker, and what the background work of a hospital is at."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import TypeVar

import click

from releve.jobs.actions import NotEndedError, NotLiveError, cancel_job, retry_job
from releve.jobs.beside import beside_environment, is_beside
from releve.jobs.models import Job
from releve.jobs.queries import jobs_seen_by
from releve.jobs.reports import job_facts, state_name
from releve.jobs.vocabulary import QUEUES, STATES
from releve.jobs.worker import Worker
from releve.kit.actors import Actor
from releve.kit.console import DONE, as_option, console, json_option, write_json
from releve.kit.faults import BadInputError, Place
from releve.kit.permissions import ANYONE, Permission, needs
from releve.kit.words import translator

_ = translator("releve.jobs")

T = TypeVar("T")

SHOWN = 50


@click.group()
def jobs() -> None:
    """Background work: a worker, and what it is at."""


@jobs.command("work")
@click.option("--once", is_flag=True, help="End when nothing is due any more.")
@click.option(
    "--threads",
    type=click.IntRange(1, 64),
    default=3,
    show_default=True,
    help="Jobs at a time in each process; of several, one takes no searches.",
)
@click.option(
    "--processes", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes."
)
@click.option(
    "--queue",
    "queues",
    multiple=True,
    type=click.Choice(QUEUES),
    help="Only jobs of this queue; may be given again. Every queue if left out.",
)
@click.pass_context
@needs(ANYONE)
def work(
    context: click.Context,
    *,
    once: bool,
    threads: int,
    processes: int,
    queues: Sequence[str],
) -> int:
    """Take jobs and run them until told to end (Ctrl-C, or the signal to end).

    Told to end, a worker takes nothing new, lets short work finish, and hands the rest back. Any
    number of workers may run; with PostgreSQL on any number of machines.
    """
    closing = threading.Event()
    with _told_to_end(closing.set):
        if is_beside():  # it ends when standard input does
            threading.Thread(target=_await_parent, args=(closing.set,), daemon=True).start()
        (context.obj or {}).get("tables", lambda: None)()
        if processes > 1:
            return _several(processes, threads=threads, queues=queues, once=once, closing=closing)
        worker = Worker(queues=tuple(queues) or QUEUES, threads=threads)
        threading.Thread(target=_pass_on, args=(closing, worker), daemon=True).start()
        worker.run(once=once)
    return DONE


@jobs.command("list")
@click.option("--state", "states", multiple=True, type=click.Choice(STATES), help="Only these.")
@json_option
@as_option
@needs(Permission.SEE_JOBS)
def list_jobs(*, actor: Actor, states: Sequence[str], json_path: str | None) -> int:
    """List background work, what is under way first."""
    found = _found(lambda: list(jobs_seen_by(actor, states=tuple(states))[:SHOWN]))
    if json_path:
        write_json([job_facts(job) for job in found], json_path)
    if json_path != "-":
        for job in found:
            done = "" if job.percent is None else f"{job.percent} %"
            console().print(f"{job.pk:>8}  {state_name(job.state):12} {done:>6}  {job.task}")
        if not found:
            console().print(_("There is no background work."))
    return DONE


@jobs.command("cancel")
@click.argument("job", type=int)
@json_option
@as_option
@needs(Permission.STEER_JOBS)
def cancel(*, actor: Actor, job: int, json_path: str | None) -> int:
    """End a job that waits, or ask one that runs to end."""
    try:
        found = _found(lambda: cancel_job(actor, job))
    except NotLiveError as ended:
        raise _refused(_("job {job} has ended; there is nothing to cancel"), job) from ended
    return _told(found, json_path)


@jobs.command("retry")
@click.argument("job", type=int)
@json_option
@as_option
@needs(Permission.STEER_JOBS)
def retry(*, actor: Actor, job: int, json_path: str | None) -> int:
    """Have a job that failed, or was cancelled, tried once more."""
    try:
        found = _found(lambda: retry_job(actor, job))
    except NotEndedError as other:
        message = _("job {job} has neither failed nor been cancelled")
        raise _refused(message, job) from other
    return _told(found, json_path)


def _told(job: Job, json_path: str | None) -> int:
    if json_path:
        write_json(job_facts(job), json_path)
    if json_path != "-":
        console().print(f"{job.pk}: {state_name(job.state)}")
    return DONE


def _found(ask: Callable[[], T]) -> T:
    """Ask, and say in one sentence what is not there; who may not is told as everywhere."""
    try:
        return ask()
    except Job.DoesNotExist as unknown:
        raise BadInputError(_("there is no such job; see: releve jobs list")) from unknown


def _refused(message: str, job: int) -> BadInputError:
    return BadInputError(message.format(job=job), place=Place(field="JOB"))


@contextmanager
def _told_to_end(close: Callable[[], None]) -> Iterator[None]:
    """Turn Ctrl-C and the signal to end into a call, inside the ``with`` block."""

    def heard(_signal: int, _frame: FrameType | None) -> None:
        close()

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, heard) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _await_parent(close: Callable[[], None]) -> None:
    # The pipe ends when the process that holds its other end does, however it ends.
    sys.stdin.buffer.read()
    close()


def _pass_on(closing: threading.Event, worker: Worker) -> None:
    closing.wait()
    worker.close()


def _several(
    processes: int, *, threads: int, queues: Sequence[str], once: bool, closing: threading.Event
) -> int:
    """Run a worker in each of some processes; each ends with this one."""
    words = ["-m", "releve", "jobs", "work", "--threads", str(threads)]
    words += [word for queue in queues for word in ("--queue", queue)] + ["--once"] * once
    begun = [
        subprocess.Popen(  # noqa: S603 - the same Python, our own words
            [sys.executable, *words],
            env=beside_environment(),
            stdin=subprocess.PIPE,
            start_new_session=True,
        )
        for _number in range(processes)
    ]
    while any(child.poll() is None for child in begun) and not closing.wait(0.2):
        pass
    for child in begun:
        if child.stdin is not None:
            child.stdin.close()
    return max(child.wait() for child in begun)
