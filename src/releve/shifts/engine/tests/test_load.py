"""The load signals: equal to a slow reference, and each where it is due."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from releve.shifts.engine.columns import Columns, numbers
from releve.shifts.engine.evidence import SIGNALS
from releve.shifts.engine.load import By, Tally, load
from releve.shifts.engine.tests.slow_load import Change, Need, Shift, World, slow_load, slow_people
from releve.shifts.engine.tests.years import PARIS, hospital_year, minute, quick_load, random_world

MONDAY = date(2026, 6, 1)
CODES = [one.code for one in SIGNALS]


def differences(world: World, by: By) -> list[str]:
    """Return every figure in which engine and reference differ."""
    slow, quick = slow_load(world, by=by), quick_load(world, by=by)
    members = slow_people(world, by=by)
    found = []
    for code in CODES:
        tally = quick[code]
        for place in range(len(tally.count)):
            said = (int(tally.count[place]), int(tally.of[place]))
            wanted = tuple(map(int, slow.get(code, {}).get(place, (0, 0))))
            if said != wanted:
                found.append(f"{code} of {by} {place}: {said}, slowly {wanted}")
            people = len(members.get(code, {}).get(place, set()))
            if int(tally.people[place]) != people and code != "understaffed_hours":
                found.append(f"people in {code} of {by} {place}, slowly {people}")
    return found


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**9), days=st.integers(1, 40), by=st.sampled_from(["person", "unit"]))
def test_the_signals_of_random_weeks_equal_those_of_the_slow_reference(
    seed: int, days: int, by: By
) -> None:
    assert differences(random_world(seed, people=4, days=days, slot=15), by) == []


@pytest.mark.parametrize("by", ["person", "unit"])
def test_the_signals_of_a_random_year_equal_those_of_the_slow_reference(by: By) -> None:
    assert differences(random_world(6, people=4, days=365, slot=15), by) == []


@pytest.mark.campaign
@pytest.mark.parametrize("seed", range(200))
def test_the_signals_of_many_random_years_equal_those_of_the_slow_reference(seed: int) -> None:
    world = random_world(seed, people=6, days=365, slot=15)
    assert differences(world, "person") + differences(world, "unit") == []


def test_a_world_with_fewer_shifts_would_be_noticed() -> None:
    world = random_world(1, people=2, days=20, slot=15)
    fewer = quick_load(replace(world, worked=world.worked[::2]), by="person")
    slow = slow_load(world, by="person")
    wrong = {code for code in CODES if slow.get(code, {}).get(0) != fewer[code].pair(0)}
    assert len(wrong) > 3


# --- Each signal where it is due ---------------------------------------------------------------


def a_world(*worked: Shift, planned: tuple[Shift, ...] = (), days: int = 28) -> World:
    """Return one person's work in four weeks that begin on a Monday."""
    last = MONDAY + timedelta(days=days - 1)
    return World([*worked], [*planned], [], [], [0], {}, MONDAY, last, PARIS, 1)


def shift(day: int, hour: float, hours: float, **facts: object) -> Shift:
    """Return a shift of the one person, so many days after the first Monday."""
    start = minute(MONDAY + timedelta(days=day), hour)
    return replace(Shift(0, start, start + round(60 * hours)), **facts)  # type: ignore[arg-type]  # the facts of a shift


def count(world: World, code: str) -> tuple[int, int]:
    """Return how often a signal is counted of the one person, and of how many."""
    tally = quick_load(world, by="person")[code]
    return int(tally.count[0]), int(tally.of[0])


@pytest.mark.parametrize(("hours", "counted"), [(10.99, 1), (11, 0)])
def test_a_quick_return_is_a_rest_under_eleven_hours(hours: float, counted: int) -> None:
    evening, morning = shift(0, 13, 8), shift(0, 21 + hours, 7)
    assert count(a_world(evening, morning), "quick_returns") == (counted, 2)


@pytest.mark.parametrize(("hours", "counted"), [(11.99, 1), (12, 0)])
def test_a_daily_rest_is_short_under_twelve_hours(hours: float, counted: int) -> None:
    assert count(a_world(shift(0, 7, 8), shift(0, 15 + hours, 3)), "short_daily_rests") == (
        counted,
        2,
    )


def test_shifts_that_touch_are_one_and_no_quick_return() -> None:
    world = a_world(shift(0, 7, 6), shift(0, 13, 6))
    assert count(world, "quick_returns") == (0, 1)
    assert count(world, "long_shifts") == (1, 1)


@pytest.mark.parametrize(("hours", "counted"), [(11.98, 0), (12, 1)])
def test_a_shift_is_long_from_twelve_hours_on(hours: float, counted: int) -> None:
    assert count(a_world(shift(0, 7, hours)), "long_shifts") == (counted, 1)


@pytest.mark.parametrize(("nights", "counted"), [(3, 0), (4, 1), (6, 1)])
def test_a_run_of_nights_counts_once_when_it_grows_beyond_three(nights: int, counted: int) -> None:
    run = [shift(day, 21, 10, is_night=True) for day in range(nights)]
    assert count(a_world(*run), "night_runs") == (counted, nights)


def test_two_runs_of_nights_with_a_night_off_between_are_two() -> None:
    run = [shift(day, 21, 10, is_night=True) for day in (0, 1, 2, 4, 5, 6)]
    assert count(a_world(*run), "night_runs") == (0, 6)


def test_a_run_that_began_before_the_period_is_seen() -> None:
    run = [shift(day, 21, 10, is_night=True) for day in (-3, -2, -1, 0)]
    assert count(a_world(*run), "night_runs") == (1, 1)


@pytest.mark.parametrize(("last", "counted"), [(8, 0), (8.05, 1)])
def test_seven_days_may_hold_forty_eight_hours_and_no_more(last: float, counted: int) -> None:
    week = [shift(day, 7, 8) for day in range(5)]
    assert count(a_world(*week, shift(5, 7, last)), "over_48_hours") == (counted, 6)


def test_a_week_without_thirty_six_hours_of_rest_is_counted_with_its_own_days_only() -> None:
    days = [shift(day, 7, 8) for day in range(7)]
    assert count(a_world(*days), "short_weekly_rests") == (1, 1)
    assert count(a_world(*days[:5]), "short_weekly_rests") == (0, 1)


def test_a_night_that_ends_on_a_saturday_is_weekend_work() -> None:
    assert count(a_world(shift(4, 21, 10)), "weekends_worked") == (1, 4)
    assert count(a_world(shift(4, 14, 10)), "weekends_worked") == (0, 4)


def test_a_recall_counts_on_a_day_without_a_planned_minute_only() -> None:
    called = shift(2, 9, 7, is_recall=True)
    assert count(a_world(called), "recalls") == (1, 28)
    assert count(a_world(called, planned=(shift(1, 21, 10),)), "recalls") == (0, 26)


def test_changes_are_counted_by_their_notice() -> None:
    at = shift(3, 7, 7).start
    world = replace(
        a_world(planned=(shift(3, 7, 7),)),
        changes=[Change(0, at, 2879), Change(0, at, 2880), Change(0, at, 21600)],
    )
    assert count(world, "changes_48_hours") == (1, 1)
    assert count(world, "changes_15_days") == (2, 1)


@pytest.mark.parametrize(("minutes", "told"), [(19, (1, 1, 0)), (20, (0, 1, 0)), (None, (0, 0, 1))])
def test_a_break_that_nobody_measured_is_unknown_and_not_missed(
    minutes: int | None, told: tuple[int, int, int]
) -> None:
    world = a_world(shift(0, 7, 7, break_minutes=minutes), shift(1, 7, 6, break_minutes=0))
    tally = quick_load(world, by="person")["short_breaks"]
    assert (int(tally.count[0]), int(tally.of[0]), int(tally.unknown[0])) == told


def test_a_late_stay_says_how_long() -> None:
    end = shift(0, 7, 7).end
    tally = quick_load(a_world(shift(0, 7, 7.5, planned_end=end)), by="person")["late_stays"]
    assert (int(tally.count[0]), int(tally.of[0]), int(tally.minutes[0])) == (1, 1, 30)


def test_hours_short_of_people_are_those_that_were_missing() -> None:
    work = shift(0, 7, 4)
    need = Need(work.start, work.start + 480, 2)
    tally = quick_load(replace(a_world(work), needs=[need]), by="unit")["understaffed_hours"]
    assert (int(tally.count[0]), int(tally.of[0])) == (240 + 2 * 240, 2 * 480)


def test_a_group_counts_its_own_members_only() -> None:
    work = shift(0, 7, 8)
    need = Need(work.start, work.end, 1, group=1)
    stranger = replace(a_world(work), needs=[need])
    member = replace(stranger, groups={1: {0}})
    short = [quick_load(one, by="unit")["understaffed_hours"] for one in (stranger, member)]
    assert [int(one.count[0]) for one in short] == [480, 0]


@pytest.mark.parametrize("day", [date(2026, 3, 28), date(2026, 10, 24)])
def test_the_night_of_the_clock_change_has_eleven_or_thirteen_hours(day: date) -> None:
    start = int(minute(day, 19))
    end = minute(day + timedelta(days=1), 7)
    world = replace(
        a_world(Shift(0, start, end)), first=day - timedelta(days=5), last=day + timedelta(days=9)
    )
    assert count(world, "long_shifts") == (int(end - start >= 720), 1)
    assert differences(replace(world, slot=60), "person") == []


def test_nobody_at_all_is_no_fault() -> None:
    empty = World([], [], [], [], [], {}, MONDAY, MONDAY, PARIS, 60)
    assert all(not len(one.count) for one in quick_load(empty, by="person").values())
    assert all(one.count.sum() == 0 for one in quick_load(empty, by="unit").values())


def test_columns_of_different_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="differ in length"):
        Columns(numbers([1]), *(numbers() for _ in range(8)))


def test_a_hospital_s_year_adds_up_the_same_by_person_and_by_unit() -> None:
    facts, _shifts = hospital_year(60)
    by_person: dict[str, Tally] = load(**facts, by="person")
    by_unit = load(**facts, by="unit")
    told = [code for code in CODES if code != "understaffed_hours"]
    assert [int(by_person[code].count.sum()) for code in told] == [
        int(by_unit[code].count.sum()) for code in told
    ]
    assert int(by_unit["understaffed_hours"].count.sum()) > 0
