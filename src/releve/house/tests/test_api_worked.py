"""Worked time over the API: instants have a zone, days a calendar, reasons are codes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from releve.house.tests.api_visits import a_program, code_of, send, told
from releve.kit.actors import HOUSE
from releve.people.actions import create_account, give_function
from releve.people.models import Account
from releve.shifts.models import PlannedShift, WorkedShift
from releve.shifts.tests.builders import Ward, a_ward, planned, shown

pytestmark = pytest.mark.django_db


def visited() -> tuple[Ward, Client, str]:
    """Return a ward with one planned shift, a program of its manager, and its address."""
    ward = a_ward()
    shown(ward, planned(ward.people[0], 0))
    made: Account = create_account(
        actor=HOUSE, username="cadre", name="Cadre", password=None, hospital=ward.hospital
    )
    give_function(
        made, actor=HOUSE, function="ward_manager", level=ward.unit, from_on=date(2020, 1, 1)
    )
    return ward, a_program(made), f"/api/v1/units/{ward.unit.pk}/worked"


def an_answer(**facts: Any) -> dict[str, Any]:
    """Return what a program says of the planned shift."""
    return {
        "person": "P0",
        "kind": "late_stay",
        "starts_at": "2026-06-01T07:00:00+02:00",
        "ends_at": "2026-06-01T15:00:00+02:00",
        "planned": PlannedShift.objects.get().pk,
        **facts,
    }


def test_an_instant_without_a_zone_or_out_of_the_calendar_is_invalid() -> None:
    _ward, client, at = visited()
    for wrong in (
        {"starts_at": "2026-06-01T07:00:00"},
        {"ends_at": "9999-12-31T23:59:00+00:00"},
        {"starts_at": "0001-01-01T00:00:00+14:00"},
        {"reason": "malade"},
    ):
        assert code_of(send(client, "POST", at, an_answer(**wrong))) == (422, "invalid")
    for days in (("0001-01-01", "0001-01-02"), ("9999-12-30", "9999-12-31")):
        assert code_of(client.get(f"{at}?from_on={days[0]}&to_on={days[1]}")) == (422, "invalid")
        sent = {"from_on": days[0], "to_on": days[1]}
        assert code_of(send(client, "POST", f"{at}/validate", sent)) == (422, "invalid")
    assert WorkedShift.objects.count() == 0


def test_a_program_validates_what_it_had_seen() -> None:
    _ward, client, at = visited()
    assert told(send(client, "POST", at, an_answer()))["kind"] == "late_stay"
    days = {"from_on": "2026-06-01", "to_on": "2026-06-07"}
    before = {**days, "seen_at": "2026-06-01T12:00:00Z"}
    assert told(send(client, "POST", f"{at}/validate", before)) == {"validated": 0}
    assert told(send(client, "POST", f"{at}/validate", days)) == {"validated": 1}
