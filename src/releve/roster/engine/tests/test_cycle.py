"""Cycles: judged for ever, found, rolled out, and set beside a month."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from releve.kit.check_engine import Doorway, check_engine
from releve.kit.engines import Params
from releve.roster.engine.audit import audit
from releve.roster.engine.cycle import (
    Cycle,
    CycleNeeds,
    CyclePlace,
    audit_cycle,
    cycle_gap,
    month_of,
    roll_out,
    solve_cycle,
)
from releve.roster.engine.cycle.score import score_cycle
from releve.roster.engine.cycle.solve import CycleResult
from releve.roster.engine.problem import Assignment, Need, Unavailability
from releve.roster.engine.tests.cycles import (
    ANCHOR,
    a_cycle,
    cycles,
    lawful_cycles,
    needs_for,
)

SHORT = Params(seconds=None, work=0.2, workers=1)
MANY = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))


def rules_broken(cycle: Cycle) -> set[str]:
    """Return the binding rules that a cycle breaks."""
    return {found.breach.rule for found in audit_cycle(cycle).hard}


def places_of(cycle: Cycle) -> list[CyclePlace]:
    """Return somebody on every place of a cycle."""
    return [CyclePlace(f"{line}-{start}", line, start) for line, start in cycle.places]


def months_broken(cycle: Cycle, first: date, weeks: int) -> set[str]:
    """Return the binding rules that a roll-out of a cycle breaks, by the month's own audit."""
    places = places_of(cycle)
    last = first + timedelta(days=7 * weeks - 1)
    month = month_of(cycle, places, first, last).with_changes(time_zone="UTC", holidays=())
    rolled = roll_out(cycle, places, first, last)
    return {b.rule for b in audit(month, rolled.answer) if b.status != "soft"}


def test_a_cycle_and_what_is_asked_of_one_survive_their_journey_through_json() -> None:
    cycle = a_cycle("MMM.... ..SS.NN")
    assert Cycle.from_json(cycle.to_json()) == cycle
    asked = needs_for(3, 3)
    assert CycleNeeds.from_json(asked.to_json()) == asked


def test_a_week_of_five_mornings_is_lawful_for_ever() -> None:
    verdict = audit_cycle(a_cycle("MMMMM.."))
    assert verdict.hard == ()
    assert [line.weekly_minutes for line in verdict.hours] == [2250]


def test_a_rest_that_is_too_short_only_where_the_cycle_begins_again_is_found() -> None:
    (found,) = [b for b in audit_cycle(a_cycle("M.....S")).hard if b.breach.rule == "FPH-REST-D"]
    assert (found.first, found.last) == (6, 7)


def test_a_fortnight_without_its_sunday_is_told_with_the_starts_from_which_it_happens() -> None:
    cycle = a_cycle("MM....M MM....M MM..... MM.....")
    found = [b for b in audit_cycle(cycle).hard if b.breach.rule == "FPH-2C-SUN"]
    assert [(b.first, b.offsets) for b in found] == [(0, (0, 2))]


def test_more_than_39_hours_on_average_over_the_cycle_are_found() -> None:
    cycle = a_cycle("MMMMMM. MMMMM..")
    assert "FPH-39-CYCLE" in rules_broken(cycle)
    assert "FPH-44-WEEK" in rules_broken(cycle)


def test_a_mean_week_off_the_target_is_told_with_its_sign() -> None:
    (line,) = audit_cycle(a_cycle("MMMM...", tolerance_minutes=60)).off_target
    assert line.off_by == -300


def test_days_that_never_end_are_found_though_no_run_ever_begins() -> None:
    found = audit_cycle(a_cycle("MMMMMMM", pack=None)).breaches
    assert {one.breach.rule for one in found} == {"S-CONSEC-D"}


@MANY
@given(cycles(), st.integers(0, 12))
def test_the_months_of_a_cycle_break_only_what_the_cycle_breaks(cycle: Cycle, wait: int) -> None:
    first = ANCHOR + timedelta(weeks=wait)
    assert months_broken(cycle, first, 5) <= rules_broken(cycle)


@MANY
@given(cycles())
def test_what_a_cycle_breaks_is_broken_in_months_long_enough(cycle: Cycle) -> None:
    assert rules_broken(cycle) <= months_broken(cycle, ANCHOR, 2 * cycle.weeks + 6)


@MANY
@given(lawful_cycles(), st.integers(0, 40))
def test_rolled_out_months_of_a_lawful_cycle_are_lawful(cycle: Cycle, wait: int) -> None:
    assert rules_broken(cycle) == set()
    assert months_broken(cycle, ANCHOR + timedelta(days=wait), 5) == set()


@MANY
@given(cycles(), st.integers(0, 4))
def test_beginning_another_week_first_changes_nothing_of_what_is_broken(
    cycle: Cycle, turn: int
) -> None:
    turn %= cycle.weeks
    (line,) = cycle.lines
    turned = replace(line, weeks=(*line.weeks[turn:], *line.weeks[:turn]))
    assert rules_broken(replace(cycle, lines=(turned,))) == rules_broken(cycle)


SMALL = (
    needs_for(2, 2),
    needs_for(3, 3),
    needs_for(1, 2, needs=(Need("soir", shift="S", weekdays=("mon", "tue"), minimum=1),)),
    needs_for(2, 3),
)
IMPOSSIBLE = (
    needs_for(2, 2, weekly_minutes=2700, tolerance_minutes=60),
    needs_for(
        2, 2, needs=tuple(Need(code, shift=code, minimum=0, maximum=0) for code in ("M", "S", "N"))
    ),
)


def test_the_search_keeps_what_every_engine_of_the_house_promises() -> None:
    check_engine(
        Doorway[CycleNeeds, CycleResult](
            solve=solve_cycle,
            to_json=lambda asked: asked.to_json(),
            from_json=CycleNeeds.from_json,
            answer_of=lambda result: result.cycle,
            breaches_of=lambda _, result: audit_cycle(result.cycle).hard if result.cycle else (),
            reasons_of=lambda result: result.reasons,
        ),
        problems=SMALL,
        impossible=IMPOSSIBLE,
        work=0.15,
    )


def test_what_cannot_be_is_told_by_the_demands_that_clash() -> None:
    found = solve_cycle(IMPOSSIBLE[0], SHORT)
    assert {(reason.code, reason.rule) for reason in found.reasons} == {
        ("HOURS", None),
        ("RULE", "FPH-39-CYCLE"),
    }


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(1, 4), st.integers(1, 5), st.sampled_from(["fph", "eu", None]))
def test_every_cycle_found_is_lawful_on_target_and_weighed_exactly(
    weeks: int, people: int, pack: str | None
) -> None:
    result = solve_cycle(needs_for(weeks, people, pack=pack), SHORT)
    if result.cycle is None or result.score is None:
        assert result.status == "unknown"
        return
    verdict = audit_cycle(result.cycle)
    assert verdict.hard == ()
    assert verdict.off_target == ()
    assert len(result.cycle.places) == people
    assert result.bound is None or result.bound <= result.score.cost


@pytest.mark.campaign
@settings(max_examples=500, deadline=None, suppress_health_check=list(HealthCheck))
@given(cycles(), st.integers(0, 12))
def test_a_long_campaign_of_cycles_and_their_months_breaks_the_same_rules(
    cycle: Cycle, wait: int
) -> None:
    broken = rules_broken(cycle)
    assert months_broken(cycle, ANCHOR + timedelta(weeks=wait), 5) <= broken
    assert broken <= months_broken(cycle, ANCHOR, 2 * cycle.weeks + 6)


def test_no_single_change_beats_a_cycle_that_is_proven_best() -> None:
    asked = needs_for(1, 1, needs=(Need("matin", shift="M", minimum=1),), tolerance_minutes=900)
    result = solve_cycle(asked, Params(seconds=None, work=20, workers=1))
    assert result.status == "optimal"
    assert result.cycle is not None
    assert result.score is not None
    best = (result.score.hole_cost, result.score.cost)
    (line,) = result.cycle.lines
    for at in range(7):
        for code in ("M", "S", "N", None):
            week = (*line.weeks[0][:at], code, *line.weeks[0][at + 1 :])
            other = replace(result.cycle, lines=(replace(line, weeks=(week,)),))
            verdict = audit_cycle(other)
            if not verdict.hard and not verdict.off_target:
                weighed = score_cycle(asked, other, verdict)
                assert best <= (weighed.hole_cost, weighed.cost)


def test_days_on_which_somebody_is_away_are_left_empty_and_listed() -> None:
    cycle = a_cycle("NN.....")
    away = Unavailability("ana", ANCHOR + timedelta(days=2), ANCHOR + timedelta(days=3))
    rolled = roll_out(cycle, [CyclePlace("ana", "1")], ANCHOR, ANCHOR + timedelta(days=6), [away])
    assert rolled.answer == (Assignment("ana", ANCHOR, "N"),)
    # The second night would end on the first day away.
    assert rolled.left_empty == (Assignment("ana", ANCHOR + timedelta(days=1), "N"),)


def test_a_place_holds_between_its_dates_only() -> None:
    cycle = a_cycle("MMMM... SSSS...")
    change = ANCHOR + timedelta(days=2)
    places = [
        CyclePlace("ana", "1", 0, to_on=change - timedelta(days=1)),
        CyclePlace("ana", "1", 1, from_on=change),
    ]
    rolled = roll_out(cycle, places, ANCHOR, ANCHOR + timedelta(days=3))
    assert [cell.shift for cell in rolled.answer] == ["M", "M", "S", "S"]


@pytest.mark.parametrize(
    ("places", "field"),
    [
        ([CyclePlace("ana", "9")], "line"),
        ([CyclePlace("ana", "1", 3)], "offset"),
        ([CyclePlace("ana", "1"), CyclePlace("ana", "1", 1, from_on=ANCHOR)], "person"),
    ],
)
def test_a_place_that_cannot_be_is_named(places: list[CyclePlace], field: str) -> None:
    with pytest.raises(ValueError, match=r".") as told:
        roll_out(a_cycle("MMMM... SSSS..."), places, ANCHOR, ANCHOR)
    assert getattr(told.value, "path")[-1] == field  # noqa: B009 - FieldError's own attribute


def test_the_gap_names_each_day_and_the_hours_of_each_person() -> None:
    cycle = a_cycle("MM.....")
    rolled = roll_out(cycle, [CyclePlace("ana", "1")], ANCHOR, ANCHOR + timedelta(days=6))
    plan = [Assignment("ana", ANCHOR, "S"), Assignment("bea", ANCHOR, "N")]
    gap = cycle_gap(rolled.answer, plan, cycle.shifts)
    assert [(person.person, person.minutes) for person in gap.people] == [
        ("ana", -450),
        ("bea", 600),
    ]
    assert gap.count == 3
    assert gap.people[0].days[0].plan == ("S",)


def test_a_plan_that_is_the_cycle_has_no_gap() -> None:
    cycle = a_cycle("MMSS... NN.....")
    rolled = roll_out(cycle, places_of(cycle), ANCHOR, ANCHOR + timedelta(days=30))
    assert cycle_gap(rolled.answer, rolled.answer, cycle.shifts).count == 0


@pytest.mark.parametrize(
    "changes",
    [
        {"anchor_on": ANCHOR + timedelta(days=1)},
        {"weeks": 3},
        {"pack": "nobody"},
        {"weeks": 13},
    ],
)
def test_a_cycle_that_contradicts_itself_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        a_cycle("MMMM... SSSS...", **changes)
