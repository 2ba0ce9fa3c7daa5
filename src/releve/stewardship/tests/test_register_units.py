"""The public register looked at by unit: its page, its table, its JSON, the verb that writes it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from releve.kit.console import BAD_INPUT, DONE
from releve.kit.verbs import run_verb
from releve.people.models import Level
from releve.people.tests.builders import a_hospital
from releve.stewardship.cli import stewardship
from releve.stewardship.tests.builders import a_tool, placed
from releve.stewardship.tests.people import a_browser, text

pytestmark = pytest.mark.django_db

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def hospital() -> Level:
    """A hospital with a tool in its emergency ward, and another nowhere yet."""
    made = a_hospital()
    placed(a_tool(made), Level.objects.get(code="URG"))
    a_tool(made, key="robot", name_fr="Robot de pharmacie", name_en="Robot", kind="robot")
    return made


def keys(address: str) -> list[str]:
    """Return the tools that a table of the public register names."""
    answer = a_browser().get(address)
    assert answer.status_code == 200
    rows = csv.DictReader(io.StringIO(answer.content.decode()))
    return [row["key"] for row in rows]


def test_the_page_shows_one_unit_and_every_link_keeps_it(hospital: Level) -> None:
    page = text(a_browser(), "/register/?unit=URG")
    assert '<option value="URG" selected>' in page
    assert "Robot" not in page
    kept = f"?hospital={hospital.code}&amp;unit=URG"
    for address in ("/register/letters/", "/register/tools.csv", "/register/tools.json"):
        assert f'"{address}{kept}"' in page
    assert f'<a href="/register/?hospital={hospital.code}">All units</a>' in page
    assert f'"/register/{kept}"' in text(a_browser(), "/register/letters/?unit=URG")


def test_without_a_unit_the_page_offers_all_of_them_and_shows_every_tool(hospital: Level) -> None:
    page = text(a_browser(language="fr"), f"/register/?hospital={hospital.code}&unit=")
    assert '<option value="">toutes les unités</option>' in page
    assert "Robot de pharmacie" in page
    assert f'"/register/tools.csv?hospital={hospital.code}"' in page


def test_a_unit_without_tools_is_said_to_have_none(hospital: Level) -> None:
    assert hospital.pk
    page = text(a_browser(), "/register/?unit=CARDIO")
    assert "No digital tool is used or planned in Cardiologie." in page
    assert "<table" not in page
    assert keys("/register/tools.csv?unit=CARDIO") == []


def test_the_table_and_the_json_hold_the_tools_of_the_unit_alone(hospital: Level) -> None:
    assert keys("/register/tools.csv") == ["letters", "robot"]
    assert keys("/register/tools.csv?unit=URG") == ["letters"]
    answer = a_browser().get("/register/tools.json?unit=URG")
    told = json.loads(answer.content)
    assert told["unit"] == {"code": "URG", "name": Level.objects.get(code="URG").name}
    assert [one["key"] for one in told["tools"]] == ["letters"]
    assert "urgences" in answer["Content-Disposition"]
    whole = json.loads(a_browser().get("/register/tools.json").content)
    assert (whole["unit"], len(whole["tools"])) == (None, 2)
    assert hospital.pk


def test_a_unit_that_is_none_of_the_hospital_is_not_there(hospital: Level) -> None:
    other = Level.objects.create(code="CH-X", kind="hospital", name="Ailleurs")
    Level.objects.create(code="X-1", kind="unit", name="Là-bas", parent=other, hospital=other)
    for unit in ("X-1", "NULLE-PART"):
        for address in ("/register/", "/register/tools.csv", "/register/letters/"):
            text(a_browser(), f"{address}?hospital={hospital.code}&unit={unit}", status=404)


@pytest.mark.parametrize("schema", ["nl", "public"])
def test_the_verb_writes_the_tools_of_one_unit(
    hospital: Level, schema: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setenv("RELEVE_LANG", "en")
    assert hospital.pk
    out = tmp_path / "register.json"

    def run(unit: str) -> int:
        words = ["export", "--schema", schema, "--out", str(out), "--unit", unit]
        return run_verb(stewardship, words, name="releve stewardship")

    assert run("NOWHERE") == BAD_INPUT
    assert "field '--unit': there is no unit 'NOWHERE'" in capsys.readouterr().err
    assert not out.exists()
    assert run("URG") == DONE
    assert capsys.readouterr().out == f"{out}: 1 tool.\n"
    assert "Aide aux courriers" in out.read_text("utf-8")
    assert "Robot de pharmacie" not in out.read_text("utf-8")
