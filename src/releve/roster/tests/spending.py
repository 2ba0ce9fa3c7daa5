"""Minutes that a unit was given back and that its team spends, for tests."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from releve.kit.actors import HOUSE
from releve.ledger.actions.spending import choose_spending
from releve.ledger.facts import Choice
from releve.ledger.models import Quarter, Spending
from releve.ledger.quarters import quarter_before, quarter_of
from releve.people.models import Level
from releve.shifts.queries.planned import hospital_of

GIVEN = 5000


def given_back(unit: Level, quarter: date, minutes: int = GIVEN) -> Quarter:
    """Save a settled quarter in which a tool gave a unit minutes that can be spent."""
    return Quarter.objects.create(
        hospital_id=hospital_of(unit),
        unit=unit,
        quarter_on=quarter,
        tool="roster-engine",
        activities="coordination",
        baseline="coordination",
        gross=minutes,
        checking=0,
        training=0,
        incidents=0,
        clicks=0,
        net=minutes,
        net_low=minutes,
        net_high=minutes,
        spendable=minutes,
        source="measured",
        people=8,
        worked=100_000,
        digest="0" * 64,
        settled_at=timezone.now(),
    )


def spend(
    unit: Level, minutes: int, first: date, last: date, *, purpose: str = "breaks"
) -> Spending:
    """Record what a unit's team does with minutes of the quarter before, given back if need be."""
    quarter = quarter_before(quarter_of(first))
    if not Quarter.objects.for_hospital(hospital_of(unit)).filter(quarter_on=quarter).exists():
        given_back(unit, quarter)
    choice = Choice(
        purpose=purpose, minutes=minutes, from_on=first, to_on=last, reference="meeting"
    )
    return choose_spending(unit, quarter, choice, actor=HOUSE)
