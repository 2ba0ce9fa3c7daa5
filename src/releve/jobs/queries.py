"""Questions about jobs: which there are, for whom, and where one stands."""

from __future__ import annotations

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from releve.jobs.models import Job, JobQuerySet
from releve.kit.actors import Actor, check, may
from releve.kit.permissions import Permission, needs

LEASED_FIRST = Case(
    When(state="leased", then=Value(0)),
    When(state="ready", then=Value(1)),
    default=Value(2),
    output_field=IntegerField(),
)


@needs(Permission.SEE_JOBS)
def jobs_seen_by(actor: Actor, *, states: tuple[str, ...] = ()) -> QuerySet[Job]:
    """Return the jobs that an actor may see, those at work first, then the newest.

    Raises NotAllowedError where she may see none at all.
    """
    found = jobs_open_to(actor, Permission.SEE_JOBS)
    if states:
        found = found.filter(state__in=states)
    return found.order_by(LEASED_FIRST, "-asked_at", "-pk")


def jobs_open_to(actor: Actor, permission: Permission) -> JobQuerySet:
    """Return the jobs of the hospitals where an actor has a permission.

    Jobs of no hospital are open to whoever stands above hospitals and has it somewhere. Raises
    NotAllowedError where she has it nowhere.
    """
    check(actor, permission, level=actor.hospital)
    if actor.hospital is not None:
        return Job.objects.for_hospital(actor.hospital)
    theirs = Job.objects.exclude(hospital=None).order_by().values_list("hospital", flat=True)
    open_to = [pk for pk in theirs.distinct() if pk and may(actor, permission, level=pk)]
    return Job.objects.filter(Q(hospital=None) | Q(hospital__in=open_to))


def is_alive(key: str) -> bool:
    """Whether a job under that key waits or is at work."""
    return Job.objects.live().filter(key=key).exists()


def job_under(key: str) -> Job | None:
    """Return the job asked for under a key."""
    return Job.objects.filter(key=key).first()
