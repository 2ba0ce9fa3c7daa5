"""A cycle laid out over the calendar as a problem of the roster's own engine.

What holds of a cycle for ever is judged on repeats of it, by the same rules that judge a month.
The repeats run on a clock that never changes and a calendar without public holidays, since
neither is the cycle's own doing: a month drawn from it is judged with both. A decision that
stands on the anchor day is taken to stand as long as the cycle does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from math import lcm
from typing import Any

from releve.roster.engine.cycle.fields import CycleTerms
from releve.roster.engine.problem import Contract, Person, Problem
from releve.roster.engine.problem.checks import FIRST_YEAR, LAST_YEAR
from releve.roster.engine.rules import Decision, LocalRule, load_pack
from releve.roster.engine.rules.forms import Days, Sequence, Window

SPLIT_SATURDAY = "CYCLE-SATURDAY-ALONE"
SPLIT_SUNDAY = "CYCLE-SUNDAY-ALONE"
BACKWARD = "CYCLE-BACKWARD"

LINE_RULES: tuple[LocalRule, ...] = (
    LocalRule(
        SPLIT_SATURDAY,
        Sequence("sequence", steps=(Days("saturday"), Days("rest_day"))),
        status="soft",
        weight=10,
    ),
    LocalRule(
        SPLIT_SUNDAY,
        Sequence("sequence", steps=(Days("rest_day"), Days("sunday"))),
        status="soft",
        weight=10,
    ),
    LocalRule(
        BACKWARD,
        Sequence("sequence", steps=(Days("evening"), Days("off"), Days("morning"))),
        status="soft",
        weight=4,
    ),
)
"""What makes a line good to live by, beside the ergonomic pack: weekends off or worked whole,
and shifts that turn forward, from morning to evening to night."""


def common_weeks(weeks: int) -> int:
    """Return the weeks after which cycle and fortnights both begin again."""
    return lcm(weeks, 2)


def longest_window_weeks(terms: CycleTerms) -> int:
    """Return the weeks that the longest window of any rule can touch, at least two."""
    windows = [
        window
        for pack in (terms.pack, *terms.packs)
        if pack is not None
        for rule in load_pack(pack).rules
        for version in rule.versions
        for form in (*version.forms, *version.forms_with_decision)
        if isinstance(window := getattr(form, "window", None), Window)
    ]
    days = max((window.days or 0 for window in windows), default=0)
    return max(3, (days + 12) // 7, *(window.weeks or 0 for window in windows))


def repeated(
    terms: CycleTerms, lines: Iterable[str], *, weeks: int, known_weeks: int = 0
) -> Problem:
    """Return the problem of so many weeks from the anchor on, with a person for each line.

    ``known_weeks``: so many weeks before the anchor are known too; who fills them says with what.
    """
    start = terms.anchor_on
    facts: dict[str, Any] = {
        "starts_on": start,
        "ends_on": start + timedelta(days=7 * weeks - 1),
        "anchor_on": start,
        "people": tuple(_person(terms, line) for line in lines),
        "time_zone": "UTC",
        "holidays": (),
    }
    if known_weeks:
        facts["history_from"] = start - timedelta(weeks=known_weeks)
    return Problem(**facts, **_shared(terms))


def _shared(terms: CycleTerms) -> dict[str, Any]:
    return {
        "name": terms.name,
        "shifts": terms.shifts,
        "cycle_weeks": terms.weeks,
        "packs": terms.packs,
        "rules": LINE_RULES,
        "decisions": tuple(_standing(terms.decisions, terms.anchor_on)),
        "goals": terms.goals,
        "fairness": False,
    }


def _person(terms: CycleTerms, line: str) -> Person:
    contract = Contract(
        pack=terms.pack, regime=terms.regime, full_time_weekly_minutes=terms.weekly_minutes
    )
    return Person(id=line, unit=terms.unit, contract=contract)


def _standing(decisions: Iterable[Decision], day: date) -> Iterable[Decision]:
    first, last = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
    for decision in decisions:
        if decision.from_on <= day <= decision.to_on:
            yield replace(decision, from_on=first, to_on=last)
