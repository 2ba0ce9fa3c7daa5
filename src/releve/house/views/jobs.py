"""The page of background work: what is under way, what failed and why, and two buttons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from releve.jobs.actions import NotEndedError, NotLiveError, cancel_job, retry_job
from releve.jobs.models import Job
from releve.jobs.queries import jobs_seen_by, without_routine
from releve.jobs.reports import reason_sentence, state_name, task_name
from releve.kit.actors import Actor, may
from releve.kit.permissions import Permission, needs
from releve.people.models import Account
from releve.people.queries.acting import actor_of

SHOWN = 50


@dataclass(frozen=True)
class Line:
    """One job as the page shows it."""

    pk: int
    name: str
    state: str
    state_name: str
    percent: int | None
    since: datetime
    reason: str
    attempt: int
    is_ending: bool
    can_cancel: bool
    can_retry: bool


@needs(Permission.SEE_JOBS)
@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    """Show background work; the list alone where only that is asked."""
    actor = _actor(request)
    found = list(without_routine(jobs_seen_by(actor))[: SHOWN + 1])
    steers = may(actor, Permission.STEER_JOBS)
    context = {
        "lines": [_line(job, steers=steers) for job in found[:SHOWN]],
        "has_more": len(found) > SHOWN,
        "shown": SHOWN,
    }
    is_part = request.headers.get("HX-Target") == "jobs"
    return render(request, "house/jobs/_list.html" if is_part else "house/jobs/list.html", context)


@needs(Permission.STEER_JOBS)
@require_POST
def cancel(request: HttpRequest, job: int) -> HttpResponse:
    """End a job, or ask one that runs to end."""
    return _steered(request, job, retry=False)


@needs(Permission.STEER_JOBS)
@require_POST
def retry(request: HttpRequest, job: int) -> HttpResponse:
    """Have a job tried once more."""
    return _steered(request, job, retry=True)


def _steered(request: HttpRequest, job: int, *, retry: bool) -> HttpResponse:
    try:
        (retry_job if retry else cancel_job)(_actor(request), job)
    except Job.DoesNotExist as unknown:
        raise Http404 from unknown
    except (NotLiveError, NotEndedError):
        pass  # it ended, or began again, while the page was read: the page shows it
    return redirect("jobs")


def _actor(request: HttpRequest) -> Actor:
    if not isinstance(request.user, Account):
        raise PermissionDenied
    return actor_of(request.user)


def _line(job: Job, *, steers: bool) -> Line:
    return Line(
        pk=job.pk,
        name=task_name(job.task),
        state=job.state,
        state_name=state_name(job.state),
        percent=job.percent if job.state == "leased" else None,
        since=job.ended_at or (job.tried_at if job.state == "leased" else None) or job.asked_at,
        reason=reason_sentence(job),
        attempt=job.attempt,
        is_ending=job.is_live and job.cancel_asked,
        can_cancel=steers and job.is_live and not job.cancel_asked,
        can_retry=steers and job.state in {"failed", "cancelled"},
    )
