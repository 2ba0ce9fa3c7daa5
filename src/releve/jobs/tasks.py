"""What of this room runs in the background."""

from __future__ import annotations

from datetime import timedelta

from django_tasks import task

from releve.jobs.actions import forget_ended
from releve.jobs.known import periodic
from releve.jobs.mail import send_mail

__all__ = ["forget_old_jobs", "send_mail"]


@task()
def forget_old_jobs() -> int:
    """Delete jobs that ended a month ago."""
    return forget_ended()


periodic(forget_old_jobs, every=timedelta(days=1))
