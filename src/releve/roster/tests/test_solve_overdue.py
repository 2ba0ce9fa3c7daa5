"""A solving child long past its time: ended by its parent, and nobody is said to interrupt it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from releve.kit import console
from releve.kit.engines import Params
from releve.roster.cli.solve import exit_code
from releve.roster.engine.solve import child, solve, solve_in_child
from releve.roster.engine.tests.builders import a_problem

AT_ONCE = Params(seconds=1.0, work=0.4, workers=1)


@pytest.fixture(autouse=True)
def _no_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "OVERTIME_SECONDS", -1.0)


def test_a_child_past_its_time_without_an_answer_has_none_to_give() -> None:
    result = solve_in_child(a_problem(), AT_ONCE)
    assert (result.status, result.interrupted) == ("unknown", False)
    assert exit_code(result) == console.NO_ANSWER


def test_what_a_child_past_its_time_started_from_is_kept() -> None:
    known = solve(a_problem(), replace(AT_ONCE, seconds=None))
    result = solve_in_child(a_problem(), AT_ONCE, hint=known.answer)
    assert set(result.answer) == set(known.answer)
    assert exit_code(result) == console.DONE
