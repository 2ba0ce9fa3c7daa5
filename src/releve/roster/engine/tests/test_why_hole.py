"""Why a hole: lawful ways that really fill it, proofs, and what would have to yield."""

from __future__ import annotations

from datetime import timedelta

import pytest

from releve.kit.engines import Params
from releve.roster.engine.audit import audit
from releve.roster.engine.problem import Assignment, Need, Problem, Restriction, Unavailability
from releve.roster.engine.result import Hole
from releve.roster.engine.rules import LocalRule
from releve.roster.engine.rules.forms import Count, Days, Window
from releve.roster.engine.score import score
from releve.roster.engine.solve import solve
from releve.roster.engine.tests.builders import MONDAY, a_person, a_problem, fixed
from releve.roster.engine.why import HoleWays, WhyParams, why_hole

TUESDAY = MONDAY + timedelta(days=1)
PATIENT = WhyParams(seconds=20.0, workers=1)
DAY_ON_TUESDAY = Need(id="jour", shift="J", role="ide", minimum=1, days=(TUESDAY,))


def a_ward(**changes: object) -> Problem:
    """Return a week with one day shift needed on Tuesday."""
    facts: dict[str, object] = {
        "ends_on": MONDAY + timedelta(days=6),
        "history_from": MONDAY - timedelta(days=14),
        "needs": (DAY_ON_TUESDAY,),
    }
    return a_problem(**(facts | changes))


def ways_of(problem: Problem, *answer: Assignment) -> HoleWays:
    hole = score(problem, answer).holes[0]
    return why_hole(problem, tuple(sorted(answer)), hole, params=PATIENT)


def test_each_way_fills_the_hole_lawfully_and_by_somebody_else() -> None:
    problem = a_ward()
    told = ways_of(problem)
    assert told.verdict == "possible"
    assert {filling.by[0].person for filling in told.fillings} == {"ana", "bea", "cle"}
    for filling in told.fillings:
        assert [b for b in audit(problem, filling.way.answer) if b.status != "soft"] == []
        assert score(problem, filling.way.answer).holes == ()
        assert [hole.need for hole in filling.way.closed] == ["jour"]


def test_ways_are_ranked_by_cover_then_cost() -> None:
    told = ways_of(a_ward(people=(a_person("ana"), a_person("bea"))))
    costs = [(filling.way.hole_change, filling.way.cost_change) for filling in told.fillings]
    assert costs == sorted(costs)


def test_where_nobody_can_be_there_it_is_proven_and_what_must_yield_is_said() -> None:
    away = Unavailability(person="bea", from_on=TUESDAY, to_on=TUESDAY)
    problem = a_ward(
        people=(
            a_person("ana", restrictions=(Restriction(kind="no_12h"),)),
            a_person("bea"),
            a_person("cle"),
            a_person("dan"),
        ),
        unavailable=(away,),
        fixed=(fixed("cle", TUESDAY, None), fixed("dan", MONDAY, "N")),
    )
    told = ways_of(problem, Assignment("dan", MONDAY, "N"))
    assert (told.verdict, told.fillings) == ("impossible", ())
    assert {
        yielding.tried.person: tuple(
            (breach.rule, decider)
            for breach, decider in zip(yielding.breaches, yielding.deciders, strict=True)
        )
        for yielding in told.yieldings
    } == {
        "ana": (("R-NO-12H", "HR"),),
        "bea": (("UNAVAILABLE", "PERSON"),),
        "cle": (("FIXED", "WARD_MANAGER"),),
        "dan": (("FPH-REST-D", "HR"),),
    }


def test_a_rule_of_the_ward_itself_is_the_manager_s_to_change() -> None:
    form = Count("count", of=Days("duty"), window=Window("horizon"), maximum=0)
    rule = LocalRule(id="NO-DUTY", form=form, people=("ana",))
    told = ways_of(a_ward(people=(a_person("ana"),), rules=(rule,)))
    assert [yielding.deciders for yielding in told.yieldings] == [("WARD_MANAGER",)]


def test_what_is_proven_impossible_no_full_solve_fills() -> None:
    away = [Unavailability(name, from_on=TUESDAY, to_on=TUESDAY) for name in ("ana", "bea", "cle")]
    problem = a_ward(unavailable=tuple(away))
    assert ways_of(problem).verdict == "impossible"
    result = solve(problem, Params(seconds=None, work=1.0, workers=1))
    assert result.score is not None
    assert [hole.need for hole in result.score.holes] == ["jour"]


def test_a_hole_that_the_problem_does_not_have_is_refused() -> None:
    hole = score(a_ward(), ()).holes[0]
    other = Hole("nuit", hole.day, hole.starts_at, hole.ends_at, 1)
    with pytest.raises(LookupError, match="no need 'nuit'"):
        why_hole(a_ward(), (), other, params=PATIENT)
