"""Wishes as they were stated, as a problem holds them, and what a plan makes of them."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from releve.roster.engine.counters import counters
from releve.roster.engine.problem import (
    WEEKDAYS,
    Assignment,
    Need,
    Problem,
    Unavailability,
    Weekday,
    Wish,
)
from releve.roster.engine.score import score
from releve.roster.engine.tests.builders import DAY, MONDAY, MORNING, NIGHT, a_problem
from releve.roster.engine.wishes import (
    BASE,
    LEAST_FACTOR,
    MOST_FACTOR,
    Record,
    Span,
    Stated,
    at_work,
    carried,
    factors,
    needed,
    outcomes,
    preferred,
    weight,
    with_wishes,
)

TWO_WEEKS = Span(MONDAY, MONDAY + timedelta(days=13))


def day(offset: int) -> date:
    return MONDAY + timedelta(days=offset)


def off(person: str, offset: int, strength: int = 1) -> Stated:
    return Stated(person, "off", strength, day=day(offset))


def weekly(person: str, *weekdays: Weekday, strength: int = 1) -> Stated:
    return Stated(person, "off", strength, weekdays=weekdays)


def test_a_wish_takes_its_strength_once_for_each_day_that_it_names() -> None:
    assert off("ana", 3, strength=3).points(TWO_WEEKS) == 3
    assert weekly("ana", "wed", "sun", strength=2).points(TWO_WEEKS) == 8


def test_what_is_said_of_a_day_takes_the_place_of_what_is_said_of_the_weekday() -> None:
    stated = [weekly("ana", "mon"), Stated("ana", "shift", 3, day=day(7), shift="J")]
    found = carried(a_problem(), stated, TWO_WEEKS, {})
    assert found == (
        Wish(person="ana", day=day(0), wish="off", weight=10),
        Wish(person="ana", day=day(7), wish="shift", shift="J", weight=30),
    )


def test_what_a_month_cannot_hold_is_left_out() -> None:
    stated = [
        Stated("nobody", "off", 1, day=day(1)),
        Stated("ana", "shift", 1, day=day(2), shift="Z"),
        Stated("bea", "off", 1, day=day(30)),
        Stated("cle", "on", 1, day=day(3)),
    ]
    longer = Span(MONDAY, day(40))
    found = carried(a_problem(), stated, longer, {})
    assert found == (Wish(person="cle", day=day(3), wish="work", weight=10),)


def test_wishes_outside_the_days_of_the_period_stay() -> None:
    kept, replaced = (Wish(person="bea", day=day(at), wish="off") for at in (9, 2))
    new = Wish(person="ana", day=day(1), wish="off")
    problem = a_problem(wishes=(kept, replaced))
    assert with_wishes(problem, [new], Span(MONDAY, day(6))).wishes == (kept, new)


def test_a_plan_grants_a_weekly_wish_day_by_day() -> None:
    plan = [Assignment("ana", day(7), "J"), Assignment("bea", day(1), "N")]
    stated = [weekly("ana", "mon", strength=2), off("bea", 2), off("bea", 1)]
    told = outcomes(a_problem(), plan, stated, TWO_WEEKS)
    assert [one.granted for one in told] == [(day(0),), (), ()]
    assert [one.record for one in told] == [Record(4, 2), Record(1, 0), Record(1, 0)]


def test_a_plan_that_cannot_tell_neither_grants_nor_refuses() -> None:
    [told] = outcomes(a_problem(), [], [off("nobody", 1)], TWO_WEEKS)
    assert (told.asked, told.granted, told.record) == ((), (), Record())


def test_who_was_refused_more_weighs_more_and_everybody_the_same_without_a_past() -> None:
    assert factors({"ana": Record(), "bea": Record()}) == {"ana": 1, "bea": 1}
    found = factors({"ana": Record(20, 0), "bea": Record(20, 20), "cle": Record()})
    assert found == {"ana": Fraction(3, 2), "bea": Fraction(3, 4), "cle": 1}
    mild = factors({"ana": Record(10, 4), "bea": Record(10, 8)})
    assert mild == {"ana": Fraction(6, 5), "bea": Fraction(4, 5)}
    assert weight(2, found["ana"]) > weight(2) == 2 * BASE > weight(2, found["bea"])


RECORDS = st.dictionaries(
    st.sampled_from(["ana", "bea", "cle", "dan"]),
    st.integers(0, 400).flatmap(
        lambda asked: st.integers(0, asked).map(lambda granted: Record(asked, granted))
    ),
    min_size=1,
)


@given(RECORDS)
def test_the_memory_is_bounded_and_nobody_new_is_moved(records: dict[str, Record]) -> None:
    found = factors({**records, "new": Record()})
    assert all(LEAST_FACTOR <= one <= MOST_FACTOR for one in found.values())
    assert found["new"] == 1


@given(RECORDS, st.integers(1, 30))
def test_one_more_refusal_never_makes_a_wish_lighter(
    records: dict[str, Record], points: int
) -> None:
    person = min(records)
    later = {**records, person: records[person] + Record(points, 0)}
    assert factors(later)[person] >= factors(records)[person]


@st.composite
def some_wishes(draw: st.DrawFn) -> list[Stated]:
    people = ["ana", "bea", "cle"]
    found = []
    for person in people:
        for offset in draw(st.lists(st.integers(0, 13), unique=True, max_size=5)):
            kind = draw(st.sampled_from(["off", "on", "shift", "not_shift"]))
            shift = draw(st.sampled_from(["J", "N"])) if "shift" in kind else None
            strength = draw(st.integers(1, 3))
            found.append(Stated(person, kind, strength, day=day(offset), shift=shift))
        weekdays = draw(st.lists(st.sampled_from(WEEKDAYS), unique=True, max_size=2))
        if weekdays:
            found.append(weekly(person, *weekdays, strength=draw(st.integers(1, 3))))
    return found


@given(some_wishes())
def test_carried_wishes_are_the_stated_ones_day_by_day(stated: list[Stated]) -> None:
    problem = a_problem()
    found = carried(problem, stated, TWO_WEEKS, {})
    said = {(one.person, one.day): one for one in stated if one.day is not None}
    for one in stated:
        for on in one.days(TWO_WEEKS) if one.day is None else ():
            said.setdefault((one.person, on), one)
    names = {"off": "off", "on": "work", "shift": "shift", "not_shift": "avoid"}
    assert {(w.person, w.day): (w.wish, w.shift, w.weight) for w in found} == {
        (person, on): (names[one.kind], one.shift, 10 * one.strength)
        for (person, on), one in said.items()
        if on is not None
    }
    assert len(found) == len(said)
    assert sum(w.weight for w in found) <= 10 * sum(one.points(TWO_WEEKS) for one in stated)


@settings(max_examples=25, deadline=None)  # each weighs two whole plans
@given(some_wishes(), st.sets(st.tuples(st.sampled_from(["ana", "bea"]), st.integers(0, 13))))
def test_what_is_granted_is_what_the_score_does_not_charge(
    stated: list[Stated], days: set[tuple[str, int]]
) -> None:
    problem = a_problem(needs=())
    plan = [Assignment(person, day(offset), "J") for person, offset in days]
    told = outcomes(problem, plan, stated, TWO_WEEKS)
    refused = sum(len(one.asked) - len(one.granted) for one in told)
    whole = with_wishes(problem, carried(problem, stated, TWO_WEEKS, {}), TWO_WEEKS)
    charged = next(goal for goal in score(whole, plan).goals if goal.name == "wishes")
    assert refused == charged.amount


def test_a_preference_weighs_and_is_not_counted_among_the_wishes() -> None:
    shifts = (DAY, NIGHT, MORNING)
    bare = a_problem(shifts=shifts, needs=())
    light = preferred(bare, "ana", "days", Span(day(2), day(3)))
    assert [(one.day, one.shift, one.weight) for one in light] == [
        (day(2), "N", 1),
        (day(3), "N", 1),
    ]
    problem = bare.with_changes(wishes=light)
    assert Problem.from_json(problem.to_json()) == problem
    plan = [Assignment("ana", day(2), "N")]
    assert counters(problem, plan)["ana"].wishes == ()
    assert score(problem, plan).cost > score(bare, plan).cost


def test_each_preference_is_against_the_shifts_that_it_leaves() -> None:
    problem = a_problem(shifts=(DAY, NIGHT, MORNING), needs=())
    first = Span(MONDAY, MONDAY)
    against = {
        kind: [one.shift for one in preferred(problem, "ana", kind, first)]
        for kind in ("days", "nights", "long", "short")
    }
    assert against == {
        "days": ["N"],
        "nights": ["J", "M"],
        "long": ["M"],
        "short": ["J", "N"],
    }


def test_a_shift_that_two_needs_ask_for_counts_once_with_the_highest() -> None:
    needs = (
        Need(id="a", shift="J", role="ide", minimum=2, target=3),
        Need(id="b", shift="J", minimum=1),
        Need(id="c", shift="N", role="ide", minimum=1, weekdays=("mon",)),
    )
    problem = a_problem(needs=needs)
    assert (needed(problem, MONDAY, "ide"), needed(problem, day(1), "ide")) == (4, 3)
    # The night of Monday ends on Tuesday: whoever works it has no whole day off then.
    assert [at_work(problem, day(at), "ide") for at in range(3)] == [4, 4, 3]


def test_a_wish_on_a_day_away_is_granted_by_any_plan() -> None:
    away = Unavailability(person="ana", from_on=day(1), to_on=day(2))
    [told] = outcomes(a_problem(unavailable=(away,)), [], [off("ana", 1)], TWO_WEEKS)
    assert told.granted == (day(1),)
