"""What runs now and then: one job for each period, whoever notices first that it has begun.

The job's key names the period, and the table knows a key once: that is the whole agreement
between workers.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models.functions import Now

from releve.jobs.backend import written
from releve.jobs.known import JobTask, Periodic, declared
from releve.jobs.models import Job
from releve.jobs.queries import PERIODIC


def start_due(started: Mapping[str, int]) -> dict[str, int]:
    """Ask for what this period has not seen yet; return the number of the period of each.

    ``started`` is what this worker did last, so that a worker asks once in a period.
    """
    wanted = declared()
    if not wanted:
        return {}
    now = database_now()
    numbers = {one.task.module_path: number_of(now, one.every) for one in wanted}
    for one in wanted:
        path = one.task.module_path
        if started.get(path) != numbers[path]:
            written(_asked(one, numbers[path]), (), {})
    return numbers


def number_of(at: datetime, every: timedelta) -> int:
    """Return the number of the period that an instant lies in, counted from 1970."""
    return int(at.timestamp() // every.total_seconds())


def database_now() -> datetime:
    """Return the database's own clock, on which all workers agree."""
    clock = Job.objects.annotate(clock=Now()).values_list("clock", flat=True)
    found: datetime | None = clock.first()
    if found is not None:
        return found
    with connection.cursor() as cursor:
        cursor.execute("SELECT CURRENT_TIMESTAMP")
        [value] = cursor.fetchone()
    if isinstance(value, str):
        return datetime.fromisoformat(f"{value}+00:00")
    stamp: datetime = value
    return stamp


def _asked(one: Periodic, number: int) -> JobTask[[], Any]:
    seconds = round(one.every.total_seconds())
    return one.task.asked(key=f"{PERIODIC}{one.task.module_path}:{seconds}:{number}")
