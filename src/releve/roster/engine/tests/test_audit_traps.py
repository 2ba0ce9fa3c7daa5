"""The traps of French working-time law, each caught, and what a record cannot tell.

Décret 2002-9, art. 6 to 9; Conseil d'État, 4 April 2018, no. 398069; CAA Toulouse,
no. 22TL21490; TA Bordeaux, 16 February 2012, no. 1001964.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest

from releve.kit.faults import BadInputError
from releve.roster.engine.audit import WorkedShift, audit_record
from releve.roster.engine.problem import ShiftKind
from releve.roster.engine.result import NotJudged
from releve.roster.engine.rules import Decision, load_pack
from releve.roster.engine.tests.records import (
    MONDAY,
    PARIS,
    day,
    decided,
    judged,
    local,
    of_rule,
    on_call,
    row,
    rows,
)

SPRING = date(2026, 3, 28)
AUTUMN = date(2026, 10, 24)


def long_day(*offsets: int, **facts: int) -> list[WorkedShift]:
    return rows(offsets, "07:00", "19:00", **facts)


def night_of(on: date, start: str = "19:00", end: str = "07:00") -> WorkedShift:
    return WorkedShift("ana", local(on, start), local(on + timedelta(days=1), end))


# -- 44 hours in the civil week beside 48 hours in any seven days ------------------------------


def test_four_times_12_h_in_a_week_keep_the_48_h_and_break_the_44_h() -> None:
    verdict = judged(long_day(0, 1, 2, 3))
    assert [of_rule(verdict, rule) == [] for rule in ("FPH-48-7D", "FPH-44-WEEK")] == [True, False]


def test_four_times_12_h_of_which_4_are_overtime_keep_both() -> None:
    verdict = judged([*long_day(0, 1, 2), *long_day(3, overtime_minutes=240)])
    assert [of_rule(verdict, rule) for rule in ("FPH-48-7D", "FPH-44-WEEK")] == [[], []]


def test_five_times_12_h_over_a_week_boundary_break_the_48_h_though_each_week_holds_three() -> None:
    verdict = judged(long_day(4, 5, 6, 7, 8))
    found = of_rule(verdict, "FPH-48-7D")
    assert {(breach.from_at, breach.to_at, breach.value) for breach in found} == {
        (day(first), day(first + 6), Fraction(60)) for first in (2, 3, 4)
    }
    assert of_rule(verdict, "FPH-44-WEEK") == []


def test_every_position_of_a_sliding_window_is_a_breach_of_its_own() -> None:
    found = of_rule(judged(long_day(7, 8, 9, 10, 11), weeks=3), "FPH-48-7D")
    assert [breach.from_at for breach in found] == [day(5), day(6), day(7)]


def test_overtime_is_spread_evenly_over_its_row() -> None:
    verdict = judged([*long_day(0, 1, 2), night_of(day(6)), row(3, "07:00", "15:30")], weeks=2)
    assert of_rule(verdict, "FPH-44-WEEK")[0].value == 36 + Fraction(17, 2) + 5
    half = WorkedShift("ana", local(day(6), "19:00"), local(day(7), "07:00"), overtime_minutes=360)
    verdict = judged([*long_day(0, 1, 2), half, row(3, "07:00", "15:30")], weeks=2)
    assert of_rule(verdict, "FPH-44-WEEK")[0].value == 36 + Fraction(17, 2) + Fraction(5, 2)


def test_an_unpaid_break_is_spread_evenly_over_both_civil_days_of_a_night() -> None:
    nights = [
        WorkedShift("ana", local(day(at), "19:00"), local(day(at + 1), "07:00"), unpaid_minutes=60)
        for at in (2, 3, 4, 5, 6)
    ]
    found = of_rule(judged(nights), "FPH-48-7D")
    assert found[0].value == 4 * 11 + Fraction(5 * 11, 12)


# -- fortnights, Sundays, whole civil days -----------------------------------------------------


def test_fortnights_are_fixed_so_two_sundays_worked_in_a_row_can_be_legal() -> None:
    two_in_a_row = rows([13, 20], "08:00", "15:00")
    assert of_rule(judged(two_in_a_row, weeks=4), "FPH-2C-SUN") == []


def test_the_same_days_one_week_later_break_the_fortnight() -> None:
    both_sundays = rows([6, 13], "08:00", "15:00")
    found = of_rule(judged(both_sundays), "FPH-2C-SUN")
    assert [(breach.from_at, breach.to_at, breach.value) for breach in found] == [
        (day(0), day(13), Fraction(0))
    ]


def test_a_friday_night_makes_saturday_a_worked_day() -> None:
    weekends = [*rows([5, 6], "08:00", "15:00"), row(11, "21:00", "07:00")]
    found = of_rule(judged(weekends), "FPH-2C-SUN")
    assert [breach.value for breach in found] == [Fraction(1)]


def test_sunday_and_monday_after_a_friday_night_satisfy_the_fortnight() -> None:
    weekends = [row(4, "21:00", "07:00"), *rows([12, 13], "08:00", "15:00")]
    assert of_rule(judged(weekends), "FPH-2C-SUN") == []


def test_48_hours_from_saturday_evening_are_one_rest_day_only() -> None:
    blocks = [row(5, "08:00", "19:00"), row(7, "19:00", "05:00"), *rows([12, 13], "08:00", "15:00")]
    found = of_rule(judged(blocks), "FPH-2C-SUN")
    assert [breach.value for breach in found] == [Fraction(1)]


def test_the_minutes_of_a_shift_begun_before_the_period_are_minutes_of_its_days() -> None:
    sunday_night = row(-1, "21:00", "07:00")
    week = rows([2, 4], "08:00", "15:00")
    plain = of_rule(judged(rows(range(1, 11), "08:00", "15:00")), "FPH-4R-14D")
    spoilt = of_rule(judged([*rows(range(1, 11), "08:00", "15:00"), sunday_night]), "FPH-4R-14D")
    assert (plain, [breach.value for breach in spoilt]) == ([], [Fraction(3)])
    assert of_rule(judged([sunday_night, *week]), "FPH-4R-14D") == []


# -- windows across an edge --------------------------------------------------------------------


def test_windows_cross_the_edge_of_a_month() -> None:
    over_the_edge = long_day(27, 28, 29, 30, 31)
    found = of_rule(judged(over_the_edge, weeks=6), "FPH-48-7D")
    assert {(breach.from_at, breach.to_at) for breach in found} == {
        (day(first), day(first + 6)) for first in (25, 26, 27)
    }


def test_no_window_reaches_before_the_period_or_past_its_end() -> None:
    before_and_after = long_day(-3, -2, -1, 0, 1, 12, 13, 14, 15, 16)
    assert of_rule(judged(before_and_after), "FPH-48-7D") == []


def test_the_rest_before_the_first_shift_looks_back_at_history() -> None:
    found = of_rule(judged([row(-1, "13:00", "21:00"), row(0, "07:00", "15:00")]), "FPH-REST-D")
    assert [(breach.from_at, breach.to_at, breach.value) for breach in found] == [
        (local(day(-1), "21:00"), local(day(0), "07:00"), Fraction(10))
    ]


def test_a_short_rest_wholly_in_history_is_not_judged_again() -> None:
    past = [row(-2, "13:00", "21:00"), row(-1, "06:00", "14:00"), row(1, "08:00", "15:00")]
    assert of_rule(judged(past), "FPH-REST-D") == []


def test_a_run_reaches_back_into_history_and_only_its_days_of_the_period_are_excess() -> None:
    found = of_rule(judged(rows(range(-6, 2), "08:00", "15:00"), pack="ergonomics"), "S-CONSEC-D")
    assert [(b.from_at, b.to_at, b.value, b.excess) for b in found] == [
        (day(-6), day(1), Fraction(8), Fraction(2))
    ]


def test_a_run_that_ended_before_the_period_is_not_judged() -> None:
    found = judged(rows(range(-8, -1), "08:00", "15:00"), pack="ergonomics")
    assert of_rule(found, "S-CONSEC-D") == []


def test_the_36_hours_lie_inside_the_civil_week() -> None:
    # 43 hours of rest from Sunday 12:00 to Tuesday 07:00, of which 31 lie in the second week.
    shifts = [
        row(6, "05:00", "12:00"),
        *rows([8, 9, 10, 11, 12, 13], "07:00", "17:00"),
    ]
    found = of_rule(judged(shifts), "FPH-REST-W")
    assert [(breach.from_at, breach.to_at, breach.value) for breach in found] == [
        (day(7), day(13), Fraction(31))
    ]


# -- one shift ---------------------------------------------------------------------------------


def test_a_handover_lies_inside_the_12_h() -> None:
    decision = [decided("FPH-12H")]
    twelve, and_quarter = row(0, "06:45", "18:45"), row(0, "06:45", "19:00")
    found = [
        [breach.value for breach in of_rule(judged([shift], decisions=decision), "FPH-12H")]
        for shift in (twelve, and_quarter)
    ]
    assert found == [[], [Fraction(49, 4)]]


def test_without_a_decision_12_h_break_the_9_h_of_the_day_team_and_the_10_h_of_the_night() -> None:
    verdict = judged([row(0, "07:00", "19:00"), row(2, "19:00", "07:00")])
    assert {breach.rule for breach in verdict.breaches} >= {"FPH-DAY-9", "FPH-NIGHT-10"}
    assert of_rule(verdict, "FPH-12H") == []


def test_a_decision_lifts_the_rule_on_its_days_only() -> None:
    shifts = [row(0, "07:00", "19:00"), row(7, "07:00", "19:00")]
    verdict = judged(shifts, decisions=[decided("FPH-12H", first=0, last=6)])
    assert [breach.from_at for breach in of_rule(verdict, "FPH-DAY-9")] == [local(day(7), "07:00")]


def test_a_decision_for_one_unit_counts_where_the_unit_of_a_shift_is_not_known() -> None:
    decision = Decision("FPH-12H", "Direction (exemple)", day(0), day(30), unit="URG")
    assert of_rule(judged([row(0, "07:00", "19:00")], decisions=[decision]), "FPH-DAY-9") == []


def test_a_split_shift_is_one_shift() -> None:
    parts = [
        row(0, "08:00", "12:00", part_of="lundi"),
        row(0, "15:00", "19:00", part_of="lundi"),
    ]
    verdict = judged(parts)
    assert [breach.rule for breach in verdict.breaches] == ["FPH-SPLIT-AMP"]


def test_parts_that_touch_are_one_part() -> None:
    parts = [
        row(0, "08:00", "12:00", part_of="lundi"),
        row(0, "12:00", "18:00", part_of="lundi"),
    ]
    verdict = judged(parts)
    assert {breach.rule for breach in verdict.breaches} == {"FPH-DAY-9", "FPH-BREAK"}


def test_the_same_label_for_two_persons_is_two_shifts() -> None:
    parts = [
        row(0, "08:00", "12:00", part_of="lundi"),
        row(0, "15:00", "19:00", part_of="lundi", person="bea"),
    ]
    assert judged(parts).breaches == ()


def test_the_rest_before_a_split_shift_ends_at_its_first_part() -> None:
    parts = [
        row(0, "08:00", "12:00", part_of="a"),
        row(0, "14:00", "18:00", part_of="a"),
        row(1, "05:00", "12:00"),
    ]
    found = of_rule(judged(parts), "FPH-REST-D")
    assert [(breach.from_at, breach.to_at) for breach in found] == [
        (local(day(0), "18:00"), local(day(1), "05:00"))
    ]


# -- clock changes -----------------------------------------------------------------------------


@pytest.mark.parametrize(("on", "hours"), [(SPRING, 11), (AUTUMN, 13)])
def test_a_night_of_the_clock_change_has_its_real_hours(on: date, hours: int) -> None:
    monday = on - timedelta(days=5)
    verdict = judged([night_of(on)], from_on=monday, to_on=monday + timedelta(days=13))
    assert [breach.value for breach in of_rule(verdict, "FPH-NIGHT-10")] == [Fraction(hours)]


def test_the_long_night_is_longer_than_12_h_even_under_the_decision() -> None:
    monday = AUTUMN - timedelta(days=5)
    verdict = judged(
        [night_of(AUTUMN)],
        from_on=monday,
        to_on=monday + timedelta(days=13),
        decisions=[decided("FPH-12H")],
    )
    assert [breach.value for breach in of_rule(verdict, "FPH-12H")] == [Fraction(13)]


def test_rest_over_the_short_night_is_an_hour_shorter() -> None:
    evening = WorkedShift("ana", local(SPRING, "11:00"), local(SPRING, "19:00"))
    morning = WorkedShift(
        "ana",
        local(SPRING + timedelta(days=1), "07:00"),
        local(SPRING + timedelta(days=1), "15:00"),
    )
    monday = SPRING - timedelta(days=5)
    verdict = judged([evening, morning], from_on=monday, to_on=monday + timedelta(days=13))
    assert [breach.value for breach in of_rule(verdict, "FPH-REST-D")] == [Fraction(11)]


def test_breach_instants_are_local_with_the_offset_of_their_side_of_the_change() -> None:
    monday = AUTUMN - timedelta(days=5)
    verdict = judged([night_of(AUTUMN)], from_on=monday, to_on=monday + timedelta(days=13))
    breach = of_rule(verdict, "FPH-NIGHT-10")[0]
    assert isinstance(breach.from_at, datetime)
    assert isinstance(breach.to_at, datetime)
    assert (breach.from_at.isoformat(), breach.to_at.isoformat()) == (
        "2026-10-24T19:00:00+02:00",
        "2026-10-25T07:00:00+01:00",
    )


# -- what is not judged ------------------------------------------------------------------------


def reasons(verdict_entries: tuple[NotJudged, ...], rule: str) -> list[tuple[str, str | None]]:
    return [(entry.reason, entry.person) for entry in verdict_entries if entry.rule == rule]


def test_rules_that_no_table_of_hours_can_be_judged_by_are_listed_with_their_reason() -> None:
    verdict = judged([])
    assert reasons(verdict.not_judged, "FPH-NOTICE-15") == [("needs_publication", None)]
    assert reasons(verdict.not_judged, "FPH-ASTR-72") == [("no_on_call_in_file", None)]
    assert reasons(verdict.not_judged, "FPH-39-CYCLE") == [("cycle_unknown", None)]


def test_a_window_cut_by_the_end_is_listed_once() -> None:
    verdict = judged([row(0, "08:00", "15:00"), row(0, "08:00", "15:00", person="bea")], weeks=3)
    cut = [entry for entry in verdict.not_judged if entry.rule == "FPH-4R-14D"]
    assert cut == [NotJudged("FPH-4R-14D", "window_incomplete", None, day(14), day(27))]


def test_a_cut_window_already_beyond_its_limit_names_the_person() -> None:
    verdict = judged(long_day(14, 15, 16, 17), to_on=day(17))
    cut = [entry for entry in verdict.not_judged if entry.rule == "FPH-44-WEEK"]
    assert cut == [
        NotJudged("FPH-44-WEEK", "window_incomplete", None, day(14), day(20)),
        NotJudged(
            "FPH-44-WEEK",
            "window_incomplete_already_over",
            "ana",
            day(14),
            day(20),
            value=Fraction(48),
            limit=Fraction(44),
        ),
    ]


def test_a_period_shorter_than_a_sliding_window_is_listed_once_for_its_rule() -> None:
    verdict = judged([], pack="eu")
    assert [entry.rule for entry in verdict.not_judged if "window" in entry.reason] == ["EU-48"]


def test_a_sliding_window_that_fits_is_never_called_incomplete() -> None:
    assert reasons(judged([]).not_judged, "FPH-48-7D") == []


def test_on_call_rules_are_judged_as_soon_as_the_record_knows_on_call_shifts() -> None:
    verdict = judged([on_call(0, "08:00", "20:00")])
    assert reasons(verdict.not_judged, "FPH-ASTR-72") == [("window_incomplete", None)]


def test_on_call_is_not_work() -> None:
    verdict = judged(
        [row(0, "07:00", "16:00"), on_call(0, "18:00", "06:00"), row(1, "07:00", "16:00")]
    )
    assert {breach.rule for breach in verdict.breaches} == {"FPH-BREAK"}


def test_training_is_work() -> None:
    course = row(0, "08:00", "18:00", kind=ShiftKind.TRAINING)
    assert of_rule(judged([course]), "FPH-DAY-9") != []


# -- bad periods -------------------------------------------------------------------------------


def test_a_period_that_does_not_start_on_a_monday_is_refused() -> None:
    with pytest.raises(BadInputError, match="Monday"):
        judged([], from_on=day(1))


def test_a_period_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(BadInputError, match="before it starts"):
        judged([], to_on=day(-1))


def test_breaches_come_in_the_order_of_persons_and_time() -> None:
    shifts = [row(at, "07:00", "19:00", person=who) for who in ("bea", "ana") for at in (2, 0)]
    found = audit_record(
        shifts, pack=load_pack("fph"), from_on=MONDAY, to_on=day(13), zone=PARIS
    ).breaches
    assert [(b.person, b.rule) for b in found] == [
        (who, rule) for who in ("ana", "bea") for _ in (0, 2) for rule in ("FPH-BREAK", "FPH-DAY-9")
    ]
