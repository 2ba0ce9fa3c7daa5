"""What programs send: read strictly, refused whole, and judged without being kept."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from django.test import Client

from releve.house.api import document, document_text
from releve.house.tests.api_visits import a_program, code_of, over_the_hospital, send, told
from releve.people.actions.guarded import IMPORTS
from releve.people.api.faults import MEDIA_TYPE, STATUS
from releve.people.api.shapes import Kind, SentKind
from releve.people.models import Person
from releve.people.vocabulary import COLUMNS
from releve.roster.tests.wards import Ward, a_ward, an_account

pytestmark = pytest.mark.django_db

AUDITS = "/api/v1/audits"
SHIFT = {
    "person": "p01",
    "start": "2026-03-02T07:00",
    "end": "2026-03-02T19:00",
    "break_minutes": 20,
}


def asked(**changes: Any) -> dict[str, Any]:
    """Return four days of twelve hours and a short rest, to be judged."""
    days = ("02", "03", "05", "06")
    shifts = [
        SHIFT | {"start": f"2026-03-{day}T07:00", "end": f"2026-03-{day}T19:00"} for day in days
    ]
    return {"pack": "fph", "from": "2026-03-02", "to": "2026-03-15", "shifts": shifts} | changes


@pytest.fixture
def ward() -> Ward:
    return a_ward()


@pytest.fixture
def program(ward: Ward) -> Client:
    return a_program(an_account(ward, "caregiver"))


def test_shifts_that_are_sent_are_judged_as_those_of_a_file(program: Client) -> None:
    verdict = told(send(program, "POST", AUDITS, asked()))
    assert verdict["pack"] == "fph"
    found = {(breach["rule"], breach["person"], breach["from"]) for breach in verdict["breaches"]}
    assert ("FPH-44-WEEK", "p01", "2026-03-02") in found
    decision = {
        "rule": "FPH-12H",
        "signer": "Direction (exemple)",
        "from": "2026-01-01",
        "to": "2026-12-31",
        "unit": "URG",
    }
    lifted = told(send(program, "POST", AUDITS, asked(decisions=[decision])))
    assert lifted["assumptions"] == ["decisions_of_units_applied_to_all"]
    assert "FPH-DAY-9" in {breach["rule"] for breach in verdict["breaches"]}
    assert "FPH-DAY-9" not in {breach["rule"] for breach in lifted["breaches"]}


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"from": "2026-03-03"}, "from"),
        ({"to": "2026-03-01"}, "to"),
        ({"to": "2028-03-01"}, "to"),
        ({"from": "0001-01-01"}, "from"),
        ({"from": 1772409600}, "from"),
        ({"to": "2026-02-30"}, "to"),
        ({"pack": "law"}, "pack"),
        ({"shifts": [SHIFT, SHIFT | {"end": "2026-03-02T06:00"}]}, "shifts[1].end"),
        ({"shifts": [SHIFT, SHIFT]}, "shifts[1].start"),
        ({"shifts": [SHIFT | {"start": "2026-03-29T02:30"}]}, "shifts[0].start"),
        ({"shifts": [SHIFT | {"break_minutes": 10**30}]}, "shifts[0].break_minutes"),
        ({"shifts": [SHIFT | {"person": "  "}]}, "shifts[0].person"),
        ({"shifts": [SHIFT | {"why": "x"}]}, "shifts[0].why"),
        ({"shifts": [SHIFT] * 5001}, "shifts"),
        ({"cycle_weeks": 99}, "cycle_weeks"),
        (
            {"decisions": [{"rule": "X", "signer": "y", "from": "2026-01-01", "to": "2026-01-02"}]},
            "decisions[0].rule",
        ),
    ],
)
def test_what_is_wrong_is_named_where_it_stands(
    program: Client, changes: dict[str, Any], where: str
) -> None:
    answer = send(program, "POST", AUDITS, asked(**changes))
    assert code_of(answer) == (422, "invalid")
    assert where in {one["where"] for one in told(answer, 422)["errors"]}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("{", "unreadable"),
        ('{"pack": NaN}', "unreadable"),
        ('{"pack": "fph", "pack": "eu"}', "unreadable"),
        ("[" * 100_000, "unreadable"),
        ('{"cycle_weeks": ' + "9" * 5000 + "}", "unreadable"),
        ('{"unit": "a\\u0000b"}', "invalid"),
        ('{"unit": "\\ud800"}', "invalid"),
        ("[]", "invalid"),
        ("7", "invalid"),
        ("null", "invalid"),
    ],
)
def test_what_cannot_be_read_or_kept_is_refused(program: Client, body: str, code: str) -> None:
    assert code_of(send(program, "POST", AUDITS, body)) == (STATUS[code], code)


def test_bytes_that_are_no_text_are_refused(program: Client) -> None:
    answer = program.generic("POST", AUDITS, b"\xff\xfe{}", content_type="application/json")
    assert code_of(answer) == (400, "unreadable")


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_what_is_no_json_is_refused(program: Client, kind: str) -> None:
    answer = program.generic("POST", AUDITS, b"{}", content_type=kind)
    assert code_of(answer) == (415, "not_json")


def test_what_is_too_large_is_refused_unread(program: Client, settings: Any) -> None:
    settings.API_MAX_BYTES = 300
    assert code_of(send(program, "POST", AUDITS, asked())) == (413, "too_large")


@pytest.mark.parametrize("length", ["-1", "9" * 5000])
def test_a_length_that_is_no_number_is_refused_unread(program: Client, length: str) -> None:
    answer = program.get("/api/v1/me", CONTENT_LENGTH=length)
    assert code_of(answer) == (413, "too_large")


@pytest.mark.parametrize("address", ["/api/v1/nothing", "/api/v1/units/x", "/api/v1/units/1/"])
def test_an_address_that_does_not_exist_says_so(program: Client, address: str) -> None:
    status, code = code_of(program.get(address))
    assert (status, code) in {(404, "not_found"), (422, "invalid")}


def test_a_method_that_an_address_does_not_know_is_refused_with_those_it_knows(
    program: Client,
) -> None:
    answer = program.delete(AUDITS)
    assert code_of(answer) == (405, "method_not_allowed")
    assert answer["Allow"] == "POST"


@pytest.mark.parametrize("number", [0, -1, 2**53, 10**40])
def test_a_number_out_of_range_is_refused_before_it_reaches_the_database(
    program: Client, number: int
) -> None:
    assert code_of(program.get(f"/api/v1/units/{number}")) == (422, "invalid")


def test_nul_in_an_address_is_refused(program: Client) -> None:
    assert code_of(program.get("/api/v1/units?after=%00")) == (422, "invalid")
    assert code_of(program.get("/api/v1/hospitals/1/tables/%00")) == (422, "invalid")


def test_a_defect_of_ours_is_a_problem_too_and_is_written_down(
    program: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_anything: object, **_facts: object) -> None:
        raise RuntimeError("the engine fell over")

    monkeypatch.setattr("releve.roster.api.audits.audit_record", broken)
    answer = send(program, "POST", AUDITS, asked())
    assert code_of(answer) == (500, "our_defect")
    assert "fell over" not in answer.content.decode()
    assert "fell over" in caplog.text


@pytest.mark.parametrize(
    ("language", "title"),
    [("en", "There is nothing at this address"), ("fr", "Il n’y a rien à cette adresse")],
)
def test_a_problem_speaks_the_readers_language(ward: Ward, language: str, title: str) -> None:
    client = a_program(an_account(ward, "hr"), language=language)
    answer = client.get("/api/v1/units/999")
    assert told(answer, 404)["title"] == title
    assert answer["Content-Language"] == language


def test_lines_are_brought_in_all_or_none(ward: Ward) -> None:
    client = a_program(over_the_hospital(ward, "hr"))
    address = f"/api/v1/hospitals/{ward.unit.hospital_id}/tables/persons"
    seen = client.get(address)["ETag"]
    good = {"person": "Z9", "family_name": "Galet", "unit": "URG", "role": "nurse"}
    bad = good | {"person": "Z8", "unit": "MARS"}
    answer = send(client, "POST", address, {"lines": [good, bad]}, if_match=seen)
    assert code_of(answer) == (422, "invalid")
    assert [one["where"] for one in told(answer, 422)["errors"]] == ["lines[1].unit"]
    assert Person.objects.count() == 0
    strange = send(client, "POST", address, {"lines": [good | {"age": "7"}]}, if_match=seen)
    assert [one["where"] for one in told(strange, 422)["errors"]] == ["lines[0].age"]
    done = send(client, "POST", address, {"lines": [good]}, if_match=seen)
    assert told(done) == {"added": 1, "changed": 0, "unchanged": 0}
    again = send(client, "POST", address, {"lines": [good]}, if_match=seen)
    assert code_of(again) == (412, "changed_meanwhile")
    table = told(client.get(address))
    assert [row[0] for row in table["rows"]] == ["Z9"]
    listed = told(client.get(f"/api/v1/units/{ward.unit.pk}/persons"))
    assert [one["family_name"] for one in listed["items"]] == ["Galet"]


@pytest.mark.parametrize("function", ["ward_manager", "caregiver", "administrator"])
def test_only_who_manages_people_brings_them_in(ward: Ward, function: str) -> None:
    client = a_program(over_the_hospital(ward, function))
    address = f"/api/v1/hospitals/{ward.unit.hospital_id}/tables/persons"
    assert code_of(client.get(address)) == (403, "scope_missing")
    answer = send(client, "POST", address, {"lines": []}, if_match='"x"')
    assert code_of(answer) == (403, "scope_missing")


def test_the_document_that_is_served_is_the_one_that_is_kept() -> None:
    answer = Client().get("/api/v1/openapi.json")
    assert answer.content.decode() == document_text()
    assert answer["Content-Type"] == "application/json"


def test_every_operation_tells_every_fault_it_can_answer() -> None:
    for address, methods in document()["paths"].items():
        for operation in methods.values():
            assert {"401", "403", "404", "405", "500"} <= operation["responses"].keys(), address
            assert operation["x-needs"]
            faults = [
                told["content"]
                for status, told in operation["responses"].items()
                if int(status) >= 400
            ]
            assert {kind for content in faults for kind in content} == {MEDIA_TYPE}


def test_the_api_knows_every_table_that_travels() -> None:
    assert get_args(Kind) == tuple(COLUMNS)
    assert set(get_args(SentKind)) == set(IMPORTS)
