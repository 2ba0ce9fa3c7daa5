"""Every rule of the shipped packs, at its limit and just past it.

One file, one test: a rule that has forms and stands in no test at all fails the first one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from releve.roster.engine.audit import WorkedShift
from releve.roster.engine.rules import load_pack, pack_ids
from releve.roster.engine.tests.records import (
    decided,
    judged,
    of_rule,
    on_call,
    row,
    rows,
)

Rows = list[WorkedShift]


@dataclass(frozen=True)
class Edge:
    """A record at the limit of a rule, one just past it, and what is then found."""

    rule: str
    at_limit: Rows
    past: Rows
    value: Fraction
    limit: int | Fraction
    unit: str = "h"
    context: dict[str, Any] = field(default_factory=dict)

    @property
    def pack(self) -> str:
        """The pack in which the rule stands."""
        return next(
            pack for pack in pack_ids() if self.rule in {rule.id for rule in load_pack(pack).rules}
        )


MINUTE = Fraction(1, 60)
TWELVE = {"decisions": [decided("FPH-12H")]}
WORKING_DAYS = [0, 1, 2, 3, 4, 7, 8, 9, 10, 11]
YEAR = {"from_on": date(2025, 12, 29), "to_on": date(2026, 12, 31)}
MONTH = {"from_on": date(2026, 2, 23), "to_on": date(2026, 4, 5)}
LATE_EASTER = {"holidays": frozenset([date(2026, 3, 9), date(2026, 3, 10)])}


def split(*parts: tuple[str, str]) -> Rows:
    return [row(0, start, end, part_of="lundi") for start, end in parts]


def worked(*offsets: int) -> Rows:
    return rows(offsets, "08:00", "15:00")


def nights(*offsets: int) -> Rows:
    return rows(offsets, "21:00", "06:00")


def overtime(minutes: int) -> Rows:
    whole, rest = divmod(minutes, 300)
    extra = [300] * whole + [rest] * (rest > 0)
    return [
        row(2 + index, "08:00", "16:00", overtime_minutes=more) for index, more in enumerate(extra)
    ]


def weeks_of_48(count: int, *, last_end: str = "19:00") -> Rows:
    first = [row(7 * week + at, "07:00", "19:00") for week in range(count) for at in range(4)]
    return [*first[:-1], row(7 * count - 4, "07:00", last_end)]


EDGES = (
    Edge(
        "FPH-48-7D",
        rows(range(4), "07:00", "19:00"),
        [*rows(range(3), "07:00", "19:00"), row(3, "07:00", "19:01")],
        48 + MINUTE,
        48,
    ),
    Edge(
        "FPH-44-WEEK",
        rows(range(4), "07:00", "18:00"),
        [*rows(range(3), "07:00", "18:00"), row(3, "07:00", "18:01")],
        44 + MINUTE,
        44,
    ),
    Edge(
        "FPH-39-CYCLE",
        rows(range(5), "08:00", "15:48"),
        [*rows(range(4), "08:00", "15:48"), row(4, "08:00", "15:49")],
        39 + MINUTE,
        39,
        context={"cycle_weeks": 1},
    ),
    Edge(
        "FPH-REST-D",
        [row(0, "07:00", "19:00"), row(1, "07:00", "19:00")],
        [row(0, "07:00", "19:00"), row(1, "06:59", "19:00")],
        12 - MINUTE,
        12,
    ),
    Edge(
        "FPH-REST-D",
        [row(0, "08:00", "20:00"), row(1, "07:00", "19:00")],
        [row(0, "08:00", "20:00"), row(1, "06:59", "19:00")],
        11 - MINUTE,
        11,
        context={"decisions": [decided("FPH-REST-D")]},
    ),
    Edge(
        "FPH-REST-W",
        rows([0, 1, 2, 4, 5, 6], "07:00", "19:00"),
        [*rows([0, 1, 2, 5, 6], "07:00", "19:00"), row(4, "06:59", "19:00")],
        36 - MINUTE,
        36,
    ),
    Edge("FPH-4R-14D", worked(*range(10)), worked(*range(11)), Fraction(3), 4, "days"),
    Edge(
        "FPH-2C-SUN",
        [*worked(5, 6, *WORKING_DAYS[:-1]), row(11, "14:00", "00:00")],
        [*worked(5, 6, *WORKING_DAYS[:-1]), row(11, "14:00", "00:01")],
        Fraction(1),
        2,
        "days",
    ),
    Edge("FPH-DAY-9", [row(0, "08:00", "17:00")], [row(0, "08:00", "17:01")], 9 + MINUTE, 9),
    Edge("FPH-NIGHT-10", [row(0, "21:00", "07:00")], [row(0, "20:59", "07:00")], 10 + MINUTE, 10),
    Edge(
        "FPH-12H",
        [row(0, "07:00", "19:00")],
        [row(0, "07:00", "19:01")],
        12 + MINUTE,
        12,
        context=TWELVE,
    ),
    Edge(
        "FPH-SPLIT-AMP",
        split(("08:00", "12:00"), ("14:00", "18:30")),
        split(("08:00", "12:00"), ("14:00", "18:31")),
        Fraction(21, 2) + MINUTE,
        Fraction(21, 2),
    ),
    Edge(
        "FPH-SPLIT-N",
        split(("08:00", "11:00"), ("13:00", "16:00")),
        split(("08:00", "11:00"), ("13:01", "16:00")),
        3 - MINUTE,
        3,
    ),
    Edge(
        "FPH-SPLIT-N",
        split(("07:00", "10:00"), ("10:00", "13:00"), ("14:00", "17:00")),
        split(("07:00", "10:00"), ("10:01", "13:01"), ("14:00", "17:00")),
        Fraction(3),
        2,
        "parts",
    ),
    Edge(
        "FPH-BREAK", [row(0, "08:00", "14:00")], [row(0, "08:00", "14:01")], Fraction(0), 20, "min"
    ),
    Edge(
        "FPH-BREAK",
        [row(0, "07:00", "19:00", unpaid_minutes=20, break_minutes=20)],
        [row(0, "07:00", "19:00", unpaid_minutes=19, break_minutes=19)],
        Fraction(19),
        20,
        "min",
    ),
    Edge("FPH-OT-YEAR", overtime(14400), overtime(14401), 240 + MINUTE, 240, context=YEAR),
    Edge("FPH-OT-MONTH", overtime(1200), overtime(1201), 20 + MINUTE, 20, context=MONTH),
    Edge(
        "FPH-OT-MONTH",
        overtime(5 * 277),
        overtime(5 * 277 + 1),
        Fraction(5 * 277 + 1, 60),
        Fraction(5 * 277, 60),
        context=MONTH | {"cycle_weeks": 5},
    ),
    Edge(
        "FPH-ASTR-MONTH",
        [on_call(5, "08:00", "20:00")],
        [on_call(5, "08:00", "20:00"), on_call(11, "20:00", "00:01")],
        Fraction(2),
        1,
        "days",
        context=MONTH,
    ),
    Edge(
        "FPH-ASTR-MONTH",
        [on_call(6, "08:00", "20:00")],
        [on_call(6, "08:00", "20:00"), on_call(12, "20:00", "00:01")],
        Fraction(2),
        1,
        "days",
        context=MONTH,
    ),
    Edge(
        "FPH-ASTR-MONTH",
        [on_call(7, "08:00", "00:00")],
        [on_call(7, "08:00", "00:01")],
        Fraction(2),
        1,
        "days",
        context=MONTH | LATE_EASTER,
    ),
    Edge(
        "FPH-ASTR-72",
        [on_call(at, "19:00", "07:00") for at in (0, 2, 4, 7, 9, 11)],
        [*(on_call(at, "19:00", "07:00") for at in (0, 2, 4, 7, 9)), on_call(11, "18:59", "07:00")],
        72 + MINUTE,
        72,
        context=MONTH,
    ),
    Edge(
        "FPH-ASTR-72",
        [on_call(at, "19:00", "07:00") for at in range(8)],
        [*(on_call(at, "19:00", "07:00") for at in range(7)), on_call(7, "18:59", "07:00")],
        96 + MINUTE,
        96,
        context=MONTH | {"decisions": [decided("FPH-ASTR-72")]},
    ),
    Edge(
        "EU-REST-D",
        [row(0, "08:00", "20:00"), row(1, "07:00", "15:00")],
        [row(0, "08:00", "20:00"), row(1, "06:59", "15:00")],
        11 - MINUTE,
        11,
    ),
    Edge("EU-BREAK", [row(0, "08:00", "14:00")], [row(0, "08:00", "14:01")], Fraction(0), 1, "min"),
    Edge(
        "EU-BREAK",
        [row(0, "08:00", "17:00", unpaid_minutes=1, break_minutes=1)],
        [row(0, "08:00", "17:00")],
        Fraction(0),
        1,
        "min",
    ),
    Edge(
        "EU-REST-W",
        [*rows([0, 1, 2, 5, 6], "07:00", "19:00"), row(4, "06:00", "19:00")],
        [*rows([0, 1, 2, 5, 6], "07:00", "19:00"), row(4, "05:59", "19:00")],
        35 - MINUTE,
        35,
    ),
    Edge(
        "EU-48",
        weeks_of_48(17),
        weeks_of_48(17, last_end="19:01"),
        17 * 48 + MINUTE,
        17 * 48,
        context={"weeks": 17},
    ),
    Edge("EU-NIGHT8", [row(0, "22:00", "06:00")], [row(0, "21:59", "06:00")], 8 + MINUTE, 8),
    Edge("S-CONSEC-D", worked(*range(5)), worked(*range(6)), Fraction(6), 5, "days"),
    Edge(
        "S-CONSEC-12",
        [*rows(range(3), "07:00", "18:30"), row(3, "07:00", "18:29")],
        rows(range(4), "07:00", "18:30"),
        Fraction(4),
        3,
        "days",
    ),
    Edge("S-CONSEC-N", nights(0, 1, 2), nights(0, 1, 2, 3), Fraction(4), 3, "days"),
    Edge("S-AFTER-N", [*nights(0), *worked(4)], [*nights(0), *worked(3)], Fraction(1), 0, "days"),
    Edge("S-AFTER-N", [*nights(0), *nights(1)], [*nights(0), *nights(2)], Fraction(1), 0, "days"),
    Edge(
        "S-AFTER-N",
        nights(0, 1),
        [*nights(0), row(1, "14:00", "21:00")],
        Fraction(1),
        0,
        "days",
    ),
    Edge(
        "S-NO-QUICK-EM",
        [row(0, "12:00", "20:00"), row(1, "10:00", "17:00")],
        [row(0, "12:00", "20:00"), row(1, "09:59", "17:00")],
        Fraction(1),
        0,
        "days",
    ),
    Edge(
        "S-NO-QUICK-DN",
        [*worked(0), *nights(2)],
        [*worked(0), *nights(1)],
        Fraction(1),
        0,
        "days",
    ),
    Edge("S-ISOLATED-ON", worked(3, 4), worked(3), Fraction(1), 0, "days"),
    Edge("S-ISOLATED-OFF", worked(3, 6), worked(3, 5), Fraction(1), 0, "days"),
)


def test_every_rule_with_forms_stands_in_a_test() -> None:
    tests = [file.read_text(encoding="utf-8") for file in Path(__file__).parent.glob("test_*.py")]
    untested = [
        rule.id
        for pack in pack_ids()
        for rule in load_pack(pack).rules
        if any(version.forms for version in rule.versions)
        if not any(f'"{rule.id}"' in text for text in tests)
    ]
    assert untested == []


@pytest.mark.parametrize("edge", EDGES, ids=lambda edge: edge.rule)
def test_a_record_at_the_limit_keeps_the_rule(edge: Edge) -> None:
    assert of_rule(judged(edge.at_limit, pack=edge.pack, **edge.context), edge.rule) == []


@pytest.mark.parametrize("edge", EDGES, ids=lambda edge: edge.rule)
def test_a_record_just_past_the_limit_breaks_the_rule(edge: Edge) -> None:
    found = of_rule(judged(edge.past, pack=edge.pack, **edge.context), edge.rule)
    assert {(breach.value, breach.limit, breach.unit) for breach in found} == {
        (edge.value, Fraction(edge.limit), edge.unit)
    }


@pytest.mark.parametrize("edge", EDGES, ids=lambda edge: edge.rule)
def test_a_breach_carries_the_article_and_the_status_of_its_rule(edge: Edge) -> None:
    rule = load_pack(edge.pack).rule(edge.rule)
    found = of_rule(judged(edge.past, pack=edge.pack, **edge.context), edge.rule)
    assert {(breach.article, breach.status, breach.to_confirm) for breach in found} == {
        (rule.article, rule.effective_status, rule.to_confirm)
    }
