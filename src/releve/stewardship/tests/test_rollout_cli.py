"""The gate asked on the command line: open or closed, what to see to, and which unit was meant."""

from __future__ import annotations

import pytest

from releve.kit.console import BAD_INPUT, DONE, FINDINGS
from releve.kit.verbs import run_verb
from releve.people.models import Person
from releve.stewardship.cli import stewardship
from releve.stewardship.tests.opened import ROSTER_ENGINE
from releve.stewardship.tests.test_gate import Opened, an_account, no_proof, opened

pytestmark = pytest.mark.django_db

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELEVE_LANG", "en")


def gate(here: Opened, unit: str) -> int:
    """Ask the gate as the manager and return the exit code."""
    words = ["gate", "--tool", ROSTER_ENGINE, "--unit", unit, "--as", here.manager.username]
    return run_verb(stewardship, words, name="stewardship")


def test_an_open_gate_says_so_alone(capsys: Capture) -> None:
    assert gate(opened(), "URG") == DONE
    assert capsys.readouterr().out == "Open.\n"


def test_a_closed_gate_says_what_is_missing_and_who_gives_it(capsys: Capture) -> None:
    here = opened()
    no_proof(here)
    assert gate(here, "URG") == FINDINGS
    said = capsys.readouterr().out
    closes, _below, warns = said.partition("To see to; it does not close the tool:")
    assert closes.startswith("Closed:\n  You have not passed the module")
    assert "Too few are trained" not in closes
    assert "Too few are trained" in warns


def test_what_closes_nothing_stands_apart_below_an_open_gate(capsys: Capture) -> None:
    here = opened()
    for person in Person.objects.for_hospital(here.hospital).exclude(pk=here.person.pk):
        an_account(here.hospital, f"p{person.code}".lower(), "ward_manager", here.unit, person)
    assert gate(here, "URG") == DONE
    said = capsys.readouterr().out
    assert said.startswith("Open.\nTo see to; it does not close the tool:\n  Too few are trained")


def test_a_unit_that_is_none_is_refused_with_the_one_that_may_be_meant(capsys: Capture) -> None:
    assert gate(opened(), "ORM-URG") == BAD_INPUT
    said = capsys.readouterr().err
    assert "no unit 'ORM-URG' is open to you (did you mean 'URG'?)" in said
