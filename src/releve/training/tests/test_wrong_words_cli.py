"""Every verb of the room with words or files that cannot be: one sentence, code 2, no change."""

from __future__ import annotations

from pathlib import Path

import pytest

from releve.kit.console import BAD_INPUT
from releve.kit.verbs import run_verb
from releve.shifts.tests.builders import a_ward
from releve.trail.models import Entry
from releve.training.cli import training
from releve.training.models import Proof
from releve.training.tests.builders import require

pytestmark = pytest.mark.django_db

Capture = pytest.CaptureFixture[str]

WRONG: dict[tuple[str, ...], str] = {
    ("coverage", "--unit", "NOWHERE"): "there is no unit 'NOWHERE'",
    ("coverage", "--tool", "lettres"): "there is no tool 'lettres' (did you mean 'letters'?)",
    ("coverage", "--json", "FOLDER"): "this is a folder",
    ("coverage", "--json", "MISSING/c.json"): "its folder does not exist",
    ("modules", "--json", "FOLDER"): "this is a folder",
    ("modules", "--json", "MISSING/m.json"): "its folder does not exist",
    ("import", "MISSING.csv"): "MISSING.csv: there is no such file",
    ("import", "FOLDER"): "FOLDER: this is a folder",
    ("import", "proofs.csv", "--hospital", "CH-MARS"): "there is no hospital 'CH-MARS'",
    ("import", "proofs.csv", "--json", "FOLDER"): "this is a folder",
    ("import", "proofs.csv", "--json", "MISSING/p.json"): "its folder does not exist",
}

HEAD = b"person,module,passed_on\n"
FILES: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "empty"),
    "another head": (b"who,what\na,b\n", "line 1"),
    "too many cells": (HEAD + b"n0,limits,2026-01-31,x,y\n", "line 2"),
    "no such person": (HEAD + b"nobody,limits,2026-01-31\n", "line 2, field 'person'"),
    "no such module": (HEAD + b"n0,nothing,2026-01-31\n", "line 2, field 'module'"),
    "no such day": (HEAD + b"n0,limits,2026-02-31\n", "line 2, field 'passed_on'"),
    "a day to come": (HEAD + b"n0,limits,2199-01-31\n", "line 2, field 'passed_on'"),
    "latin-1": (HEAD + "n0,limité,2026-01-31\n".encode("latin-1"), "line 2"),
    "noise": (b"PK\x03\x04\x00\x00\x00", "proofs.csv"),
    "an open quote": (HEAD + b'n0,"limits,2026-01-31\n', "line 2"),
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with a sound file of a ward; sentences are English."""
    monkeypatch.setenv("RELEVE_LANG", "en")
    monkeypatch.chdir(tmp_path)
    ward = a_ward()
    require(ward.hospital, "letters")
    (tmp_path / "FOLDER").mkdir()
    (tmp_path / "proofs.csv").write_bytes(HEAD + b"n0,limits,2026-01-31\n")
    return tmp_path


def refused(words: tuple[str, ...], folder: Path, capsys: Capture) -> list[str]:
    """Return the complaint about words by which nothing may have changed."""
    before = (Entry.objects.count(), sorted(one.name for one in folder.rglob("*")))
    assert run_verb(training, list(words), name="releve training") == BAD_INPUT
    said = capsys.readouterr()
    assert said.out == ""
    after = (Entry.objects.count(), sorted(one.name for one in folder.rglob("*")))
    assert after == before
    return said.err.splitlines()


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
def test_words_that_cannot_be_are_told_in_one_sentence(
    words: tuple[str, ...], folder: Path, capsys: Capture
) -> None:
    [said] = refused(words, folder, capsys)
    assert WRONG[words] in said


@pytest.mark.parametrize("kind", FILES)
def test_a_file_that_cannot_be_is_told_and_nothing_of_it_is_kept(
    kind: str, folder: Path, capsys: Capture
) -> None:
    content, place = FILES[kind]
    (folder / "proofs.csv").write_bytes(content)
    said, *rest = refused(("import", "proofs.csv"), folder, capsys)
    assert rest in ([], ["1 fault; nothing was imported."])
    assert said.startswith("proofs.csv")
    assert place in said
    assert Proof.objects.count() == 0


def test_a_folder_of_modules_that_is_none_is_told(folder: Path, capsys: Capture) -> None:
    assert folder.is_dir()
    for name in ("MISSING", "proofs.csv"):
        assert run_verb(training, ["modules", "--folder", name], name="training") == BAD_INPUT
        said = capsys.readouterr()
        assert said.out == f"{name}: there is no such folder of training modules\n"
