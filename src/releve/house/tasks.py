"""What of the house runs in the background: the purge, where the hospital has asked for it."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django_tasks import task

from releve.house.rights.purging import purge
from releve.jobs.known import periodic
from releve.kit.actors import HOUSE


@task()
def purge_over() -> int:
    """Delete what its retention no longer covers, everywhere; return how much it was."""
    return sum(one.count for one in purge(actor=HOUSE))


if settings.PURGE:
    periodic(purge_over, every=timedelta(days=1))
