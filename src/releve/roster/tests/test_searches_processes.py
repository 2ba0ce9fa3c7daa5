"""Searches that a worker runs: begun, stopped, killed; nothing found is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from releve.jobs.claims import reap
from releve.jobs.models import Job
from releve.kit.actors import HOUSE
from releve.roster.actions import rescue_search, start_search, stop_search
from releve.roster.engine.score import score
from releve.roster.engine.stored import read_answer
from releve.roster.models import Roster, Search
from releve.roster.queries.searches import job_key
from releve.roster.tests.months import a_month, long_problem, now, own_address, until

pytestmark = pytest.mark.django_db(transaction=True)

LEASE_SECONDS = 3.0

STOP_SECONDS = 5.0
"""A second is promised on a machine that is not busy; tests share theirs."""


@pytest.fixture(autouse=True)
def same_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the processes that a test begins see the tests' own database."""
    monkeypatch.setenv("DATABASE_URL", own_address())


@pytest.fixture
def month() -> Roster:
    """Save a month whose search takes long."""
    return a_month(long_problem())


@pytest.fixture
def workers() -> Iterator[Workers]:
    """Begin a worker; whatever works at the end is ended."""
    begun = Workers()
    begun.start()
    yield begun
    begun.end()


class Workers:
    """The workers that a test has begun."""

    def __init__(self) -> None:
        self.processes: list[subprocess.Popen[bytes]] = []

    def start(self) -> None:
        """Begin one more worker on the tests' own database."""
        words = ("jobs", "work", "--threads", "1", "--queue", "searches")
        environment = {**os.environ, "RELEVE_LEASE_SECONDS": str(LEASE_SECONDS)}
        worker = subprocess.Popen([sys.executable, "-m", "releve", *words], env=environment)  # noqa: S603 - the same Python, our own words
        self.processes.append(worker)

    def kill(self) -> None:
        """Kill the worker under way, as a power cut would."""
        self.processes[-1].kill()
        self.processes[-1].wait()

    def end(self) -> None:
        """Kill and forget all."""
        for process in self.processes:
            process.kill()
            process.wait()

    @property
    def pid(self) -> int:
        """The worker under way."""
        return self.processes[-1].pid


def solvers_of(pid: int) -> list[int]:
    """Return the solving processes that a worker has begun."""
    begun = [
        int(child)
        for task in Path(f"/proc/{pid}/task").iterdir()
        for child in (task / "children").read_text().split()
    ]
    return [child for child in begun if is_running(child) and "spawn_main" in words_of(child)]


def words_of(pid: int) -> str:
    """Return the words that a process was begun with; none where it has ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""


def is_running(pid: int) -> bool:
    """Whether a process has not ended; one that only waits to be forgotten has."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def job_of(search: Search) -> Job:
    """Return the job of a search as it stands."""
    return Job.objects.get(key=job_key(search))


def has_a_best(search: Search) -> bool:
    """Whether an answer of the search is kept."""
    return bool(now(search).best)


def test_a_stopped_search_ends_soon_with_its_best_kept(month: Roster, workers: Workers) -> None:
    search = start_search(month, seconds=300, actor=HOUSE)
    until(lambda: has_a_best(search), patience_seconds=90)
    asked = time.monotonic()
    stop_search(search, actor=HOUSE)
    until(lambda: not now(search).is_live)
    took = time.monotonic() - asked
    ended = now(search)
    assert (ended.state, ended.version) == ("stopped", month.versions.get())
    assert ended.version is not None
    assert ended.version.breaches == 0
    assert took < STOP_SECONDS, f"{took:.2f} s"
    assert job_of(search).state == "done"
    until(lambda: not solvers_of(workers.pid))


def test_progress_and_breath_are_written_while_it_searches(month: Roster, workers: Workers) -> None:
    search = start_search(month, seconds=300, actor=HOUSE)
    until(lambda: has_a_best(search) and now(search).incumbent is not None, patience_seconds=90)
    first = now(search)
    until(lambda: now(search).heard_at > first.heard_at)
    second = now(search)
    assert (second.state, second.stage in {"cover", "goals"}) == ("running", True)
    assert second.elapsed_seconds > first.elapsed_seconds
    until(lambda: job_of(search).percent is not None)
    assert job_of(search).worker.split("-")[-2] == str(workers.pid)


def test_a_signal_to_end_keeps_the_best(month: Roster, workers: Workers) -> None:
    search = start_search(month, seconds=300, actor=HOUSE)
    until(lambda: has_a_best(search), patience_seconds=90)
    os.kill(workers.pid, signal.SIGTERM)
    until(lambda: not now(search).is_live)
    assert (now(search).state, now(search).version) == ("stopped", month.versions.get())
    assert (job_of(search).state, workers.processes[-1].wait(20)) == ("done", 0)


def test_a_killed_search_ends_its_solver_too_and_another_worker_goes_on_from_its_best(
    month: Roster, workers: Workers
) -> None:
    search = start_search(month, seconds=300, actor=HOUSE)
    until(lambda: has_a_best(search), patience_seconds=90)
    solvers = solvers_of(workers.pid)
    assert solvers
    workers.kill()
    before = now(search)
    until(lambda: not any(map(is_running, solvers)))
    workers.start()
    until(lambda: job_of(search).attempt == 2 and now(search).heard_at > before.heard_at)
    assert now(search).elapsed_seconds >= before.elapsed_seconds
    stop_search(search, actor=HOUSE)
    until(lambda: not now(search).is_live)
    ended, best = now(search), read_answer(before.best)
    assert (ended.state, ended.version) == ("stopped", month.versions.get())
    assert ended.version is not None
    known, reached = score(before.demand.problem, best), ended.version.result.score
    assert reached is not None
    assert (reached.hole_cost, reached.cost) <= (known.hole_cost, known.cost)


def test_a_search_killed_as_often_as_it_may_be_tried_is_lost_with_its_best_kept(
    month: Roster, workers: Workers
) -> None:
    search = start_search(month, seconds=300, actor=HOUSE)
    until(lambda: has_a_best(search), patience_seconds=90)
    Job.objects.update(most_attempts=1)
    workers.kill()
    until(lambda: reap() == 1)
    assert (job_of(search).state, job_of(search).reason) == ("failed", "lost")
    assert rescue_search(search, actor=HOUSE) is False  # it was heard of a moment ago
    Search.objects.filter(pk=search.pk).update(heard_at=timezone.now() - timedelta(seconds=11))
    assert [rescue_search(search, actor=HOUSE), rescue_search(search, actor=HOUSE)] == [True, False]
    assert (now(search).state, now(search).version) == ("lost", month.versions.get())


def test_a_search_closed_by_somebody_else_stops_by_itself(month: Roster, workers: Workers) -> None:
    search = start_search(month, seconds=300, actor=HOUSE)
    until(lambda: has_a_best(search), patience_seconds=90)
    Search.objects.filter(pk=search.pk).update(state="lost")
    until(lambda: not solvers_of(workers.pid))
    until(lambda: not job_of(search).is_live)
    assert (now(search).state, month.versions.count()) == ("lost", 0)
