"""The ledger over the API: what is told of a unit; no choice is above what is left of it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from releve.house.tests.api_visits import a_program, code_of, send, told
from releve.kit.actors import HOUSE
from releve.ledger.models import Quarter, Spending
from releve.ledger.tests.builders import AUTUMN, Team, a_settled_quarter, a_team, work
from releve.people.actions import create_account, give_function
from releve.people.models import Account
from releve.stewardship.actions import register_tool
from releve.stewardship.tests.builders import an_entry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_autumn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it be October 2026 where the rooms ask for the day."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: AUTUMN)


def visited(function: str = "ward_manager") -> tuple[Team, Quarter, Client, str]:
    """Return a team whose summer is settled, a program of the unit, and the ledger's address."""
    there = a_team()
    register_tool(there.hospital, an_entry(key="scribe"), actor=HOUSE)
    work(there)
    team, row = a_settled_quarter(there)
    made: Account = create_account(
        actor=HOUSE, username="cadre", name="Cadre", password=None, hospital=team.hospital
    )
    give_function(made, actor=HOUSE, function=function, level=team.unit, from_on=date(2020, 1, 1))
    return team, row, a_program(made), f"/api/v1/units/{team.unit.pk}/ledger"


def a_choice(**facts: Any) -> dict[str, Any]:
    """Return what a program sends."""
    return {
        "quarter": "2026-Q3",
        "purpose": "team_talk",
        "minutes": 60,
        "from_on": "2026-11-01",
        "to_on": "2026-11-30",
        "reference": "Réunion",
        **facts,
    }


def test_the_ledger_is_told_with_its_bounds_and_adds_up_to_nothing() -> None:
    _team, row, client, at = visited("caregiver")
    document = told(client.get(at))
    (quarter,) = document["quarters"]
    assert (quarter["total"], document["left"]) == (0, row.spendable)
    (tool,) = quarter["tools"]
    assert (tool["net"], tool["low"], tool["high"]) == (row.net, row.net_low, row.net_high)
    assert all(one["people"] >= 8 for one in tool["professions"])
    assert code_of(send(client, "POST", f"{at}/spendings", a_choice()))[0] == 403


def test_a_choice_is_made_and_taken_back_and_too_much_is_a_conflict() -> None:
    team, row, client, at = visited()
    made = told(send(client, "POST", f"{at}/spendings", a_choice()))
    assert (made["purpose"], made["minutes"], made["from_on"]) == ("team_talk", 60, "2026-11-01")
    assert told(client.get(at))["left"] == row.spendable - 60
    much = a_choice(minutes=row.spendable)
    assert code_of(send(client, "POST", f"{at}/spendings", much)) == (409, "conflict")
    back = f"{at}/spendings/{made['id']}/withdraw"
    assert told(send(client, "POST", back, {}))["is_withdrawn"] is True
    assert told(client.get(at))["left"] == row.spendable
    assert Spending.objects.for_hospital(team.hospital).count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"quarter": "2026-Q5"},
        {"purpose": "holidays"},
        {"minutes": 0},
        {"minutes": 10**12},
        {"from_on": "0001-01-01"},
        {"reference": "x" * 151},
    ],
)
def test_what_is_no_choice_is_invalid(wrong: dict[str, Any]) -> None:
    team, _row, client, at = visited()
    assert code_of(send(client, "POST", f"{at}/spendings", a_choice(**wrong))) == (422, "invalid")
    assert not Spending.objects.for_hospital(team.hospital).exists()


def test_more_activity_without_the_permission_to_sign_is_refused() -> None:
    team, _row, client, at = visited()
    signed = a_choice(purpose="more_activity", signer="Direction", consultation="F3SCT 12")
    assert code_of(send(client, "POST", f"{at}/spendings", signed))[0] == 403
    assert not Spending.objects.for_hospital(team.hospital).exists()


def test_a_choice_of_another_unit_is_not_there() -> None:
    team, _row, client, at = visited()
    assert code_of(send(client, "POST", f"{at}/spendings/999/withdraw", {})) == (422, "invalid")
    assert client.get(f"/api/v1/units/{team.other.pk}/ledger").status_code == 404
