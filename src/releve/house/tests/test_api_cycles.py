"""A unit's cycle over the API: kept, changed by who has seen it, walked, begun from, ended."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from releve.house.tests.api_visits import a_program, code_of, send, the_month, told
from releve.people.models import Person, Role
from releve.roster.engine.tests.cycles import a_cycle
from releve.roster.tests.wards import Ward, a_ward, an_account

pytestmark = pytest.mark.django_db


def visited() -> tuple[Ward, Client, str]:
    """Return a ward, a program of its manager, and the address of its cycle."""
    ward = a_ward()
    client = a_program(an_account(ward, "ward_manager"))
    return ward, client, f"/api/v1/units/{ward.unit.pk}/cycle"


def a_document(ward: Ward, line: str = "JJ.....") -> dict[str, Any]:
    """Return a cycle of the month's shifts, as a program sends it."""
    cycle = a_cycle(line, shifts=ward.draft.demand.problem.shifts)
    return {"cycle": json.loads(cycle.to_json())}


def test_a_unit_without_a_cycle_has_none_to_show_change_or_end() -> None:
    ward, client, at = visited()
    body = a_document(ward)
    answers = [
        client.get(at),
        send(client, "PUT", at, body, if_match='"cycle-1"'),
        send(client, "DELETE", at, {}, if_match='"cycle-1"'),
    ]
    assert {code_of(one) for one in answers} == {(404, "not_found")}


def test_a_cycle_is_kept_shown_with_its_law_and_kept_first_only_once() -> None:
    ward, client, at = visited()
    body = a_document(ward)
    made = told(send(client, "POST", at, body), 201)
    assert (made["number"], made["places"]) == (1, [])
    assert made["cycle"]["lines"][0]["id"] == "1"
    # The month's decision on days of twelve hours is not the cycle's.
    assert {one["rule"] for one in made["verdict"]["breaches"]} == {"FPH-DAY-9"}
    assert made["verdict"]["lawful"] is False
    assert told(client.get(at)) == made
    assert code_of(send(client, "POST", at, body)) == (409, "conflict")


def test_a_cycle_of_short_days_is_lawful() -> None:
    _ward, client, at = visited()
    body = {"cycle": json.loads(a_cycle("MMMMM..").to_json())}
    made = told(send(client, "POST", at, body), 201)
    assert (made["verdict"]["lawful"], made["verdict"]["breaches"]) == (True, [])


def test_who_has_not_seen_a_cycle_does_not_change_it() -> None:
    ward, client, at = visited()
    first = send(client, "POST", at, a_document(ward))
    seen = first["ETag"]
    second = send(client, "PUT", at, a_document(ward, "J......"), if_match=seen)
    assert told(second)["number"] == 2
    stale = [
        send(client, "PUT", at, a_document(ward), if_match=seen),
        send(client, "PUT", f"{at}/places", {"places": []}, if_match=seen),
        send(client, "DELETE", at, {}, if_match=seen),
    ]
    assert {code_of(one) for one in stale} == {(412, "changed_meanwhile")}
    unseen = send(client, "PUT", at, a_document(ward))
    assert code_of(unseen) == (428, "condition_missing")
    ended = send(client, "DELETE", at, {}, if_match=second["ETag"])
    assert (ended.status_code, client.get(at).status_code) == (204, 404)


def test_a_month_begins_from_the_cycle_and_tells_its_gap() -> None:
    ward, client, at = visited()
    facts = {"hospital": ward.unit.hospital, "unit": ward.unit}
    Person.objects.get_or_create(
        code="ana",
        defaults={"family_name": "Fougère", "role": Role.objects.get(key="nurse"), **facts},
    )
    place = the_month(ward)
    seen = send(client, "POST", at, a_document(ward))["ETag"]
    assert code_of(send(client, "POST", f"{place}/from-cycle", {})) == (409, "conflict")
    body = {"places": [{"person": "ana", "line": "1"}]}
    placed = told(send(client, "PUT", f"{at}/places", body, if_match=seen))
    assert placed["places"] == [{"person": "ana", "line": "1", "week": 1, "from": None, "to": None}]
    begun = told(send(client, "POST", f"{place}/from-cycle", {}), 201)
    gap = told(client.get(f"{place}/versions/{begun['number']}/gap"))
    assert (gap["count"], gap["minutes"]) == (0, 0)
    other = told(client.get(f"{place}/versions/{ward.published.number}/gap"))
    assert other["cycle"] == placed["number"]


@pytest.mark.parametrize(
    ("place", "field"),
    [
        ({"person": "ana", "line": "9"}, "places.0.line"),
        ({"person": "ana", "line": "1", "week": 4}, "places.0.week"),
        ({"person": "nobody", "line": "1"}, "places.0.person"),
        (
            {"person": "ana", "line": "1", "from": "2026-03-09", "to": "2026-03-01"},
            "places.0.to",
        ),
    ],
)
def test_a_place_that_cannot_be_is_named(place: dict[str, Any], field: str) -> None:
    ward, client, at = visited()
    seen = send(client, "POST", at, a_document(ward))["ETag"]
    answer = send(client, "PUT", f"{at}/places", {"places": [place]}, if_match=seen)
    assert code_of(answer) == (422, "invalid")
    assert [one["where"] for one in json.loads(answer.content)["errors"]] == [field]


def test_a_cycle_that_cannot_be_read_is_named_by_its_field() -> None:
    ward, client, at = visited()
    body = a_document(ward)
    body["cycle"]["weeks"] = 0
    answer = send(client, "POST", at, body)
    assert code_of(answer) == (422, "invalid")
    assert json.loads(answer.content)["errors"][0]["where"].startswith("cycle.")
