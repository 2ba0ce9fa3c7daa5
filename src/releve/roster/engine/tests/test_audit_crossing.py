"""Windows that slide across the start of a record: no breaches, yet never silent.

Décret 2002-9, art. 6 and 23; directive 2003/88/EC, art. 6. Every person is fictional.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import compress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from releve.roster.engine.audit import WorkedShift, audit_record
from releve.roster.engine.result import NotJudged, Verdict
from releve.roster.engine.rules import Pack, load_pack
from releve.roster.engine.rules.forms import Count, Days, Window
from releve.roster.engine.tests.records import (
    MONDAY,
    PARIS,
    day,
    decided,
    judged,
    of_rule,
    on_call,
    row,
    rows,
)

REASON = "window_crosses_from_over"
SLIDING = ("FPH-48-7D", "FPH-ASTR-72")


def crossing(verdict: Verdict) -> list[NotJudged]:
    return [entry for entry in verdict.not_judged if entry.reason == REASON]


def long_day(*offsets: int, **facts: Any) -> list[WorkedShift]:
    return rows(offsets, "07:00", "19:00", **facts)


def over(rule: str, first: int, last: int, value: int, limit: int) -> NotJudged:
    return NotJudged(
        rule, REASON, "ana", day(first), day(last), value=Fraction(value), limit=Fraction(limit)
    )


def test_seven_days_across_the_start_beyond_48_h_are_listed_and_are_no_breach() -> None:
    verdict = judged(long_day(-3, -2, -1, 0, 1))
    assert of_rule(verdict, "FPH-48-7D") == []
    assert crossing(verdict) == [
        over("FPH-48-7D", first, first + 6, 60, 48) for first in (-5, -4, -3)
    ]


def test_exactly_48_h_across_the_start_are_not_listed() -> None:
    assert crossing(judged(long_day(-2, -1, 0, 1))) == []


def test_windows_that_end_before_the_period_or_begin_in_it_are_not_listed() -> None:
    shifts = [*long_day(-7, -6, -5, -4, -3), *long_day(3, 4, 5, 6, 7)]
    assert crossing(judged(shifts)) == []


def test_a_window_across_both_ends_is_not_listed() -> None:
    found = crossing(judged(long_day(-3, -2, -1, 0, 1), to_on=day(2)))
    assert [(entry.from_on, entry.to_on) for entry in found] == [
        (day(-5), day(1)),
        (day(-4), day(2)),
    ]


def test_without_history_nothing_crosses_the_start() -> None:
    assert crossing(judged([row(0, "07:00", "19:00")])) == []


def test_everybody_beyond_the_limit_is_named() -> None:
    shifts = [*long_day(-4, -3, -2, -1, 0), *long_day(-4, -3, -2, -1, 0, person="bea")]
    assert {entry.person for entry in crossing(judged(shifts))} == {"ana", "bea"}


@pytest.mark.parametrize(("last", "limits"), [(400, {96}), (-1, {72})])
def test_a_decision_changes_the_limit_of_windows_that_it_covers_whole(
    last: int, limits: set[int]
) -> None:
    calls = [on_call(offset, "07:00", "07:00") for offset in (-5, -4, -3, -2, 0)]
    verdict = judged(calls, weeks=3, decisions=[decided("FPH-ASTR-72", last=last)])
    assert {entry.limit for entry in crossing(verdict)} == limits


def test_weeks_that_slide_are_looked_at_by_their_mondays() -> None:
    shifts = rows((offset for offset in range(-112, 7) if offset % 7 < 5), "07:00", "17:00")
    found = crossing(judged(shifts, pack="eu"))
    assert found[0] == over("EU-48", -112, 6, 850, 816)


def at_most_two_nights() -> Pack:
    """Return a pack whose one rule allows two nights in seven days."""
    pack = load_pack("fph")
    rule = pack.rule("FPH-48-7D")
    form = Count(
        form="count", of=Days(kind="night"), window=Window(kind="sliding", days=7), maximum=2
    )
    two = replace(rule, id="TWO", versions=(replace(rule.versions[0], forms=(form,)),))
    return replace(pack, rules=(two,))


def test_days_counted_are_looked_at_like_hours() -> None:
    verdict = audit_record(
        rows((-6, -3, 0), "21:00", "06:00"),
        pack=at_most_two_nights(),
        from_on=MONDAY,
        to_on=day(13),
        zone=PARIS,
    )
    assert crossing(verdict) == [over("TWO", -6, 0, 3, 2)]


@st.composite
def long_days(draw: st.DrawFn) -> Sequence[WorkedShift]:
    """Draw the days on which ana works or is on call around the start of the period."""
    often = st.lists(st.sampled_from([True, True, False]), min_size=41, max_size=41)
    worked, called = draw(often), draw(often)
    return [
        *long_day(*compress(range(-20, 21), worked), unpaid_minutes=draw(st.sampled_from([0, 20]))),
        *(on_call(offset, "19:00", "07:00") for offset in compress(range(-20, 21), called)),
    ]


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(long_days())
def test_moving_the_start_back_by_fortnights_judges_exactly_what_was_listed(
    shifts: Sequence[WorkedShift],
) -> None:
    earlier = judged(shifts, from_on=MONDAY - timedelta(days=28), to_on=day(20))
    expected = {
        (breach.rule, breach.from_at, breach.to_at, breach.value, breach.limit)
        for breach in earlier.breaches
        if breach.rule in SLIDING and before(breach.from_at) and not before(breach.to_at)
    }
    listed = {
        (entry.rule, entry.from_on, entry.to_on, entry.value, entry.limit)
        for entry in crossing(judged(shifts, weeks=3))
    }
    assert listed == expected


def before(on: date) -> bool:
    return on < MONDAY
