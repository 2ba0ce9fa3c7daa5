"""Questions about jobs: which there are, for whom, and where one stands."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Now

from releve.jobs.models import Job, JobQuerySet
from releve.jobs.vocabulary import STATES
from releve.kit.actors import Actor, check, may, may_everywhere
from releve.kit.permissions import Permission, needs

PERIODIC = "periodic:"
"""How the keys of work begin that the timetable asks for."""

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

    Jobs of no hospital serve them all: they are open to whoever stands above hospitals and has
    it at each of them. Raises NotAllowedError where she has it nowhere.
    """
    check(actor, permission, level=actor.hospital)
    if actor.hospital is not None:
        return Job.objects.for_hospital(actor.hospital)
    theirs = Job.objects.exclude(hospital=None).order_by().values_list("hospital", flat=True)
    open_to = [pk for pk in theirs.distinct() if pk and may(actor, permission, level=pk)]
    found = Q(hospital__in=open_to)
    if may_everywhere(actor, permission):
        found |= Q(hospital=None)
    return Job.objects.filter(found)


def counts_by_state() -> dict[str, int]:
    """Return how many jobs of every state the table holds."""
    counted = dict(Job.objects.order_by().values_list("state").annotate(Count("pk")))
    return {state: counted.get(state, 0) for state in STATES}


def waiting_since() -> datetime | None:
    """Return since when the oldest job that is due has been waiting, nothing where none is."""
    due = Job.objects.filter(state="ready", run_after__lte=Now()).order_by("run_after")
    return due.values_list("run_after", flat=True).first()


def is_heard_since(instant: datetime) -> bool:
    """Whether a worker was heard of since then: at work on a job, or ending one."""
    heard = Q(heartbeat_at__gte=instant) | Q(tried_at__gte=instant) | Q(ended_at__gte=instant)
    return Job.objects.exclude(worker="").filter(heard).exists()


def without_routine(found: QuerySet[Job]) -> QuerySet[Job]:
    """Leave out periodic work that went well: nobody asked for it, and nothing is left to do."""
    return found.exclude(state="done", key__startswith=PERIODIC)


def is_alive(key: str) -> bool:
    """Whether a job under that key waits or is at work."""
    return Job.objects.live().filter(key=key).exists()


def failed_at(hospital: int | None) -> int:
    """Return how many jobs of a hospital failed and can be tried again."""
    return Job.objects.filter(hospital=hospital, state="failed").count()


def job_under(key: str) -> Job | None:
    """Return the job asked for under a key."""
    return Job.objects.filter(key=key).first()
