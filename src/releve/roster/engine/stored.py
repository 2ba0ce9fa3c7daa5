"""Results and verdicts as JSON text, exact: what is read back equals what was written.

Fractions stay fractions and instants keep their offset, so that a version opened years later
shows the very figures that its manager saw.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

from pydantic import TypeAdapter

from releve.roster.engine.problem import Assignment, Problem
from releve.roster.engine.result import Reason, Result, Verdict

KEPT_PROBLEMS = 64
"""Problems kept readable in a process: those of the pages that are open."""


def result_text(result: Result) -> str:
    """Return a result as JSON text."""
    return _adapter(Result).dump_json(result).decode()


def read_result(text: str) -> Result:
    """Return the result that ``result_text`` wrote."""
    result: Result = _adapter(Result).validate_json(text)
    return result


def verdict_text(verdict: Verdict) -> str:
    """Return a verdict as JSON text."""
    return _adapter(Verdict).dump_json(verdict).decode()


def read_verdict(text: str) -> Verdict:
    """Return the verdict that ``verdict_text`` wrote."""
    verdict: Verdict = _adapter(Verdict).validate_json(text)
    return verdict


def answer_text(answer: tuple[Assignment, ...]) -> str:
    """Return assignments as JSON text."""
    return _adapter(tuple[Assignment, ...]).dump_json(answer).decode()


def read_answer(text: str) -> tuple[Assignment, ...]:
    """Return the assignments that ``answer_text`` wrote."""
    answer: tuple[Assignment, ...] = _adapter(tuple[Assignment, ...]).validate_json(text)
    return answer


def reasons_text(reasons: tuple[Reason, ...]) -> str:
    """Return the facts of a clash as JSON text."""
    return _adapter(tuple[Reason, ...]).dump_json(reasons).decode()


def read_reasons(text: str) -> tuple[Reason, ...]:
    """Return the facts that ``reasons_text`` wrote."""
    reasons: tuple[Reason, ...] = _adapter(tuple[Reason, ...]).validate_json(text)
    return reasons


@lru_cache(maxsize=KEPT_PROBLEMS)
def read_problem(text: str) -> Problem:
    """Return the problem of a JSON text; problems are frozen, so one may serve many."""
    return Problem.from_json(text)


@cache
def _adapter(shape: Any) -> TypeAdapter[Any]:
    return TypeAdapter(shape)
