"""What of the house runs in the background: rooms that lie side by side cannot ask each other."""

from __future__ import annotations

from datetime import timedelta

from django_tasks import task

from releve.jobs.known import periodic
from releve.kit.actors import HOUSE
from releve.trail.actions import is_due, purge
from releve.trail.vocabulary import RETENTION_CLASSES

__all__ = ["purge_trail"]


@task()
def purge_trail() -> int:
    """Delete the entries of the trail whose retention is over; return how many.

    Where the trail is not intact, nothing is deleted, and the job fails with that reason.
    """
    due = [name for name in RETENTION_CLASSES if is_due(name)]
    return sum(purge(name, actor=HOUSE).count for name in due)


periodic(purge_trail, every=timedelta(days=1))
