"""Plans before the judge: facts about people, windows that history has spoilt, cut windows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time, timedelta
from fractions import Fraction
from operator import attrgetter
from typing import Any

import pytest

from releve.roster.engine.audit import PlanJudge, audit, audit_person, judge_of, plan_verdict
from releve.roster.engine.problem import (
    Assignment,
    Contract,
    Need,
    PastShift,
    Period,
    Problem,
    Restriction,
    ShiftKind,
    ShiftType,
    Unavailability,
)
from releve.roster.engine.result import Breach
from releve.roster.engine.rules import LocalRule
from releve.roster.engine.rules.forms import (
    Count,
    Days,
    Form,
    RestBlock,
    Run,
    Sequence,
    Window,
    WindowSum,
)
from releve.roster.engine.tests.builders import (
    ALL_SHIFTS,
    MONDAY,
    a_person,
    a_problem,
    fixed,
    twelve_hours,
)

COURSE = ShiftType(code="F", starts_at=time(9), ends_at=time(17), kind=ShiftKind.TRAINING)
SHORT = ShiftType(code="C", starts_at=time(9), ends_at=time(13))


def day(offset: int) -> date:
    return MONDAY + timedelta(days=offset)


def cells(*given: tuple[int, str], person: str = "ana") -> list[Assignment]:
    return [Assignment(person, day(offset), code) for offset, code in given]


def a_ward(**changes: Any) -> Problem:
    """Return a ward of ana alone, bound by no rule but those that a test gives."""
    person = changes.pop("person", {})
    facts: dict[str, Any] = {
        "people": (a_person("ana", **({"contract": Contract()} | person)),),
        "shifts": (*ALL_SHIFTS, COURSE, SHORT),
        "needs": (),
        "packs": (),
        "fairness": False,
    }
    return a_problem(**(facts | changes))


def found(problem: Problem, plan: Iterable[Assignment]) -> list[Any]:
    return told(audit(problem, plan), "rule", "from_at", "value")


def told(breaches: Iterable[Breach], *names: str) -> list[Any]:
    return [attrgetter(*names)(breach) for breach in breaches]


# -- facts about a person ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("offset", "code", "broken"),
    [
        (4, "J", []),
        (5, "J", [5]),
        (4, "N", [5]),
        (6, "N", [6]),
        (7, "N", []),
        (4, "A", [5]),
    ],
)
def test_not_a_minute_of_work_or_call_falls_on_an_unavailable_day(
    offset: int, code: str, broken: list[int]
) -> None:
    problem = a_ward(unavailable=(Unavailability("ana", day(5), day(6)),))
    assert found(problem, cells((offset, code))) == [("UNAVAILABLE", day(at), 1) for at in broken]


def test_the_morning_after_the_period_may_be_an_unavailable_day_too() -> None:
    problem = a_ward(unavailable=(Unavailability("ana", day(14), day(20)),))
    assert found(problem, cells((13, "N"))) == [("UNAVAILABLE", day(14), 1)]


@pytest.mark.parametrize(
    ("restriction", "plan", "broken"),
    [
        (Restriction(kind="no_nights"), [(0, "J"), (1, "N")], [("R-NO-NIGHTS", 1)]),
        (Restriction(kind="no_nights", to_on=day(0)), [(1, "N")], []),
        (Restriction(kind="no_nights", from_on=day(2)), [(1, "N")], []),
        (Restriction(kind="no_12h"), [(0, "M"), (1, "J")], [("R-NO-12H", 1)]),
        (Restriction(kind="no_12h"), [(1, "A")], []),
        (Restriction(kind="no_weekends"), [(4, "J"), (5, "J")], [("R-NO-WEEKENDS", 5)]),
        (Restriction(kind="no_weekends"), [(4, "N")], [("R-NO-WEEKENDS", 5)]),
        (
            Restriction(kind="no_weekends"),
            [(5, "N")],
            [("R-NO-WEEKENDS", 5), ("R-NO-WEEKENDS", 6)],
        ),
        (Restriction(kind="no_weekends", from_on=day(6)), [(5, "N")], [("R-NO-WEEKENDS", 6)]),
        (Restriction(kind="no_on_call"), [(0, "J"), (1, "A")], [("R-NO-ON-CALL", 1)]),
        (Restriction(kind="days_off", weekdays=("wed",)), [(2, "M")], [("R-DAYS-OFF", 2)]),
        (Restriction(kind="days_off", weekdays=("wed",)), [(1, "N")], [("R-DAYS-OFF", 2)]),
        (Restriction(kind="days_off", weekdays=("wed",)), [(3, "M")], []),
    ],
)
def test_a_restriction_holds_on_its_days(
    restriction: Restriction, plan: list[tuple[int, str]], broken: list[tuple[str, int]]
) -> None:
    problem = a_ward(person={"restrictions": (restriction,)})
    assert found(problem, cells(*plan)) == [(rule, day(at), 1) for rule, at in broken]


def test_a_bound_on_daily_minutes_looks_at_the_work_of_a_shift() -> None:
    bound = Restriction(kind="max_minutes_a_day", minutes=450)
    problem = a_ward(person={"restrictions": (bound,)})
    breaches = audit(problem, cells((0, "M"), (1, "J"), (3, "A")))
    assert told(breaches, "rule", "from_at", "value", "limit", "unit") == [
        ("R-MAX-MINUTES", day(1), 720, 450, "min")
    ]


@pytest.mark.parametrize(
    ("regime", "broken"),
    [("day", [("REGIME", 2)]), ("night", [("REGIME", 0)]), ("variable", [])],
)
def test_a_regime_bars_the_other_half_of_the_day_but_no_training(
    regime: Any, broken: list[tuple[str, int]]
) -> None:
    problem = a_ward(person={"contract": Contract(regime=regime)})
    plan = cells((0, "J"), (2, "N"), (5, "F"), (7, "A"))
    assert found(problem, plan) == [(rule, day(at), 1) for rule, at in broken]


@pytest.mark.parametrize(
    ("asked", "given", "kept"),
    [
        ("J", [(2, "J")], True),
        ("J", [], False),
        ("J", [(2, "M")], False),
        (None, [], True),
        (None, [(2, "J")], False),
    ],
)
def test_a_fixed_cell_is_exactly_what_the_plan_gives(
    asked: str | None, given: list[tuple[int, str]], kept: bool
) -> None:
    problem = a_ward(fixed=(fixed("ana", day(2), asked),))
    expected = [] if kept else [("FIXED", day(2), 1)]
    assert found(problem, cells(*given)) == expected


def test_one_shift_and_one_call_may_start_on_a_day_and_no_more() -> None:
    problem = a_ward()
    assert found(problem, cells((0, "C"), (0, "A"))) == []
    rules = [rule for rule, _, _ in found(problem, cells((0, "C"), (0, "J")))]
    assert rules == ["ONE-A-DAY", "OVERLAP"]


def test_shifts_of_one_person_do_not_overlap_even_those_of_history() -> None:
    person = {"history": (PastShift(day(-1), "N"),)}
    problem = a_ward(person=person, history_from=day(-14))
    breach = audit(problem, cells((0, "M")))[0]
    assert told([breach], "rule", "value", "unit") == [("OVERLAP", 15, "min")]


def test_a_cell_takes_no_more_people_than_its_maximum() -> None:
    people = tuple(a_person(name, contract=Contract()) for name in ("ana", "bea", "cle"))
    need = Need(id="jour", shift="J", role="ide", days=(day(0),), maximum=2)
    problem = a_ward(people=people, needs=(need,))
    plan = [Assignment(person.id, day(0), "J") for person in people]
    breaches = audit(problem, plan)
    assert told(breaches, "rule", "person", "value", "limit") == [("MAXIMUM", "", 3, 2)]
    assert audit(problem, plan[:2]) == []


def test_a_period_counts_whoever_is_there_all_along_last_night_included() -> None:
    need = Need(id="nuit", period=Period(time(0), time(6)), days=(day(0),), maximum=0)
    person = {"history": (PastShift(day(-1), "N"),)}
    unspoilt = a_ward(needs=(need,))
    assert found(unspoilt, []) == []
    # What history has filled is not the plan's doing.
    assert found(a_ward(needs=(need,), person=person, history_from=day(-14)), []) == []


@pytest.mark.parametrize(
    "cell",
    [
        Assignment("zoe", day(0), "J"),
        Assignment("ana", day(0), "Z"),
        Assignment("ana", day(-1), "J"),
        Assignment("ana", day(14), "J"),
    ],
)
def test_a_cell_that_the_problem_does_not_have_is_refused(cell: Assignment) -> None:
    with pytest.raises(ValueError, match="does not have"):
        audit(a_ward(), [cell])


# -- windows of a plan -------------------------------------------------------------------------


def judged(
    form: Form, plan: list[tuple[int, str]], past: list[tuple[int, str]] | None = None
) -> list[Breach]:
    """Judge a plan by one rule, after a past that is known for two weeks, if given."""
    history = tuple(PastShift(day(offset), code) for offset, code in past or ())
    problem = a_ward(
        rules=(LocalRule(id="R", form=form),),
        person={"history": history},
        history_from=None if past is None else day(-14),
        ends_on=day(20),
    )
    return [breach for breach in audit(problem, cells(*plan)) if breach.rule == "R"]


WEEK_OF_24_H = WindowSum("window_sum", "work", Window("sliding", days=7), maximum=1440)


def test_a_window_reaches_back_over_the_edge_of_the_period() -> None:
    breaches = judged(WEEK_OF_24_H, [(0, "J")], past=[(-3, "J"), (-2, "J")])
    assert told(breaches, "from_at", "value") == [
        (day(first), Fraction(36)) for first in (-6, -5, -4, -3)
    ]


def test_a_window_that_history_has_spoilt_asks_only_not_to_make_it_worse() -> None:
    past = [(-4, "J"), (-3, "J"), (-2, "J")]
    assert judged(WEEK_OF_24_H, [], past=past) == []
    worse = judged(WEEK_OF_24_H, [(2, "J")], past=past)
    assert told(worse, "from_at", "value", "limit") == [(day(-4), 48, 36), (day(-3), 36, 24)]


def test_a_window_cut_by_the_end_is_judged_by_its_upper_bound() -> None:
    plan = [(18, "J"), (19, "J"), (20, "J")]
    found_at = [b.from_at for b in judged(WEEK_OF_24_H, plan)]
    assert found_at == [day(first) for first in (14, 15, 16, 17, 18)]


def test_a_window_cut_by_the_start_of_what_is_known_is_judged_too() -> None:
    month = WindowSum("window_sum", "work", Window("month"), maximum=2100)
    assert [b.from_at for b in judged(month, [(0, "J"), (2, "J"), (4, "J")])] == [day(-1)]


def test_a_minimum_of_work_binds_whole_windows_whatever_the_past() -> None:
    least = WindowSum("window_sum", "work", Window("civil_week"), minimum=720)
    assert [b.from_at for b in judged(least, [(0, "J"), (15, "J")], past=[])] == [day(7)]


def test_a_minimum_of_rest_days_asks_nothing_that_history_has_taken() -> None:
    least = Count("count", Days("rest_day"), Window("sliding", days=4), minimum=3)
    past = [(-3, "J"), (-2, "J"), (-1, "J")]
    assert judged(least, [], past=past) == []
    assert told(judged(least, [(0, "J")], past=past), "from_at", "value", "limit") == [
        (day(-3), 0, 1),
        (day(-2), 1, 2),
        (day(-1), 2, 3),
    ]


def test_a_maximum_of_days_off_counts_those_that_the_plan_can_still_fill() -> None:
    most = Count("count", Days("off"), Window("sliding", days=5), maximum=2)
    assert judged(most, [(at, "C") for at in range(21)], past=[]) == []
    week = [(at, "C") for at in range(21) if at != 10]
    assert [b.rule for b in judged(most, [c for c in week if c[0] not in (9, 11)], past=[])] != []


def test_a_rest_block_is_asked_of_whole_windows_only() -> None:
    block = RestBlock("rest_block", 2, Window("fortnight"), including="sunday")
    every_sunday = [(6, "C"), (13, "C"), (20, "C")]
    assert [b.from_at for b in judged(block, every_sunday)] == [day(0)]


def test_a_rest_block_that_history_has_spoilt_is_not_asked_again() -> None:
    block = RestBlock("rest_block", 5, Window("sliding", days=7))
    past = [(-1, "N")]
    kept = judged(block, [], past=past)
    assert kept == []


def test_a_run_counts_the_days_that_the_plan_adds() -> None:
    five = Run("run", Days("duty"), maximum=3)
    past = [(-3, "C"), (-2, "C"), (-1, "C")]
    assert judged(five, [], past=past) == []
    breaches = judged(five, [(0, "C"), (1, "C")], past=past)
    assert told(breaches, "from_at", "to_at", "value", "excess") == [(day(-3), day(1), 5, 2)]


def test_a_run_that_touches_an_end_of_what_is_known_is_never_too_short() -> None:
    two = Run("run", Days("duty"), minimum=2)
    assert judged(two, [(0, "C"), (20, "C")]) == []
    assert [b.from_at for b in judged(two, [(0, "C")], past=[])] == [day(0)]
    assert [b.from_at for b in judged(two, [(10, "C")])] == [day(10)]


def test_a_sequence_reaches_back_and_needs_a_step_that_the_plan_has_a_say_in() -> None:
    quick = Sequence("sequence", (Days("evening"), Days("morning")))
    assert [b.from_at for b in judged(quick, [(0, "M")], past=[(-1, "S")])] == [day(-1)]
    after = Sequence("sequence", (Days("night"), Days("worked_day")))
    # The last night of the past ends on the first day, whatever is planned.
    assert judged(after, [], past=[(-1, "N")]) == []


def test_the_weekend_of_a_run_is_its_saturday() -> None:
    none = Run("run", Days("weekend"), maximum=0)
    assert [b.from_at for b in judged(none, [(6, "C"), (12, "C")])] == [day(5), day(12)]


def test_a_weekend_is_counted_once() -> None:
    one = Count("count", Days("weekend"), Window("horizon"), maximum=1)
    assert judged(one, [(5, "C"), (6, "C")]) == []
    assert [b.value for b in judged(one, [(5, "C"), (13, "C")])] == [2]


# -- the doorway -------------------------------------------------------------------------------


def test_one_person_is_judged_alone_as_among_the_others() -> None:
    problem = a_problem()
    plan = [Assignment(who, day(at), "J") for who in ("ana", "bea") for at in range(6)]
    alone = [breach for who in ("ana", "bea", "cle") for breach in audit_person(problem, who, plan)]
    assert alone == audit(problem, plan)
    assert alone != []


def test_the_judge_of_a_problem_is_kept() -> None:
    problem = a_problem()
    assert judge_of(problem) is judge_of(problem)
    assert judge_of(problem.with_changes(name="copie")) is not judge_of(problem)
    assert isinstance(judge_of(problem), PlanJudge)


def test_what_a_plan_cannot_be_judged_by_is_listed_once() -> None:
    problem = a_problem(ends_on=day(17), decisions=(twelve_hours(),))
    entries = plan_verdict(problem, []).not_judged
    assert len(entries) == len(set(entries))
    reasons = {entry.rule: entry.reason for entry in entries}
    assert (reasons["FPH-NOTICE-15"], reasons["FPH-2C-SUN"], "FPH-48-7D" in reasons) == (
        "needs_publication",
        "window_incomplete",
        False,
    )


def test_a_window_longer_than_all_that_is_known_is_listed_whatever_the_weekday() -> None:
    first = MONDAY + timedelta(days=3)
    problem = a_problem(
        people=(a_person("ana", contract=Contract(pack="eu")),),
        starts_on=first,
        ends_on=first + timedelta(days=117),
        needs=(),
    )
    entries = plan_verdict(problem, []).not_judged
    assert [(e.from_on, e.to_on) for e in entries if e.rule == "EU-48"] == [
        (problem.starts_on, problem.ends_on)
    ]
