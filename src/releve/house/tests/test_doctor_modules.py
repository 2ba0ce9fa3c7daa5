"""The doctor looks at training modules: each fault of a file, and what is asked for and gone."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django import Settings

from releve.house.cli import house
from releve.house.contributions import CHECKS
from releve.house.doctor.modules import training_modules
from releve.kit.console import FINDINGS
from releve.kit.findings import Finding
from releve.kit.verbs import run_verb
from releve.people.tests.builders import a_hospital
from releve.training.catalogue import SHIPPED, _read
from releve.training.tests.builders import require

pytestmark = pytest.mark.django_db

MENDED = "mend the file, look with: releve training modules, then start the pages again"


@pytest.fixture
def own(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A hospital's own folder with one module, a copy of one that ships; sentences are English."""
    monkeypatch.setenv("RELEVE_LANG", "en")
    folder = tmp_path / "modules"
    shutil.copytree(SHIPPED / "limits", folder / "ours")
    settings.MODULES_FOLDER = folder
    return folder


def found() -> list[Finding]:
    return list(training_modules())


def rewritten(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def test_modules_without_a_fault_are_counted(own: Path) -> None:
    assert own.is_dir()
    assert [(one.code, one.what) for one in found()] == [
        ("modules", "6 training modules can be followed")
    ]


def line_of(file: Path, word: str) -> int:
    """Return the first line of a file that holds a word."""
    lines = file.read_text("utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if word in line)


def test_each_fault_of_a_file_is_a_finding_with_its_file_line_and_field(own: Path) -> None:
    case, head = own / "ours" / "case.en.yaml", own / "ours" / "module.yaml"
    rewritten(case, 'words: "72 hours"', 'words: "73 hours"')
    rewritten(head, 'version: "1.0"', 'version: "first"')
    findings = found()
    assert {one.code for one in findings} == {"module_broken"}
    offered = "a training module is offered to nobody: "
    version = "field 'version': a module's version is written like 2.1"
    words = "field 'p2': the wrong words do not stand in the passage"
    assert [one.what.removeprefix(offered) for one in findings] == [
        f"{head}, line {line_of(head, 'version:')}, {version}",
        f"{case}, line {line_of(case, 'id: p2')}, {words}",
    ]
    assert {one.to_do for one in findings} == {MENDED}


def no_folder(own: Path) -> None:
    shutil.rmtree(own)


def no_yaml(own: Path) -> None:
    (own / "ours" / "quiz.fr.yaml").write_text("questions: [\n", "utf-8")


def no_file(own: Path) -> None:
    (own / "ours" / "lesson.en.md").unlink()


def a_folder(own: Path) -> None:
    no_file(own)
    (own / "ours" / "lesson.en.md").mkdir()


def latin(own: Path) -> None:
    (own / "ours" / "lesson.fr.md").write_bytes("é".encode("latin-1") * 300)


def a_wrong_name(own: Path) -> None:
    (own / "ours").rename(own / "Nos modules")


def a_taken_name(own: Path) -> None:
    (own / "ours").rename(own / "limits")


def a_number(own: Path) -> None:
    rewritten(own / "ours" / "module.yaml", "minutes: 20", "minutes: many")


BROKEN: dict[str, tuple[Callable[[Path], None], str]] = {
    "no folder": (no_folder, "there is no such folder of training modules"),
    "no YAML": (no_yaml, "ours/quiz.fr.yaml, line 2: this is not YAML"),
    "no file": (no_file, "ours/lesson.en.md: there is no such file"),
    "a folder": (a_folder, "ours/lesson.en.md: this is a folder; give a file"),
    "latin-1": (latin, "ours/lesson.fr.md, line 1: the text is not in UTF-8"),
    "a wrong name": (a_wrong_name, "Nos modules: a module's folder is named with small letters"),
    "a taken name": (a_taken_name, "limits: a module of this name ships with Relève"),
    "a number": (a_number, "ours/module.yaml, line 8, field 'minutes': "),
}


@pytest.mark.parametrize("case", BROKEN)
def test_whatever_is_wrong_is_one_finding_and_the_others_stay(own: Path, case: str) -> None:
    break_it, said = BROKEN[case]
    break_it(own)
    [finding] = found()
    assert finding.code == "module_broken"
    assert said in finding.what


def test_a_module_that_ships_and_was_changed_is_to_be_installed_again(
    own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = tmp_path / "shipped"
    shutil.copytree(SHIPPED, shipped)
    (shipped / "limits" / "lesson.fr.md").unlink()
    monkeypatch.setattr("releve.training.catalogue.SHIPPED", shipped)
    monkeypatch.setattr("releve.house.doctor.modules.SHIPPED", shipped)
    _read.cache_clear()  # a process reads the files once
    assert own.is_dir()
    [finding] = found()
    assert str(shipped / "limits" / "lesson.fr.md") in finding.what
    assert "install this release again" in finding.to_do
    _read.cache_clear()


def test_a_module_that_a_tool_asks_for_and_nobody_can_follow_is_found(own: Path) -> None:
    hospital = a_hospital()
    require(hospital, "letters", module="ours")
    require(hospital, "letters", module="limits")
    assert [one.code for one in found()] == ["modules"]
    (own / "ours").rename(own / "theirs")
    _read.cache_clear()  # a process reads the files once
    [gone] = found()
    assert gone.code == "module_gone"
    assert gone.what == ("letters at CH-LUNE asks for the training module ours, which is not there")


def test_the_doctor_asks_for_it_and_leaves_with_1(
    own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert training_modules in CHECKS
    no_yaml(own)
    assert run_verb(house, ["doctor"], name="releve house") == FINDINGS
    assert "ours/quiz.fr.yaml, line 2: this is not YAML" in capsys.readouterr().out
