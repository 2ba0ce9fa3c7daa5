"""The judge against a reference that steps minute by minute, on random records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from releve.roster.engine.audit import WorkedShift, audit_record
from releve.roster.engine.problem import ShiftKind
from releve.roster.engine.rules import Decision, load_pack
from releve.roster.engine.tests.records import PARIS
from releve.roster.engine.tests.slow_record import WRITTEN_OUT, slow_verdict

DECIDABLE = (
    "FPH-12H",
    "FPH-DAY-9",
    "FPH-NIGHT-10",
    "FPH-REST-D",
    "FPH-ASTR-72",
    "FPH-OT-MONTH",
    "FPH-OT-YEAR",
)
MONDAYS = (
    date(2026, 2, 23),
    date(2026, 3, 16),
    date(2026, 3, 23),
    date(2026, 9, 28),
    date(2026, 10, 19),
)
WORKED, CALLED = ShiftKind.WORKED, ShiftKind.ON_CALL


@dataclass(frozen=True)
class Style:
    """How a person's weeks look, so that every rule meets records on both sides of it."""

    kinds: tuple[ShiftKind, ...] = (*(WORKED,) * 5, ShiftKind.TRAINING, CALLED)
    lengths: tuple[int, ...] = (60, 179, 180, 360, 361, 390, 480, 481, 540, 541, 600, 601, 720, 721)
    gaps: tuple[int, ...] = (0, 1, 120, 659, 660, 661, 719, 720, 721, 1440, 2099, 2100, 2160, 2880)
    part_gaps: tuple[int, ...] = (0, 0, 45, 90, 240)
    overtime: tuple[int, ...] = (0, 0, 0, 60, 177)


STYLES = (
    Style(),
    Style(kinds=(WORKED, CALLED, CALLED), lengths=(390, 720, 900), gaps=(30, 720, 1440)),
    Style(lengths=(480, 540, 720), gaps=(660, 900, 1440, 3600), overtime=(0, 60, 360, 720)),
)


@st.composite
def stretches(draw: st.DrawFn, person: str, first: date, days: int) -> list[WorkedShift]:
    """Draw what one person did, one stretch after another, from some days before the period."""
    style = draw(st.sampled_from(STYLES))
    start = datetime.combine(first - timedelta(days=3), datetime.min.time(), tzinfo=UTC)
    until = start + timedelta(days=days + 4)
    rows: list[WorkedShift] = []
    label = 0
    while True:
        continued = bool(rows) and draw(st.integers(0, 4)) == 0
        label += not continued
        start += timedelta(
            minutes=draw(st.sampled_from(style.part_gaps if continued else style.gaps))
        )
        if not continued and draw(st.booleans()):
            start += timedelta(minutes=draw(st.integers(0, 900)))
        if start >= until:
            return rows
        kind = rows[-1].kind if continued else draw(st.sampled_from(style.kinds))
        rows.append(_row(draw, style, person, start, f"{person}-{label}", kind))
        start = rows[-1].end_at.astimezone(UTC)


def _row(
    draw: st.DrawFn, style: Style, person: str, start: datetime, label: str, kind: ShiftKind
) -> WorkedShift:
    span = draw(st.sampled_from(style.lengths))
    unpaid = draw(st.sampled_from([0, 0, 1, 19, 20, 35]))
    return WorkedShift(
        person=person,
        start_at=start.astimezone(PARIS),
        end_at=(start + timedelta(minutes=span)).astimezone(PARIS),
        unpaid_minutes=unpaid,
        break_minutes=draw(st.sampled_from([unpaid, 20])),
        overtime_minutes=min(draw(st.sampled_from(style.overtime)), span - unpaid),
        part_of=label,
        kind=kind,
    )


@st.composite
def records(
    draw: st.DrawFn, lengths: st.SearchStrategy[int], mondays: tuple[date, ...] = MONDAYS
) -> tuple[list[WorkedShift], dict[str, Any]]:
    """Draw the hours of one or two persons around a change of the clock, and how to judge."""
    first, days = draw(st.sampled_from(mondays)), draw(lengths)
    rows = draw(stretches("ana", first, days))
    if draw(st.booleans()):
        rows += draw(stretches("bea", first, min(days, 15)))
    inside = st.integers(-5, days + 5).map(lambda at: first + timedelta(days=at))
    decisions = [
        Decision(
            rule, "Direction (exemple)", begin, begin + timedelta(days=draw(st.integers(0, 60)))
        )
        for rule in draw(st.lists(st.sampled_from(DECIDABLE), max_size=3))
        for begin in [draw(inside)]
    ]
    return draw(st.permutations(rows)) if len(rows) < 8 else rows, {
        "from_on": first,
        "to_on": first + timedelta(days=days - 1),
        "decisions": decisions,
        "cycle_weeks": draw(st.sampled_from([None, 1, 2, 3, 5])),
        "holidays": frozenset(draw(st.lists(inside, max_size=3))),
    }


def both(rows: list[WorkedShift], context: dict[str, Any], pack: str) -> tuple[Any, Any]:
    """Return what the judge finds and what the reference finds."""
    verdict = audit_record(rows, pack=load_pack(pack), zone=PARIS, **context)
    judged = {
        (b.rule, b.person, b.from_at, b.to_at, b.value)
        for b in verdict.breaches
        if b.rule in WRITTEN_OUT
    }
    return judged, slow_verdict(rows, pack=pack, **context)


Drawn = tuple[list[WorkedShift], dict[str, Any]]


def agree(drawn: Drawn) -> None:
    """Hold the judge against the reference, with both packs."""
    rows, context = drawn
    for pack in ("fph", "eu"):
        judged, expected = both(rows, context, pack)
        assert judged == expected


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(records(st.integers(5, 21)))
def test_the_judge_finds_what_minutes_counted_one_by_one_show(drawn: Drawn) -> None:
    agree(drawn)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(records(st.integers(37, 42), mondays=(date(2026, 2, 23), date(2026, 9, 28))))
def test_the_judge_agrees_with_the_reference_over_a_whole_month(drawn: Drawn) -> None:
    agree(drawn)


@pytest.mark.campaign
@settings(max_examples=500, deadline=None, suppress_health_check=list(HealthCheck))
@given(records(st.integers(1, 60)))
def test_a_long_campaign_of_records_agrees_with_the_reference(drawn: Drawn) -> None:
    agree(drawn)


@pytest.mark.campaign
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(records(st.integers(118, 135)))
def test_seventeen_weeks_agree_with_the_reference(drawn: Drawn) -> None:
    agree(drawn)


@pytest.mark.campaign
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(records(st.just(372), mondays=(date(2025, 12, 29),)))
def test_a_whole_year_agrees_with_the_reference(drawn: Drawn) -> None:
    agree(drawn)
