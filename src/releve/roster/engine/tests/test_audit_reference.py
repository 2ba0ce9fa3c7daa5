"""The judge against a reference that steps minute by minute, on random records."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from releve.roster.engine.audit import WorkedShift, audit_record
from releve.roster.engine.problem import ShiftKind
from releve.roster.engine.rules import Decision, load_pack
from releve.roster.engine.tests.records import PARIS
from releve.roster.engine.tests.slow_record import slow_verdict

MONDAYS = (
    date(2026, 3, 2),
    date(2026, 3, 16),
    date(2026, 3, 23),
    date(2026, 10, 12),
    date(2026, 10, 19),
)
LENGTHS = (60, 179, 180, 360, 361, 390, 450, 480, 481, 540, 541, 600, 601, 690, 720, 721, 780)
GAPS = (0, 1, 30, 120, 659, 660, 661, 719, 720, 721, 780, 900, 1440, 2099, 2100, 2160, 2880)
PART_GAPS = (0, 0, 45, 90, 240)
DECIDABLE = ("FPH-12H", "FPH-DAY-9", "FPH-NIGHT-10", "FPH-REST-D", "FPH-ASTR-72", "FPH-OT-MONTH")


@st.composite
def stretches(draw: st.DrawFn, person: str, first: date, days: int) -> list[WorkedShift]:
    """Draw what one person did, one stretch after another, from some days before the period."""
    start = datetime.combine(first - timedelta(days=3), datetime.min.time(), tzinfo=UTC)
    until = start + timedelta(days=days + 4)
    rows: list[WorkedShift] = []
    label = 0
    while True:
        continued = bool(rows) and draw(st.integers(0, 4)) == 0
        label += not continued
        gap = draw(st.sampled_from(PART_GAPS if continued else GAPS))
        start += timedelta(minutes=gap)
        if not continued and draw(st.booleans()):
            start += timedelta(minutes=draw(st.integers(0, 900)))
        if start >= until:
            return rows
        span = draw(st.sampled_from(LENGTHS))
        end = start + timedelta(minutes=span)
        kind = rows[-1].kind if continued else draw(st.sampled_from(KINDS))
        unpaid = draw(st.sampled_from([0, 0, 1, 19, 20, 35]))
        extra = draw(st.sampled_from([0, 0, 0, 60, 177]))
        rows.append(
            WorkedShift(
                person=person,
                start_at=start.astimezone(PARIS),
                end_at=end.astimezone(PARIS),
                unpaid_minutes=unpaid,
                break_minutes=draw(st.sampled_from([unpaid, 20])),
                overtime_minutes=min(extra, span - unpaid),
                part_of=f"{person}-{label}",
                kind=kind,
            )
        )
        start = end


KINDS = (ShiftKind.WORKED,) * 5 + (ShiftKind.TRAINING, ShiftKind.ON_CALL)


@st.composite
def records(draw: st.DrawFn, *, longest: int = 33) -> tuple[list[WorkedShift], dict[str, Any]]:
    """Draw the hours of one or two persons around a change of the clock, and how to judge."""
    first = draw(st.sampled_from(MONDAYS))
    days = draw(st.integers(5, longest))
    rows = draw(stretches("ana", first, days))
    if draw(st.booleans()):
        rows += draw(stretches("bea", first, min(days, 15)))
    inside = st.integers(-5, days + 5).map(lambda at: first + timedelta(days=at))
    decisions = [
        Decision(
            rule, "Direction (exemple)", begin, begin + timedelta(days=draw(st.integers(0, 40)))
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
    judged = {(b.rule, b.person, b.from_at, b.to_at, b.value) for b in verdict.breaches}
    return judged, slow_verdict(rows, pack=pack, **context)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(records())
def test_the_judge_finds_what_minutes_counted_one_by_one_show(
    record: tuple[list[WorkedShift], dict[str, Any]],
) -> None:
    rows, context = record
    for pack in ("fph", "eu"):
        judged, expected = both(rows, context, pack)
        assert judged == expected


@pytest.mark.campaign
@settings(max_examples=1500, deadline=None, suppress_health_check=list(HealthCheck))
@given(records(longest=70))
def test_a_long_campaign_of_records_agrees_with_the_reference(
    record: tuple[list[WorkedShift], dict[str, Any]],
) -> None:
    rows, context = record
    for pack in ("fph", "eu"):
        judged, expected = both(rows, context, pack)
        assert judged == expected
