"""The modules that ship: whole in both languages, and every planted error really in the text."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
import yaml

from releve.kit.words import use_language
from releve.training.catalogue import SHIPPED
from releve.training.engine.module import LANGUAGES, Module
from releve.training.engine.reading import read_module, read_shelf
from releve.training.engine.scoring import score_case

SHELF = read_shelf(SHIPPED)
KEYS = ("checking", "limits", "measuring", "roster-engine", "telling")


def changed(folder: Path, file: str, old: str, new: str) -> list[str]:
    """Return what is wrong with a module of which some words were changed."""
    place = folder / "limits"
    shutil.copytree(SHIPPED / "limits", place)
    path = place / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    with use_language("en"):
        module, faults = read_module(place)
    assert (module is None) == bool(faults)
    return [str(fault).removeprefix(f"{folder}/") for fault in faults]


def test_the_five_modules_ship_without_a_fault() -> None:
    assert (tuple(sorted(SHELF.modules)), SHELF.faults) == (KEYS, ())


@pytest.mark.parametrize("module", SHELF.modules.values(), ids=lambda one: one.key)
def test_a_lesson_has_headings_and_the_length_of_a_lesson_in_both_languages(module: Module) -> None:
    for language in LANGUAGES:
        text = module.lessons[language]
        assert 550 <= len(text.split()) <= 1000
        assert len(re.findall(r"^## ", text, re.MULTILINE)) >= 6
        assert not re.search(r"^# |<[a-z/]", text, re.MULTILINE)


@pytest.mark.parametrize("module", SHELF.modules.values(), ids=lambda one: one.key)
def test_a_bank_holds_enough_questions_for_another_draw(module: Module) -> None:
    assert len(module.quizzes["fr"].questions) >= module.head.drawn + 3


@pytest.mark.parametrize("module", SHELF.modules.values(), ids=lambda one: one.key)
def test_every_planted_error_is_in_the_text_and_explained_in_both_languages(module: Module) -> None:
    for language in LANGUAGES:
        for passage in module.cases[language].passages:
            if passage.error is not None:
                assert passage.error.words in passage.text
                assert len(passage.error.why.split()) >= 4
    assert module.cases["fr"].planted == module.cases["en"].planted
    assert len(module.cases["fr"].critical) >= 2


@pytest.mark.parametrize("module", SHELF.modules.values(), ids=lambda one: one.key)
def test_nothing_is_said_in_one_language_alone(module: Module) -> None:
    one, other = module.cases["fr"], module.cases["en"]
    assert [len(table.rows) for table in one.tables] == [len(table.rows) for table in other.tables]
    assert len(one.situation) == len(other.situation)
    for fr, en in zip(one.passages, other.passages, strict=True):
        assert fr.text != en.text
    for asked, said in zip(
        module.quizzes["fr"].questions, module.quizzes["en"].questions, strict=True
    ):
        assert asked.ask != said.ask


@pytest.mark.parametrize("module", SHELF.modules.values(), ids=lambda one: one.key)
def test_french_is_written_with_the_signs_of_print(module: Module) -> None:
    loose = re.compile(r" [:;?!»](?:\s|$)|« |\w'\w")
    case, quiz = module.cases["fr"], module.quizzes["fr"]
    texts = [
        module.lessons["fr"],
        *module.head.title.values(),
        *(one.text for one in case.passages),
        *(one.error.why for one in case.passages if one.error),
        *(f"{one.ask}\n{one.why}" for one in quiz.questions),
        *(choice.text for one in quiz.questions for choice in one.choices),
    ]
    assert [text for text in texts if loose.search(text)] == []


def test_marking_everything_passes_no_case() -> None:
    for module in SHELF.modules.values():
        case = module.cases["fr"]
        assert not score_case(case, [one.id for one in case.passages]).is_passed
        assert score_case(case, case.planted).is_passed


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (
            "case.en.yaml",
            'words: "72 hours"',
            'words: "73 hours"',
            "limits/case.en.yaml, line 22, field 'p2': the wrong words do not stand in the passage",
        ),
        (
            "quiz.fr.yaml",
            '        right: true\n      - id: b\n        text: "Le fournisseur',
            '      - id: b\n        text: "Le fournisseur',
            (
                "limits/quiz.fr.yaml, line 2, field 'decides': no choice is right; mark one with "
                "right: true"
            ),
        ),
        (
            "module.yaml",
            "drawn: 6",
            "drawn: 40",
            (
                "limits/quiz.fr.yaml, line 1, field 'questions': 11 questions are too few to draw "
                "40 and have others left"
            ),
        ),
        (
            "module.yaml",
            'version: "1.0"',
            'version: "first"',
            "limits/module.yaml, line 7, field 'version': a module's version is written like 2.1",
        ),
        (
            "module.yaml",
            "minutes: 20",
            "minutes: [",
            (
                "limits/module.yaml, line 10: this is not YAML; check the indents, the quotes and "
                "the colons"
            ),
        ),
        (
            "module.yaml",
            "minutes: 20",
            "minuts: 20",
            "limits/module.yaml, field 'minutes': the field is missing; add it",
        ),
    ],
)
def test_each_fault_of_a_hospital_s_own_module_is_one_sentence(
    tmp_path: Path, file: str, old: str, new: str, said: str
) -> None:
    assert said in changed(tmp_path, file, old, new)


def test_both_languages_must_hold_the_same_questions_and_errors(tmp_path: Path) -> None:
    assert changed(tmp_path, "case.en.yaml", "critical: true", "critical: false") == [
        "limits/case.en.yaml, line 19, field 'passages': no error is critical; plant one at least",
        (
            "limits/case.en.yaml, line 19, field 'passages': the French and the English case "
            "differ in their passages or planted errors"
        ),
    ]


def test_a_missing_file_is_named_and_the_other_modules_stay(tmp_path: Path) -> None:
    for key in ("limits", "telling"):
        shutil.copytree(SHIPPED / key, tmp_path / key)
    (tmp_path / "limits" / "lesson.en.md").unlink()
    with use_language("en"):
        found = read_shelf(tmp_path)
    assert tuple(found.modules) == ("telling",)
    assert [str(fault) for fault in found.faults] == [
        f"{tmp_path}/limits/lesson.en.md: there is no such file"
    ]


def test_a_file_that_is_a_list_is_no_module(tmp_path: Path) -> None:
    shutil.copytree(SHIPPED / "limits", tmp_path / "limits")
    (tmp_path / "limits" / "module.yaml").write_text(yaml.safe_dump(["a"]), "utf-8")
    with use_language("en"):
        _module, faults = read_module(tmp_path / "limits")
    assert [fault.what for fault in faults] == ["the file names fields, each with a value"]
