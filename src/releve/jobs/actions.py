"""Verbs of the room: ask for a job, cancel one, have one tried again, forget old ones."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Now
from django_tasks.base import Task

from releve.jobs.backend import written
from releve.jobs.known import JobTask, as_job_task
from releve.jobs.models import Job, JobQuerySet
from releve.jobs.queries import jobs_open_to
from releve.jobs.vocabulary import ENDED_STATES
from releve.kit.actors import Actor
from releve.kit.noting import note_beside
from releve.kit.permissions import SIGNED_IN, Permission, needs

KEPT = timedelta(days=30)
"""How long an ended job can be looked at."""


class NotLiveError(ValueError):
    """The job has ended; there is nothing to cancel."""


class NotEndedError(ValueError):
    """The job has not failed and was not cancelled; there is nothing to try again."""


@needs(SIGNED_IN)
def ask_job(  # noqa: PLR0913 - the facts of one asking, each given by its name
    task: Task[Any, Any],
    arguments: Mapping[str, Any],
    *,
    actor: Actor,
    hospital: int | None = None,
    key: str = "",
    run_after: datetime | None = None,
    deadline: datetime | None = None,
    priority: int | None = None,
) -> Job:
    """Write down what is to be done, in the caller's transaction; return the job.

    ``hospital`` defaults to the actor's. Asked again under the same ``key``, the first job is
    returned. The action that calls this has checked what the actor may do.
    """
    asked: JobTask[..., Any] = as_job_task(task).asked(
        actor=actor.key,
        on_behalf_of=actor.on_behalf_of,
        hospital=actor.hospital if hospital is None else hospital,
        key=key,
        run_after=run_after,
        deadline=deadline,
        priority=task.priority if priority is None else priority,
    )
    asked.get_backend().validate_task(asked)
    job: Job = written(asked, (), arguments)
    return job


@needs(Permission.STEER_JOBS)
def cancel_job(actor: Actor, pk: int) -> Job:
    """End a job that waits; ask one that runs to end. Return it as it stands.

    Raises Job.DoesNotExist where it is out of the actor's reach, NotAllowedError, NotLiveError.
    """
    with transaction.atomic():
        job = _steered(actor, pk)
        if not job.is_live:
            raise NotLiveError(str(pk))
        if job.state == "ready":
            _one(job).update(state="cancelled", ended_at=Now())
        else:
            _one(job).update(cancel_asked=True)
        note_beside(actor, "jobs.job.cancel", kind="job", key=pk, hospital=job.hospital)
    return Job.objects.get(pk=pk)


@needs(Permission.STEER_JOBS)
def retry_job(actor: Actor, pk: int) -> Job:
    """Have a failed or cancelled job tried once more; return it as it stands.

    Raises Job.DoesNotExist where it is out of the actor's reach, NotAllowedError, NotEndedError.
    """
    with transaction.atomic():
        job = _steered(actor, pk)
        if job.state not in {"failed", "cancelled"}:
            raise NotEndedError(str(pk))
        _one(job).update(
            state="ready",
            run_after=Now(),
            most_attempts=F("attempt") + 1,
            cancel_asked=False,
            deadline=None,
            ended_at=None,
            reason="",
            fault="",
            said="",
        )
        note_beside(actor, "jobs.job.retry", kind="job", key=pk, hospital=job.hospital)
    return Job.objects.get(pk=pk)


def forget_ended(*, kept: timedelta = KEPT) -> int:
    """Delete jobs that ended longer ago than that; return how many."""
    return ended_before(kept=kept).delete()[0]


def ended_before(*, kept: timedelta = KEPT) -> QuerySet[Job]:
    """Return the jobs that ended longer ago than that."""
    return Job.objects.filter(state__in=ENDED_STATES, ended_at__lt=Now() - kept)


def _steered(actor: Actor, pk: int) -> Job:
    """Return a job kept for this transaction; another hospital's is not even there."""
    if actor.hospital is not None:
        Job.objects.for_hospital(actor.hospital).get(pk=pk)
    return jobs_open_to(actor, Permission.STEER_JOBS).select_for_update().get(pk=pk)


def _one(job: Job) -> JobQuerySet:
    return Job.objects.filter(pk=job.pk)
