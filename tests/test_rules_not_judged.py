"""Rules that no roster can be judged by are named in every audit, each with its reason.

Silence would look like approval; so each of them stands here by name.
"""

from __future__ import annotations

from datetime import date, time
from zoneinfo import ZoneInfo

import pytest

from releve.roster.engine.audit import audit_record
from releve.roster.engine.calendar import is_night
from releve.roster.engine.problem import ShiftType
from releve.roster.engine.rules import load_pack

REASONS = {
    "FPH-ABS-VALUE": "counting_rule",
    "FPH-ANN-DAY": "needs_year",
    "FPH-ANN-NIGHT": "needs_year",
    "FPH-ANN-VAR": "needs_year",
    "FPH-ANN-VAR20": "needs_year",
    "FPH-ANNUALISE": "fact_of_contract",
    "FPH-ASTR-EXCL": "fact_of_contract",
    "FPH-CA": "needs_leave",
    "FPH-CA-31": "needs_leave",
    "FPH-CA-PLAN": "needs_leave",
    "FPH-CYCLE": "fact_of_contract",
    "FPH-DRESSING": "counting_rule",
    "FPH-FORFAIT": "needs_year",
    "FPH-MIX-DN": "counting_rule",
    "FPH-NO-CUMUL": "counting_rule",
    "FPH-NOTICE-15": "needs_publication",
    "FPH-NOTICE-48": "needs_publication",
    "FPH-RATIO": "no_decree",
    "FPH-RTT": "needs_year",
    "FPH-RTT-OUT": "needs_year",
    "FPH-WEEK-NIGHT": "needs_year",
}


def test_an_audit_names_every_rule_that_shifts_alone_cannot_break() -> None:
    verdict = audit_record(
        [],
        pack=load_pack("fph"),
        from_on=date(2026, 3, 2),
        to_on=date(2026, 3, 15),
        zone=ZoneInfo("Europe/Paris"),
    )
    named = {entry.rule: entry.reason for entry in verdict.not_judged}
    assert {rule: named.get(rule) for rule in REASONS} == REASONS


def test_no_other_rule_of_the_pack_is_left_without_a_form() -> None:
    formless = {
        rule.id for rule in load_pack("fph").rules if not any(v.forms for v in rule.versions)
    }
    assert formless == {*REASONS, "FPH-NIGHTDEF"}


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "night"),
    [
        (time(21), time(6), True),
        (time(19), time(7), True),
        (time(16), time(2), True),
        (time(15, 59), time(2), False),
        (time(6), time(21), False),
    ],
)
def test_a_night_is_what_FPH_NIGHTDEF_says_by_half_of_its_minutes(  # noqa: N802 - a rule's name
    starts_at: time, ends_at: time, *, night: bool
) -> None:
    assert load_pack("fph").rule("FPH-NIGHTDEF").status == "definition"
    assert is_night(ShiftType(code="X", starts_at=starts_at, ends_at=ends_at)) is night
