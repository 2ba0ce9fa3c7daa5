"""One engine in a process of its own: what it answers, and what is measured of it."""

from __future__ import annotations

import pytest

from releve.kit.engines import Params
from releve.roster.bench import child
from releve.roster.bench.child import Measured, measured, peak_megabytes
from releve.roster.engine.peers import OURS, Task, missing
from releve.roster.engine.score import score
from releve.roster.tests.bench_samples import ONE_SHIFT, TWO_SHIFTS, task_of
from releve.roster.tests.builders import problem_of, ward


def test_an_answer_comes_back_with_its_time_its_seconds_and_its_memory() -> None:
    task = task_of(ONE_SHIFT)
    run = measured(OURS, task)
    assert (run.ended, run.error, run.interrupted) == ("done", "", False)
    assert run.claim is not None
    assert run.claim.status == "optimal"
    assert run.claim.cost == score(task.problem, run.claim.answer).cost
    assert run.answers
    assert all(0 <= at <= run.seconds for at, _ in run.answers)
    assert 0 < run.cpu_seconds < 60
    assert run.peak_megabytes is not None
    assert 20 < run.peak_megabytes < 2000


def test_a_peer_says_that_a_file_is_not_for_it() -> None:
    if missing("cpmpy"):
        pytest.skip("cpmpy is not installed")
    run = measured("cpmpy", Task(problem_of(ward()), "{}", Params(seconds=5.0)))
    assert run.ended == "not_for_it"
    assert "text only" in run.error


def test_who_asks_to_stop_gets_nothing_that_counts() -> None:
    run = measured(OURS, task_of(TWO_SHIFTS), cancelled=lambda: True)
    assert (run.interrupted, run.claim) == (True, None)


def test_a_child_past_its_time_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "OVERTIME_SECONDS", -60.0)
    run = measured(OURS, task_of(TWO_SHIFTS, seconds=60.0))
    assert (run.ended, run.claim, run.error) == ("late", None, "")


def test_an_engine_that_is_not_known_is_lost_with_its_own_sentence() -> None:
    run = measured("nobody", task_of(ONE_SHIFT))
    assert (run.ended, run.claim) == ("lost", None)
    assert "nobody_model" in run.error


def test_many_incumbents_are_thinned_and_the_first_and_the_last_are_kept() -> None:
    listener = child._Listener(None, None, 0, None, None)  # type: ignore[arg-type]  # hears no pipe  # noqa: SLF001
    for at in range(500):
        listener._hear(("answer", float(at), ()))  # noqa: SLF001 - what a pipe would bring
    times = [at for at, _ in listener.answers]
    assert (times[0], times[-1]) == (0.0, 499.0)
    assert len(times) <= child.KEPT_ANSWERS + 2
    assert times == sorted(times)


def test_the_memory_of_this_process_is_known() -> None:
    assert (peak_megabytes() or 0) > 10
    assert peak_megabytes(2**22 + 1) is None


def test_nothing_is_measured_of_a_run_that_never_was() -> None:
    assert Measured().ended == "lost"
