"""The backend behind ``django_tasks``: what is enqueued becomes a row of the table of jobs.

The row is written in the caller's own transaction: what is rolled back was never asked for, and
what is committed is done even if this process dies the moment after.
"""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskError, TaskResult, TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist

from releve.jobs.known import JobTask, as_job_task, task_named
from releve.kit.numbers import number_in

STATUS = {
    "ready": TaskResultStatus.READY,
    "leased": TaskResultStatus.RUNNING,
    "done": TaskResultStatus.SUCCESSFUL,
    "failed": TaskResultStatus.FAILED,
    "cancelled": TaskResultStatus.FAILED,
}


class Backend(BaseTaskBackend):
    """Jobs in the house's own database, for ``TASKS``."""

    task_class = JobTask
    supports_defer = True
    supports_priority = True
    supports_get_result = True

    def enqueue(self, task: Task[Any, Any], args: Any, kwargs: Any) -> TaskResult[Any]:
        """Write the job, or find the one asked for under the same key; return where it stands."""
        self.validate_task(task)
        return result_of(written(as_job_task(task), args, kwargs), alias=self.alias)

    def get_result(self, result_id: str) -> TaskResult[Any]:
        """Return where a job stands; raises TaskResultDoesNotExist."""
        from releve.jobs.models import Job  # noqa: PLC0415 - tasks are declared before tables are known

        number = number_in(result_id)
        job = None if number is None else Job.objects.filter(pk=number).first()
        if job is None:
            raise TaskResultDoesNotExist(result_id)
        return result_of(job, alias=self.alias)


def written(task: JobTask[..., Any], args: Any, kwargs: Any) -> Any:
    """Write a job and return its row; the row that is there where its key is known already."""
    from releve.jobs.models import Job  # noqa: PLC0415 - tasks are declared before tables are known

    facts = {
        "task": task.module_path,
        "queue": task.queue_name,
        "priority": task.priority,
        "arguments": {"args": list(args), "kwargs": dict(kwargs)},
        "key": task.key,
        "hospital": task.hospital,
        "actor": task.actor,
        "on_behalf_of": task.on_behalf_of,
        "most_attempts": task.most_attempts,
        "backoff_seconds": task.backoff_seconds,
        "deadline": task.deadline,
        "asked_at": Now(),
        "run_after": task.run_after or Now(),
    }
    if not task.key:
        job = Job.objects.create(**facts)
    else:
        known = Job.objects.filter(key=task.key).first()
        if known is not None:
            return known
        try:
            with transaction.atomic():
                job = Job.objects.create(**facts)
        except IntegrityError:  # somebody else wrote it in the same moment
            return Job.objects.get(key=task.key)
    job.refresh_from_db(fields=["asked_at", "run_after"])
    return job


def result_of(job: Any, *, alias: str) -> TaskResult[Any]:
    """Return a job as django_tasks shows it; raises TaskResultDoesNotExist for unknown work."""
    task = task_named(job.task)
    if task is None:
        raise TaskResultDoesNotExist(str(job.pk))
    result: TaskResult[Any] = TaskResult(
        task=task,
        id=str(job.pk),
        status=STATUS[job.state],
        enqueued_at=job.asked_at,
        started_at=job.started_at,
        finished_at=job.ended_at,
        last_attempted_at=job.tried_at,
        args=job.arguments.get("args", []),
        kwargs=job.arguments.get("kwargs", {}),
        backend=alias,
        errors=[TaskError(exception_class_path=job.fault, traceback=job.said)] if job.fault else [],
        worker_ids=[job.worker] * job.attempt,
    )
    object.__setattr__(result, "_return_value", job.result)  # as the package's own backends do
    return result
