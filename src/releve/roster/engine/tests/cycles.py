"""Small cycles for tests."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from hypothesis import strategies as st

from releve.roster.engine.cycle import Cycle, CycleLine, CycleNeeds
from releve.roster.engine.problem import Need, ShiftType

ANCHOR = date(2026, 1, 5)

M = ShiftType("M", time(6, 45), time(14, 15), paid_minutes=450, break_minutes=20)
S = ShiftType("S", time(13, 45), time(21, 15), paid_minutes=450, break_minutes=20)
N = ShiftType("N", time(21), time(7), paid_minutes=600, break_minutes=20)


def a_cycle(*lines: str, **changes: Any) -> Cycle:
    """Return a cycle of the public hospitals; a line is "MMM.SS. N......", a week a word."""
    made = tuple(
        CycleLine(str(at + 1), tuple(_week(word) for word in line.split()))
        for at, line in enumerate(lines)
    )
    facts: dict[str, Any] = {
        "weeks": len(made[0].weeks),
        "anchor_on": ANCHOR,
        "shifts": (M, S, N),
        "weekly_minutes": 2100,
        "tolerance_minutes": 4000,
        "pack": "fph",
        "lines": made,
    }
    return Cycle(**(facts | changes))


def _week(word: str) -> tuple[str | None, ...]:
    return tuple(None if code == "." else code for code in word)


def needs_for(weeks: int, people: int, **changes: Any) -> CycleNeeds:
    """Return what a ward asks of a cycle: one morning and one evening every day."""
    facts: dict[str, Any] = {
        "weeks": weeks,
        "people": people,
        "anchor_on": ANCHOR,
        "shifts": (M, S, N),
        "weekly_minutes": 2100,
        "tolerance_minutes": 400,
        "pack": "fph",
        "needs": (
            Need("matin", shift="M", minimum=1),
            Need("soir", shift="S", minimum=1),
        ),
    }
    return CycleNeeds(**(facts | changes))


@st.composite
def cycles(draw: st.DrawFn) -> Cycle:
    """Draw a cycle of any cells: most break a rule somewhere, some none."""
    weeks = draw(st.integers(1, 5))
    rest = draw(st.sampled_from(["..", "....", "......"]))
    cells = draw(st.text(alphabet="MSN" + rest, min_size=7 * weeks, max_size=7 * weeks))
    return a_cycle(" ".join(cells[at : at + 7] for at in range(0, 7 * weeks, 7)))


@st.composite
def lawful_cycles(draw: st.DrawFn) -> Cycle:
    """Draw a cycle that breaks no binding rule: blocks of work with whole weekends between."""
    weeks = draw(st.integers(1, 6))
    words = []
    for _ in range(weeks):
        kind = draw(st.sampled_from(["M", "S", "N"]))
        days = draw(st.integers(0, 3 if kind == "N" else 5))
        words.append((kind * days).rjust(4, ".").ljust(7, "."))
    return a_cycle(" ".join(words))
