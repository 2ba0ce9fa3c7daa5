"""The rooms of people and of the roster write the same codes, though neither may ask the other."""

from __future__ import annotations

from typing import get_args, get_type_hints

from releve.people import vocabulary
from releve.roster.engine.problem import facts


def codes(kind: type, field: str) -> tuple[str, ...]:
    """Return the codes that a field of the engine's facts may hold."""
    return get_args(get_type_hints(kind)[field])


def test_restrictions_have_the_same_kinds() -> None:
    assert set(codes(facts.Restriction, "kind")) == set(vocabulary.RESTRICTION_KINDS)


def test_contracts_have_the_same_regimes() -> None:
    assert set(codes(facts.Contract, "regime")) == set(vocabulary.REGIMES)


def test_weeks_have_the_same_days() -> None:
    assert facts.WEEKDAYS == vocabulary.WEEKDAYS
