"""Counters by hand: what one shift adds, what is due, and where a limit stands on a day."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

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
