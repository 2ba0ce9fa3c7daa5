"""Counters by hand: what one shift adds, what is due, and where a limit stands on a day."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releve.shifts.engine.counters import (
    Case,
    Counter,
    Measures,
    Stint,
    Terms,
    counters,
    law_of,
    measure,
)
from releve.shifts.engine.counters.measures import NAMES, total

PARIS = ZoneInfo("Europe/Paris")
EASTER_MONDAY = frozenset({date(2026, 4, 6)})
WHOLE = Terms(date(2020, 1, 1), date.max, Fraction(1), "day", "fph")


def a_stint(day: int, hour: int, hours: int, *, month: int = 4, **facts: Any) -> Stint:
    """Return a shift of 2026 by the clock of Paris."""
    start = datetime(2026, month, day, hour, tzinfo=PARIS)
    end = datetime.fromtimestamp(start.timestamp() + 3600 * hours, PARIS)
    told = {"kind": "as_planned", "minutes": 60 * hours, **facts}
    return Stint(key="w1", code="M", starts_at=start, ends_at=end, **told)


def adds(stint: Stint) -> Measures:
    """Return what a shift adds."""
    return measure(stint, zone=PARIS, holidays=EASTER_MONDAY)


def told(*stints: Stint, **facts: Any) -> dict[str, Counter]:
    """Return the counters of April 2026 by code."""
    pairs = [(one, adds(one)) for one in stints]
    sums = total(added for _one, added in pairs)
    case = {"known_from": date(2026, 4, 1), "terms": [WHOLE], **facts}
    found = counters(
        Case(
            first=date(2026, 4, 1), month=sums, year=sums, stints=pairs, month_stints=pairs, **case
        )
    )
    return {one.code: one for one in found}


def test_a_night_from_saturday_is_a_sunday_and_its_minutes_are_split() -> None:
    night = adds(a_stint(4, 21, 10, is_night=True))  # a Saturday
    assert (night.nights, night.night_minutes, night.sundays, night.sunday_minutes) == (
        *(1, 540),
        *(1, 420),
    )


def test_a_night_from_sunday_before_a_holiday_is_a_holiday_and_no_sunday() -> None:
    night = adds(a_stint(5, 21, 10))
    assert (night.sundays, night.holidays, night.sundays_or_holidays) == (0, 1, 1)
    assert (night.sunday_minutes, night.holiday_minutes) == (180, 420)


def test_the_night_of_the_clock_change_has_its_real_minutes() -> None:
    night = adds(a_stint(28, 21, 9, month=3))  # 21:00 to 07:00 by the clock
    assert (night.worked_minutes, night.night_minutes) == (540, 480)


def test_an_on_call_duty_is_no_work() -> None:
    duty = adds(a_stint(5, 8, 24, is_on_call=True, minutes=0))
    assert duty == Measures(on_calls=1, on_call_minutes=1440)


def test_hours_due_are_weeks_less_a_fifth_for_each_weekday_away() -> None:
    away = frozenset({date(2026, 4, 3), date(2026, 4, 4), date(2026, 4, 7)})  # Friday to Tuesday
    found = told(a_stint(1, 7, 8), away=away)
    assert found["due_minutes_month"].value == round(2100 * 30 / 7 - 2 * 420)
    assert found["balance_minutes_month"].value == 480 - found["due_minutes_month"].value
    half = Terms(date(2026, 4, 16), date.max, Fraction(1, 2), "night", "fph")
    assert told(terms=[half])["due_minutes_month"].value == round(1950 / 2 * 15 / 7)


def test_overtime_stands_against_the_cap_that_holds_on_its_day() -> None:
    late = a_stint(1, 7, 9, kind="late_stay", beyond=90)
    found = told(late)["overtime_minutes_month"]
    assert (found.value, found.limit, [part.amount for part in found.parts]) == (90, 1200, [90])
    assert found.source is not None
    assert found.source.to_confirm
    law = law_of("fph")
    assert law is not None
    assert law.value("overtime_month", date(2020, 3, 25)) == 900
    assert law.value("overtime_year", date(2020, 3, 26)) == 14400


def test_rtt_follows_the_weekly_duty_the_share_and_the_year_and_is_to_be_confirmed() -> None:
    weeks = [a_stint(day, 7, 8, minutes=468) for day in (1, 2, 3, 7, 8, 9, 10, 13, 14, 15, 16, 17)]
    more = [a_stint(day, 7, 8, minutes=468) for day in (20, 21, 22, 23, 24, 27, 28, 29, 30)]
    found = told(*weeks, *more)["rtt_days_year"]  # 21 days of 7 h 48 in 30/7 weeks: 38 h 13
    assert found.value == 18 * Fraction(30, 365)
    assert found.source is not None
    assert found.source.to_confirm
    assert "rtt_days_year" not in told(*weeks, is_over=False)


def test_without_rules_of_her_pack_nothing_is_due_and_hours_are_counted() -> None:
    other = Terms(date(2020, 1, 1), date.max, Fraction(1), "day", "eu")
    found = told(a_stint(1, 7, 8), terms=[other])
    assert found["worked_minutes_month"].value == 480
    assert "due_minutes_month" not in found


def counted(*stints: Stint) -> Measures:
    """Return what shifts of one person add up to, each day once."""
    seen: set[tuple[str, date]] = set()
    return total(measure(one, zone=PARIS, holidays=EASTER_MONDAY, seen=seen) for one in stints)


def test_a_sunday_a_holiday_and_a_night_count_once_however_many_shifts_lie_there() -> None:
    split = counted(a_stint(12, 8, 4), a_stint(12, 16, 4))
    assert (split.shifts, split.sundays, split.sunday_minutes) == (2, 1, 480)
    feast = counted(a_stint(6, 8, 4), a_stint(6, 16, 4))
    assert (feast.holidays, feast.sundays_or_holidays) == (1, 1)
    night = counted(a_stint(7, 21, 3, is_night=True), a_stint(8, 1, 5, is_night=True))
    assert night.nights == 1
    nights = counted(a_stint(7, 21, 10, is_night=True), a_stint(8, 21, 10, is_night=True))
    assert nights.nights == 2
    long = counted(a_stint(5, 12, 24))  # a Sunday, and Easter Monday: half of it on each
    assert (long.sundays, long.holidays, long.sundays_or_holidays) == (1, 1, 2)


def test_a_holiday_that_is_a_sunday_is_a_holiday_alone() -> None:
    easter = frozenset({date(2026, 4, 5)})
    told = measure(a_stint(5, 7, 8), zone=PARIS, holidays=easter)
    assert (told.sundays, told.sunday_minutes) == (0, 0)
    assert (told.holidays, told.holiday_minutes, told.sundays_or_holidays) == (1, 480, 1)


def sundays(count: int, regime: str = "variable") -> Counter:
    """Return the counter of Sundays and holidays after so many, in a regime."""
    terms = [Terms(date(2020, 1, 1), date.max, Fraction(1), regime, "fph")]
    sums = Measures(sundays_or_holidays=count)
    case = Case(date(2026, 4, 1), Measures(), sums, date(2026, 1, 1), terms=terms)
    return {one.code: one for one in counters(case)}["sundays_or_holidays_year"]


def test_sundays_have_no_next_step_beyond_the_last_one_nor_for_permanent_nights() -> None:
    assert [sundays(count).limit for count in (0, 9, 10, 19, 20, 31)] == [
        10,
        10,
        20,
        20,
        None,
        None,
    ]
    night = sundays(5, "night")
    assert (night.limit, night.source) == (None, None)
    source = sundays(5).source
    assert source is not None
    assert source.to_confirm


def test_a_public_holiday_on_a_weekday_takes_a_fifth_of_what_is_due() -> None:
    found = told(a_stint(1, 7, 8), holidays=EASTER_MONDAY)["due_minutes_month"]
    assert found.value == round(2100 * 30 / 7 - 420)
    assert [part.code for part in found.parts] == ["contract", "holiday"]
    assert found.source is not None
    assert found.source.to_confirm
    away = told(a_stint(1, 7, 8), holidays=EASTER_MONDAY, away=EASTER_MONDAY)["due_minutes_month"]
    assert away.value == found.value  # the day takes a fifth once
    on_sunday = told(a_stint(1, 7, 8), holidays=frozenset({date(2026, 4, 5)}))
    assert on_sunday["due_minutes_month"].value == 9000


def test_rtt_leaves_weekday_holidays_out_of_the_weeks() -> None:
    weeks = [a_stint(day, 7, 8, minutes=468) for day in (1, 2, 3, 7, 8, 9, 10, 13, 14, 15, 16, 17)]
    more = [a_stint(day, 7, 8, minutes=468) for day in (20, 21, 22, 23, 24, 27, 28, 29, 30)]
    found = told(*weeks, *more, holidays=EASTER_MONDAY)["rtt_days_year"]
    parts = {part.code: part.amount for part in found.parts}
    assert parts["weeks"] == Fraction(30, 7) - Fraction(1, 5)
    assert found.value == 20 * Fraction(30, 365)


def test_an_open_month_has_no_balance() -> None:
    found = told(a_stint(1, 7, 8), is_over=False)
    assert "due_minutes_month" in found
    assert not {code for code in found if code.startswith("balance")}


def test_the_duty_of_the_year_is_told_contract_by_contract() -> None:
    whole = told(known_from=date(2026, 1, 1))["annual_duty"]
    assert (whole.limit, whole.source is not None and whole.source.to_confirm) == (96420, False)
    terms = [
        Terms(date(2020, 1, 1), date(2026, 3, 31), Fraction(1), "day", "fph"),
        Terms(date(2026, 4, 1), date(2026, 10, 31), Fraction(1, 2), "night", "fph"),
    ]
    found = told(known_from=date(2026, 1, 1), terms=terms)["annual_duty"]
    first, then = Fraction(96420 * 90, 365), Fraction(88560, 2) * Fraction(214, 365)
    assert found.limit == round(first + then)
    assert found.source is not None
    assert found.source.to_confirm
    known = told(known_from=date(2026, 4, 1), terms=terms)["annual_duty"]
    assert known.limit == round(then)


def test_rtt_of_two_contracts_takes_the_share_of_each_for_its_days() -> None:
    terms = [
        Terms(date(2026, 4, 1), date(2026, 4, 10), Fraction(1), "day", "fph"),
        Terms(date(2026, 4, 11), date(2026, 4, 30), Fraction(1, 2), "day", "fph"),
    ]
    work = [a_stint(day, 7, 8, minutes=600) for day in range(1, 11)]
    found = told(*work, terms=terms)["rtt_days_year"]
    parts = {part.code: part.amount for part in found.parts}
    assert parts["part"] == Fraction(10 + 20 // 2, 365)
    assert found.value == parts["step"] * parts["part"]


def test_what_is_due_reads_the_law_at_the_days_of_the_contract() -> None:
    law = law_of("fph")
    assert law is not None
    changed = {**law.entries["weekly_minutes_day"]}
    changed["versions"] = [
        {"to": date(2026, 3, 31), "value": 2400},
        {"from": date(2026, 4, 1), "value": 2100},
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(law.entries, "weekly_minutes_day", changed)
        assert told(a_stint(1, 7, 8))["due_minutes_month"].value == 9000


stints = st.builds(
    a_stint,
    st.integers(1, 28),
    st.integers(0, 23),
    st.integers(1, 24),
    is_night=st.booleans(),
    is_on_call=st.booleans(),
    kind=st.sampled_from(["as_planned", "late_stay", "recall", "call_out"]),
    beyond=st.integers(0, 60),
)


@given(st.lists(stints, max_size=8))
def test_every_counter_of_shifts_is_the_sum_of_what_it_is_made_of(
    shifts: list[Stint],
) -> None:
    found = told(*shifts)
    names = {f"{name}_{span}" for name in NAMES for span in ("month", "year")} & set(found)
    assert len(names) > 12
    for code in names:
        assert found[code].value == sum(part.amount for part in found[code].parts)
    month = adds(a_stint(1, 0, 1)) + total(map(adds, shifts))
    assert month == total([*map(adds, shifts), adds(a_stint(1, 0, 1))])
