"""Why a cell: breaches exact, verdicts true, costs those of the independent scoring."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from releve.kit.engines import Params
from releve.roster.engine.audit import audit
from releve.roster.engine.problem import Assignment, Need, Problem, Unavailability, Wish
from releve.roster.engine.score import score
from releve.roster.engine.solve import solve
from releve.roster.engine.tests.builders import (
    MONDAY,
    SMALL_HOURS,
    a_person,
    a_problem,
    fixed,
    problems,
)
from releve.roster.engine.why import Alternative, CellStory, Proven, WhyParams, plain, why_cell

TUESDAY = MONDAY + timedelta(days=1)
PATIENT = WhyParams(seconds=20.0, workers=1)
SHORT = Params(seconds=None, work=0.4, workers=1)


def with_cell(
    problem: Problem, answer: tuple[Assignment, ...], story: CellStory, one: Alternative
) -> tuple[Assignment, ...]:
    """Return the plan in which that cell alone changes."""
    on_call = {shift.code for shift in problem.shifts if shift.kind == "on_call"}
    kept = [
        cell
        for cell in answer
        if (cell.person, cell.day) != (story.person, story.day)
        or (cell.shift in on_call) != one.on_call
    ]
    given_ = [] if one.shift is None else [Assignment(story.person, story.day, one.shift)]
    return tuple(sorted([*kept, *given_]))


def check_alone(
    problem: Problem, answer: tuple[Assignment, ...], story: CellStory, one: Alternative
) -> None:
    """What is said of the cell alone is what judge and scoring say of the changed plan."""
    changed = with_cell(problem, answer, story, one)
    before, after = Counter(audit(problem, answer)), Counter(audit(problem, changed))
    hard = {b: n for b, n in (after - before).items() if b.status != "soft"}
    assert Counter(one.breaches) == hard
    was = {(h.need, h.starts_at): h.missing for h in score(problem, answer).holes}
    now = {(h.need, h.starts_at): h.missing for h in score(problem, changed).holes}
    moved = {key: now.get(key, 0) - was.get(key, 0) for key in was | now}
    told = {(h.need, h.starts_at): h.missing for h in one.opened}
    told |= {(h.need, h.starts_at): -h.missing for h in one.closed}
    assert told == {key: change for key, change in moved.items() if change}


def check_way(
    problem: Problem, answer: tuple[Assignment, ...], story: CellStory, one: Alternative
) -> None:
    """A way is lawful, holds the cell, and costs what the scoring says, goal by goal."""
    way = one.way
    if way is None:
        return
    assert [b for b in audit(problem, way.answer) if b.status != "soft"] == []
    here = {c.shift for c in way.answer if (c.person, c.day) == (story.person, story.day)}
    on_call = {shift.code for shift in problem.shifts if shift.kind == "on_call"}
    half = here & on_call if one.on_call else here - on_call
    assert half == ({one.shift} if one.shift else set())
    before, after = score(problem, answer), score(problem, way.answer)
    assert way.cost_change == after.cost - before.cost
    assert way.hole_change == after.hole_cost - before.hole_cost
    parts = [goal.change for goal in (*way.own, *way.others, *way.ward)]
    assert sum(parts) == way.cost_change
    cells = {(c.person, c.day) for c in set(answer) ^ set(way.answer)}
    told = {(change.person, change.day) for change in way.changes}
    assert told == cells - {(story.person, story.day)}


def check_possible(problem: Problem, story: CellStory, one: Alternative) -> None:
    """Where no lawful line has a cell, no lawful roster has it; where one does, a way is told."""
    cell = fixed(story.person, story.day, one.shift)
    result = solve(problem.with_changes(fixed=(*problem.fixed, cell)), SHORT)
    if one.verdict == "impossible":
        assert result.status == "infeasible"
    if one.verdict == "possible":
        assert result.status != "infeasible"


def check_story(problem: Problem, data: st.DataObject) -> None:
    """Ask of a cell that was drawn; a shift that the clock change skips whole is no cell."""
    assume(SMALL_HOURS not in problem.shifts)
    answer = solve(problem, SHORT).answer
    person = data.draw(st.sampled_from([person.id for person in problem.people]))
    cell = (person, data.draw(st.sampled_from(problem.days)))
    story = why_cell(problem, answer, cell, params=PATIENT)
    has_on_call = any(shift.kind == "on_call" for shift in problem.shifts)
    for one in story.alternatives:
        check_alone(problem, answer, story, one)
        check_way(problem, answer, story, one)
        if not has_on_call:  # a fixed cell decides both halves of a day
            check_possible(problem, story, one)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems(), st.data())
def test_each_claim_about_a_cell_is_what_judge_scoring_and_full_solve_say(
    problem: Problem, data: st.DataObject
) -> None:
    check_story(problem, data)


@pytest.mark.campaign
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems(), st.data())
def test_a_long_campaign_of_claims_about_cells(problem: Problem, data: st.DataObject) -> None:
    check_story(problem, data)


def story_of(problem: Problem, cell: tuple[str, date], *answer: Assignment) -> CellStory:
    return why_cell(problem, tuple(sorted(answer)), cell, params=PATIENT)


def verdicts(story: CellStory) -> dict[str | None, str]:
    return {one.shift: one.verdict for one in story.alternatives}


def test_an_absence_makes_every_shift_impossible_and_is_the_only_reason() -> None:
    away = Unavailability(person="ana", from_on=TUESDAY, to_on=TUESDAY)
    story = story_of(a_problem(unavailable=(away,)), ("ana", TUESDAY))
    assert verdicts(story) == {"J": "impossible", "N": "impossible"}
    assert [[r.code for r in one.reasons] for one in story.alternatives] == [["UNAVAILABLE"]] * 2


def test_the_reasons_of_an_impossible_cell_are_irreducible() -> None:
    problem = a_problem(fixed=(fixed("ana", MONDAY, "N"), fixed("bea", MONDAY, "J")))
    night = Assignment("ana", MONDAY, "N")
    story = story_of(problem, ("ana", TUESDAY), night, Assignment("bea", MONDAY, "J"))
    (day,) = [one for one in story.alternatives if one.shift == "J"]
    assert day.verdict == "impossible"
    assert day.reasons_are_irreducible
    assert [(r.code, r.rule, r.day) for r in day.reasons] == [
        ("FIXED", None, MONDAY),
        ("RULE", "FPH-REST-D", MONDAY),
    ]


def test_a_colleague_takes_the_shift_that_is_given_up() -> None:
    need = Need(id="jour", shift="J", role="ide", minimum=1, days=(TUESDAY,))
    people = (a_person("ana"), a_person("bea"))
    problem = a_problem(needs=(need,), people=people, fairness=False, packs=())
    story = story_of(problem, ("ana", TUESDAY), Assignment("ana", TUESDAY, "J"))
    rest = next(one for one in story.alternatives if one.shift is None)
    assert [hole.need for hole in rest.opened] == ["jour"]
    assert rest.way is not None
    assert [(c.person, c.before, c.after) for c in rest.way.changes] == [("bea", (), ("J",))]
    assert (rest.way.hole_change, rest.way.cost_change) == (0, 0)


def test_a_wish_that_is_lost_is_named_with_its_cost() -> None:
    wish = Wish("ana", TUESDAY, "off")
    problem = a_problem(needs=(), wishes=(wish,), people=(a_person("ana"),), fairness=False)
    story = story_of(problem, ("ana", TUESDAY))
    day = next(one for one in story.alternatives if one.shift == "J")
    assert day.way is not None
    assert [person.wishes_lost for person in day.way.people] == [(wish,)]
    assert [(goal.name, goal.change) for goal in day.way.own if goal.name == "wishes"] == [
        ("wishes", wish.weight * 240)
    ]


def test_a_gap_is_told_only_where_it_is_proven() -> None:
    problem = a_problem(ends_on=MONDAY + timedelta(days=3), packs=())
    result = solve(problem, Params(seconds=None, work=8.0, workers=1))
    assert result.score is not None
    assert result.is_proven
    proven = Proven(result.hole_bound, result.bound, result.score.hole_cost)
    without = why_cell(problem, result.answer, ("ana", MONDAY), params=PATIENT)
    within = why_cell(problem, result.answer, ("ana", MONDAY), params=PATIENT, proven=proven)
    assert [one.way.gap for one in without.alternatives if one.way] == [None] * 2
    for one in within.alternatives:
        if one.way is not None and one.way.hole_change == 0:
            assert one.way.gap == one.way.cost_change


def test_out_of_time_nothing_is_claimed_but_what_was_judged() -> None:
    answer = solve(a_problem(), SHORT).answer
    story = why_cell(a_problem(), answer, ("ana", TUESDAY), params=WhyParams(seconds=0.0))
    assert {one.verdict for one in story.alternatives} == {"unknown"}
    for one in story.alternatives:
        check_alone(a_problem(), answer, story, one)


def test_an_unlawful_plan_can_be_asked_about_too() -> None:
    plan = (Assignment("ana", MONDAY, "N"), Assignment("ana", TUESDAY, "J"))
    story = story_of(a_problem(packs=()), ("ana", TUESDAY), *plan)
    assert {one.verdict for one in story.alternatives} == {"possible"}


def test_a_story_is_plain_values_for_json() -> None:
    story = story_of(a_problem(), ("ana", TUESDAY))
    assert plain(story)["day"] == TUESDAY.isoformat()
    assert {one["shift"] for one in plain(story)["alternatives"]} == {"J", "N"}
