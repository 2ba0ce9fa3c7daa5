"""The register kept: entries, changes, places, our own tools."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils import timezone

from releve.kit.actors import HOUSE
from releve.people.models import Level
from releve.people.tests.builders import a_hospital
from releve.stewardship.actions.register import (
    change_tool,
    place_tool,
    register_own,
    register_tool,
    withdraw_place,
)
from releve.stewardship.cards import Card, Text
from releve.stewardship.faults import StaleToolError, StewardshipError
from releve.stewardship.queries.controls import controls_lacking
from releve.stewardship.queries.register import places_of, tool_at, tools_of
from releve.stewardship.tests.builders import a_tool, an_entry, placed

pytestmark = pytest.mark.django_db

CARD = Card(
    key="roster-engine",
    version="1.0",
    kind="optimisation",
    name=Text("Moteur de planning", "Roster engine"),
    texts={"purpose": Text("Propose un planning.", "Proposes a roster.")},
    operators=("ward_manager",),
    modules=("limits",),
)


def unit_of(hospital: Level, code: str = "URG") -> Level:
    return Level.objects.get(hospital=hospital, code=code)


def test_a_registered_tool_is_declared_and_found_by_its_key() -> None:
    hospital = a_hospital()
    a_tool(hospital)
    found = tool_at(hospital, "letters")
    assert found is not None
    assert (found.state, found.major, found.declared_on) == (
        "declared",
        "2",
        timezone.localdate(),
    )


def test_a_key_stands_once_in_a_register() -> None:
    hospital = a_hospital()
    a_tool(hospital)
    with pytest.raises(StewardshipError, match="'letters'"):
        a_tool(hospital)
    assert tools_of(hospital).count() == 1


def test_whoever_read_an_older_entry_is_told() -> None:
    tool = a_tool(a_hospital())
    change_tool(tool, an_entry(name_fr="Courriers"), row_version=1, actor=HOUSE)
    with pytest.raises(StaleToolError):
        change_tool(tool, an_entry(name_fr="Lettres"), row_version=1, actor=HOUSE)
    tool.refresh_from_db()
    assert tool.name_fr == "Courriers"


@pytest.mark.parametrize(("version", "kept"), [("2.2", "minimal"), ("3.0", "")])
def test_a_new_major_version_takes_the_class_of_risk_away(version: str, kept: str) -> None:
    tool = a_tool(a_hospital(), risk_class="minimal")
    changed = change_tool(tool, an_entry(version=version), row_version=1, actor=HOUSE)
    assert changed.risk_class == kept


def test_a_card_is_registered_once_and_followed_by_its_release() -> None:
    hospital = a_hospital()
    register_own(hospital, [CARD], actor=HOUSE)
    register_own(hospital, [CARD], actor=HOUSE)
    newer = replace(CARD, version="2.0", texts={"purpose": Text("Autre.", "Other.")})
    (tool,) = register_own(hospital, [newer], actor=HOUSE)
    assert tools_of(hospital).count() == 1
    assert (tool.version, tool.text("purpose", "fr"), tool.row_version) == ("2.0", "Autre.", 2)


def test_what_a_hospital_adds_to_a_card_stays_and_what_the_card_says_is_the_cards() -> None:
    hospital = a_hospital()
    (tool,) = register_own(hospital, [CARD], actor=HOUSE)
    said = an_entry(
        key="x", name_fr="Rien", version="9", fields={"owner": "DRH", "purpose": {"fr": "Autre"}}
    )
    change_tool(tool, said, row_version=1, actor=HOUSE)
    (tool,) = register_own(hospital, [CARD], actor=HOUSE)
    assert tool.fields["owner"] == "DRH"
    assert (tool.key, tool.name_fr, tool.version) == ("roster-engine", "Moteur de planning", "1.0")
    assert tool.text("purpose", "fr") == "Propose un planning."


def test_a_tool_is_planned_in_units_of_its_hospital_alone() -> None:
    hospital = a_hospital()
    tool = placed(a_tool(hospital), unit_of(hospital), unit_of(hospital, "CARDIO"), step=1)
    place_tool(tool, unit_of(hospital), step=2, actor=HOUSE)
    assert [(one.unit.code, one.step) for one in places_of(tool)] == [("CARDIO", 1), ("URG", 2)]
    with pytest.raises(StewardshipError):
        place_tool(tool, hospital, step=1, actor=HOUSE)


def test_where_a_tool_was_opened_its_place_stays() -> None:
    hospital = a_hospital()
    tool = placed(a_tool(hospital), unit_of(hospital))
    assert withdraw_place(tool, unit_of(hospital, "CARDIO"), actor=HOUSE) is False
    places_of(tool).update(opened_at=timezone.now())
    with pytest.raises(StewardshipError):
        withdraw_place(tool, unit_of(hospital), actor=HOUSE)
    with pytest.raises(StewardshipError):
        place_tool(tool, unit_of(hospital), step=3, actor=HOUSE)


@pytest.mark.parametrize(
    "wrong", [{"kind": "magic"}, {"origin": "moon"}, {"version": " "}, {"name_fr": ""}]
)
def test_an_entry_with_an_unknown_code_is_refused(wrong: dict[str, str]) -> None:
    hospital = a_hospital()
    with pytest.raises(StewardshipError):
        register_tool(hospital, an_entry(**wrong), actor=HOUSE)
    assert not tools_of(hospital).exists()


def test_a_new_tool_is_held_back_by_its_entry_and_its_intake() -> None:
    tool = a_tool(a_hospital())
    held = controls_lacking(tool, step="pilot", on=timezone.localdate())
    assert {"REG-01", "REG-03"} <= {one.control.id for one in held}
