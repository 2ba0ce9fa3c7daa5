"""The work that this release knows: what a stored name stands for, and what runs now and then.

A room says in its module ``tasks`` what of it runs in the background; a worker imports them all
when it wakes. A name in the table that is none of them is never called.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, ParamSpec, Self, TypeVar

from django.utils.module_loading import autodiscover_modules, import_string
from django_tasks.base import Task

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class JobTask(Task[P, T]):
    """A task of django_tasks with what our table knows more.

    ``most_attempts``: how often it is tried, killed workers included. ``backoff_seconds``: the
    pause after the first try that goes wrong, twice as long after each further one.
    ``forgets_arguments``: they are wiped once it is done. The rest belongs to one asking:
    ``key`` under which it is done once only, ``deadline``, hospital and who asks.
    """

    most_attempts: int = 3
    backoff_seconds: float = 10.0
    forgets_arguments: bool = False
    key: str = ""
    deadline: datetime | None = None
    hospital: int | None = None
    actor: str = ""
    on_behalf_of: str = ""

    def asked(self, **facts: Any) -> Self:
        """Return the task with the facts of one asking."""
        return replace(self, **facts)


@dataclass(frozen=True)
class Periodic:
    """A task that is started once in each period, counted from 1970 in UTC."""

    task: JobTask[[], Any]
    every: timedelta


_periodic: dict[str, Periodic] = {}


def periodic(task: Task[[], Any], *, every: timedelta) -> None:
    """Declare that a task without arguments is to be started once in each period.

    Called by a room's module ``tasks``. What was missed while no worker ran is not made up for.
    """
    _periodic[task.module_path] = Periodic(as_job_task(task), every)


def declared() -> tuple[Periodic, ...]:
    """Return what is to run now and then."""
    return tuple(_periodic.values())


def discover() -> None:
    """Import every room's module ``tasks``."""
    autodiscover_modules("tasks")


def task_named(path: str) -> JobTask[..., Any] | None:
    """Return the task of a stored name, or nothing where this release has none such."""
    try:
        found = import_string(path)
    except ImportError:
        return None
    return found if isinstance(found, JobTask) else None


def as_job_task(task: Task[P, T]) -> JobTask[P, T]:
    """Return a declared task as what our backend makes of every declaration."""
    if not isinstance(task, JobTask):
        raise TypeError(f"{task.module_path} is declared for another backend")
    return task
