"""A plan repaired after an absence: lawful, frozen where it must be, with the fewest changes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations, product
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from releve.kit.engines import Params
from releve.roster.engine.audit import audit, judge_of
from releve.roster.engine.calendar import touched_days
from releve.roster.engine.problem import Assignment, Need, Problem, Unavailability
from releve.roster.engine.repair import Absence, Repaired, repair
from releve.roster.engine.repair.lines import Lines
from releve.roster.engine.repair.meter import Meter
from releve.roster.engine.repair.ranking import torn_need
from releve.roster.engine.repair.torn import Torn, with_absence
from releve.roster.engine.repair.whole import search_whole
from releve.roster.engine.rules import LocalRule
from releve.roster.engine.rules.forms import Count, Days, Form, Run, Sequence, Window
from releve.roster.engine.score import score
from releve.roster.engine.solve import solve
from releve.roster.engine.tests.builders import MONDAY, a_person, a_problem, fixed, problems

PARAMS = Params(seconds=None, work=2.0, workers=1)
MANY = settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
FOUR = tuple(a_person(name) for name in ("ana", "bea", "cle", "dan"))
DAYS = tuple(MONDAY + timedelta(days=at) for at in range(14))

HARD_FORMS: tuple[Form, ...] = (
    Count("count", of=Days("weekend"), window=Window("cycle"), maximum=1),
    Count("count", of=Days("rest_day"), window=Window("sliding_weeks", weeks=1), minimum=3),
    Run("run", of=Days("duty"), maximum=3),
    Run("run", of=Days("off"), minimum=2),
    Sequence("sequence", steps=(Days("duty"), Days("off"), Days("duty"))),
)


def plan(*cells: tuple[str, int, str]) -> tuple[Assignment, ...]:
    """Return a plan of shifts: who, on which day of the period, which."""
    return tuple(sorted(Assignment(person, DAYS[day], code) for person, day, code in cells))


def away(person: str, first: int, last: int) -> Absence:
    return Absence(person, DAYS[first], DAYS[last])


def changed(told: Repaired, place: int = 0) -> list[tuple[str, int, str, str]]:
    """Return the changes of a repair: who, on which day, what before and after."""
    return [
        (c.person, (c.day - MONDAY).days, "".join(c.before), "".join(c.after))
        for c in told.repairs[place].changes
    ]


@st.composite
def torn_plans(draw: st.DrawFn) -> tuple[Problem, tuple[Assignment, ...], Absence]:
    """Draw a ward, a plan that the engine makes for it, and an absence that empties a shift."""
    problem = draw(problems())
    rules = tuple(
        LocalRule(id=f"HARD-{at}", form=form, status="hard")
        for at, form in enumerate(draw(st.lists(st.sampled_from(HARD_FORMS), max_size=2)))
    )
    problem = problem.with_changes(rules=(*problem.rules, *rules))
    answer = solve(problem, Params(seconds=None, work=0.2, workers=1)).answer
    assume(answer)
    cell = draw(st.sampled_from(answer))
    last = min(problem.ends_on, cell.day + timedelta(days=draw(st.integers(0, 3))))
    return problem, answer, Absence(cell.person, cell.day, last)


def new_holes(problem: Problem, before: Any, after: Any, absence: Absence) -> int:
    """Return what the holes weigh that a plan opens or deepens, counted by the judge."""
    judge = judge_of(with_absence(problem, absence))
    there = [
        judge.presence({p.id: [c for c in one if c.person == p.id] for p in problem.people})
        for one in (before, after)
    ]
    return sum(
        cell.hole_cost * max(0, min(cell.minimum, there[0].count(cell)) - there[1].count(cell))
        for cell in judge.cells
    )


@given(torn_plans())
@MANY
def test_every_repair_is_lawful_frozen_before_its_date_and_as_it_is_told(
    torn: tuple[Problem, tuple[Assignment, ...], Absence],
) -> None:
    problem, answer, absence = torn
    told = repair(problem, answer, absence, params=PARAMS)
    known = with_absence(problem, absence)
    published = score(known, answer)
    for one in told.repairs:
        assert [b for b in audit(known, one.answer) if b.status != "soft"] == []
        moved = set(answer) ^ set(one.answer)
        assert {cell for cell in moved if cell.day < told.changes_from} <= set(told.emptied)
        for cell in one.answer:
            if cell.person == absence.person:
                touched = touched_days(problem, cell.day, cell.shift)
                assert not any(absence.from_on <= day <= absence.to_on for day in touched)
        taken = {(cell.person, cell.day) for cell in told.emptied}
        cells = {(cell.person, cell.day) for cell in moved} - taken
        assert {(change.person, change.day) for change in one.changes} == cells
        weighed = score(known, one.answer)
        assert (one.hole_cost, one.cost) == (weighed.hole_cost, weighed.cost)
        assert one.cost_change == weighed.cost - published.cost
        assert one.new_hole_cost == new_holes(problem, answer, one.answer, absence)
    ranks = [(one.new_hole_cost, len(one.changes), one.cost) for one in told.repairs]
    assert ranks == sorted(ranks)
    assert len({one.answer for one in told.repairs}) == len(ranks)


@given(torn_plans())
@MANY
def test_no_search_of_the_whole_problem_does_better_and_what_is_proven_is_the_same(
    torn: tuple[Problem, tuple[Assignment, ...], Absence],
) -> None:
    problem, answer, absence = torn
    told = repair(problem, answer, absence, params=PARAMS)
    split = Torn(problem, answer, absence)
    meter = Meter(Params(seconds=None, work=10.0), None)
    need, _nobody = torn_need(split, Lines(split, meter))
    found = search_whole(split, need, Params(seconds=None, work=10.0, workers=1), meter, None)
    assert (told.status == "infeasible") == found.is_infeasible
    if found.changes is None:
        return
    best = told.repairs[0]
    other = split.answer(found.changes)
    rank = [new_holes(problem, answer, other, absence), len(found.changes)]
    assert [best.new_hole_cost, len(best.changes)] <= rank
    cost = score(split.problem, other).cost
    if told.holes_proven and found.holes_proven:
        assert best.new_hole_cost == rank[0]
    if told.changes_proven and found.changes_proven:
        assert len(best.changes) == rank[1]
        if found.cost_proven:
            assert best.cost >= cost
        if told.cost_proven:
            assert best.cost <= cost


def every_change(split: Torn, most: int) -> Iterator[tuple[Assignment, ...]]:
    """Yield every plan that changes at most so many cells that may move."""
    cells = [
        (person.id, day)
        for person in split.problem.people
        for day in split.problem.days
        if split.may_move(person.id, day)
    ]
    for count in range(most + 1):
        for chosen in combinations(cells, count):
            for contents in product(split.contents, repeat=count):
                yield split.answer(dict(zip(chosen, contents, strict=True)))


@pytest.mark.parametrize("absent", ["ana", "cle"])
def test_trying_every_pair_of_changes_finds_none_better(absent: str) -> None:
    problem = a_problem(people=FOUR[:3], ends_on=DAYS[3])
    days = [("ana", 0, "J"), ("bea", 0, "N"), ("cle", 1, "J"), ("ana", 2, "J"), ("cle", 2, "N")]
    answer = plan(*days)
    absence = away(absent, 1, 1) if absent == "cle" else away(absent, 0, 0)
    told = repair(problem, answer, absence, params=PARAMS)
    split = Torn(problem, answer, absence)

    def rank(one: tuple[Assignment, ...]) -> tuple[int, int, int]:
        changes = len(split.changes_of(one))
        return new_holes(problem, answer, one, absence), changes, score(split.problem, one).cost

    lawful = (
        one
        for one in every_change(split, 2)
        if all(breach.status == "soft" for breach in audit(split.problem, one))
    )
    best = told.repairs[0]
    assert len(best.changes) <= 2
    assert (best.new_hole_cost, len(best.changes), best.cost) == min(map(rank, lawful))
    assert told.holes_proven
    assert told.changes_proven


def test_somebody_free_takes_the_shift_and_leaving_it_open_comes_last() -> None:
    problem = a_problem(people=FOUR)
    told = repair(problem, plan(("ana", 0, "J"), ("bea", 0, "N")), away("ana", 0, 0))
    assert told.emptied == plan(("ana", 0, "J"))
    assert [one.kind for one in told.repairs] == ["TAKEN_OVER", "TAKEN_OVER", "LEFT_OPEN"]
    assert {changed(told, at)[0][0] for at in (0, 1)} == {"cle", "dan"}
    (reason,) = told.repairs[0].changes[0].reasons
    assert (reason.code, reason.need, reason.day) == ("HOLE_IF_UNDONE", "jour", MONDAY)
    assert [reason.code for reason in told.repairs[2].hole_reasons] == ["LEFT"]
    assert (told.holes_proven, told.changes_proven, told.cost_proven) == (True, True, True)


def test_a_chain_is_found_where_whoever_is_free_may_not_take_the_shift() -> None:
    # Dan may work no nights, so Bea leaves her day to him and takes the night.
    people = (*FOUR[:3], a_person("dan", restrictions=[{"kind": "no_nights"}]))
    problem = a_problem(
        people=people,
        unavailable=(Unavailability(person="cle", from_on=DAYS[0], to_on=DAYS[2]),),
    )
    answer = plan(("ana", 1, "N"), ("bea", 1, "J"))
    told = repair(problem, answer, away("ana", 1, 1))
    assert changed(told) == [("bea", 1, "J", "N"), ("dan", 1, "", "J")]
    assert told.repairs[0].kind == "CHAIN"
    assert told.changes_proven


def test_a_hole_that_nobody_may_fill_is_named_and_proven() -> None:
    problem = a_problem(
        people=FOUR[:2],
        unavailable=(Unavailability(person="bea", from_on=DAYS[0], to_on=DAYS[1]),),
    )
    told = repair(problem, plan(("ana", 1, "J")), away("ana", 1, 1))
    (best,) = told.repairs
    assert best.kind == "LEFT_OPEN"
    assert [(hole.need, hole.day, hole.missing) for hole in best.opened] == [("jour", DAYS[1], 1)]
    assert [reason.code for reason in best.hole_reasons] == ["NOBODY_CAN"]
    assert (told.holes_proven, told.changes_proven, told.cost_proven) == (True, True, True)


def test_a_night_that_reaches_into_the_absence_is_taken_away_and_may_be_given_to_another() -> None:
    problem = a_problem(people=FOUR)
    told = repair(problem, plan(("ana", 0, "N")), away("ana", 1, 2))
    assert (told.changes_from, told.emptied) == (DAYS[0], plan(("ana", 0, "N")))
    assert told.repairs[0].kind == "TAKEN_OVER"
    frozen = repair(problem, plan(("ana", 0, "N")), away("ana", 1, 2), changes_from=DAYS[1])
    assert [one.kind for one in frozen.repairs] == ["LEFT_OPEN"]
    assert frozen.holes_proven


def test_who_was_fixed_to_work_is_no_longer_and_others_stay_fixed() -> None:
    others = (fixed("bea", DAYS[0], None), fixed("cle", DAYS[0], None))
    problem = a_problem(people=FOUR, fixed=(fixed("ana", DAYS[0], "J"), *others))
    told = repair(problem, plan(("ana", 0, "J")), away("ana", 0, 0))
    assert changed(told) == [("dan", 0, "", "J")]
    assert [one.kind for one in told.repairs[1:]] == ["LEFT_OPEN"]


def test_an_absence_without_a_shift_changes_nothing() -> None:
    problem = a_problem(people=FOUR)
    told = repair(problem, plan(("ana", 0, "J")), away("ana", 3, 4))
    assert [one.kind for one in told.repairs] == ["NOTHING_NEEDED"]
    assert (told.emptied, told.repairs[0].cost_change) == ((), 0)


def test_a_shift_that_is_wished_but_not_needed_is_offered_after_changing_nothing() -> None:
    problem = a_problem(people=FOUR, needs=(Need(id="jour", shift="J", minimum=0, target=1),))
    told = repair(problem, plan(("ana", 0, "J")), away("ana", 0, 0))
    assert told.repairs[0].kind == "NOTHING_NEEDED"
    assert "TAKEN_OVER" in {one.kind for one in told.repairs[1:]}
    assert {r.code for r in told.repairs[1].changes[0].reasons} == {"TARGET_IF_UNDONE"}


def test_whoever_breaks_the_law_in_the_published_plan_keeps_her_shifts() -> None:
    problem = a_problem(people=FOUR)
    answer = plan(("ana", 0, "J"), ("bea", 0, "N"), ("bea", 1, "J"))  # no rest after her night
    told = repair(problem, answer, away("ana", 0, 0))
    assert {breach.person for breach in told.broken} == {"bea"}
    for one in told.repairs:
        assert [cell for cell in one.answer if cell.person == "bea"] == list(
            plan(("bea", 0, "N"), ("bea", 1, "J"))
        )


def test_where_the_absence_leaves_no_lawful_line_there_is_no_repair() -> None:
    rule = LocalRule(
        id="EVERY-DAY",
        form=Count("count", of=Days("duty"), window=Window("civil_week"), minimum=3),
        status="hard",
    )
    problem = a_problem(people=FOUR[:1], needs=(), rules=(rule,), ends_on=DAYS[6])
    answer = plan(("ana", 0, "J"), ("ana", 2, "J"), ("ana", 4, "J"))
    told = repair(problem, answer, away("ana", 0, 6), params=PARAMS)
    assert (told.status, told.repairs) == ("infeasible", ())
    assert [(reason.code, reason.rule) for reason in told.reasons] == [("RULE", "EVERY-DAY")]


def test_the_same_seed_and_work_give_the_same_repairs() -> None:
    problem = a_problem(people=FOUR)
    answer = plan(("ana", 0, "J"), ("bea", 0, "N"), ("ana", 1, "J"), ("cle", 1, "N"))
    runs = [repair(problem, answer, away("ana", 0, 1), params=PARAMS) for _ in range(2)]
    assert runs[0].repairs == runs[1].repairs
    assert runs[0].work == runs[1].work


def test_a_cancelled_search_answers_with_what_it_has() -> None:
    told = repair(
        a_problem(people=FOUR), plan(("ana", 0, "J")), away("ana", 0, 0), cancelled=lambda: True
    )
    assert "LEFT_OPEN" in {one.kind for one in told.repairs}
    assert date(2026, 3, 2) == told.changes_from
