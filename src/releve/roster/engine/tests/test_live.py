"""Live judgement: equal to a whole audit and a whole scoring, and its alternatives the best."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from releve.roster.engine.audit import audit
from releve.roster.engine.cover import cover_cells
from releve.roster.engine.live import Edit, LiveJudge
from releve.roster.engine.live.story import barring
from releve.roster.engine.problem import Assignment, Contract, FixedCell, Problem, Wish
from releve.roster.engine.tests import live_claims
from releve.roster.engine.tests.builders import MONDAY, a_person, a_problem, problems
from releve.roster.engine.tests.live_claims import Whole, differences, with_edit

TUESDAY = MONDAY + timedelta(days=1)

Plan = tuple[Assignment, ...]


@st.composite
def changes(draw: st.DrawFn) -> tuple[Problem, Plan, list[Edit]]:
    """Draw a small ward, any plan of it, lawful or not, and changes one after another."""
    problem = draw(problems())
    codes = [None, None, *problem.shift_by_code]
    plan = [
        Assignment(person.id, day, code)
        for person in problem.people
        for day in problem.days
        if (code := draw(st.sampled_from(codes))) is not None
    ]
    edits = [
        Edit(
            draw(st.sampled_from(problem.people)).id,
            draw(st.sampled_from(problem.days)),
            tuple(draw(st.lists(st.sampled_from([*problem.shift_by_code]), max_size=2))),
        )
        for _ in range(3)
    ]
    return problem, tuple(plan), edits


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(changes())
def test_a_judgement_equals_the_difference_of_two_whole_audits(
    drawn: tuple[Problem, Plan, list[Edit]],
) -> None:
    problem, plan, edits = drawn
    live, before = LiveJudge.of(problem, plan), Whole(problem, tuple(sorted(plan)))
    for edit in edits:
        after = Whole(problem, with_edit(before.answer, edit))
        assert differences(live.judge(edit), before, after) == []
        live, before = live.after(edit), after
    assert (live.answer, live.score) == (before.answer, before.score)


def test_a_month_of_sixty_people_is_judged_as_by_whole_audits() -> None:
    draw = Random(7)  # noqa: S311  # changes to judge, nothing secret
    problem = live_claims.month(7)
    plan = live_claims.any_plan(problem, draw)
    assert list(live_claims.unequal(problem, plan, edits=4, draw=draw)) == []


@pytest.mark.campaign
@pytest.mark.parametrize("seed", range(8))
def test_two_thousand_changes_of_wards_of_sixty_are_judged_as_by_whole_audits(seed: int) -> None:
    draw = Random(seed)  # noqa: S311  # changes to judge, nothing secret
    problem = live_claims.month(seed)
    lawful = seed % 2 == 0
    plan = (
        live_claims.lawful_plan(problem, draw).answer
        if lawful
        else live_claims.any_plan(problem, draw)
    )
    assert list(live_claims.unequal(problem, plan, edits=250, draw=draw)) == []


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(changes())
def test_alternatives_are_the_three_best_that_a_whole_audit_finds_lawful(
    drawn: tuple[Problem, Plan, list[Edit]],
) -> None:
    problem, plan, edits = drawn
    live, before = LiveJudge.of(problem, plan), Whole(problem, tuple(sorted(plan)))
    for edit in edits:
        told = live.alternatives(edit)
        best = sorted(
            weighed
            for edits in _all_candidates(problem, before.answer, edit)
            if (weighed := _weighed(problem, before, edits)) is not None
        )
        ranks = [(one.hole_cost_change, one.cost_change) for one in told]
        assert ranks == best[:3]
        assert ranks == [_weighed(problem, before, one.edits) for one in told]


def worked(*days: int, code: str = "J", person: str = "ana") -> Plan:
    """Return one person's shifts on some days of the period, the first being 0."""
    return tuple(Assignment(person, MONDAY + timedelta(days=day), code) for day in days)


def test_a_judgement_that_leaves_something_out_is_found_unequal() -> None:
    problem = a_problem()
    live, before = LiveJudge.of(problem, ()), Whole(problem, ())
    edit = Edit("ana", MONDAY, ("J",))
    told, after = live.judge(edit), Whole(problem, with_edit((), edit))
    assert differences(told, before, after) == []
    assert differences(replace(told, cover=()), before, after) == ["cover"]
    assert differences(replace(told, cost_change=told.cost_change + 1), before, after) == ["cost"]
    assert differences(replace(told, counters_after=told.counters_before), before, after) == [
        "counters"
    ]


def test_a_shift_that_breaks_a_rest_is_barred_with_its_article() -> None:
    live = LiveJudge.of(a_problem(), worked(0, code="N"))
    told = live.judge(Edit("ana", TUESDAY, ("J",)))
    assert not told.is_allowed
    assert "décret 2002-9, art. 6" in " ".join(breach.article for breach in told.barring)
    assert {breach.person for breach in told.barring} == {"ana"}


def test_a_cell_that_is_decided_already_cannot_be_changed() -> None:
    problem = a_problem(fixed=(FixedCell("ana", MONDAY, "J"),))
    told = LiveJudge.of(problem, worked(0)).judge(Edit("ana", MONDAY))
    assert [breach.rule for breach in told.barring] == ["FIXED"]


def test_a_wish_set_aside_is_an_override_that_takes_a_reason() -> None:
    free = a_person("ana", contract=Contract())
    problem = a_problem(people=(free,), packs=(), wishes=(Wish("ana", MONDAY, "off"),))
    live = LiveJudge.of(problem, ())
    told = live.judge(Edit("ana", MONDAY, ("J",)))
    assert (told.is_allowed, told.wishes_lost, told.overrides) == (True, 1, True)
    assert not live.judge(Edit("ana", TUESDAY, ("J",))).overrides


def test_a_hard_breach_that_becomes_less_bad_does_not_bar_a_change() -> None:
    problem = a_problem()
    plan = worked(0, 1, 2, 3, 4, 5, 6)
    live = LiveJudge.of(problem, plan)
    assert any(breach.status != "soft" for breach in audit(problem, plan))
    told = live.judge(Edit("ana", MONDAY + timedelta(days=6)))
    assert told.is_allowed
    worse = live.judge(Edit("ana", MONDAY + timedelta(days=7), ("J",)))
    assert not worse.is_allowed


def test_only_a_breach_of_the_same_window_that_is_no_less_bad_is_eased() -> None:
    found = next(b for b in audit(a_problem(), worked(0, 1, 2, 3, 4, 5, 6)) if b.status != "soft")
    worse = replace(found, value=found.value + Fraction(1))
    assert barring((found,), (worse,)) == ()
    assert barring((worse,), (found,)) == (worse,)
    assert barring((found,), ()) == (found,)
    assert barring((found,), (replace(worse, person="bea"),)) == (found,)


def test_what_is_known_of_an_answer_is_not_asked_again_and_changes_nothing() -> None:
    problem, plan = a_problem(), worked(0, 1, 3, 4)
    whole = Whole(problem, plan)
    told = LiveJudge.of(problem, plan, score=whole.score, breaches=audit(problem, plan))
    edit = Edit("ana", MONDAY + timedelta(days=2), ("J",))
    assert told.judge(edit) == LiveJudge.of(problem, plan).judge(edit)
    assert told.alternatives(edit) == LiveJudge.of(problem, plan).alternatives(edit)


def test_the_choices_of_a_cell_are_every_shift_that_it_does_not_hold_and_the_day_off() -> None:
    live = LiveJudge.of(a_problem(), worked(0))
    assert [one.change.after for one in live.choices("ana", MONDAY)] == [("N",), ()]
    assert [one.change.after for one in live.choices("ana", TUESDAY)] == [("J",), ("N",)]


@pytest.mark.parametrize(
    "edit",
    [
        Edit("nobody", MONDAY, ("J",)),
        Edit("ana", MONDAY - timedelta(days=1), ("J",)),
        Edit("ana", MONDAY, ("?",)),
    ],
)
def test_a_change_of_no_cell_is_refused(edit: Edit) -> None:
    live = LiveJudge.of(a_problem(), ())
    for ask in (live.judge, live.alternatives, live.after):
        with pytest.raises(ValueError, match="names a person, a shift or a day"):
            ask(edit)


def _all_candidates(problem: Problem, answer: Plan, edit: Edit) -> list[tuple[Edit, ...]]:
    """Return every change that could be made instead, by the words of the documentation."""
    now = tuple(sorted(c.shift for c in answer if (c.person, c.day) == (edit.person, edit.day)))
    taken = tuple(code for code in edit.shifts if code not in now) or now
    busy = {cell.person for cell in answer if cell.day == edit.day}
    found: list[tuple[Edit, ...]] = []
    for person in problem.people:
        if not taken or person.id == edit.person or person.id in busy:
            continue
        if not _asked_of_both(problem, edit, taken, person.id):
            continue
        first = () if edit.shifts else (edit,)
        found.append((*first, Edit(person.id, edit.day, taken)))
    contents = [*((shift.code,) for shift in problem.shifts), ()]
    return [
        *found,
        *(
            (Edit(edit.person, edit.day, codes),)
            for codes in contents
            if codes not in (now, tuple(sorted(edit.shifts)))
        ),
    ]


def _asked_of_both(problem: Problem, edit: Edit, taken: tuple[str, ...], other: str) -> bool:
    """Whether another counts where the shifts are asked for of the person of the cell."""
    people = problem.person_by_id
    wanted = [
        cell
        for cell in cover_cells(problem)
        if any((edit.day, code) in cell.covered_by for code in taken)
        and cell.suits(people[edit.person])
    ]
    return not wanted or any(cell.suits(people[other]) for cell in wanted)


def _weighed(problem: Problem, before: Whole, edits: tuple[Edit, ...]) -> tuple[int, int] | None:
    answer = before.answer
    for edit in edits:
        answer = with_edit(answer, edit)
    after = Whole(problem, answer)
    new = tuple((after.breaches - before.breaches).elements())
    if barring(new, tuple((before.breaches - after.breaches).elements())):
        return None
    return (
        after.score.hole_cost - before.score.hole_cost,
        after.score.cost - before.score.cost,
    )
