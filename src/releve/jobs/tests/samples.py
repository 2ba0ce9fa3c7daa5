"""Work that tests ask for; its effects are rows of the table of jobs itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models.functions import Now
from django_tasks import task
from django_tasks.base import TaskContext

from releve.jobs.faults import CancelledError, GiveUpError, HandBackError
from releve.jobs.models import Job
from releve.jobs.work import claim_of, once

HOOKS: dict[str, Callable[..., Any]] = {}
"""What a test wants to happen inside a job of its own."""


@task()
def nothing() -> None:
    """Do nothing."""


@task(takes_context=True, most_attempts=5, backoff_seconds=0.0)
def mark(context: TaskContext, name: str) -> None:
    """Leave one mark, together with the end of the job."""
    with once(context) as effects:
        leave_mark(name)
        effects.result = name


@task(backoff_seconds=0.0)
def wrong() -> None:
    """Go wrong."""
    raise RuntimeError("out of order")


@task(takes_context=True)
def ends(context: TaskContext, how: str) -> None:
    """End otherwise than by its work."""
    faults = {
        "cancelled": CancelledError(),
        "back": HandBackError(),
        "gave_up": GiveUpError("too_late"),
    }
    assert claim_of(context).attempt
    raise faults[how]


@task(takes_context=True, most_attempts=2, backoff_seconds=0.0)
def hooked(context: TaskContext, name: str) -> Any:
    """Call what the test has hung up under a name."""
    return HOOKS[name](context)


def leave_mark(name: str) -> None:
    """Write a row that nothing keeps from being there twice."""
    Job.objects.create(
        task="mark", state="done", stage=name, asked_at=Now(), run_after=Now(), ended_at=Now()
    )


def marks(name: str) -> int:
    """Return how often a mark was left."""
    return Job.objects.filter(task="mark", stage=name).count()
