"""A quarter of a tool: sources ranked, costs taken off, the lower bound alone to spend."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releve.kit.check_engine import Doorway, check_engine
from releve.ledger.engine import (
    Answer,
    Cost,
    Group,
    Problem,
    Result,
    Said,
    Sample,
    Week,
    audit,
    fewest_people,
    merged,
    solve,
)
from releve.ledger.engine.problem import CostKind

WORKED = 12 * 13 * 2100


def nurses(**facts: object) -> Group:
    """Return twelve nurses of whom nothing is known but what is said here."""
    return replace(Group("nurse", 12, WORKED), **facts)  # type: ignore[arg-type]  # fields of a group


MEASURED = nurses(
    weeks_before=tuple(Week(7200 + 60 * number, 12) for number in range(6)),
    weeks_after=tuple(Week(6000 + 60 * number, 12) for number in range(6)),
)
SAMPLED = nurses(before=Sample(400, 300, 120), after=Sample(400, 300, 60))


def quarter(*groups: Group, costs: tuple[Cost, ...] = ()) -> Problem:
    """Return a quarter of thirteen weeks."""
    return Problem("URG", "2026-07-01", "scribe", 13.0, groups, costs)


def answer_of(problem: Problem) -> Answer:
    """Return the answer, judged."""
    answer = solve(problem).answer
    assert answer is not None
    assert audit(problem, answer) == []
    return answer


def test_the_engine_keeps_the_promises_of_every_engine() -> None:
    def breaches(problem: Problem, result: Result) -> list[str]:
        return [] if result.answer is None else audit(problem, result.answer)

    doorway = Doorway(
        solve=lambda problem, _params: solve(problem),
        to_json=Problem.to_json,
        from_json=Problem.from_json,
        answer_of=lambda result: result.answer,
        breaches_of=breaches,
        reasons_of=lambda result: result.reasons,
    )
    other = Group(
        "care_assistant", 9, WORKED // 2, before=Sample(90, 80, 20), after=Sample(80, 70, 15)
    )
    cost = Cost("training", 240, "measured")
    check_engine(
        doorway,
        problems=[quarter(MEASURED), quarter(SAMPLED, other, costs=(cost,))],
        impossible=[quarter(), quarter(nurses()), quarter(replace(MEASURED, people=7))],
        work=1.0,
    )


def test_measured_minutes_are_weekly_means_over_people_and_weeks() -> None:
    answer = answer_of(quarter(MEASURED))
    assert answer.source == "measured"
    assert answer.net == 1200 * 13
    assert answer.low is not None
    assert 0 < answer.low < answer.net
    assert answer.spendable == answer.low


def test_the_most_certain_source_is_taken_and_the_least_certain_is_said() -> None:
    both = replace(MEASURED, before=SAMPLED.before, after=SAMPLED.after)
    assert answer_of(quarter(both)) == answer_of(quarter(MEASURED))
    cost = Cost("checking", 100, "declared")
    assert answer_of(quarter(both, costs=(cost,))).source == "declared"


def test_every_cost_is_taken_off_the_gain_and_off_its_lower_bound() -> None:
    kinds: tuple[CostKind, ...] = ("checking", "training", "incident", "clicks", "tool_use")
    costs = tuple(Cost(kind, 10**at, "measured") for at, kind in enumerate(kinds))
    free, paid = answer_of(quarter(MEASURED)), answer_of(quarter(MEASURED, costs=costs))
    assert free.low is not None
    assert paid.low is not None
    assert (free.net - paid.net, free.low - paid.low) == (11_111, 11_111)
    assert (paid.checking, paid.training, paid.incidents, paid.clicks) == (1, 10, 100, 11_000)


def test_more_digital_friction_is_a_cost_and_less_of_it_no_gain() -> None:
    worse = nurses(before=Sample(400, 300, 120, 10), after=Sample(400, 300, 60, 40))
    better = nurses(before=Sample(400, 300, 120, 40), after=Sample(400, 300, 60, 10))
    assert answer_of(quarter(worse)).clicks == round(WORKED * 30 / 300)
    assert answer_of(quarter(worse)).net == round(WORKED * 30 / 300)
    assert answer_of(quarter(better)).net == answer_of(quarter(SAMPLED)).net


@pytest.mark.parametrize(
    ("group", "code"),
    [
        (nurses(said=Said("estimated", 90, 60, 120, 30)), "estimated_without_bound"),
        (nurses(said=Said("declared", 90)), "declared_without_bound"),
        (nurses(said=Said("declared", 90, 60, 120, 7)), "declared_by_too_few"),
        (replace(MEASURED, weeks_after=MEASURED.weeks_after[:1]), "too_few_weeks"),
        (replace(MEASURED, people=25), "too_few_measured"),
        (nurses(before=Sample(9, 9, 5), after=Sample(400, 300, 0)), "too_few_answers"),
        (nurses(before=Sample(700, 300, 120), after=Sample(400, 300, 60)), "too_many_silent"),
    ],
)
def test_without_an_interval_nothing_is_spent_and_the_reason_is_said(
    group: Group, code: str
) -> None:
    result = solve(quarter(group))
    assert result.answer is not None
    assert result.answer.net > 0
    assert (result.answer.low, result.answer.spendable) == (None, 0)
    assert [reason.code for reason in result.reasons] == [code]


def test_a_declared_gain_with_its_interval_is_spent_to_its_lower_bound() -> None:
    answer = answer_of(quarter(nurses(said=Said("declared", 90, 60, 110, 12))))
    assert answer.spendable == 60 * 12 * 13
    assert answer.source == "declared"


def test_what_is_said_once_of_several_professions_is_no_surer_than_of_one() -> None:
    said = Said("declared", 10, -5, 25, 12)
    alone = answer_of(quarter(nurses(people=40, said=said)))
    parts = [replace(nurses(said=said), profession=name, people=10) for name in "abcd"]
    apart = answer_of(quarter(*parts))
    assert apart.net == alone.net
    assert alone.low is not None
    assert apart.low is not None
    assert apart.low <= alone.low < 0
    assert apart.spendable == 0


def test_busy_weeks_that_all_professions_share_are_not_averaged_away() -> None:
    alone = answer_of(
        quarter(
            replace(
                MEASURED,
                people=24,
                weeks_before=_twice("weeks_before"),
                weeks_after=_twice("weeks_after"),
            )
        )
    )
    apart = answer_of(quarter(MEASURED, replace(MEASURED, profession="care_assistant")))
    assert apart.net == alone.net
    assert alone.low is not None
    assert apart.low is not None
    assert apart.low <= alone.low


def _twice(name: str) -> tuple[Week, ...]:
    return tuple(Week(2 * one.relieved, 2 * one.people) for one in getattr(MEASURED, name))


def test_no_more_people_gain_than_there_are() -> None:
    crowd = tuple(Week(10 * one.relieved, 120) for one in MEASURED.weeks_after)
    wide = answer_of(quarter(replace(MEASURED, weeks_after=crowd)))
    assert wide.net == answer_of(quarter(MEASURED)).net


def test_who_is_not_measured_could_be_the_one_who_pays() -> None:
    unknown = Group("secretary", 8, WORKED // 3)
    result = solve(quarter(MEASURED, unknown))
    assert result.answer is not None
    assert result.answer.spendable == 0
    assert [part.alert for part in result.answer.parts] == ["", "not_measured"]


def test_a_loss_is_said_as_it_is_and_gives_nothing_to_spend() -> None:
    losing = replace(MEASURED, weeks_before=MEASURED.weeks_after, weeks_after=MEASURED.weeks_before)
    answer = answer_of(quarter(losing))
    assert answer.net == -1200 * 13
    assert answer.spendable == 0


def test_an_uncertain_gain_gives_nothing_to_spend_and_says_so() -> None:
    faint = nurses(before=Sample(40, 40, 12), after=Sample(40, 40, 11))
    result = solve(quarter(faint))
    assert result.answer is not None
    assert (result.answer.net > 0, result.answer.spendable) == (True, 0)
    assert [reason.code for reason in result.reasons] == ["bound_not_above_zero"]


def test_a_profession_that_pays_or_gains_under_half_of_its_share_stands_out() -> None:
    def after(name: str, relieved: int) -> Group:
        return Group(
            name, 10, WORKED, before=Sample(300, 300, 90), after=Sample(300, 300, relieved)
        )

    answer = answer_of(quarter(after("doctor", 30), after("nurse", 84), after("secretary", 100)))
    assert [part.alert for part in answer.parts] == ["", "under_half", "pays"]
    assert answer.ratio is not None
    assert answer.ratio < 0
    assert sum(part.net for part in answer.parts) == answer.net
    fair = answer_of(quarter(after("doctor", 60), after("nurse", 60)))
    assert ([part.alert for part in fair.parts], fair.ratio) == (["", ""], 1.0)


def test_a_cost_of_a_profession_is_its_own_and_a_common_one_is_shared_by_work() -> None:
    other = replace(MEASURED, profession="care_assistant", worked=WORKED // 2)
    costs = (Cost("training", 300, "measured", "nurse"), Cost("checking", 100, "declared"))
    answer = answer_of(quarter(MEASURED, other, costs=costs))
    assert [part.cost for part in answer.parts] == [366, 34]


PEOPLE = st.dictionaries(st.sampled_from("abcdefg"), st.integers(0, 20))


@given(PEOPLE)
def test_no_group_and_no_difference_of_groups_is_of_one_to_seven_people(
    people: dict[str, int],
) -> None:
    groups = merged(people)
    sizes = [
        sum(people[name] for name, group in groups.items() if group == one)
        for one in set(groups.values())
    ]
    assert all(size >= 8 for size in sizes)
    told = sum(people.values()) if groups else 0
    assert sum(sizes) == told
    assert bool(groups) == (sum(people.values()) >= 8)
    assert all(groups[name] == name or groups[name] == "" for name in groups)


@given(st.lists(st.integers(1, 30), max_size=20), st.data())
def test_so_many_answers_come_from_no_fewer_people(asked: list[int], data: st.DataObject) -> None:
    given_by_each = [data.draw(st.integers(0, count)) for count in asked]
    people = sum(1 for count in given_by_each if count)
    assert fewest_people(asked, sum(given_by_each)) <= people
    assert fewest_people(asked, sum(asked)) == len(asked)


MOMENTS = st.integers(10, 400).flatmap(
    lambda n: st.tuples(st.just(n), st.integers(0, n)).flatmap(
        lambda two: st.integers(0, two[0] - two[1]).map(
            lambda lost: Sample(two[0], two[0], two[1], lost)
        )
    )
)
COSTS = st.lists(
    st.builds(
        Cost,
        st.sampled_from(["tool_use", "checking", "training", "incident", "clicks"]),
        st.integers(0, 50_000),
        st.sampled_from(["measured", "declared"]),
        st.sampled_from([None, "a", "b"]),
    ),
    max_size=6,
)


@given(
    st.lists(
        st.tuples(MOMENTS, MOMENTS, st.integers(8, 40), st.integers(0, 10**6)),
        min_size=1,
        max_size=2,
    ),
    COSTS,
)
def test_the_judge_agrees_with_every_answer(
    drawn: list[tuple[Sample, Sample, int, int]], costs: list[Cost]
) -> None:
    groups = tuple(
        Group(name, people, worked, before=before, after=after)
        for name, (before, after, people, worked) in zip("ab", drawn, strict=False)
    )
    answer_of(quarter(*groups, costs=tuple(costs)))


def test_the_judge_finds_what_is_wrong() -> None:
    problem = quarter(MEASURED)
    answer = answer_of(problem)
    wrong = {
        "spends_above_bound": replace(answer, spendable=answer.spendable + 1),
        "net_does_not_add_up": replace(answer, gross=answer.gross + 1),
        "bounds_not_around": replace(answer, low=answer.net + 1, spendable=0),
        "tells_of_few": replace(answer, parts=(replace(answer.parts[0], people=7),)),
        "source_too_sure": replace(answer, parts=(replace(answer.parts[0], source="estimated"),)),
        "parts_do_not_add_up": replace(answer, parts=(replace(answer.parts[0], net=0),)),
    }
    for code, one in wrong.items():
        assert code in audit(problem, one)
