"""What other programs send and read, and the verbs of the command line."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from releve.kit.actors import HOUSE
from releve.kit.console import BAD_INPUT, DONE
from releve.kit.verbs import run_verb
from releve.people.actions import create_token, give_function
from releve.people.models import Account
from releve.people.queries import actor_of
from releve.shifts.tests.builders import MONDAY, Ward, a_ward, planned, shown
from releve.training.cli import training
from releve.training.models import Proof
from releve.training.tests.builders import ready_for, require

pytestmark = pytest.mark.django_db

Capture = pytest.CaptureFixture[str]
PASSED = "http://adlnet.gov/expapi/verbs/passed"


@pytest.fixture
def ward(monkeypatch: pytest.MonkeyPatch) -> Ward:
    monkeypatch.setenv("RELEVE_LANG", "en")
    return a_ward()


def run(words: list[str]) -> int:
    """Run a verb of the room and return its exit code."""
    return run_verb(training, words, name="training")


def account(ward: Ward, function: str) -> Account:
    found = Account.objects.create_user(function, name=function, hospital=ward.hospital)
    give_function(
        found, actor=HOUSE, function=function, level=ward.hospital, from_on=date(2020, 1, 1)
    )
    return found


def program(ward: Ward, function: str, *scopes: str) -> Client:
    """Return a program with a token of somebody who has a function."""
    owner = account(ward, function)
    _token, text = create_token(
        owner, actor=actor_of(owner), name="LMS", scopes=list(scopes), days=1
    )
    return Client(headers={"authorization": f"Bearer {text}", "accept-language": "en"})


def statement(number: int = 1, **changes: Any) -> dict[str, Any]:
    return {
        "id": f"6f0f0c1e-5f0b-4d1c-9f43-0d8d7f7f2a{number:02}",
        "actor": {"objectType": "Agent", "account": {"homePage": "https://x", "name": "P0"}},
        "verb": {"id": PASSED, "display": {"en": "passed"}},
        "object": {"id": "https://lms.example/modules/checking", "objectType": "Activity"},
        "result": {"success": True, "score": {"scaled": 0.9, "raw": 18}},
        "timestamp": "2026-05-04T10:00:00Z",
        **changes,
    }


def sent(client: Client, ward: Ward, *statements: dict[str, Any]) -> tuple[int, Any]:
    answer = client.post(
        f"/api/v1/hospitals/{ward.hospital.pk}/training/statements",
        {"statements": list(statements)},
        content_type="application/json",
    )
    return answer.status_code, answer.json()


def test_statements_of_another_program_count_once(ward: Ward) -> None:
    client = program(ward, "hr", "training.manage")
    assert sent(client, ward, statement(1), statement(2)) == (200, {"added": 2, "known": 0})
    assert sent(client, ward, statement(1)) == (200, {"added": 0, "known": 1})
    proof = Proof.objects.for_hospital(ward.hospital).order_by("pk")[0]
    assert (proof.source, proof.passed_on) == ("xapi", date(2026, 5, 4))
    assert not any("score" in field.name for field in Proof._meta.get_fields())  # noqa: SLF001 - Django documents it under this name


def test_an_id_that_stands_for_something_else_is_a_conflict(ward: Ward) -> None:
    client = program(ward, "hr", "training.manage")
    sent(client, ward, statement(1))
    other = {"account": {"name": "P1"}}
    status, told = sent(client, ward, statement(1, actor=other))
    assert (status, told["code"]) == (409, "conflict")


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"actor": {"account": {"name": "nobody"}}}, "statements[0].actor.account.name"),
        ({"verb": {"id": "http://x/failed"}}, "statements[0].verb.id"),
        ({"object": {"id": "https://lms.example/unknown"}}, "statements[0].object.id"),
        ({"result": {"score": {"scaled": 0.2}}}, "statements[0].result.score.scaled"),
        ({"result": {"score": {"scaled": 2}}}, "statements[0].result.score.scaled"),
        ({"timestamp": "yesterday"}, "statements[0].timestamp"),
        ({"id": "one"}, "statements[0].id"),
        ({"actor": {"mbox": "mailto:a@example.org"}}, "statements[0].actor.account"),
    ],
)
def test_a_faulty_statement_is_told_with_its_place_and_nothing_is_kept(
    ward: Ward, changes: dict[str, Any], where: str
) -> None:
    status, told = sent(program(ward, "hr", "training.manage"), ward, statement(**changes))
    assert (status, told["code"]) == (422, "invalid")
    assert [one["where"] for one in told["errors"]] == [where]
    assert not Proof.objects.for_hospital(ward.hospital).exists()


def test_a_token_without_the_permission_brings_nothing_in(ward: Ward) -> None:
    assert sent(program(ward, "hr", "roster.see"), ward, statement())[0] == 403
    assert not Proof.objects.for_hospital(ward.hospital).exists()


def test_the_coverage_of_a_unit_is_told_by_groups_to_a_token_without_readiness(
    ward: Ward,
) -> None:
    require(ward.hospital, "roster-engine", "limits")
    address = f"/api/v1/units/{ward.unit.pk}/training/coverage"
    client = program(ward, "staff_representative", "stewardship.see", "roster.see")
    (told,) = client.get(address).json()["items"]
    assert (told["is_merged"], told["whole"], told["cells"]) == (True, None, [])


def test_coverage_is_printed_and_written_as_json(ward: Ward, capsys: Capture) -> None:
    require(ward.hospital, "roster-engine", "limits")
    ready_for(ward.people[0], "roster-engine")
    account(ward, "ward_manager")
    words = ["coverage", "--unit", "URG", "--as", "ward_manager"]
    assert run(words) == DONE
    assert "Urgences, roster-engine (version 1):" in capsys.readouterr().out
    assert run([*words, "--json", "-"]) == DONE
    (told,) = json.loads(capsys.readouterr().out)
    assert (told["unit"], told["whole"]["people"]) == ("URG", 0)


@pytest.mark.parametrize(("language", "name"), [("fr", "Infirmier"), ("en", "Nurse")])
def test_coverage_names_professions_as_people_do(
    ward: Ward, capsys: Capture, monkeypatch: pytest.MonkeyPatch, language: str, name: str
) -> None:
    monkeypatch.setenv("RELEVE_LANG", language)
    require(ward.hospital, "roster-engine", "limits")
    tomorrow = (timezone.localdate() - MONDAY).days + 1
    shown(ward, planned(ward.people[0], tomorrow), to_on=MONDAY + timedelta(days=tomorrow))
    assert run(["coverage", "--unit", "URG"]) == DONE
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert [line[-3:] for line in lines if line[0] == name] == [["1", "0", "0"]]


def test_an_unknown_unit_is_one_sentence(ward: Ward, capsys: Capture) -> None:
    account(ward, "ward_manager")
    assert run(["coverage", "--unit", "URGG", "--as", "ward_manager"]) == BAD_INPUT
    assert "there is no unit 'URGG'" in capsys.readouterr().err


def test_proofs_are_imported_from_the_terminal_and_a_fault_names_its_file(
    ward: Ward, tmp_path: Path, capsys: Capture
) -> None:
    account(ward, "hr")
    file = tmp_path / "proofs.csv"
    file.write_text("person,module,passed_on\nP0,checking,2026-05-04\n", "utf-8")
    assert run(["import", str(file), "--as", "hr"]) == DONE
    assert "1 added, 0 known already." in capsys.readouterr().out
    file.write_text("person,module,passed_on\nP0,cheking,2026-05-04\n", "utf-8")
    assert run(["import", str(file), "--as", "hr"]) == BAD_INPUT
    assert f"{file}, line 2, field 'module': 'cheking' is not known" in capsys.readouterr().err


@pytest.mark.usefixtures("ward")
def test_modules_are_listed_and_a_faulty_folder_ends_with_two(
    tmp_path: Path, capsys: Capture
) -> None:
    assert run(["modules"]) == DONE
    assert "checking 1.0: Checking, 40 min" in capsys.readouterr().out
    (tmp_path / "blood-gas").mkdir()
    assert run(["modules", "--folder", str(tmp_path), "--json", "-"]) == BAD_INPUT
    told = json.loads(capsys.readouterr().out)
    assert (told["modules"], len(told["faults"])) == ([], 7)
