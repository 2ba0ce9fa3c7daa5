"""The seven questions: the class that follows, why, and what else is due."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releve.stewardship.engine.intake import (
    ANSWERS,
    EXEMPT,
    QUESTIONS,
    REASON_WANTED,
    Said,
    flaws,
    is_asked,
    judged,
)

ALL_NO = {
    "q1": Said("yes"),
    **{one: Said("no") for one in (*QUESTIONS[1:], "health_data", "staff_data", "patients")},
}


def said(**answers: str) -> dict[str, Said]:
    """Return the answers of an ordinary AI system, some of them otherwise."""
    return {**ALL_NO, **{name: Said(answer, "Parce que.") for name, answer in answers.items()}}


@pytest.mark.parametrize(
    ("answers", "risk_class"),
    [
        ({}, "minimal"),
        ({"q6": "yes"}, "transparency"),
        ({"q4": "yes", "exempt": "no"}, "high"),
        ({"q5": "yes", "exempt": "no"}, "high"),
        ({"q4": "yes", "exempt": "yes"}, "minimal"),
        ({"q4": "yes", "exempt": "yes", "q6": "yes"}, "transparency"),
        ({"q3": "device_low"}, "minimal"),
        ({"q3": "device_notified"}, "high_product"),
        ({"q3": "device_notified", "q5": "yes", "exempt": "no"}, "high_product"),
        ({"q2": "yes"}, "prohibited"),
        ({"q2": "yes", "q3": "device_notified"}, "prohibited"),
        ({"q1": "no"}, "not_ai"),
        ({"q1": "no", "q6": "yes", "q4": "yes"}, "not_ai"),
    ],
)
def test_answers_come_to_their_class(answers: dict[str, str], risk_class: str) -> None:
    assert judged(said(**answers)).risk_class == risk_class


def test_fundamental_rights_are_assessed_for_annex_iii_and_not_for_products() -> None:
    assert judged(said(q5="yes", exempt="no")).is_fria_due
    assert not judged(said(q3="device_notified")).is_fria_due
    assert not judged(said(q5="yes", exempt="yes")).is_fria_due


def test_a_solver_that_is_no_ai_keeps_the_duties_of_other_texts() -> None:
    found = judged(said(q1="no", q7="yes", staff_data="yes"))
    assert found.duties == {"administrative", "staff", "dpia"}
    assert found.reasons == ("no_ai", "also_administrative", "also_staff", "also_dpia")


def test_what_takes_the_class_down_wants_its_reason() -> None:
    unexplained = {**ALL_NO, "q4": Said("yes"), EXEMPT: Said("yes", "  ")}
    assert [(one.question, one.code) for one in flaws(unexplained)] == [(EXEMPT, "reason")]
    assert [one.question for one in flaws({**ALL_NO, "q1": Said("no")})] == ["q1"]


def test_the_exemption_is_asked_of_annex_iii_alone() -> None:
    assert not is_asked(EXEMPT, ALL_NO)
    assert is_asked(EXEMPT, said(q4="yes"))
    assert not is_asked(EXEMPT, said(q1="no", q4="yes"))


def test_answers_with_flaws_are_not_judged() -> None:
    with pytest.raises(ValueError, match="flaws"):
        judged({})
    assert {one.code for one in flaws({**ALL_NO, "q3": Said("perhaps")})} == {"unknown"}


whole = st.fixed_dictionaries(
    {
        question: st.sampled_from(answers).map(lambda one: Said(one, "Parce que."))
        for question, answers in ANSWERS.items()
    }
)


@given(whole)
def test_whatever_is_answered_has_one_class_and_its_reasons(answers: dict[str, Said]) -> None:
    found = judged(answers)
    assert found.reasons
    assert (found.risk_class == "not_ai") == (answers["q1"].answer == "no")
    assert found.is_fria_due == (found.risk_class == "high")


ORDER = ("minimal", "transparency", "high", "high_product", "prohibited")


@given(whole, st.sampled_from(("q2", "q4", "q5", "q6")))
def test_one_more_yes_never_makes_a_milder_class(answers: dict[str, Said], question: str) -> None:
    asked = {**answers, "q1": Said("yes"), EXEMPT: Said("no")}
    before = judged({**asked, question: Said("no")}).risk_class
    after = judged({**asked, question: Said("yes")}).risk_class
    assert ORDER.index(after) >= ORDER.index(before)


def test_each_wanted_reason_belongs_to_an_answer_that_exists() -> None:
    assert all(answer in ANSWERS[question] for question, answer in REASON_WANTED.items())
