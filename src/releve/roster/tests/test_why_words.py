"""The answers to "why?" in sentences: true to the numbers, and silent about colleagues."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from releve.kit.words import Language, use_language
from releve.roster.engine.problem import Assignment, Problem
from releve.roster.engine.score import score
from releve.roster.engine.why import Proven, WhyParams, why_cell, why_counter, why_hole
from releve.roster.tests.builders import problem_of, ward
from releve.roster.why_words import Told, cell_told, counter_told, hole_told

TUESDAY = date(2026, 3, 10)
PATIENT = WhyParams(seconds=20.0, workers=1)
PLAN = (Assignment("cle", TUESDAY, "J"),)
AWAY = [{"person": "cle", "from": "2026-03-10", "to": "2026-03-10"}]


def a_problem(**changes: Any) -> Problem:
    """Return a ward that asks for no fairness, so that nothing but cover moves anybody."""
    return problem_of(ward(**({"fairness": False, "wishes": []} | changes)))


def whole(told: Told) -> str:
    """Return everything an answer says."""
    lines = [told.headline, *told.facts]
    for one in told.alternatives:
        lines += [one.label, one.sentence, *one.details]
    return "\n".join(lines)


def of_cell(problem: Problem, person: str, *, show_names: bool, **facts: Any) -> Told:
    story = why_cell(problem, PLAN, (person, TUESDAY), params=PATIENT, **facts)
    return cell_told(problem, story, show_names=show_names)


def test_a_cell_says_who_replaces_her_and_what_it_costs() -> None:
    told = of_cell(a_problem(), "cle", show_names=True)
    assert told.facts == ("Clé Ormeau, Tuesday 10 March: J 07:00–19:00",)
    rest = told.alternatives[0]
    assert (rest.label, rest.verdict) == ("day off", "possible")
    assert rest.sentence.startswith("Possible with 1 other change: as well covered")
    assert any("10 March: day off becomes J" in line for line in rest.details)
    assert any(line.startswith("If this cell alone changed: Tuesday") for line in rest.details)


def test_a_member_of_the_team_sees_no_colleague_s_name() -> None:
    said = whole(of_cell(a_problem(), "cle", show_names=False))
    assert "1 change for colleagues" in said
    assert "Ana" not in said
    assert "Béa" not in said


def test_an_impossible_shift_names_its_facts() -> None:
    told = of_cell(a_problem(unavailable=[AWAY[0] | {"person": "ana"}]), "ana", show_names=True)
    assert told.headline == "No lawful roster has anything else here."
    assert {one.sentence for one in told.alternatives} == {
        "Impossible: Ana Fougère, Tuesday 10 March: unavailable that day"
    }


def test_a_gap_is_said_where_it_is_proven() -> None:
    said = whole(of_cell(a_problem(), "cle", show_names=True, proven=Proven(0, 0, 0)))
    assert "No roster as well covered costs less by more than" in said


def test_a_hole_says_each_way_to_fill_it() -> None:
    problem = a_problem()
    hole = score(problem, ()).holes[0]
    told = hole_told(problem, why_hole(problem, (), hole, params=PATIENT))
    assert told.headline.endswith("1 person is missing. 3 ways to fill it were found.")
    assert {one.label for one in told.alternatives} == {
        "Ana Fougère: J on 10 March",
        "Béa Tilleul: J on 10 March",
        "Clé Ormeau: J on 10 March",
    }


def test_a_hole_that_nobody_can_fill_says_what_would_have_to_yield() -> None:
    problem = a_problem(unavailable=[AWAY[0] | {"person": who} for who in ("ana", "bea", "cle")])
    hole = score(problem, ()).holes[0]
    told = hole_told(problem, why_hole(problem, (), hole, params=PATIENT))
    assert told.headline.endswith("No lawful roster fills it.")
    assert {one.sentence for one in told.alternatives} == {"Only if 1 fact or rule gave way"}
    assert all("own agreement" in one.details[0] for one in told.alternatives)


def test_a_counter_shows_the_group_without_names() -> None:
    told = counter_told(why_counter(a_problem(fairness=True), PLAN, "cle", "hours"))
    assert told.headline.startswith("Hours: 12\u202fh, for a target of 35\u202fh")
    assert any("0\u202fh (2 people), 12\u202fh" in fact for fact in told.facts)
    assert "Ana" not in whole(told)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_both_languages_say_it_all(language: Language) -> None:
    problem = a_problem()
    hole = score(problem, ()).holes[0]
    with use_language(language):
        said = [
            whole(of_cell(problem, "cle", show_names=True)),
            whole(hole_told(problem, why_hole(problem, (), hole, params=PATIENT))),
            whole(counter_told(why_counter(problem, PLAN, "cle", "nights"))),
        ]
    french = "repos" in said[0]
    assert french == (language == "fr")
    assert all("{" not in text for text in said)
