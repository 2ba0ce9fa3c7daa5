"""The walls that source code keeps: short files, short functions, honest names."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from house_code import (
    FORBIDDEN_NAMES,
    HOUSE,
    ROOT,
    code_names,
    hand_written,
    key_locks,
    long_functions,
    machine_traces,
    patchwork_sentences,
    person_scores,
    shown,
    too_long,
    tracked_files,
    words_of_page,
)

TEXTS = (".py", ".md", ".toml", ".yaml", ".json", ".csv", ".html", ".css", ".po", ".cfg", ".lock")


def test_no_hand_written_file_is_longer_than_a_page_of_the_house() -> None:
    files = hand_written(".py", ".html", ".css", ".js")
    assert files, "the scan must see files"
    assert [shown(path) for path in files if too_long(path.read_text("utf-8"))] == []


def test_a_file_of_401_lines_is_found() -> None:
    assert [too_long("x\n" * 400), too_long("x\n" * 401)] == [False, True]


def test_no_function_is_longer_than_sixty_lines() -> None:
    found = [
        f"{shown(path)} {name}"
        for path in hand_written(".py")
        for name in long_functions(path.read_text("utf-8"))
    ]
    assert found == []


def test_a_function_of_61_lines_is_found() -> None:
    body = "    x = 1\n" * 60
    assert long_functions(f"def roster():\n{body}") == ["roster:1 (61 lines)"]
    assert long_functions("def roster():\n" + "    x = 1\n" * 59) == []


def test_no_folder_or_file_is_named_for_nothing() -> None:
    names = {part for path in tracked_files() for part in _names(path)}
    assert names & FORBIDDEN_NAMES == set()


def test_a_folder_named_for_nothing_is_found() -> None:
    assert set(_names(ROOT / "src" / "utils" / "dates.py")) & FORBIDDEN_NAMES == {"utils"}


def _names(path: Path) -> tuple[str, ...]:
    return path.relative_to(ROOT).with_suffix("").parts


def test_no_sentence_is_put_together_before_it_is_translated() -> None:
    found = [
        f"{shown(path)}:{line}"
        for path in hand_written(".py")
        if path.is_relative_to(HOUSE)
        for line in patchwork_sentences(path.read_text("utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    "call",
    [
        '_(f"{n} nights")',
        '_("%s nights" % n)',
        '_("{} nights".format(n))',
        'gettext_lazy("night " + name)',
        'words.ngettext("a night", f"{n} nights", n)',
    ],
)
def test_a_sentence_put_together_too_early_is_found(call: str) -> None:
    assert patchwork_sentences(call) == [1]


def test_a_sentence_translated_whole_is_left_alone() -> None:
    assert patchwork_sentences('_("{n} nights").format(n=n)') == []


def test_nothing_ties_a_person_to_a_score_of_burnout_fatigue_or_absence() -> None:
    found = [
        f"{shown(path)}: {name}"
        for path in tracked_files()
        if path.is_relative_to(HOUSE)
        for name in person_scores(_names_in(path))
    ]
    assert found == []


def _names_in(path: Path) -> set[str]:
    if path.suffix == ".py":
        return code_names(path.read_text("utf-8"))
    if path.suffix in (".html", ".yaml", ".json", ".csv"):
        return words_of_page(path.read_text("utf-8"))
    return set()


@pytest.mark.parametrize(
    "source",
    [
        "class Person:\n    burnout_score: float",
        "class Person:\n    absence_risk = models.FloatField()",
        'columns = ["person", "fatigue_level"]',
        "def predicted_sick_leave(person): ...",
        "class FatigueRisk: ...",
        "row.risk_of_burnout = 1",
    ],
)
def test_a_score_of_a_person_is_found(source: str) -> None:
    assert len(person_scores(code_names(source))) == 1


def test_a_score_of_a_person_in_a_page_is_found() -> None:
    assert person_scores(words_of_page("<td>{{ person.burnout_risk }}</td>")) == ["burnout_risk"]


def test_ordinary_names_are_no_scores() -> None:
    names = {"Score", "unit_level", "absence", "levels", "risk", "absences_from", "rank"}
    assert person_scores(names) == []


def test_no_file_carries_a_path_of_a_machine_or_an_address_of_a_registry() -> None:
    found = [
        f"{shown(path)}: {trace}"
        for path in tracked_files()
        if path.suffix in TEXTS or path.parent.name in ("scripts", ".ci")
        for trace in machine_traces(path.read_text("utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    "trace", ["files.python" + "hosted.org", "/ro" + "ot/x", "/ho" + "me/ana/"]
)
def test_a_path_of_a_machine_or_an_address_of_a_registry_is_found(trace: str) -> None:
    assert len(machine_traces(f"see {trace}")) == 1


def test_every_source_file_says_why_it_exists() -> None:
    silent = [
        shown(path)
        for path in hand_written(".py")
        if path.read_text("utf-8").strip()
        and not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    ]
    assert silent == []


NOBODY_REFERS = {
    "src/releve/house/second_factor.py": "a second factor: no row of ours names it",
    "src/releve/house/tries.py": "tries of a code: no row names them",
    "src/releve/jobs/actions.py": "a job: no row names it",
    "src/releve/jobs/claims.py": "a job: no row names it",
    "src/releve/people/actions/accounts.py": "grants, some of which are deleted then",
    "src/releve/trail/queries/reading.py": "a request to read: no row names it",
}
"""Where rows are held with their keys, and why nobody waits for that."""


def test_rows_that_others_refer_to_are_held_without_their_keys() -> None:
    found = {
        shown(path)
        for path in hand_written(".py")
        if path.is_relative_to(HOUSE) and key_locks(path.read_text("utf-8"))
    }
    assert found == set(NOBODY_REFERS)


def test_a_row_held_with_its_key_is_found() -> None:
    assert key_locks("found.select_for_update().get()") == [1]
    assert key_locks('found.select_for_update(of=("self",), no_key=True).get()') == []
