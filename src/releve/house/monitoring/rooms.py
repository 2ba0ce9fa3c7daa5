"""Figures of the rooms beside the pages: how much work waits, and what the trail leaves open."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.timezone import now

from releve.house.monitoring.metrics import Figure
from releve.jobs.queries import counts_by_state, waiting_since
from releve.trail.models import Entry


def jobs() -> Iterator[Figure]:
    """Yield the jobs of every state, and how long the oldest that is due has been waiting."""
    for state, count in counts_by_state().items():
        yield Figure("releve_jobs", "Jobs in the table, by state.", float(count), {"state": state})
    since = waiting_since()
    waited = 0.0 if since is None else max(0.0, (now() - since).total_seconds())
    yield Figure(
        "releve_jobs_oldest_waiting_seconds", "Seconds that the oldest due job has waited.", waited
    )


def trail() -> Iterator[Figure]:
    """Yield how many entries of the audit trail no seal covers yet."""
    count = Entry.objects.open_ones().count()
    yield Figure("releve_trail_open_entries", "Entries that no seal covers yet.", float(count))
