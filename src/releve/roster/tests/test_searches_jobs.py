"""Searches as jobs: saved with the job's end, taken up again, refused where they came too late."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from multiprocessing import spawn
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone
from django_tasks.base import TaskContext

from releve.jobs.claims import claim_next, reap
from releve.jobs.faults import HandBackError, LeaseLostError
from releve.jobs.known import task_named
from releve.jobs.models import Job
from releve.jobs.vocabulary import QUEUES
from releve.jobs.work import context_for, while_ours
from releve.jobs.worker import Worker
from releve.kit.actors import HOUSE
from releve.people.models import Account, Grant
from releve.people.queries import actor_of
from releve.roster import actions
from releve.roster.actions import open_roster, rescue_search
from releve.roster.actions.search_job import search_roster
from releve.roster.actions.search_process import _Notes
from releve.roster.engine.result import Result
from releve.roster.engine.stored import answer_text
from releve.roster.engine.tests.builders import MONDAY
from releve.roster.models import Roster, Search
from releve.roster.queries.searches import job_key, live_search, standing
from releve.roster.tasks import close_silent_searches
from releve.roster.tests.months import a_month, a_plan, found, now, short_problem
from releve.roster.tests.wards import trained

SOLVER = "releve.roster.actions.search_process.solve_in_child"
TUESDAY = MONDAY + timedelta(days=1)
COVERED = a_plan(MONDAY, TUESDAY, TUESDAY + timedelta(days=1))


def job_of(search: Search) -> Job:
    """Return the job of a search."""
    return Job.objects.get(key=job_key(search))


@pytest.mark.django_db(transaction=True)
def test_a_process_that_cannot_start_leaves_no_live_search(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(spawn, "_python_exe", b"/nowhere/python")
    month = a_month()
    search = actions.start_search(month, actor=HOUSE)
    assert (Worker().work_off(), now(search).state, live_search(month)) == (1, "lost", None)
    job = job_of(search)
    assert (job.state, job.reason, job.said) == ("failed", "gave_up", "search_lost")
    assert "given up" in caplog.text


@pytest.mark.django_db
def test_search_and_job_are_asked_for_together_and_once() -> None:
    month = a_month()
    first, second = (
        actions.start_search(month, actor=HOUSE),
        actions.start_search(month, actor=HOUSE),
    )
    assert (first.pk, Job.objects.count()) == (second.pk, 1)
    assert (job_of(first).hospital, job_of(first).queue) == (month.hospital_id, "searches")


def solved_at_once(monkeypatch: pytest.MonkeyPatch, month: Roster) -> None:
    """Let every search of a month find the same roster in no time."""
    answer = found(month, *COVERED)
    monkeypatch.setattr(SOLVER, lambda *_given, **_options: answer)


@pytest.mark.django_db(transaction=True)
def test_a_search_that_a_worker_runs_is_saved_with_the_end_of_its_job(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    month = a_month()
    solved_at_once(monkeypatch, month)
    search = actions.start_search(month, seconds=30, actor=HOUSE)
    assert Worker().work_off() == 1
    assert (now(search).state, now(search).version) == ("done", month.versions.get())
    assert (job_of(search).state, job_of(search).percent) == ("done", 100)


@pytest.mark.django_db(transaction=True)
def test_an_answer_to_an_older_demand_is_not_kept_and_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    month = a_month()
    solved_at_once(monkeypatch, month)
    search = actions.start_search(month, seconds=30, actor=HOUSE)
    open_roster(month.unit, short_problem(wishes=()), actor=HOUSE)
    Worker().work_off()
    assert (now(search).state, month.versions.count()) == ("stale", 0)
    assert job_of(search).state == "done"


@pytest.mark.django_db(transaction=True)
def test_who_may_no_longer_manage_the_roster_leaves_no_version(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    month = a_month()
    solved_at_once(monkeypatch, month)
    account = Account.objects.create_user("cadre", name="Cadre", hospital=month.hospital)
    grant = Grant.objects.create(
        account=account, function="ward_manager", level=month.unit, from_on=MONDAY
    )
    trained(account)
    kept = actions.start_search(month, seconds=30, actor=actor_of(account))
    assert (Worker().work_off(), now(kept).state) == (1, "done")
    lost = actions.start_search(month, seconds=30, actor=actor_of(account))
    grant.delete()
    Worker().work_off()
    assert (now(lost).state, month.versions.count()) == ("refused", 1)


@pytest.mark.django_db(transaction=True)
def test_a_search_whose_job_was_taken_over_saves_nothing_for_the_first_worker(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    month = a_month()
    search = actions.start_search(month, actor=HOUSE)
    answer = found(month, *COVERED)

    def slept(*_given: Any, **_options: Any) -> Result:
        Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
        return answer

    monkeypatch.setattr(SOLVER, slept)
    Worker()._one()  # noqa: SLF001 - the next look would take it up again
    assert (now(search).state, month.versions.count()) == ("running", 0)
    solved_at_once(monkeypatch, month)
    assert (reap(), Worker().work_off()) == (1, 1)
    assert (now(search).state, month.versions.count()) == ("done", 1)
    assert (job_of(search).state, job_of(search).attempt) == ("done", 2)


def a_claim(worker: str) -> TaskContext:
    """Take the job that is due, and return the context in which it would run."""
    claim = claim_next(worker, queues=QUEUES, lease_seconds=20.0)
    assert claim is not None
    task = task_named(claim.task)
    assert task is not None
    return context_for(task, claim)


def taken_over(search: Search) -> tuple[TaskContext, dict[str, Any]]:
    """Let the lease have passed and another worker be at work; return its claim and its row."""
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert reap() == 1
    second = a_claim("second")
    facts = {"state": "running", "best": answer_text(COVERED), "elapsed_seconds": 7.0}
    Search.objects.filter(pk=search.pk).update(**facts, heard_at=timezone.now())
    return second, row_of(search)


def row_of(search: Search) -> dict[str, Any]:
    """Return the row of a search as it stands."""
    return {**Search.objects.filter(pk=search.pk).values().get()}


def run_late(context: TaskContext, search: Search) -> None:
    """Run a search's job as somebody whose lease has passed, and see it refused."""
    with pytest.raises(LeaseLostError):
        search_roster.func(context, search.hospital_id, search.pk)  # type: ignore[call-arg, arg-type]  # the task is typed as its callers see it, without the context


@pytest.mark.django_db
def test_a_worker_that_wakes_after_its_lease_does_not_touch_the_row_of_the_next() -> None:
    search = actions.start_search(a_month(), actor=HOUSE)
    first = a_claim("first")
    _second, before = taken_over(search)
    run_late(first, search)
    assert row_of(search) == before


@pytest.mark.django_db
@pytest.mark.parametrize("fault", [HandBackError(), RuntimeError("out of memory")])
def test_a_worker_that_lost_its_lease_while_it_solved_neither_hands_back_nor_closes(
    monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    search = actions.start_search(a_month(), actor=HOUSE)
    first, seen = a_claim("first"), {}

    def slept(*_given: Any, **options: Any) -> Result:
        seen.update(taken_over(search)[1])
        options["incumbent"](a_plan(MONDAY))
        raise fault

    monkeypatch.setattr(SOLVER, slept)
    run_late(first, search)
    assert row_of(search) == seen


@pytest.mark.django_db
def test_what_a_worker_notes_goes_to_the_row_only_while_the_job_is_its_own() -> None:
    search = actions.start_search(a_month(), actor=HOUSE)
    first = a_claim("first")
    second, before = taken_over(search)
    late, timely = (
        _Notes(search, ours=partial(while_ours, context)) for context in (first, second)
    )
    for notes in (late, timely):
        notes.begin("balanced")
        notes.note_answer(a_plan(MONDAY))
    late._look_and_tell()  # noqa: SLF001 - what its thread does, without the waiting
    assert (row_of(search), late.stopped.is_set()) == (before, True)
    timely._look_and_tell()  # noqa: SLF001 - as above
    assert (now(search).best, timely.stopped.is_set()) == (answer_text(a_plan(MONDAY)), False)


@pytest.mark.django_db(transaction=True)
def test_a_database_that_goes_away_and_comes_back_loses_no_search(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    month = a_month()
    search = actions.start_search(month, actor=HOUSE)

    def away(*_given: Any, **_options: Any) -> Result:
        raise OperationalError("the server closed the connection")

    monkeypatch.setattr(SOLVER, away)
    assert (Worker().work_off(), now(search).state) == (1, "running")
    solved_at_once(monkeypatch, month)
    Job.objects.update(run_after=timezone.now())
    assert (Worker().work_off(), now(search).state, job_of(search).attempt) == (1, "done", 2)


@pytest.mark.django_db(transaction=True)
def test_a_search_taken_up_again_starts_from_the_best_of_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    month = a_month()
    search = actions.start_search(month, seconds=60, actor=HOUSE)
    facts = {"state": "running", "elapsed_seconds": 50, "best": answer_text(COVERED)}
    Search.objects.filter(pk=search.pk).update(**facts, aim_now="balanced")
    seen: dict[str, Any] = {}

    def noted(_problem: Any, params: Any, **options: Any) -> Result:
        seen.update(options, seconds=params.seconds)
        return found(month, *COVERED)

    monkeypatch.setattr(SOLVER, noted)
    Worker().work_off()
    assert (set(seen["hint"]), round(seen["seconds"])) == (set(COVERED), 10)
    assert now(search).elapsed_seconds >= 50


@pytest.mark.django_db
def test_a_silent_search_waits_for_its_job_and_is_rescued_when_that_has_failed() -> None:
    month = a_month()
    search = actions.start_search(month, actor=HOUSE)
    heard_at = timezone.now() - timedelta(minutes=1)
    facts = {"state": "running", "heard_at": heard_at, "best": answer_text(COVERED)}
    Search.objects.filter(pk=search.pk).update(**facts)
    told = standing(now(search), at=timezone.now())
    assert (told.is_silent, told.is_resuming) == (False, True)
    assert rescue_search(search, actor=HOUSE) is False
    assert close_silent_searches.func() == 0
    Job.objects.update(state="failed", reason="lost")
    assert standing(now(search), at=timezone.now()).is_silent is True
    assert close_silent_searches.func() == 1
    assert (now(search).state, now(search).version) == ("lost", month.versions.get())
