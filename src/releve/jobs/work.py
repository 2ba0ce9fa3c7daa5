"""What a job sees of itself while it runs: how to save once, tell progress, notice an end.

A task that is declared with ``takes_context=True`` hands its context to these functions.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Exists, Model, QuerySet
from django_tasks.base import TaskContext, TaskResult, TaskResultStatus

from releve.jobs import claims
from releve.jobs.claims import Claim
from releve.jobs.faults import CancelledError
from releve.jobs.known import JobTask
from releve.jobs.models import Job
from releve.kit.actors import Actor

T = TypeVar("T", bound=Model)


@dataclass(frozen=True, kw_only=True)
class JobContext(TaskContext):
    """The context of django_tasks, and the claim under which the job runs."""

    claim: Claim


@dataclass
class Effects:
    """What ``once`` hands out: set ``result`` to what the job is to return."""

    result: Any = None


def context_for(task: JobTask[..., Any], claim: Claim) -> JobContext:
    """Return the context in which a claimed job runs."""
    result: TaskResult[Any] = TaskResult(
        task=task,
        id=str(claim.pk),
        status=TaskResultStatus.RUNNING,
        enqueued_at=None,
        started_at=None,
        finished_at=None,
        last_attempted_at=None,
        args=claim.arguments.get("args", []),
        kwargs=claim.arguments.get("kwargs", {}),
        backend=task.backend,
        errors=[],
        worker_ids=[claim.worker] * claim.attempt,
    )
    return JobContext(task_result=result, claim=claim)


def claim_of(context: TaskContext) -> Claim:
    """Return the claim of a job that runs. Raises TypeError outside our worker."""
    if not isinstance(context, JobContext):
        raise TypeError("this task runs on the jobs of the house only")
    return context.claim


def worker_for(context: TaskContext) -> Actor:
    """Return who acts while a job runs: the worker, on behalf of whoever asked for it."""
    claim = claim_of(context)
    return Actor(
        key="worker",
        name="worker",
        hospital=claim.hospital,
        on_behalf_of=claim.on_behalf_of or claim.actor,
    )


@contextmanager
def once(context: TaskContext) -> Iterator[Effects]:
    """Save effects and the job's end together: both, exactly once, or neither.

    Opens the transaction itself. Raises LeaseLostError, with nothing saved, where another worker
    has taken the job up meanwhile.
    """
    claim, effects = claim_of(context), Effects()
    forgets = _task(context).forgets_arguments
    try:
        with transaction.atomic(durable=True):
            claims.hold(claim)
            yield effects
            # Before the commit, or whoever listens would take the end for a loss.
            claim.is_done = True
            claims.finish(claim, result=effects.result, forgets=forgets)
    except BaseException:
        claim.is_done = False
        raise


@contextmanager
def held(context: TaskContext) -> Iterator[None]:
    """Save something on the way, in a transaction of its own, as long as the job is ours.

    Raises LeaseLostError where it is not. The job goes on, and may be tried again from here.
    """
    with transaction.atomic(durable=True):
        claims.hold(claim_of(context))
        yield


def while_ours(context: TaskContext, rows: QuerySet[T]) -> QuerySet[T]:
    """Return rows as long as the job is ours, none afterwards: for a note on the way.

    The one statement that reads or changes them asks; unlike ``held`` it locks nothing, and so
    stands in the way of nobody.
    """
    claim = claim_of(context)
    return rows.filter(Exists(Job.objects.held(claim.pk, claim.attempt)))


def tell(context: TaskContext, *, percent: float | None = None, stage: str = "") -> None:
    """Note how far a job is, in percent and as a code; call it about once a second."""
    claim = claim_of(context)
    done = None if percent is None else max(0, min(100, round(percent)))
    Job.objects.held(claim.pk, claim.attempt).update(percent=done, stage=stage)


def is_cancelled(context: TaskContext) -> bool:
    """Whether to end: somebody asked for it, or the job is another worker's by now."""
    claim = claim_of(context)
    return claim.cancelled.is_set() or claim.is_lost()


def is_closing(context: TaskContext) -> bool:
    """Whether the worker is about to close: end soon, or hand the job back."""
    return claim_of(context).closing.is_set()


def is_last_attempt(context: TaskContext) -> bool:
    """Whether the job is tried no more where this attempt goes wrong."""
    claim = claim_of(context)
    return Job.objects.filter(pk=claim.pk, most_attempts__lte=claim.attempt).exists()


def go_on(context: TaskContext) -> None:
    """Raise CancelledError where the job is to end without its effects."""
    if is_cancelled(context):
        raise CancelledError


def _task(context: TaskContext) -> JobTask[..., Any]:
    task: JobTask[..., Any] = context.task_result.task  # type: ignore[assignment]  # ours, see above
    return task
