"""Questions about jobs: which there are, for whom, and where one stands."""

from __future__ import annotations

from django.db.models import Case, IntegerField, QuerySet, Value, When

from releve.jobs.models import Job, JobQuerySet
from releve.kit.actors import Actor, check
from releve.kit.permissions import Permission, needs

LEASED_FIRST = Case(
    When(state="leased", then=Value(0)),
    When(state="ready", then=Value(1)),
    default=Value(2),
    output_field=IntegerField(),
)


@needs(Permission.SEE_JOBS)
def jobs_seen_by(actor: Actor, *, states: tuple[str, ...] = ()) -> QuerySet[Job]:
    """Return the jobs of the actor's hospital, those at work first, then the newest.

    Who stands above hospitals sees all. Raises NotAllowedError.
    """
    check(actor, Permission.SEE_JOBS)
    found = visible_to(actor)
    if states:
        found = found.filter(state__in=states)
    return found.order_by(LEASED_FIRST, "-asked_at", "-pk")


def visible_to(actor: Actor) -> JobQuerySet:
    """Return the jobs that an actor's place lets her reach, whatever she may do with them."""
    return Job.objects.for_hospital(actor.hospital)


def is_alive(key: str) -> bool:
    """Whether a job under that key waits or is at work."""
    return Job.objects.live().filter(key=key).exists()


def job_under(key: str) -> Job | None:
    """Return the job asked for under a key."""
    return Job.objects.filter(key=key).first()
