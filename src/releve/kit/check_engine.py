"""One suite of promises that every engine of the house is put through.

An engine is a doorway with five words. Its own tests give the suite a few problems, one of
which cannot be met, and the suite proves: the same seed and the same work give the same
answer, a problem survives its journey through JSON, what cannot be met says why, and the
independent audit agrees with every answer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from releve.kit.engines import Params

P = TypeVar("P")
R = TypeVar("R")


@dataclass(frozen=True)
class Doorway(Generic[P, R]):
    """An engine's words, as functions, so that one suite can speak to all of them.

    ``answer_of`` returns what of a result must be equal between two runs, ``None`` where there
    is no answer. ``breaches_of`` returns the audit's hard findings on a result. ``reasons_of``
    returns why there is no answer.
    """

    solve: Callable[[P, Params], R]
    to_json: Callable[[P], str]
    from_json: Callable[[str], P]
    answer_of: Callable[[R], Any]
    breaches_of: Callable[[P, R], Sequence[Any]]
    reasons_of: Callable[[R], Sequence[Any]]


def check_engine(
    engine: Doorway[P, R], *, problems: Sequence[P], impossible: Sequence[P], work: float
) -> None:
    """Raise ``AssertionError`` with the first promise that the engine breaks."""
    if not problems or not impossible:
        raise ValueError("the suite needs problems that can be met and some that cannot")
    for problem in problems:
        _survives_json(engine, problem)
        _repeats_itself(engine, problem, work)
        _is_judged_lawful(engine, problem, work)
    for problem in impossible:
        _survives_json(engine, problem)
        _says_why(engine, problem, work)


def _params(work: float) -> Params:
    return Params(seconds=None, work=work, seed=7, workers=1)


def _survives_json(engine: Doorway[P, R], problem: P) -> None:
    again = engine.from_json(engine.to_json(problem))
    if again != problem:
        raise AssertionError(f"a problem changed on its way through JSON: {problem!r}")


def _repeats_itself(engine: Doorway[P, R], problem: P, work: float) -> None:
    answers = [engine.answer_of(engine.solve(problem, _params(work))) for _ in range(2)]
    if answers[0] != answers[1]:
        raise AssertionError(f"the same seed and work gave two answers: {answers}")


def _is_judged_lawful(engine: Doorway[P, R], problem: P, work: float) -> None:
    result = engine.solve(problem, _params(work))
    if engine.answer_of(result) is None:
        raise AssertionError(f"a problem that can be met got no answer: {result!r}")
    breaches = engine.breaches_of(problem, result)
    if breaches:
        raise AssertionError(f"the audit refuses an answer: {list(breaches)}")


def _says_why(engine: Doorway[P, R], problem: P, work: float) -> None:
    result = engine.solve(problem, _params(work))
    if engine.answer_of(result) is not None:
        raise AssertionError(f"a problem that cannot be met got an answer: {result!r}")
    if not engine.reasons_of(result):
        raise AssertionError("a problem that cannot be met got no reason")
