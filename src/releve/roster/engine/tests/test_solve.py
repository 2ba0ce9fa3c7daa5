"""The solver's promises: lawful answers, exact costs, valid bounds, reasons, and a quick stop."""

from __future__ import annotations

import time as clock
from datetime import time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings

from releve.kit.check_engine import Doorway, check_engine
from releve.kit.engines import Params, Progress
from releve.roster.engine.audit import audit
from releve.roster.engine.problem import (
    Assignment,
    Contract,
    Need,
    PastShift,
    Period,
    Problem,
    Unavailability,
    Wish,
)
from releve.roster.engine.result import Result
from releve.roster.engine.rules import LocalRule
from releve.roster.engine.rules.forms import Count, Days, Window
from releve.roster.engine.score import score
from releve.roster.engine.solve import solve, solve_in_child
from releve.roster.engine.tests.builders import (
    DAY,
    MONDAY,
    NIGHT,
    a_person,
    a_problem,
    fixed,
    problems,
    twelve_hours,
)

SHORT = Params(seconds=None, work=0.4, workers=1)


def hard(problem: Problem, result: Result) -> list[object]:
    """Return the hard breaches of a result."""
    return [breach for breach in audit(problem, result.answer) if breach.status != "soft"]


def check_answer(problem: Problem) -> None:
    """Solve; the answer is lawful, costs what the scoring says, and no bound lies above it."""
    result = solve(problem, SHORT)
    assert result.status in ("optimal", "feasible")
    assert hard(problem, result) == []
    assert result.score == score(problem, result.answer)
    if result.bound is not None and result.cost is not None:
        assert result.bound <= result.cost
    if result.status == "optimal":
        assert result.cost == result.bound


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems())
def test_every_answer_passes_the_audit_and_is_weighed_exactly(problem: Problem) -> None:
    check_answer(problem)


@pytest.mark.campaign
@settings(max_examples=600, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems())
def test_a_long_campaign_of_answers_passes_the_audit(problem: Problem) -> None:
    check_answer(problem)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems())
def test_no_single_change_beats_a_proven_answer(problem: Problem) -> None:
    result = solve(problem, SHORT)
    if result.status != "optimal" or result.score is None:
        return
    best = (result.score.hole_cost, result.score.cost)
    cells = {(a.person, a.day): a for a in result.answer}
    for person in problem.people:
        for day in problem.days:
            others = [a for key, a in cells.items() if key != (person.id, day)]
            for code in [None, *problem.shift_by_code]:
                extra = [] if code is None else [Assignment(person.id, day, code)]
                answer = tuple(sorted([*others, *extra]))
                if any(b.status != "soft" for b in audit(problem, answer)):
                    continue
                changed = score(problem, answer)
                assert (changed.hole_cost, changed.cost) >= best


def test_the_engine_keeps_the_promises_of_the_house() -> None:
    engine: Doorway[Problem, Result] = Doorway(
        solve=solve,
        to_json=Problem.to_json,
        from_json=Problem.from_json,
        answer_of=lambda result: result.answer or None,
        breaches_of=hard,
        reasons_of=lambda result: result.reasons,
    )
    nights = (fixed("ana", MONDAY, "N"), fixed("ana", MONDAY + timedelta(days=1), "J"))
    check_engine(engine, problems=[a_problem()], impossible=[a_problem(fixed=nights)], work=1.0)


def test_a_clash_names_only_the_facts_without_which_it_is_gone() -> None:
    tuesday = MONDAY + timedelta(days=1)
    cells = (fixed("bea", MONDAY, "N"), fixed("bea", tuesday, "J"), fixed("ana", MONDAY, None))
    result = solve(a_problem(fixed=cells), SHORT)
    assert result.status == "infeasible"
    assert {(r.code, r.person, r.day, r.shift, r.rule) for r in result.reasons} == {
        ("FIXED", "bea", MONDAY, "N", None),
        ("FIXED", "bea", tuesday, "J", None),
        ("RULE", "bea", MONDAY, None, "FPH-REST-D"),
    }


def test_a_clash_between_a_fixed_cell_and_an_absence_is_named() -> None:
    away = Unavailability(person="ana", from_on=MONDAY, to_on=MONDAY)
    result = solve(a_problem(fixed=(fixed("ana", MONDAY, "J"),), unavailable=(away,)), SHORT)
    assert {reason.code for reason in result.reasons} == {"FIXED", "UNAVAILABLE"}


def test_a_clash_with_the_maximum_of_a_need_is_named() -> None:
    need = Need(id="jour", shift="J", maximum=1)
    cells = (fixed("ana", MONDAY, "J"), fixed("bea", MONDAY, "J"))
    result = solve(a_problem(needs=(need,), fixed=cells), SHORT)
    assert {(r.code, r.person, r.need) for r in result.reasons} == {
        ("FIXED", "ana", None),
        ("FIXED", "bea", None),
        ("MAXIMUM", None, "jour"),
    }


def test_a_maximum_that_history_has_filled_takes_nobody_more() -> None:
    need = Need(id="matin", period=Period(time(6), time(7)), maximum=0)
    person = a_person("ana", history=(PastShift(MONDAY - timedelta(days=1), "N"),))
    since = MONDAY - timedelta(days=14)
    problem = a_problem(people=(person,), needs=(need,), history_from=since)
    assert hard(problem, solve(problem, SHORT)) == []


def test_the_law_is_never_traded_for_cover() -> None:
    alone = a_problem(people=(a_person("ana"),))
    result = solve(alone, SHORT)
    assert result.score is not None
    assert result.score.hole_cost > 0
    assert hard(alone, result) == []
    assert result.cover_is_proven


def test_without_a_decision_nobody_gets_twelve_hours() -> None:
    result = solve(a_problem(decisions=()), SHORT)
    assert result.answer == ()
    assert {hole.missing for hole in result.score.holes} == {1} if result.score else False


def test_a_decision_for_another_unit_changes_nothing() -> None:
    elsewhere = twelve_hours()
    elsewhere = type(elsewhere)(
        rule="FPH-12H", signer="x", from_on=elsewhere.from_on, to_on=elsewhere.to_on, unit="REA"
    )
    assert solve(a_problem(decisions=(elsewhere,)), SHORT).answer == ()


def test_a_soft_rule_of_the_ward_is_a_goal_with_its_own_line() -> None:
    form = Count("count", of=Days("sunday"), window=Window("horizon"), maximum=0)
    rule = LocalRule(id="NO-SUNDAY", form=form, status="soft", weight=3)
    result = solve(a_problem(rules=(rule,), packs=(), fairness=False), SHORT)
    assert result.score is not None
    assert "NO-SUNDAY" in {goal.name for goal in result.score.goals}


def test_a_wish_is_met_where_it_costs_nothing() -> None:
    wish = Wish(person="ana", day=MONDAY, wish="shift", shift="N")
    problem = a_problem(wishes=(wish,), needs=(), packs=(), fairness=False)
    result = solve(problem, SHORT)
    assert (result.status, result.cost) == ("optimal", 0)
    assert Assignment("ana", MONDAY, "N") in result.answer


def test_part_time_people_are_given_their_part() -> None:
    half = a_person("cle", contract=Contract(pack="fph", share=0.5))
    people = (a_person("ana"), a_person("bea"), a_person("dan"), half)
    problem = a_problem(people=people, ends_on=MONDAY + timedelta(days=27))
    result = solve(problem, Params(seconds=None, work=4.0, workers=1))
    given_to = {p.id: sum(a.person == p.id for a in result.answer) for p in people}
    assert given_to["cle"] < min(given_to["ana"], given_to["bea"], given_to["dan"])


def test_a_shift_that_no_need_asks_for_is_given_to_nobody() -> None:
    need = Need(id="jour", shift="J", minimum=1, weekdays=("mon", "tue", "wed", "thu", "fri"))
    problem = a_problem(needs=(need,), shifts=(DAY, NIGHT))
    result = solve(problem, Params(seconds=None, work=3.0, workers=1))
    assert [a for a in result.answer if a.shift == "N" or a.day.weekday() > 4] == []


def test_a_search_stopped_at_a_gap_claims_no_more_than_it_has_proven() -> None:
    problem = a_problem(ends_on=MONDAY + timedelta(days=3), packs=())
    whole = solve(problem, Params(seconds=None, work=8.0, workers=1))
    early = solve(problem, Params(seconds=None, work=8.0, workers=1, gap=0.9))
    assert whole.is_proven
    assert early.bound is not None
    assert whole.cost is not None
    assert early.bound <= whole.cost
    assert early.is_proven == (early.cost == early.bound)


def test_progress_reports_incumbents_and_bounds() -> None:
    heard: list[Progress] = []
    solve(a_problem(), SHORT, progress=heard.append)
    assert {report.stage for report in heard} == {"cover", "goals"}
    assert heard[-1].incumbent is not None


def long_problem() -> Problem:
    """Return a ward that no search finishes in a few seconds."""
    people = tuple(a_person(f"p{index}") for index in range(12))
    needs = (
        Need(id="jour", shift="J", minimum=2, target=3),
        Need(id="nuit", shift="N", minimum=1, target=2),
    )
    return a_problem(people=people, needs=needs, ends_on=MONDAY + timedelta(days=27))


def test_a_child_is_stopped_within_a_second_and_keeps_its_best_answer() -> None:
    asked_at: list[float] = []
    heard: list[Progress] = []

    def cancelled() -> bool:
        if not asked_at and any(report.stage == "goals" for report in heard):
            asked_at.append(clock.monotonic())
        return bool(asked_at)

    problem = long_problem()
    result = solve_in_child(
        problem, Params(seconds=120), progress=heard.append, cancelled=cancelled
    )
    assert clock.monotonic() - asked_at[0] < 1.5
    assert result.interrupted
    assert result.answer
    assert hard(problem, result) == []


def test_a_child_answers_as_the_parent_would() -> None:
    inside, outside = solve_in_child(a_problem(), SHORT), solve(a_problem(), SHORT)
    assert inside.answer == outside.answer
    assert inside.bound == outside.bound
