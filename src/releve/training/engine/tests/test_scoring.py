"""Drawing, scoring and merging, for whatever anybody answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releve.training.engine.cells import Cell, merged
from releve.training.engine.drawing import draw, shuffled
from releve.training.engine.module import Case, Choice, Error, Passage, Question, Quiz
from releve.training.engine.months import months_later
from releve.training.engine.scoring import most_false_alarms, score_case, score_quiz
from releve.training.engine.statement import Statement, refusal

BANK = [f"q{number}" for number in range(11)]
PASSED = "http://adlnet.gov/expapi/verbs/passed"
COMPLETED = "http://adlnet.gov/expapi/verbs/completed"
SAID = Statement("id", "A1", PASSED, "https://lms.example/m/checking", datetime.now(tz=UTC))


def question(key: str, right: str) -> Question:
    choices = tuple(Choice(one, one, one in right) for one in "abc")
    return Question(key, "?", choices, "because")


def case(*kinds: str) -> Case:
    """Return a case of sound passages (``.``), errors (``e``) and critical ones (``c``)."""
    passages = tuple(
        Passage(
            f"p{place}", "wrong here", None if kind == "." else Error("wrong", kind == "c", "why")
        )
        for place, kind in enumerate(kinds)
    )
    return Case(("here",), "mark", passages)


KINDS = st.lists(st.sampled_from(".ec"), min_size=4, max_size=20)
cases = KINDS.map(lambda kinds: case(*kinds))


@given(st.integers(0, 2**32 - 1), st.integers(1, 11))
def test_a_draw_is_of_different_questions_and_the_same_for_the_same_seed(
    seed: int, count: int
) -> None:
    found = draw(BANK, count, seed=seed)
    assert found == draw(BANK, count, seed=seed)
    assert len(set(found)) == count
    assert set(found) <= set(BANK)


@given(st.integers(0, 2**32 - 1), st.sets(st.sampled_from(BANK)))
def test_a_second_draw_brings_every_question_that_was_not_asked_yet(
    seed: int, seen: set[str]
) -> None:
    found = set(draw(BANK, 6, seed=seed, avoid=seen))
    fresh = set(BANK) - seen
    assert len(found & fresh) == min(6, len(fresh))


def test_more_than_the_bank_holds_cannot_be_drawn() -> None:
    with pytest.raises(ValueError, match="12 questions"):
        draw(BANK, 12, seed=1)


@given(st.permutations(BANK), st.text())
def test_a_page_shows_the_same_order_again(order: list[str], seed: str) -> None:
    assert shuffled(order, seed=seed) == shuffled(order, seed=seed)
    assert sorted(shuffled(order, seed=seed)) == sorted(order)


@given(st.dictionaries(st.sampled_from(["q1", "q2", "q3", "x"]), st.sets(st.sampled_from("abcz"))))
def test_a_question_is_right_where_exactly_its_right_choices_are_chosen(
    answers: dict[str, set[str]],
) -> None:
    quiz = Quiz((question("q1", "a"), question("q2", "bc"), question("q3", "c")))
    found = score_quiz(quiz, ["q1", "q2", "q3"], answers, pass_percent=66)
    wanted = {"q1": {"a"}, "q2": {"b", "c"}, "q3": {"c"}}
    right = {key for key, ids in wanted.items() if answers.get(key) == ids}
    assert found.right == right
    assert found.is_passed == (100 * len(right) // 3 >= 66)


def test_no_question_is_no_success() -> None:
    assert not score_quiz(Quiz((question("q1", "a"),)), [], {}, pass_percent=50).is_passed


@given(cases, st.data())
def test_a_case_is_passed_by_its_rule_and_by_nothing_else(one: Case, data: st.DataObject) -> None:
    ids = [passage.id for passage in one.passages]
    marked = data.draw(st.sets(st.sampled_from([*ids, "unknown"])))
    score = score_case(one, marked)
    planted, sound = one.planted, set(ids) - one.planted
    assert (score.found, score.missed) == (planted & marked, planted - marked)
    assert score.false_alarms == sound & marked
    is_enough = bool(planted) and 100 * len(planted & marked) >= 80 * len(planted)
    few_alarms = len(sound & marked) <= max(1, len(sound) // 4)
    assert score.is_passed == (is_enough and one.critical <= marked and few_alarms)


@given(cases, st.data())
def test_finding_one_more_error_never_makes_a_case_worse(one: Case, data: st.DataObject) -> None:
    marked = data.draw(st.sets(st.sampled_from([passage.id for passage in one.passages])))
    more = marked | set(sorted(one.planted)[:1])
    assert score_case(one, more).is_passed >= score_case(one, marked).is_passed


@pytest.mark.parametrize(
    ("kinds", "marked", "is_passed"),
    [
        ("ceeee.....", "0123", True),  # all critical, four in five
        ("ceeee.....", "1234", False),  # the critical one missed
        ("ceeee.....", "012", False),  # three in five
        ("ceeee.....", "01235", True),  # one false alarm is allowed
        ("ceeee.....", "012356", False),  # two of five sound passages are not
    ],
)
def test_the_rule_at_its_edges(kinds: str, marked: str, is_passed: bool) -> None:
    assert score_case(case(*kinds), {f"p{one}" for one in marked}).is_passed is is_passed


@pytest.mark.parametrize(("sound", "most"), [(0, 1), (3, 1), (7, 1), (8, 2), (13, 3)])
def test_a_quarter_of_the_sound_passages_may_be_marked_and_one_at_least(
    sound: int, most: int
) -> None:
    assert most_false_alarms(sound) == most


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2026-11-15", 24, "2028-11-15"),
        ("2026-12-01", 1, "2027-01-01"),
    ],
)
def test_months_end_where_people_say_that_they_end(day: str, months: int, later: str) -> None:
    found = months_later(datetime.fromisoformat(day).date(), months)
    assert found.isoformat() == later


CELLS = st.lists(
    st.builds(
        lambda profession, period, people, ready: Cell(
            profession, period, people, min(people, ready)
        ),
        st.sampled_from(["nurse", "aide", "doctor", "midwife"]),
        st.sampled_from(["day", "night"]),
        st.integers(0, 30),
        st.integers(0, 30),
    ),
    max_size=8,
    unique_by=lambda cell: (cell.profession, cell.period),
)


@given(CELLS)
def test_no_merged_cell_isolates_fewer_than_eight_people(cells: list[Cell]) -> None:
    found = merged(cells, least=8)
    assert all(cell.people >= 8 for cell in found)
    everybody = sum(cell.people for cell in cells)
    shown = sum(cell.people for cell in found)
    assert shown in {0, everybody}
    assert (shown == everybody) or everybody < 8
    if shown:
        assert sum(cell.ready for cell in found) == sum(cell.ready for cell in cells)


def test_what_is_large_enough_stays_apart() -> None:
    cells = [Cell("nurse", "day", 12, 9), Cell("nurse", "night", 8, 2), Cell("aide", "day", 3, 1)]
    assert merged(cells, least=8) == (Cell("nurse", "day", 12, 9), Cell("", "", 11, 3))


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({}, None),
        ({"verb": COMPLETED, "success": True}, None),
        ({"verb": COMPLETED, "scaled": 0.8}, None),
        ({"verb": COMPLETED}, "no_result"),
        ({"verb": "http://adlnet.gov/expapi/verbs/failed"}, "verb"),
        ({"success": False}, "failed"),
        ({"completion": False}, "failed"),
        ({"scaled": 0.79}, "score"),
        ({"activity": "//"}, "activity"),
        ({"revision": "two"}, "revision"),
        ({"revision": "2.1"}, None),
    ],
)
def test_a_statement_proves_something_where_it_says_so(
    changes: dict[str, object], why: str | None
) -> None:
    statement = replace(SAID, **changes)  # type: ignore[arg-type] # changes are of its fields
    assert refusal(statement, pass_percent=80) == why


@pytest.mark.parametrize("percent", range(50, 101))
def test_a_score_of_exactly_what_is_needed_is_enough(percent: int) -> None:
    statement = replace(SAID, scaled=percent / 100)
    assert refusal(statement, pass_percent=percent) is None
    assert percent == 100 or refusal(statement, pass_percent=percent + 1) == "score"


def test_the_module_is_the_last_part_of_the_activity() -> None:
    for activity in ("https://a.example/m/checking", "urn:lms:checking", "checking", "x#checking"):
        assert replace(SAID, activity=activity).module == "checking"
