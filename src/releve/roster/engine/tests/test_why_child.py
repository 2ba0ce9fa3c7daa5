"""The answering child: warm, one question at a time, ended and replaced when it hangs."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from releve.roster.engine.tests.builders import MONDAY, a_problem
from releve.roster.engine.why import WhyParams, child, why_cell
from releve.roster.engine.why.child import NoAnswerError, Worker

TUESDAY = MONDAY + timedelta(days=1)
SECONDS = WhyParams(seconds=5.0, workers=1)


@pytest.fixture(name="worker")
def a_worker() -> Iterator[Worker]:
    worker = Worker()
    yield worker
    worker.end()


def test_the_child_answers_several_at_once_as_the_parent_would(worker: Worker) -> None:
    problem = a_problem()
    worker.warm()

    def ask(person: str) -> object:
        return worker.ask("cell", problem, (), (person, TUESDAY), params=SECONDS)

    with ThreadPoolExecutor(3) as pool:
        told = list(pool.map(ask, ("ana", "bea", "cle")))
    assert [story.person for story in told] == ["ana", "bea", "cle"]  # type: ignore[attr-defined]  # cell stories
    inside = why_cell(problem, (), ("ana", TUESDAY), params=SECONDS)
    assert told[0].alternatives == inside.alternatives  # type: ignore[attr-defined]  # a cell story


def test_what_a_question_raises_is_raised_here_and_the_child_lives_on(worker: Worker) -> None:
    for _ in range(2):
        with pytest.raises(KeyError):
            worker.ask("cell", a_problem(), (), ("nobody", TUESDAY), params=SECONDS)
    assert worker.ask("counter", a_problem(), (), "ana", "nights").value == 0


def test_a_child_that_is_too_late_or_lost_is_replaced(
    worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = a_problem()
    assert worker.ask("counter", problem, (), "ana", "nights").value == 0
    monkeypatch.setattr(child, "OVERTIME_SECONDS", 0.0)
    with pytest.raises(NoAnswerError):
        worker.ask("cell", problem, (), ("ana", TUESDAY), params=WhyParams(seconds=0.0))
    monkeypatch.undo()
    assert worker.ask("counter", problem, (), "ana", "nights").value == 0
    worker.end()
    assert worker.ask("counter", problem, (), "ana", "nights").value == 0


def test_the_children_are_daemons() -> None:
    child.warm()
    try:
        assert all(process.daemon for process in multiprocessing.active_children())
        assert child.ask("counter", a_problem(), (), "ana", "nights").person == "ana"
    finally:
        child.worker().end()


def test_an_unknown_question_is_refused() -> None:
    with pytest.raises(KeyError):
        child.ask("weather", a_problem())
