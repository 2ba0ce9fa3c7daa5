"""``releve ledger``: the balance of units, and the verbs that change it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from releve.kit.console import BAD_INPUT, DONE
from releve.kit.verbs import run_verb
from releve.ledger.cli import ledger
from releve.ledger.models import MinuteCell, Spending
from releve.ledger.quarters import last_day
from releve.ledger.queries.pool import left_of
from releve.ledger.tests.builders import BEFORE, SINCE, Team, a_team, measured, work
from releve.ledger.tests.builders import SUMMER as QUARTER

pytestmark = pytest.mark.django_db
Capture = pytest.CaptureFixture[str]
SETTLE = [
    *("settle", "--unit", "URG", "--quarter", "2026-Q3", "--tool", "scribe"),
    *("--activity", "documentation", "--before-from", f"{BEFORE[0]}"),
    *("--before-to", f"{BEFORE[1]}", "--since", f"{SINCE}"),
]
CHOOSE = [
    *("choose", "--unit", "URG", "--quarter", "2026-Q3", "--purpose", "breaks"),
    *("--from", "2026-11-01", "--to", "2026-11-30", "--reference", "Réunion"),
]


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELEVE_LANG", "en")


def a_measured_team() -> Team:
    """Save a team that worked and measured."""
    team = a_team()
    work(team)
    measured(team, BEFORE, 600)
    measured(team, (SINCE, last_day(QUARTER)), 500)
    return team


def ran(*words: str) -> int:
    """Run a verb and return its exit code."""
    return run_verb(ledger, list(words), name="ledger")


def test_a_quarter_is_settled_chosen_from_and_balanced(capsys: Capture, tmp_path: Path) -> None:
    team = a_measured_team()
    assert ran(*SETTLE) == DONE
    left = left_of(team.unit, QUARTER)
    assert ran("post", "--unit", "URG", "--quarter", "2026-Q3") == DONE
    assert ran(*CHOOSE, "--minutes", "60") == DONE
    out = tmp_path / "balance.json"
    assert ran("balance", "--unit", "URG", "--json", str(out)) == DONE
    (told,) = json.loads(out.read_text("utf-8"))
    assert told["left"] == left - 60
    assert [one["total"] for one in told["quarters"]] == [0]
    said = capsys.readouterr().out
    assert "Sum: always nothing" in said
    assert "can be spent" in said


def test_more_than_is_left_is_one_sentence_and_nothing_is_chosen(capsys: Capture) -> None:
    team = a_measured_team()
    assert ran(*SETTLE) == DONE
    assert ran(*CHOOSE, "--minutes", "9999999") == BAD_INPUT
    assert capsys.readouterr().err.count("\n") == 1
    assert not Spending.objects.for_hospital(team.hospital).exists()


@pytest.mark.parametrize("said", ["2026", "2026-Q5", "Q3-2026", "2026-07-01", "1999-Q1"])
def test_a_quarter_is_written_with_its_year_and_number(said: str, capsys: Capture) -> None:
    a_team()
    assert ran("post", "--unit", "URG", "--quarter", said) == BAD_INPUT
    assert "2026-Q3" in capsys.readouterr().err


def test_a_choice_is_taken_back_by_its_number(capsys: Capture) -> None:
    team = a_measured_team()
    assert ran(*SETTLE) == DONE
    assert ran(*CHOOSE, "--minutes", "60", "--json", "-") == DONE
    number = str(Spending.objects.for_hospital(team.hospital).get().pk)
    assert ran("withdraw", "--unit", "URG", "--spending", number) == DONE
    assert ran("withdraw", "--unit", "URG", "--spending", "999999999999999999999") == BAD_INPUT
    assert ran("check", "--unit", "URG", "--spending", number, "--given", "5") == BAD_INPUT
    assert "this choice was taken back" in capsys.readouterr().err


def test_a_file_of_measured_minutes_is_imported_or_each_fault_names_file_line_and_field(
    capsys: Capture, tmp_path: Path
) -> None:
    team = a_team()
    path = tmp_path / "minutes.csv"
    path.write_text(
        "unit,week,activity,minutes,people\nURG,2026-07-06,documentation,90,7\n", "utf-8"
    )
    assert ran("import", str(path)) == BAD_INPUT
    said = capsys.readouterr().err
    assert f"{path}, line 2, field 'people'" in said
    assert not MinuteCell.objects.for_hospital(team.hospital).exists()
    path.write_text(
        "unit,week,activity,minutes,people\nURG,2026-07-06,documentation,90,9\n", "utf-8"
    )
    assert ran("import", str(path)) == DONE
    assert "1 added" in capsys.readouterr().out


def test_a_unit_without_a_told_quarter_says_so(capsys: Capture) -> None:
    a_team()
    assert ran("balance", "--unit", "URG") == DONE
    assert "No quarter is told" in capsys.readouterr().out
