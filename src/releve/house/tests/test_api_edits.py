"""Changes of a draft over the API: judged, made under the state that was seen, taken back."""

from __future__ import annotations

import pytest

from releve.house.tests.api_visits import a_program, code_of, send, the_month, told
from releve.roster.tests.wards import Ward, a_ward, an_account

pytestmark = pytest.mark.django_db

FRIDAY = "2026-03-13"


def of(ward: Ward, rest: str) -> str:
    """Return an address under the ward's draft."""
    return f"{the_month(ward)}/versions/{ward.draft.number}/{rest}"


def test_a_change_is_judged_with_cover_counters_and_alternatives_and_nothing_is_saved() -> None:
    ward = a_ward()
    client = a_program(an_account(ward, "ward_manager"))
    answer = client.get(of(ward, "judgement/ana/2026-03-09?shifts=J"))
    document = told(answer)
    assert document["is_allowed"] is False
    assert "décret 2002-9, art. 6" in {one["article"] for one in document["appears"]}
    assert len(document["alternatives"]) <= 3
    assert told(client.get(of(ward, "edits")))["items"] == []


def test_an_edit_names_the_state_it_has_seen() -> None:
    ward = a_ward()
    client = a_program(an_account(ward, "ward_manager"))
    body = {"person": "bea", "day": FRIDAY, "shifts": ["J"], "reason": "cover"}
    tag = client.get(of(ward, "edits")).headers["ETag"]
    assert code_of(send(client, "POST", of(ward, "edits"), body)) == (428, "condition_missing")
    made = send(client, "POST", of(ward, "edits"), body, if_match=tag)
    assert (told(made, 201)["number"], told(made, 201)["after"]) == (1, ["J"])
    stale = send(client, "POST", of(ward, "edits"), body, if_match=tag)
    assert code_of(stale) == (412, "changed_meanwhile")
    undone = send(client, "POST", of(ward, "edits/undo"), {}, if_match=made.headers["ETag"])
    redone = send(client, "POST", of(ward, "edits/redo"), {}, if_match=undone.headers["ETag"])
    assert (told(undone, 201)["kind"], told(redone, 201)["kind"]) == ("undo", "redo")
    again = send(client, "POST", of(ward, "edits/redo"), {}, if_match=redone.headers["ETag"])
    assert code_of(again) == (409, "conflict")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"person": "ana", "day": "2026-03-09", "shifts": ["J"]}, (409, "conflict")),
        ({"person": "bea", "day": "2026-03-10", "shifts": ["J"]}, (422, "invalid")),
        ({"person": "zoe", "day": FRIDAY, "shifts": ["J"]}, (422, "invalid")),
        ({"person": "bea", "day": "2030-01-01", "shifts": ["J"]}, (422, "invalid")),
        ({"person": "bea", "day": FRIDAY, "shifts": ["?"]}, (422, "invalid")),
        ({"person": "bea", "day": FRIDAY, "shifts": []}, (422, "invalid")),
    ],
)
def test_what_cannot_be_is_refused_with_a_code(
    body: dict[str, object], expected: tuple[int, str]
) -> None:
    ward = a_ward()
    client = a_program(an_account(ward, "ward_manager"))
    tag = client.get(of(ward, "edits")).headers["ETag"]
    assert code_of(send(client, "POST", of(ward, "edits"), body, if_match=tag)) == expected


def test_only_a_draft_is_edited() -> None:
    ward = a_ward()
    client = a_program(an_account(ward, "ward_manager"))
    address = f"{the_month(ward)}/versions/{ward.published.number}/edits"
    tag = client.get(address).headers["ETag"]
    body = {"person": "bea", "day": FRIDAY, "shifts": ["J"], "reason": "cover"}
    assert code_of(send(client, "POST", address, body, if_match=tag)) == (409, "conflict")
