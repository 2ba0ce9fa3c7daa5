"""Every verb of the room with words that cannot be: one sentence, exit code 2, nothing changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from releve.kit.console import BAD_INPUT
from releve.kit.verbs import run_verb
from releve.stewardship.actions.stopping import CLOSING
from releve.stewardship.cli import stewardship
from releve.stewardship.tests.planned import a_planned_tool
from releve.stewardship.tests.test_gate import an_account
from releve.trail.models import Entry

pytestmark = pytest.mark.django_db

Capture = pytest.CaptureFixture[str]

TOOL, NO_TOOL = ("--tool", "roster-engine"), ("--tool", "nothing")
HERE, NOWHERE = ("--unit", "URG"), ("--unit", "NOWHERE")
AWAY = ("--hospital", "CH-MARS")
WHY = ("--reason", "Vu")
LIST = tuple(word for item in CLOSING for word in (f"--{item.replace('_', '-')}", "Fait"))

UNKNOWN_TOOL = "there is no tool 'nothing' in the register"
UNKNOWN_UNIT = "'NOWHERE'"
UNKNOWN_HOSPITAL = "there is no hospital 'CH-MARS'"

WRONG: dict[tuple[str, ...], str] = {
    ("register-own", *AWAY): UNKNOWN_HOSPITAL,
    ("check", *NO_TOOL): UNKNOWN_TOOL,
    ("check", *AWAY): UNKNOWN_HOSPITAL,
    ("check", "--json", "FOLDER"): "this is a folder",
    ("check", "--json", "MISSING/r.json"): "its folder does not exist",
    ("export", "--schema", "nl", "--out", "MISSING/r.csv"): "its folder does not exist",
    ("export", "--schema", "public", "--out", "FOLDER.csv"): "this is a folder",
    ("export", "--schema", "public", "--out", "r.txt"): "only .csv and .json files",
    ("export", "--schema", "public", "--out", "r.csv", *NOWHERE): UNKNOWN_UNIT,
    ("export", "--schema", "nl", "--out", "r.csv", *AWAY): UNKNOWN_HOSPITAL,
    ("export", "--schema", "dcat", "--out", "r.csv"): "'dcat' is not one of",
    ("audit-file", "--out", "MISSING/a.zip"): "its folder does not exist",
    ("audit-file", "--out", "FOLDER.zip"): "this is a folder",
    ("audit-file", "--out", "a.tar"): "an audit file is a .zip",
    ("audit-file", "--out", "a.zip", *NO_TOOL): UNKNOWN_TOOL,
    ("audit-file", "--out", "a.zip", *AWAY): UNKNOWN_HOSPITAL,
    ("next", *NO_TOOL): UNKNOWN_TOOL,
    ("next", *TOOL, *AWAY): UNKNOWN_HOSPITAL,
    ("next", *TOOL, "--json", "FOLDER"): "this is a folder",
    ("gate", *NO_TOOL, *HERE): UNKNOWN_TOOL,
    ("gate", *TOOL, *NOWHERE): UNKNOWN_UNIT,
    ("gate", *TOOL, *HERE, "--json", "MISSING/g.json"): "its folder does not exist",
    ("stop", *NO_TOOL, *HERE): UNKNOWN_TOOL,
    ("stop", *TOOL, *NOWHERE): UNKNOWN_UNIT,
    ("stop", *TOOL, "--everywhere", *AWAY): UNKNOWN_HOSPITAL,
    ("examine", *NO_TOOL): UNKNOWN_TOOL,
    ("examine", *TOOL, *AWAY): UNKNOWN_HOSPITAL,
    ("examine", *TOOL, "--json", "FOLDER"): "this is a folder",
    ("open", *NO_TOOL, *HERE, "--step", "pilot"): UNKNOWN_TOOL,
    ("open", *TOOL, *NOWHERE, "--step", "pilot"): UNKNOWN_UNIT,
    ("open", *TOOL, *HERE, "--step", "pilot", "--json", "FOLDER"): "this is a folder",
    ("resume", *NO_TOOL, *HERE, *WHY): UNKNOWN_TOOL,
    ("resume", *TOOL, *NOWHERE, *WHY): UNKNOWN_UNIT,
    ("resume", *TOOL, "--everywhere", *AWAY, *WHY): UNKNOWN_HOSPITAL,
    ("retire", *NO_TOOL, *LIST, *WHY): UNKNOWN_TOOL,
    ("retire", *TOOL, *LIST, *WHY, *AWAY): UNKNOWN_HOSPITAL,
    ("retire", *TOOL, *LIST, *WHY, "--json", "MISSING/r.json"): "its folder does not exist",
    ("connect", "MISSING.yaml"): "there is no such file",
    ("connect", "FOLDER"): "this is a folder",
    ("connect", "tool.yaml", *AWAY): UNKNOWN_HOSPITAL,
    ("connect", "tool.yaml", "--json", "FOLDER"): "this is a folder",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Path:
    """A folder to work in, with some that have the names of files; sentences are English."""
    settings.TRAIL_SPOOL_FOLDER = tmp_path / "spool"  # so that a reading that is noted is seen
    monkeypatch.setenv("RELEVE_LANG", "en")
    monkeypatch.chdir(tmp_path)
    for name in ("FOLDER", "FOLDER.csv", "FOLDER.zip"):
        (tmp_path / name).mkdir()
    return tmp_path


def seen(folder: Path) -> tuple[int, list[str]]:
    """Return what a verb could have left behind: entries of the trail, and files."""
    return Entry.objects.count(), sorted(one.name for one in folder.rglob("*"))


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
def test_words_that_cannot_be_are_told_in_one_sentence(
    words: tuple[str, ...], folder: Path, capsys: Capture
) -> None:
    tool = a_planned_tool()
    before = seen(folder)
    assert run_verb(stewardship, list(words), name="releve stewardship") == BAD_INPUT
    said = capsys.readouterr()
    assert WRONG[words] in said.err
    assert said.out == ""
    assert len([line for line in said.err.splitlines() if not is_of_usage(line)]) == 1
    assert seen(folder) == before
    row_version = tool.row_version
    tool.refresh_from_db()
    assert tool.row_version == row_version


def is_of_usage(line: str) -> bool:
    """Whether a line is what the library for options says around its own sentence."""
    return not line or line.startswith(("Usage: ", "Try '"))


@pytest.mark.parametrize("verb", sorted(stewardship.commands))
def test_an_account_that_is_none_is_told_by_every_verb(
    verb: str, folder: Path, capsys: Capture
) -> None:
    a_planned_tool()
    words = next(words for words in WRONG if words[0] == verb)
    assert folder.is_dir()
    code = run_verb(stewardship, [*words, "--as", "personne"], name="releve stewardship")
    assert code == BAD_INPUT
    assert "personne" in capsys.readouterr().err


def test_an_account_without_a_function_is_told_nothing_of_the_register(
    folder: Path, capsys: Capture
) -> None:
    tool = a_planned_tool()
    an_account(tool.hospital, "soignante", "caregiver", tool.hospital)
    assert folder.is_dir()
    for key in ("roster-engine", "nothing"):
        words = ["next", "--tool", key, "--as", "soignante"]
        assert run_verb(stewardship, words, name="releve stewardship") == BAD_INPUT
        assert "it needs stewardship.see" in capsys.readouterr().err
