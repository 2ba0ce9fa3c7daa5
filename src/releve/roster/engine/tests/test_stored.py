"""What is kept as JSON text comes back as it was, to the last fraction."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from releve.roster.engine.problem import Assignment, Problem
from releve.roster.engine.result import (
    Breach,
    GoalCost,
    Hole,
    NotJudged,
    Reason,
    Result,
    Score,
    Verdict,
)
from releve.roster.engine.stored import (
    answer_text,
    read_answer,
    read_problem,
    read_reasons,
    read_result,
    read_verdict,
    reasons_text,
    result_text,
    verdict_text,
)
from releve.roster.engine.tests.builders import MONDAY, problems

words = st.text(min_size=1, max_size=8)
maybe_words = st.none() | words
days = st.dates(date(2000, 1, 1), date(2100, 1, 1))
zones = st.sampled_from([UTC, timezone(timedelta(hours=1)), timezone(timedelta(hours=2))])
instants = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=zones)  # noqa: DTZ001 - the zones come beside
fractions = st.fractions(min_value=-1000, max_value=1000, max_denominator=1000)
counts = st.integers(0, 10**12)
moments = days | instants

answers = st.lists(st.builds(Assignment, words, days, words), max_size=5).map(tuple)
reasons = st.lists(
    st.builds(Reason, words, maybe_words, maybe_words, st.none() | days, st.none() | days),
    max_size=4,
).map(tuple)
holes = st.builds(Hole, words, days, instants, instants, st.integers(1, 9), maybe_words)
goals = st.builds(GoalCost, words, counts, fractions, counts)
scores = st.builds(
    Score,
    st.lists(holes, max_size=3).map(tuple),
    counts,
    st.lists(goals, max_size=3).map(tuple),
)
results = st.builds(
    Result,
    st.sampled_from(["optimal", "feasible", "infeasible", "unknown"]),
    answers,
    st.none() | scores,
    hole_bound=counts,
    bound=st.none() | counts,
    reasons=reasons,
    seconds=st.floats(0, 1e6),
    interrupted=st.booleans(),
)
breaches = st.builds(
    Breach,
    words,
    words,
    moments,
    moments,
    fractions,
    fractions,
    st.sampled_from(["h", "min", "days", "parts"]),
    words,
    st.sampled_from(["hard", "soft"]),
    fractions,
    st.booleans(),
)
unjudged = st.builds(
    NotJudged, words, words, maybe_words, st.none() | days, st.none() | days, st.none() | fractions
)
verdicts = st.builds(
    Verdict, st.lists(breaches, max_size=3).map(tuple), st.lists(unjudged, max_size=2).map(tuple)
)


@given(results)
def test_a_result_comes_back_as_it_was(result: Result) -> None:
    assert read_result(result_text(result)) == result


@given(verdicts)
def test_a_verdict_comes_back_as_it_was(verdict: Verdict) -> None:
    assert read_verdict(verdict_text(verdict)) == verdict


@given(breaches)
def test_days_stay_days_and_instants_keep_their_offset(breach: Breach) -> None:
    [kept] = read_verdict(verdict_text(Verdict((breach,)))).breaches
    assert (type(kept.from_at), type(kept.to_at)) == (type(breach.from_at), type(breach.to_at))
    assert (kept.from_at.isoformat(), kept.to_at.isoformat()) == (
        breach.from_at.isoformat(),
        breach.to_at.isoformat(),
    )
    assert type(kept.value) is Fraction


@given(answers)
def test_an_answer_comes_back_as_it_was(answer: tuple[Assignment, ...]) -> None:
    assert read_answer(answer_text(answer)) == answer


@given(reasons)
def test_reasons_come_back_as_they_were(facts: tuple[Reason, ...]) -> None:
    assert read_reasons(reasons_text(facts)) == facts


@given(problems())
def test_a_problem_is_read_once_and_comes_back_as_it_was(problem: Problem) -> None:
    text = problem.to_json()
    assert read_problem(text) == problem
    assert read_problem(text) is read_problem(text)


@pytest.mark.parametrize("text", ["", "{}", '{"status": "fine"}', "[1]"])
def test_a_damaged_text_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        read_result(text)


def test_a_whole_day_at_midnight_stays_an_instant() -> None:
    midnight = datetime(MONDAY.year, MONDAY.month, MONDAY.day, tzinfo=UTC)
    breach = Breach("r", "p", midnight, midnight, Fraction(1), Fraction(1, 3), "h", "a", "hard")
    assert read_verdict(verdict_text(Verdict((breach,)))).breaches == (breach,)
