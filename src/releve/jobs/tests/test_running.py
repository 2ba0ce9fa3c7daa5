"""How jobs end: done once, tried again with pauses, given up, cancelled, handed back."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models.functions import Now
from django_tasks.base import TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist

from releve.jobs.actions import (
    NotEndedError,
    NotLiveError,
    ask_job,
    cancel_job,
    forget_ended,
    retry_job,
)
from releve.jobs.known import Periodic, as_job_task
from releve.jobs.models import Job
from releve.jobs.queries import is_alive, jobs_seen_by
from releve.jobs.reports import job_facts, reason_sentence
from releve.jobs.tests.samples import HOOKS, ends, hooked, mark, marks, nothing, wrong
from releve.jobs.timetable import database_now, number_of, start_due
from releve.jobs.work import claim_of, go_on, is_closing, tell, worker_for
from releve.jobs.worker import Worker
from releve.kit.actors import HOUSE, Actor, NotAllowedError
from releve.kit.permissions import Permission

ANA = Actor("account:7", "Ana", 3)


@pytest.fixture(autouse=True)
def no_hooks() -> Iterator[None]:
    """Leave no test's hook to the next."""
    yield
    HOOKS.clear()


def now(job: Job) -> Job:
    """Return a job as it stands."""
    return Job.objects.get(pk=job.pk)


@pytest.mark.django_db
def test_what_is_enqueued_by_django_tasks_is_done_and_told() -> None:
    result = mark.enqueue("one")
    assert (result.status, result.is_finished) == (TaskResultStatus.READY, False)
    assert Worker().work_off() == 1
    result.refresh()
    assert (result.status, str(result.return_value)) == (TaskResultStatus.SUCCESSFUL, "one")
    assert (marks("one"), result.attempts) == (1, 1)
    for unknown in ("0", "x", "9" * 5000):
        with pytest.raises(TaskResultDoesNotExist):
            nothing.get_result(unknown)


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_was_never_asked_for() -> None:
    with transaction.atomic():
        ask_job(mark, {"name": "one"}, actor=HOUSE)
        transaction.set_rollback(True)
    assert (Worker().work_off(), marks("one")) == (0, 0)


@pytest.mark.django_db
def test_the_same_key_is_one_job() -> None:
    jobs = {ask_job(mark, {"name": "one"}, actor=HOUSE, key="k").pk for _ in range(3)}
    assert (len(jobs), is_alive("k"), Worker().work_off()) == (1, True, 1)
    assert ask_job(mark, {"name": "one"}, actor=HOUSE, key="k").state == "done"
    assert (is_alive("k"), marks("one")) == (False, 1)


@pytest.mark.django_db
def test_work_that_goes_wrong_is_tried_again_with_pauses_then_fails(
    caplog: pytest.LogCaptureFixture,
) -> None:
    job = ask_job(wrong, {}, actor=HOUSE)
    Job.objects.filter(pk=job.pk).update(backoff_seconds=100.0)
    assert Worker().work_off() == 1
    first = now(job)
    # What an exception says may name people: the table keeps its class, the log the rest.
    assert (first.state, first.fault, first.said) == ("ready", "builtins.RuntimeError", "")
    assert first.run_after > database_now() + timedelta(seconds=90)
    Job.objects.filter(pk=job.pk).update(run_after=Now(), backoff_seconds=0.0)
    assert Worker().work_off() == 2
    ended = now(job)
    assert (ended.state, ended.reason, ended.attempt) == ("failed", "error", 3)
    assert (ended.fault, "RuntimeError" in reason_sentence(ended)) == (
        "builtins.RuntimeError",
        True,
    )
    assert "out of order" in caplog.text


@pytest.mark.django_db
def test_work_that_went_well_in_the_end_keeps_nothing_of_what_went_wrong() -> None:
    tries: list[int] = []

    def work(context: Any) -> None:
        tries.append(claim_of(context).attempt)
        if len(tries) == 1:
            raise OSError("550 ana@example.org: no such mailbox")

    HOOKS["work"] = work
    job = ask_job(hooked, {"name": "work"}, actor=HOUSE)
    Worker().work_off()
    ended = now(job)
    assert (tries, ended.state, ended.fault, ended.said) == ([1, 2], "done", "", "")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("how", "state", "reason"), [("cancelled", "cancelled", ""), ("gave_up", "failed", "gave_up")]
)
def test_a_job_may_end_itself(how: str, state: str, reason: str) -> None:
    job = ask_job(ends, {"how": how}, actor=HOUSE)
    Worker().work_off()
    assert (now(job).state, now(job).reason, now(job).attempt) == (state, reason, 1)


@pytest.mark.django_db
def test_a_job_handed_back_has_not_used_up_a_try() -> None:
    job = ask_job(ends, {"how": "back"}, actor=HOUSE)
    Job.objects.filter(pk=job.pk).update(most_attempts=1)
    Worker()._one()  # noqa: SLF001 - it would be taken up again and again
    assert (now(job).state, now(job).attempt, now(job).most_attempts) == ("ready", 1, 2)


@pytest.mark.django_db
def test_work_that_this_release_does_not_know_fails_with_that_reason() -> None:
    job = ask_job(nothing, {}, actor=HOUSE)
    Job.objects.filter(pk=job.pk).update(task="os.system", arguments={"args": ["true"]})
    Worker().work_off()
    assert (now(job).state, now(job).reason) == ("failed", "unknown_task")


@pytest.mark.django_db
def test_a_job_tells_how_far_it_is_and_for_whom_it_acts() -> None:
    seen: list[Any] = []

    def work(context: Any) -> None:
        tell(context, percent=41.6, stage="half")
        seen.append(worker_for(context))
        go_on(context)
        assert is_closing(context) is False

    HOOKS["work"] = work
    job = ask_job(hooked, {"name": "work"}, actor=ANA)
    Worker().work_off()
    assert seen == [Actor("worker", "worker", 3, on_behalf_of="account:7")]
    assert (now(job).state, now(job).percent, now(job).stage) == ("done", 100, "half")
    assert (now(job).hospital, job_facts(now(job))["actor"]) == (3, "account:7")


@pytest.mark.django_db(transaction=True)
def test_a_worker_keeps_a_long_job_and_hears_that_it_is_to_end() -> None:
    begun = threading.Event()

    def work(context: Any) -> None:
        begun.set()
        for _ in range(400):
            go_on(context)
            threading.Event().wait(0.02)

    HOOKS["work"] = work
    job = ask_job(hooked, {"name": "work"}, actor=HOUSE)
    worker = Worker(lease_seconds=1.0)
    thread = threading.Thread(target=lambda: closed(lambda: worker.run(once=True)))
    thread.start()
    assert begun.wait(20)
    threading.Event().wait(1.5)  # longer than the lease: it must have been kept
    assert (now(job).state, now(job).attempt) == ("leased", 1)
    cancel_job(HOUSE, job.pk)
    thread.join(20)
    assert (now(job).state, now(job).attempt) == ("cancelled", 1)


@pytest.mark.django_db(transaction=True)
def test_four_workers_together_do_each_job_exactly_once() -> None:
    names = [f"m{number}" for number in range(60)]
    for name in names:
        ask_job(mark, {"name": name}, actor=HOUSE)
    workers = [Worker(threads=1) for _ in range(4)]
    threads = [
        threading.Thread(target=lambda one=one: closed(lambda: one.run(once=True)))
        for one in workers
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert {name: marks(name) for name in names} == dict.fromkeys(names, 1)
    taken = Job.objects.filter(task=mark.module_path).values_list("state", "attempt")
    assert set(taken) == {("done", 1)}


def closed(call: Callable[[], Any]) -> None:
    """Call, and leave no connection open in this thread."""
    try:
        call()
    finally:
        connection.close()


class OnlyHospitalThree:
    """An access that opens one hospital."""

    def named(self, username: str) -> Actor:
        """Return nobody."""
        raise LookupError(username)

    def may(self, actor: Actor, permission: Permission, *, level: int | None) -> bool:
        """Whether it is hospital 3, or anywhere."""
        return level in {None, 3} and actor.key == ANA.key and "jobs" in permission

    def may_everywhere(self, actor: Actor, permission: Permission) -> bool:  # noqa: ARG002 - the protocol's signature
        """Nowhere at all."""
        return False


@pytest.mark.django_db
def test_jobs_are_seen_and_steered_at_the_hospitals_where_one_may(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    mine = ask_job(nothing, {}, actor=ANA)
    other = ask_job(nothing, {}, actor=HOUSE, hospital=4)
    houses = ask_job(nothing, {}, actor=HOUSE)
    assert {job.pk for job in jobs_seen_by(HOUSE)} == {mine.pk, other.pk, houses.pk}
    monkeypatch.setattr("releve.kit.actors._access", OnlyHospitalThree())
    above = replace(ANA, hospital=None)
    assert {job.pk for job in jobs_seen_by(ANA)} == {mine.pk}
    # Of no hospital: it takes the permission at each of them.
    assert {job.pk for job in jobs_seen_by(above)} == {mine.pk}
    for steer in (cancel_job, retry_job):
        with pytest.raises(Job.DoesNotExist):
            steer(above, houses.pk)
    with pytest.raises(Job.DoesNotExist):
        cancel_job(ANA, other.pk)
    with pytest.raises(Job.DoesNotExist):
        retry_job(above, other.pk)
    with pytest.raises(NotAllowedError):
        cancel_job(replace(ANA, hospital=4), other.pk)


@pytest.mark.django_db
def test_a_waiting_job_is_cancelled_at_once_and_can_be_tried_again() -> None:
    job = ask_job(mark, {"name": "one"}, actor=HOUSE)
    assert cancel_job(HOUSE, job.pk).state == "cancelled"
    with pytest.raises(NotLiveError):
        cancel_job(HOUSE, job.pk)
    assert Worker().work_off() == 0
    assert retry_job(HOUSE, job.pk).state == "ready"
    with pytest.raises(NotEndedError):
        retry_job(HOUSE, job.pk)
    assert (Worker().work_off(), marks("one")) == (1, 1)


@pytest.mark.django_db
def test_old_jobs_are_forgotten_and_new_ones_kept() -> None:
    old, new = (ask_job(nothing, {}, actor=HOUSE) for _ in range(2))
    Worker().work_off()
    Job.objects.filter(pk=old.pk).update(ended_at=Now() - timedelta(days=31))
    assert forget_ended() == 1
    assert [job.pk for job in Job.objects.filter(pk__in=[old.pk, new.pk])] == [new.pk]


@pytest.mark.django_db
def test_what_runs_now_and_then_is_asked_for_once_in_a_period(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hourly = Periodic(as_job_task(nothing), timedelta(hours=1))
    monkeypatch.setattr("releve.jobs.timetable.declared", lambda: (hourly,))
    started = [start_due({}), start_due({}), start_due(start_due({}))]
    assert started[0] == {nothing.module_path: number_of(database_now(), hourly.every)}
    assert Job.objects.filter(task=nothing.module_path).count() == 1
    monkeypatch.setattr("releve.jobs.timetable.database_now", lambda: database_now() + hourly.every)
    start_due(started[0])
    assert Job.objects.filter(task=nothing.module_path).count() == 2


@pytest.mark.django_db(transaction=True)
def test_short_work_does_not_wait_behind_long_work() -> None:
    over = threading.Event()
    HOOKS["work"] = lambda _context: over.wait(20)
    long = hooked.using(queue_name="searches")
    for _number in range(3):
        ask_job(long, {"name": "work"}, actor=HOUSE)
    short = ask_job(mark, {"name": "one"}, actor=HOUSE)
    worker = Worker(threads=3)
    thread = threading.Thread(target=lambda: closed(lambda: worker.run(once=True)))
    thread.start()
    end = time.monotonic() + 20
    while now(short).state != "done" and time.monotonic() < end:
        time.sleep(0.02)
    is_done = now(short).state == "done" and not over.is_set()
    over.set()
    thread.join(30)
    assert is_done is True
