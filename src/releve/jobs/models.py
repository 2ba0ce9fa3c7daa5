"""One table: what is to be done in the background, who holds it, and how it ended.

Arguments are keys and plain values, no personal data beyond what the work itself needs. The
hospital is a plain number: accounts and levels stand on a storey above this one.
"""

# ruff: noqa: D106 - Meta is Django's word for what the class above already says

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from releve.jobs.vocabulary import LIVE_STATES, STATES


class JobQuerySet(models.QuerySet["Job"]):
    """Jobs, and the ways to a part of them."""

    def for_hospital(self, hospital: int) -> Self:
        """Return the jobs of one hospital, given its key."""
        return self.filter(hospital=hospital)

    def live(self) -> Self:
        """Return what has not ended yet."""
        return self.filter(state__in=LIVE_STATES)

    def held(self, pk: int, attempt: int) -> Self:
        """Return a job as long as that very attempt holds it: what each of its writes goes by."""
        return self.filter(pk=pk, attempt=attempt, state="leased", lease_until__gt=Now())


class Job(models.Model):
    """Something to be done. ``attempt`` only ever grows: it is the fencing token.

    ``most_attempts`` grows by one where a worker that closes hands the job back. ``percent`` and
    ``stage`` say how far it is. ``key``: asked for again under the same one, it is not done
    again. ``reason`` tells as a code why it failed; ``fault`` is the class of what went wrong and
    ``said`` the words of our own errors, never those of others, which may name people.
    """

    task = models.CharField(max_length=200)
    queue = models.CharField(max_length=40, default="default")
    priority = models.SmallIntegerField(default=0)
    arguments = models.JSONField(default=dict)
    key = models.CharField(max_length=200, blank=True)
    hospital = models.BigIntegerField(null=True, db_index=True)
    actor = models.CharField(max_length=80, blank=True)
    on_behalf_of = models.CharField(max_length=80, blank=True)

    state = models.CharField(max_length=12, default="ready")
    attempt = models.PositiveIntegerField(default=0)
    most_attempts = models.PositiveIntegerField(default=1)
    backoff_seconds = models.FloatField(default=0)
    worker = models.CharField(max_length=120, blank=True)
    lease_until = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True)
    cancel_asked = models.BooleanField(default=False)
    percent = models.PositiveSmallIntegerField(null=True)
    stage = models.CharField(max_length=40, blank=True)

    asked_at = models.DateTimeField()
    run_after = models.DateTimeField()
    deadline = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    tried_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    result = models.JSONField(null=True)
    reason = models.CharField(max_length=40, blank=True)
    fault = models.CharField(max_length=200, blank=True)
    said = models.CharField(max_length=500, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=list(STATES)), name="%(class)s_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="leased") | Q(lease_until__isnull=False),
                name="%(class)s_leased_until",
            ),
            models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="job_key_once"),
        )
        indexes = (
            models.Index(
                F("priority").desc(),
                "run_after",
                "id",
                condition=Q(state="ready"),
                name="job_ready",
            ),
            models.Index(fields=["lease_until"], condition=Q(state="leased"), name="job_leased"),
            models.Index(fields=["ended_at"], name="job_ended"),
        )

    def __str__(self) -> str:
        return f"{self.task} {self.pk}"

    @property
    def is_live(self) -> bool:
        """Whether it has not ended yet."""
        return self.state in LIVE_STATES
