"""`releve stewardship`: controls checked, the register exported, audit files written."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from releve.kit.actors import HOUSE
from releve.kit.console import BAD_INPUT, DONE, FINDINGS
from releve.kit.verbs import run_verb
from releve.people.tests.builders import a_hospital
from releve.stewardship.actions import give_evidence
from releve.stewardship.actions.evidence import Given
from releve.stewardship.audit_file import checked_contents
from releve.stewardship.cli import stewardship
from releve.stewardship.nl_register import ATTRIBUTES
from releve.stewardship.tests.builders import a_tool

pytestmark = pytest.mark.django_db

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _ready(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sentences are English."""
    monkeypatch.setenv("RELEVE_LANG", "en")


def run(*arguments: str) -> int:
    """Run a verb of the room and return its exit code."""
    return run_verb(stewardship, list(arguments), name="releve stewardship")


def test_a_check_finds_what_is_to_be_done_and_writes_it(capsys: Capture) -> None:
    a_tool(a_hospital())
    assert run("check") == FINDINGS
    said = capsys.readouterr().out
    assert "REG-03" in said
    assert "No signed intake for version 2.1." in said
    assert run("check", "--tool", "letters", "--json", "-") == FINDINGS
    (told,) = json.loads(capsys.readouterr().out)
    found = {one["control"]: one for one in told["open"]}
    assert found["REG-03"]["is_due"] is True


def test_a_check_of_a_hospital_without_tools_finds_nothing(capsys: Capture) -> None:
    a_hospital()
    assert run("check", "--json", "-") == DONE
    assert json.loads(capsys.readouterr().out) == []


def test_an_unknown_tool_is_said_in_one_sentence(capsys: Capture) -> None:
    a_hospital()
    assert run("check", "--tool", "nothing") == BAD_INPUT
    assert "there is no tool 'nothing'" in capsys.readouterr().err


@pytest.mark.parametrize("schema", ["nl", "public"])
def test_the_register_is_written_in_two_schemas(schema: str, tmp_path: Path) -> None:
    a_tool(a_hospital(), fields={"purpose": {"fr": "Rédige.", "en": "Drafts."}})
    table, document = tmp_path / "r.csv", tmp_path / "r.json"
    assert run("export", "--schema", schema, "--out", str(table)) == DONE
    assert run("export", "--schema", schema, "--out", str(document)) == DONE
    rows = list(csv.DictReader(io.StringIO(table.read_text("utf-8"))))
    told = json.loads(document.read_text("utf-8"))
    if schema == "nl":
        assert tuple(rows[0]) == ATTRIBUTES
        assert rows == told
    else:
        assert rows[0]["purpose_en"] == "Drafts."
        assert told["tools"][0]["key"] == "letters"


def test_another_kind_of_file_is_refused_and_nothing_written(tmp_path: Path) -> None:
    a_tool(a_hospital())
    for verb in (("export", "--schema", "nl"), ("audit-file",)):
        out = tmp_path / "register.odt"
        assert run(*verb, "--out", str(out)) == BAD_INPUT
        assert not out.exists()


def test_an_audit_file_is_written_whole(tmp_path: Path, capsys: Capture) -> None:
    hospital = a_hospital()
    tool = a_tool(hospital)
    note = Given(title="Note", text="L’exercice a eu lieu.")
    give_evidence(tool, "ROL-04", note, actor=HOUSE)
    out = tmp_path / "audit.zip"
    assert run("audit-file", "--out", str(out)) == DONE
    assert checked_contents(out.read_bytes()) == []
    assert "the audit file of Letters" in capsys.readouterr().out
    a_tool(hospital, key="robot")
    assert run("audit-file", "--out", str(out)) == BAD_INPUT
