"""Searches in a process of their own: begun, stopped, killed; nothing found is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from releve.kit.actors import HOUSE
from releve.roster.actions import rescue_search, start_search, stop_search
from releve.roster.models import Roster, Search
from releve.roster.tests.months import a_month, long_problem, now, own_address, until

pytestmark = pytest.mark.django_db(transaction=True)

STOP_SECONDS = 5.0
"""A second is promised on a machine that is not busy; tests share theirs."""


@pytest.fixture(autouse=True)
def same_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the processes that a test begins see the tests' own database."""
    monkeypatch.setenv("DATABASE_URL", own_address())


@pytest.fixture
def month() -> Iterator[Roster]:
    """Save a month whose search takes long; whatever searches at the end is ended."""
    roster = a_month(long_problem())
    yield roster
    for pid in workers(roster):
        os.kill(pid, signal.SIGKILL)
    until(lambda: not workers(roster))
    for thread in threading.enumerate():
        if thread.name.startswith("search "):  # it still looks after what it began
            thread.join()


def workers(roster: Roster) -> list[int]:
    """Return the processes that search a month of this very database."""
    marks = [f"search-worker\0{roster.hospital_id}\0{search.pk}\0" for search in searches(roster)]
    address = f"DATABASE_URL={own_address()}\0"
    return [
        pid
        for pid, line, environment in processes()
        if any(mark in line for mark in marks) and address in environment
    ]


def searches(roster: Roster) -> list[Search]:
    """Return every search of a month."""
    return list(Search.objects.filter(roster=roster))


def processes() -> Iterator[tuple[int, str, str]]:
    """Yield every process of ours with its words and its environment; an ended one has none."""
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            try:
                line, environment = folder / "cmdline", folder / "environ"
                yield int(folder.name), line.read_text(), environment.read_text()
            except (OSError, UnicodeDecodeError):
                continue


def children(pid: int) -> list[int]:
    """Return the processes that a process has begun."""
    return [
        int(child)
        for task in Path(f"/proc/{pid}/task").iterdir()
        for child in (task / "children").read_text().split()
    ]


def is_running(pid: int) -> bool:
    """Whether a process has not ended; one that only waits to be forgotten has."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def has_a_best(search: Search) -> bool:
    """Whether an answer of the search is kept."""
    return bool(now(search).best)


def test_a_stopped_search_ends_soon_with_its_best_kept(month: Roster) -> None:
    search = start_search(month, seconds=300, actor=HOUSE)
    until(lambda: has_a_best(search))
    asked = time.monotonic()
    stop_search(search, actor=HOUSE)
    until(lambda: not now(search).is_live)
    took = time.monotonic() - asked
    ended = now(search)
    assert (ended.state, ended.version) == ("stopped", month.versions.get())
    assert ended.version is not None
    assert ended.version.breaches == 0
    assert took < STOP_SECONDS, f"{took:.2f} s"
    until(lambda: not workers(month))


def test_progress_and_breath_are_written_while_it_searches(month: Roster) -> None:
    search = start_search(month, seconds=300, actor=HOUSE)
    until(lambda: has_a_best(search) and now(search).incumbent is not None)
    first = now(search)
    until(lambda: now(search).heard_at > first.heard_at)
    second = now(search)
    assert (second.state, second.stage in {"cover", "goals"}) == ("running", True)
    assert second.elapsed_seconds > first.elapsed_seconds


def test_a_signal_to_end_keeps_the_best(month: Roster) -> None:
    search = start_search(month, seconds=300, actor=HOUSE)
    until(lambda: has_a_best(search))
    [worker] = workers(month)
    os.kill(worker, signal.SIGTERM)
    until(lambda: not now(search).is_live)
    assert (now(search).state, now(search).version) == ("stopped", month.versions.get())


def test_a_killed_search_ends_its_solver_too_and_whoever_began_it_keeps_its_best(
    month: Roster,
) -> None:
    search = start_search(month, seconds=300, actor=HOUSE)
    until(lambda: has_a_best(search))
    [worker] = workers(month)
    solvers = children(worker)
    assert solvers
    os.kill(worker, signal.SIGKILL)
    until(lambda: not any(map(is_running, solvers)))
    until(lambda: not now(search).is_live)
    assert (now(search).state, now(search).version) == ("lost", month.versions.get())
    assert Path(f"/proc/{worker}").exists() is False


def test_a_search_that_cannot_even_begin_is_closed(
    month: Roster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "nonsense")
    search = start_search(month, actor=HOUSE)
    until(lambda: not now(search).is_live)
    assert (now(search).state, month.versions.count()) == ("lost", 0)


def test_a_search_closed_by_somebody_else_stops_by_itself(month: Roster) -> None:
    search = start_search(month, seconds=300, actor=HOUSE)
    until(lambda: has_a_best(search))
    Search.objects.filter(pk=search.pk).update(state="lost")
    until(lambda: not workers(month))
    assert (now(search).state, month.versions.count()) == ("lost", 0)


def test_a_search_outlives_the_process_that_began_it_and_is_rescued_when_it_falls_silent(
    month: Roster,
) -> None:
    program = (
        "import django; django.setup()\n"
        "from releve.roster.actions import start_search\n"
        "from releve.kit.actors import HOUSE\n"
        "from releve.roster.models import Roster\n"
        f"start_search(Roster.objects.get(pk={month.pk}), seconds=300, actor=HOUSE)\n"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "releve.house.settings"}
    subprocess.run([sys.executable, "-c", program], env=environment, check=True)  # noqa: S603 - the same Python, our own words
    [search] = searches(month)
    until(lambda: has_a_best(search))
    [worker] = workers(month)
    os.kill(worker, signal.SIGKILL)
    assert rescue_search(search, actor=HOUSE) is False  # it was heard of a moment ago
    Search.objects.filter(pk=search.pk).update(heard_at=timezone.now() - timedelta(seconds=11))
    assert [rescue_search(search, actor=HOUSE), rescue_search(search, actor=HOUSE)] == [True, False]
    assert (now(search).state, now(search).version) == ("lost", month.versions.get())
