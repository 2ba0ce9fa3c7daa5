"""The tools that ship with Relève: their cards are whole, registered, and followed by releases."""

from __future__ import annotations

import pytest
from django.utils import timezone

from releve.house.own_tools import CARDS, register_everywhere
from releve.house.training_tools import registered_tools
from releve.kit.actors import HOUSE
from releve.ledger.faults import LedgerError
from releve.ledger.tools import check_tool
from releve.people.models import Level
from releve.people.tests.builders import a_hospital
from releve.people.vocabulary import FUNCTIONS
from releve.stewardship.actions import sign_intake
from releve.stewardship.cards import Card
from releve.stewardship.cli import stewardship
from releve.stewardship.engine.intake import Said, flaws
from releve.stewardship.queries.register import tool_at, tools_of
from releve.stewardship.register_fields import fields
from releve.stewardship.tests.builders import a_tool
from releve.stewardship.vocabulary import TOOL_KINDS

by_card = pytest.mark.parametrize("card", CARDS, ids=lambda one: one.key)

OF_THE_HOSPITAL = {"owner", "contact"}
"""Mandatory fields that only a hospital can fill."""


def answers_of(card: Card) -> dict[str, Said]:
    """Return what a card answers to the intake."""
    return {question: Said(one.answer, one.reason.fr) for question, one in card.answers.items()}


@by_card
def test_a_card_fills_the_fields_that_are_its_to_fill(card: Card) -> None:
    known = fields()
    assert set(card.codes) <= set(known)
    mandatory = {one.code for one in known.values() if one.is_mandatory}
    assert mandatory - set(card.codes) == OF_THE_HOSPITAL
    assert card.kind in TOOL_KINDS
    assert set(card.operators) <= set(FUNCTIONS)


@by_card
def test_a_card_speaks_both_languages_within_the_limits_of_its_fields(card: Card) -> None:
    for code, text in card.texts.items():
        assert 0 < len(text.fr) <= fields()[code].limit
        assert 0 < len(text.en) <= fields()[code].limit


@by_card
def test_a_card_promises_no_effect_that_nobody_measured(card: Card) -> None:
    assert "effect" not in card.codes


@by_card
def test_a_card_answers_the_whole_intake_for_a_person_to_sign(card: Card) -> None:
    assert flaws(answers_of(card)) == ()


@pytest.mark.django_db
def test_the_roster_engine_is_no_ai_for_the_reason_that_its_card_gives() -> None:
    hospital = a_hospital()
    register_everywhere()
    tool = tool_at(hospital, "roster-engine")
    assert tool is not None
    (card,) = [one for one in CARDS if one.key == tool.key]
    intake = sign_intake(tool, answers_of(card), actor=HOUSE)
    assert intake.risk_class == "not_ai"
    assert intake.reasoning["duties"] == ["administrative", "dpia", "staff"]


@pytest.mark.django_db
def test_each_hospital_has_our_own_tools_once() -> None:
    hospital = a_hospital()
    other = Level.objects.create(code="CH-X", kind="hospital", name="Ailleurs")
    assert register_everywhere() == 2 * len(CARDS)
    register_everywhere()
    for place in (hospital, other):
        assert [one.key for one in tools_of(place)] == [one.key for one in CARDS]


@pytest.mark.django_db
def test_our_own_tools_are_registered_by_a_verb(capsys: pytest.CaptureFixture[str]) -> None:
    hospital = a_hospital()
    told = {"cards": lambda: CARDS}  # as the root of the command line tells it
    assert stewardship.main(["register-own"], obj=told, standalone_mode=False) == 0
    assert [one.key for one in tools_of(hospital)] == [one.key for one in CARDS]
    assert "roster-engine 1.0" in capsys.readouterr().out


@pytest.mark.django_db
def test_training_is_told_which_tools_a_hospital_has_and_no_retired_one() -> None:
    hospital = a_hospital()
    assert registered_tools(hospital.pk) == ()
    a_tool(hospital, key="in-use")
    a_tool(hospital, key="over", state="retired")
    assert [one.key for one in registered_tools(hospital.pk)] == ["in-use"]


@pytest.mark.django_db
def test_the_ledger_knows_the_tools_of_the_register_retired_ones_too_and_no_others() -> None:
    hospital = a_hospital()
    a_tool(hospital)
    other = Level.objects.create(code="CH-X", kind="hospital", name="Ailleurs")
    a_tool(other, key="robot")
    a_tool(hospital, key="former", state="retired", retired_on=timezone.localdate())
    for key in ("letters", "former"):
        check_tool(hospital.pk, key)
    for key in ("robot", "letter", ""):
        with pytest.raises(LedgerError) as refused:
            check_tool(hospital.pk, key)
        assert refused.value.place.field == "tool"
