"""The public card of a tool: what became of it, told by what the other rooms hold."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from releve.kit.actors import HOUSE
from releve.ledger.actions.spending import choose_spending
from releve.ledger.facts import Choice
from releve.ledger.models import Quarter
from releve.people.models import Level
from releve.stewardship.actions.contests import answer, contest
from releve.stewardship.models import RolloutPlan, Tool, ToolPlace
from releve.stewardship.public_register import register_document, table_columns, table_rows
from releve.stewardship.queries.checks import checked
from releve.stewardship.queries.public import public_coverage, public_tool, public_tools
from releve.stewardship.tests.builders import a_tool
from releve.stewardship.tests.opened import open_tool
from releve.stewardship.tests.people import a_browser, text
from releve.stewardship.tests.proposing import House, a_house
from releve.training.tests.builders import require

pytestmark = pytest.mark.django_db

SPRING = date(2026, 4, 1)


@pytest.fixture
def house() -> House:
    """A hospital with a tool and a unit of nine people."""
    return a_house()


def gave(tool: Tool, unit: Level, minutes: int = 5000) -> None:
    """Save a settled quarter in which a tool gave a unit minutes to spend."""
    Quarter.objects.create(
        hospital_id=tool.hospital_id,
        unit=unit,
        quarter_on=SPRING,
        tool=tool.key,
        activities="documentation",
        baseline="documentation",
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
        people=9,
        worked=100_000,
        digest="0" * 64,
        settled_at=timezone.now(),
    )


def choose(unit: Level, purpose: str, minutes: int, **signed: str) -> None:
    """Record what a unit does with some of them."""
    choice = Choice(
        purpose=purpose,
        minutes=minutes,
        from_on=date(2026, 7, 1),
        to_on=date(2026, 7, 31),
        reference="Réunion",
        **signed,
    )
    choose_spending(unit, SPRING, choice, actor=HOUSE)


def card(language: str = "fr") -> str:
    """Return the card as anybody reads it."""
    return text(a_browser(language=language), "/register/letters/")


def test_contests_are_counted_open_and_answered(house: House) -> None:
    first = contest(
        house.proposal(), house.people["p0"], actor=house.actor(person="p0"), said="Non"
    )
    contest(house.proposal(), house.people["p1"], actor=house.actor(person="p1"), said="Non")
    answer(first, actor=house.actor("ward_manager", person="p8"), said="Vu")
    page = card("en")
    assert "2 contests" in page
    assert "Waiting for an answer: 1; answered: 1." in page
    assert "2 contestations" in card()


def test_time_spent_on_activity_or_posts_stands_out_with_who_signed(house: House) -> None:
    gave(house.tool, house.unit)
    choose(house.unit, "breaks", 600)
    choose(house.unit, "fewer_posts", 60, signer="Direction générale", consultation="CSE du 3 juin")
    page = card("en")
    assert page.index("Fewer posts") < page.index("Breaks")
    assert 'class="attention-line">Urgences' in page
    assert "Signed by Direction générale; consultation: CSE du 3 juin." in page


def test_another_tools_time_is_not_told_on_its_card(house: House) -> None:
    gave(a_tool(house.hospital, key="robot"), house.unit)
    choose(house.unit, "breaks", 600)
    assert "Nothing given back has been spent yet." in card("en")


def test_what_training_is_asked_and_how_many_have_it_are_told_of_eight_at_least(
    house: House,
) -> None:
    assert "open to nobody" in card("en")
    people = house.people
    open_tool(house.hospital, house.tool.key, [house.unit], [people[f"p{n}"] for n in range(3)])
    assert "Fewer than eight people operate it" in card("en")
    found = public_tool(house.hospital, house.tool.key, on=timezone.localdate())
    assert found is not None
    told = public_coverage(found, on=timezone.localdate())
    assert told is not None
    assert told.percent is None


def test_how_far_it_is_rolled_out_is_told_with_its_seal_and_its_stops(house: House) -> None:
    open_tool(house.hospital, house.tool.key, [house.unit, house.small])
    now = timezone.now()
    ToolPlace.objects.for_hospital(house.hospital).filter(unit=house.small).update(suspended_at=now)
    RolloutPlan.objects.create(
        hospital=house.hospital,
        tool=house.tool,
        number=1,
        body={},
        drafted_at=now,
        digest="ab" * 32,
        locked_at=now,
    )
    page = card("en")
    assert "Stopped: Cardiologie" in page
    assert "digest abababababab." in page


def test_the_same_stands_in_the_table_and_the_document(house: House) -> None:
    gave(house.tool, house.unit)
    choose(house.unit, "more_activity", 60, signer="Direction", consultation="CSE")
    require(house.hospital, house.tool.key, "limits")
    contest(house.proposal(), house.people["p0"], actor=house.actor(person="p0"), said="Non")
    tools = public_tools(house.hospital, on=timezone.localdate())
    [told] = register_document(house.hospital, tools)["tools"]
    assert (told["contests"], told["contests_open"], told["training_modules"]) == (1, 1, ["limits"])
    assert [one["is_signed"] for one in told["spendings"]] == [True]
    [row] = [
        dict(zip(table_columns(), cells, strict=True))
        for cells in table_rows(house.hospital, tools)
    ]
    assert (row["contests_open"], row["spendings"], row["spendings_signed"]) == (1, 1, 1)


def test_the_register_costs_as_much_however_many_tools_there_are(house: House) -> None:
    today = timezone.localdate()

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            public_tools(house.hospital, on=today)
        return len(found)

    before = asked()
    for number in range(4):
        gave(a_tool(house.hospital, key=f"tool-{number}"), house.unit)
    assert asked() == before


def test_the_choice_of_each_unit_that_was_given_time_keeps_its_control(house: House) -> None:
    today = timezone.localdate() + timedelta(days=1)

    def lacking() -> list[str]:
        return [one.code for one in checked(house.tool, on=today)["EFF-02"]]

    assert lacking() == ["nothing_given"]
    gave(house.tool, house.unit)
    gave(house.tool, house.small)
    choose(house.unit, "breaks", 600)
    assert lacking() == ["units_without_choice"]
    choose(house.small, "breaks", 600)
    assert lacking() == []
