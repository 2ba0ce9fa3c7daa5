"""Publication by a program: looked at before, done, taken back, begun again, compared."""

from __future__ import annotations

import pytest

from releve.house.tests.api_visits import a_program, code_of, send, the_month, told
from releve.kit.actors import HOUSE
from releve.roster.actions import save_version
from releve.roster.engine.problem import Assignment
from releve.roster.tests.builders import result_of
from releve.roster.tests.wards import a_ward, an_account
from releve.roster.tests.wishing import people_in

pytestmark = pytest.mark.django_db


def test_a_program_proposes_looks_publishes_and_begins_a_draft_again() -> None:
    ward = a_ward()
    people_in(ward.unit, ["ana", "bea", "cle"])
    client = a_program(an_account(ward, "ward_manager"))
    month = the_month(ward)
    answer = send(
        client, "PUT", f"{month}/proposed", {"version": 2}, if_match=client.get(month)["ETag"]
    )
    assert told(answer)["proposed"] == 2
    back = f"{month}/proposed/take-back"
    answer = send(client, "POST", back, {"version": 2}, if_match=answer["ETag"])
    assert told(answer)["proposed"] is None
    again = send(client, "POST", back, {"version": 2}, if_match=answer["ETag"])
    assert code_of(again) == (409, "conflict")
    looked = told(client.get(f"{month}/versions/2/publication"))
    assert (looked["in_force"], looked["late_changes"], looked["breaches"]) == (1, 1, [])
    missing = send(client, "PUT", f"{month}/published", {"version": 2}, if_match=answer["ETag"])
    assert code_of(missing) == (422, "invalid")
    asked = {"version": 2, "reason": "cover"}
    done = send(client, "PUT", f"{month}/published", asked, if_match=answer["ETag"])
    assert told(done)["published"] == 2
    assert told(client.get(f"{month}/versions/1"))["state"] == "withdrawn"
    draft = told(send(client, "POST", f"{month}/versions/2/revise", {}), 201)
    assert (draft["number"], draft["state"]) == (3, "draft")
    made = told(client.get(f"{month}/versions/3/making"))
    assert (made["begun_from"], made["packs"]["fph"], made["edits"]) == (2, "2026-11", 0)
    assert made["decisions"][0]["from"] == "2026-01-01"
    changes = told(client.get(f"{month}/versions/1/changes/2"))["items"]
    assert [(one["person"], one["after"], one["minutes_gap"]) for one in changes] == [
        ("cle", "J", 720)
    ]


def test_what_the_law_forbids_is_a_conflict_that_names_the_rule() -> None:
    ward = a_ward()
    problem = ward.draft.demand.problem
    tired = [Assignment("ana", problem.starts_on, "J")]  # she comes out of a night
    unlawful = save_version(ward.draft.demand, result_of(problem, tired), actor=HOUSE)
    client = a_program(an_account(ward, "ward_manager"))
    month = the_month(ward)
    asked, seen = {"version": unlawful.number}, client.get(month)["ETag"]
    for what in ("published", "proposed"):
        answer = send(client, "PUT", f"{month}/{what}", asked, if_match=seen)
        assert code_of(answer) == (409, "conflict")
        assert "FPH-REST-D" in answer.json()["detail"]
