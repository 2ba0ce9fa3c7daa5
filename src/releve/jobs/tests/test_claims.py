"""Leases: taken by one, lost in time, and no writing without one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models.functions import Now
from django.utils import timezone

from releve.jobs import claims
from releve.jobs.actions import ask_job, cancel_job
from releve.jobs.claims import Claim, claim_next, keep_claims, pause, reap
from releve.jobs.faults import LeaseLostError
from releve.jobs.known import task_named
from releve.jobs.models import Job
from releve.jobs.running import run_claim
from releve.jobs.tests.samples import leave_mark, mark, marks, nothing
from releve.jobs.vocabulary import QUEUES
from releve.jobs.work import context_for, held, is_cancelled, once
from releve.jobs.worker import Worker
from releve.kit.actors import HOUSE

pytestmark = pytest.mark.django_db


def a_mark(name: str = "one", **facts: object) -> Job:
    """Ask for a mark."""
    job = ask_job(mark, {"name": name}, actor=HOUSE)
    Job.objects.filter(pk=job.pk).update(**facts)
    return job


def claimed(lease_seconds: float = 20.0) -> Claim:
    """Take the next job, which must be there."""
    claim = claim_next("worker", queues=QUEUES, lease_seconds=lease_seconds)
    assert claim is not None
    return claim


def expire(job: Job) -> None:
    """Let a lease have passed."""
    Job.objects.filter(pk=job.pk).update(lease_until=Now() - timedelta(seconds=1))


def now(job: Job) -> Job:
    """Return a job as it stands."""
    return Job.objects.get(pk=job.pk)


def test_a_job_is_taken_once() -> None:
    job = a_mark()
    claim = claimed()
    assert (claim.pk, claim.attempt, claim.arguments["kwargs"]) == (job.pk, 1, {"name": "one"})
    assert claim_next("other", queues=QUEUES, lease_seconds=20.0) is None
    assert (now(job).state, now(job).worker) == ("leased", "worker")


def test_the_most_urgent_comes_first_then_the_oldest() -> None:
    last = ask_job(nothing, {}, actor=HOUSE, priority=-1)
    first, second = a_mark("a"), a_mark("b")
    urgent = ask_job(nothing, {}, actor=HOUSE, priority=9)
    order = [claimed().pk for _ in range(4)]
    assert order == [urgent.pk, first.pk, second.pk, last.pk]


def test_what_is_for_later_or_for_others_waits() -> None:
    ask_job(nothing, {}, actor=HOUSE, run_after=timezone.now() + timedelta(hours=1))
    assert claim_next("worker", queues=QUEUES, lease_seconds=20.0) is None
    a_mark()
    assert claim_next("worker", queues=["mail"], lease_seconds=20.0) is None
    assert claim_next("worker", queues=[], lease_seconds=20.0) is None


def test_a_lease_that_is_kept_is_not_reaped() -> None:
    job = a_mark()
    claim = claimed(lease_seconds=0.3)
    keep_claims([claim], lease_seconds=20.0)
    assert (reap(), now(job).state, claim.is_lost()) == (0, "leased", False)


def test_a_job_whose_worker_fell_silent_is_taken_up_again() -> None:
    job = a_mark()
    first = claimed()
    expire(job)
    assert (reap(), now(job).state) == (1, "ready")
    second = claimed()
    assert (first.attempt, second.attempt) == (1, 2)
    keep_claims([first], lease_seconds=20.0)
    assert (first.is_lost(), second.is_lost()) == (True, False)


def test_a_job_that_lost_all_its_workers_fails_with_that_reason() -> None:
    job = a_mark(most_attempts=1)
    claimed()
    expire(job)
    reap()
    assert (now(job).state, now(job).reason) == ("failed", "lost")


@pytest.mark.parametrize("attempt_again", [False, True])
def test_a_zombie_saves_nothing(attempt_again: bool) -> None:
    job = a_mark()
    zombie = claimed()
    expire(job)
    if attempt_again:
        reap()
        claimed()
    task = task_named(zombie.task)
    assert task is not None
    context = context_for(task, zombie)
    for way in (once, held):
        with pytest.raises(LeaseLostError), way(context):
            leave_mark("one")
    for write in (claims.finish, claims.cancel, claims.hand_back):
        with pytest.raises(LeaseLostError):
            write(zombie)
    assert (marks("one"), now(job).state, is_cancelled(context)) == (0, "leased", True)
    run_claim(zombie)
    assert (marks("one"), now(job).state) == (0, "leased")


def leave_mark_and_fail(name: str) -> None:
    """Leave a mark, then go wrong."""
    leave_mark(name)
    raise RuntimeError


def test_effects_and_end_are_saved_together_or_not_at_all() -> None:
    job = a_mark()
    claim = claimed()
    task = task_named(claim.task)
    assert task is not None
    context = context_for(task, claim)
    with pytest.raises(RuntimeError), once(context):
        leave_mark_and_fail("one")
    assert (marks("one"), now(job).state, claim.is_done) == (0, "leased", False)
    run_claim(claim)
    assert (marks("one"), now(job).state, now(job).result) == (1, "done", "one")


def test_a_job_past_its_deadline_is_not_begun() -> None:
    past = timezone.now() - timedelta(seconds=1)
    job = ask_job(nothing, {}, actor=HOUSE, deadline=past)
    assert Worker().work_off() == 0
    reap()
    assert (now(job).state, now(job).reason) == ("failed", "deadline")


def test_a_cancelled_job_whose_worker_was_lost_is_not_taken_up_again() -> None:
    job = a_mark()
    claim = claimed()
    cancel_job(HOUSE, job.pk)
    keep_claims([claim], lease_seconds=20.0)
    assert claim.cancelled.is_set() is True
    expire(job)
    reap()
    assert now(job).state == "cancelled"


def test_pauses_double_up_to_an_hour() -> None:
    assert [pause(10.0, attempt).seconds for attempt in (1, 2, 3, 40)] == [10, 20, 40, 3600]
