"""When a notice may leave by e-mail, against a reference that walks minute by minute."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from releve.people.mail_times import Times, is_due, is_quiet

ZONE = "Europe/Paris"
PARIS = ZoneInfo(ZONE)
Chosen = dict[str, Any]


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """Return an instant of March 2027, whose first day is a Monday, by the clock."""
    return datetime(2027, 3, day, hour, minute, tzinfo=PARIS).astimezone(UTC)


def due(made: datetime, now: datetime, *, is_urgent: bool = False, **chosen: Any) -> bool:
    """Return whether a notice may leave for somebody who has chosen that."""
    times = Times(**{"rhythm": "at_once", **chosen})
    return is_due(times, made_at=made, is_urgent=is_urgent, now=now, zone=ZONE)


def test_a_letter_at_once_waits_for_the_end_of_quiet_hours_alone() -> None:
    made = at(2, 21)
    told = [due(made, now) for now in (at(2, 21), at(3, 7, 59), at(3, 8))]
    assert told == [False, False, True]


def test_a_daily_letter_waits_for_its_hour() -> None:
    told = [due(at(2, 10), now, rhythm="daily") for now in (at(2, 17, 59), at(2, 18), at(3, 9))]
    assert told == [False, True, True]


def test_a_weekly_letter_waits_for_its_day_and_hour() -> None:
    chosen: Chosen = {"rhythm": "weekly", "weekday": 4, "hour": 9}
    told = [due(at(1, 12), now, **chosen) for now in (at(4, 12), at(5, 8, 59), at(5, 9))]
    assert told == [False, False, True]


def test_a_digest_whose_hour_is_quiet_leaves_when_quiet_hours_end() -> None:
    chosen: Chosen = {"rhythm": "daily", "hour": 22}
    told = [due(at(2, 10), now, **chosen) for now in (at(2, 22), at(3, 7, 59), at(3, 8))]
    assert told == [False, False, True]


def test_what_is_urgent_waits_for_no_digest_but_for_quiet_hours() -> None:
    told = [
        due(at(2, made), at(2, now), is_urgent=True, rhythm="weekly")
        for made, now in ((10, 10), (21, 21))
    ]
    assert told == [True, False]


def test_what_is_urgent_comes_in_quiet_hours_where_she_allows_it_and_nothing_else_does() -> None:
    told = [
        due(at(2, 3), at(2, 3), is_urgent=is_urgent, urgent_in_quiet=True)
        for is_urgent in (True, False)
    ]
    assert told == [True, False]


def test_no_letter_comes_on_a_quiet_day() -> None:
    chosen: Chosen = {"quiet_days": frozenset({5, 6})}
    told = [due(at(6, 10), at(day, 10), **chosen) for day in (6, 7, 8)]
    assert told == [False, False, True]


def test_the_same_hour_twice_means_no_quiet_hours() -> None:
    times = Times(rhythm="at_once", quiet_from=8, quiet_to=8)
    assert [is_quiet(times, now=at(2, hour), zone=ZONE) for hour in range(24)] == [False] * 24


def slowly(times: Times, made: datetime, *, is_urgent: bool, now: datetime) -> bool:
    """Return whether a notice may leave, by walking each minute from when it was made."""
    local = now.astimezone(PARIS)
    hours = [local.hour]
    quiet = local.weekday() in times.quiet_days
    hour = times.quiet_from
    while hour != times.quiet_to:
        quiet = quiet or hour in hours
        hour = (hour + 1) % 24
    if quiet and not (is_urgent and times.urgent_in_quiet):
        return False
    if is_urgent or times.rhythm == "at_once":
        return made <= now
    minute = made
    while minute <= now:
        there = minute.astimezone(PARIS)
        is_hour = (there.hour, there.minute, there.fold) == (times.hour, 0, 0)
        if is_hour and (times.rhythm == "daily" or there.weekday() == times.weekday):
            return True
        minute += timedelta(minutes=1)
    return False


chosen_times = st.builds(
    Times,
    rhythm=st.sampled_from(["at_once", "daily", "weekly"]),
    hour=st.sampled_from([0, 1, 3, 8, 18, 23]),  # 2 does not exist on the day clocks go forward
    weekday=st.integers(0, 6),
    quiet_from=st.integers(0, 23),
    quiet_to=st.integers(0, 23),
    quiet_days=st.frozensets(st.integers(0, 6), max_size=3),
    urgent_in_quiet=st.booleans(),
)


@pytest.mark.parametrize("month", [3, 10], ids=["clocks go forward", "clocks go back"])
@settings(max_examples=60, deadline=None)
@given(
    times=chosen_times,
    from_minute=st.integers(0, 3 * 24 * 60),
    minutes=st.integers(0, 9 * 24 * 60),
    is_urgent=st.booleans(),
)
def test_the_rule_says_what_a_walk_minute_by_minute_says(
    month: int, times: Times, from_minute: int, minutes: int, is_urgent: bool
) -> None:
    made = datetime(2027, month, 26, tzinfo=UTC) + timedelta(minutes=from_minute)
    now = made + timedelta(minutes=minutes)
    expected = slowly(times, made, is_urgent=is_urgent, now=now)
    assert is_due(times, made_at=made, is_urgent=is_urgent, now=now, zone=ZONE) is expected
