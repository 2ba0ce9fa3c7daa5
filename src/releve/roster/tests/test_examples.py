"""The example ward: fictional, made by its script, with enough people, and a lawful past."""

from __future__ import annotations

import importlib.util
from dataclasses import replace
from datetime import date, timedelta
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType

import pytest

from releve.roster.cli import solve as verb
from releve.roster.engine.audit import audit
from releve.roster.engine.cover import cover_cells
from releve.roster.engine.goals import due_minutes
from releve.roster.engine.problem import Assignment, Problem
from releve.roster.engine.result import Result
from releve.roster.engine.tests.builders import past_of
from releve.roster.tests.builders import EXAMPLES, ROOT, problem_of, result_of, ward, written
from releve.roster.tests.conftest import Releve


@pytest.fixture(scope="module")
def example() -> Problem:
    """The problem of the example ward."""
    return Problem.from_json((EXAMPLES / "emergency.json").read_text(encoding="utf-8"))


def script() -> ModuleType:
    """Return scripts/examples as a module."""
    loader = SourceFileLoader("examples_script", str(ROOT / "scripts" / "examples"))
    spec = importlib.util.spec_from_loader(loader.name, loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


def files(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def test_the_script_writes_the_examples_to_the_byte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = script()
    monkeypatch.setattr(module, "EXAMPLES", tmp_path)
    monkeypatch.setattr(module, "WARD", tmp_path / "emergency")
    module.main()
    assert files(tmp_path) == files(EXAMPLES)


def test_thirty_people_over_four_weeks_with_the_spring_clock_change(example: Problem) -> None:
    assert (len(example.people), len(example.days)) == (30, 28)
    assert date(2026, 3, 29) in example.days
    spans = {shift.code: shift.span_minutes for shift in example.shifts}
    assert spans == {"J": 720, "N": 720, "M": 450, "S": 450}
    assert {person.contract.pack for person in example.people} == {"fph"}
    assert [decision.rule for decision in example.decisions] == ["FPH-12H"]


@pytest.mark.parametrize("role", ["nurse", "care_assistant"])
def test_the_hours_people_owe_are_just_what_the_posts_ask(example: Problem, role: str) -> None:
    due = sum(due_minutes(example, person) for person in example.people if person.role == role)
    asked = sum(
        cell.target * (cell.ends_at - cell.starts_at) // timedelta(minutes=1)
        for cell in cover_cells(example)
        if cell.role == role
    )
    assert 1.0 <= due / asked <= 1.03


def test_the_four_weeks_before_break_no_binding_rule(example: Problem) -> None:
    past, worked = past_of(example)
    assert len(worked) > 300
    assert [breach for breach in audit(past, worked) if breach.status != "soft"] == []


def test_the_impossible_one_differs_by_one_fixed_cell(example: Problem) -> None:
    text = (EXAMPLES / "emergency-impossible.json").read_text(encoding="utf-8")
    impossible = Problem.from_json(text)
    assert replace(impossible, fixed=impossible.fixed[:-1]) == example
    cell = impossible.fixed[-1]
    before = impossible.person_by_id[cell.person].history[-1]
    assert (cell.day - before.day, before.shift, cell.shift) == (timedelta(days=1), "N", "J")


def test_the_demo_prints_reasons_and_writes_plan_and_spreadsheet(
    tmp_path: Path, releve: Releve, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = result_of(problem_of(ward()), (Assignment("cle", date(2026, 3, 12), "J"),))
    monkeypatch.setattr(verb, "solve_in_child", lambda *_, **__: answer)
    problem, folder = written(tmp_path / "ward.json", ward()), tmp_path / "new" / "demo"
    ended = releve("demo", "--problem", problem, "--out", folder)
    assert ended.code == 0
    assert sorted(path.name for path in folder.iterdir()) == ["plan.csv", "roster.xlsx"]
    told = ("Legal check", "Tried on J of 10 March:", "In brackets", "Clé Ormeau")
    assert [words in ended.out for words in told] == [True] * 4


def test_the_demo_without_an_answer_writes_nothing(
    tmp_path: Path, releve: Releve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verb, "solve_in_child", lambda *_, **__: Result("unknown"))
    problem = written(tmp_path / "ward.json", ward())
    ended = releve("demo", "--problem", problem, "--out", tmp_path / "demo")
    assert (ended.code, (tmp_path / "demo").exists()) == (4, False)


def test_a_demo_folder_that_cannot_be_made_is_refused_before_the_search(
    tmp_path: Path, releve: Releve
) -> None:
    problem = written(tmp_path / "ward.json", ward())
    ended = releve("demo", "--problem", problem, "--out", problem / "demo")
    assert (ended.code, ended.err) == (
        2,
        f"{problem}: this is a file, not a folder; choose another place\n",
    )
