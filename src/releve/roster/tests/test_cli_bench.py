"""``releve roster bench``: what it shows and writes, and how it ends."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from releve.kit.words import use_language
from releve.roster.bench import read_bench, run_bench
from releve.roster.bench.child import Measured
from releve.roster.cli import bench as verb
from releve.roster.engine import peers
from releve.roster.engine.peers import Claim, Task
from releve.roster.tests.bench_samples import (
    PLAN_OF_ONE_SHIFT,
    claimed,
    days_of,
    folder_of_problems,
    told,
)
from releve.roster.tests.builders import written
from releve.roster.tests.conftest import Releve

Measure = Callable[..., Measured]


def honest(_engine: str, task: Task, **_: Any) -> Measured:
    """Answer the tiniest problem by hand, and every other with the empty plan."""
    plan = days_of(PLAN_OF_ONE_SHIFT) if len(task.problem.people) == 3 else ()
    if task.problem.packs:
        plan = ()
    answer = claimed(task.problem, plan, bound=0)
    return told(answer, answers=((0.25, plan),), bounds=((0.1, 0.0),))


def wrong(engine: str, task: Task, **_: Any) -> Measured:
    run = honest(engine, task)
    assert run.claim is not None
    return replace(run, claim=replace(run.claim, cost=1))


@pytest.fixture
def measure(monkeypatch: pytest.MonkeyPatch) -> Callable[[Measure], None]:
    """Have every engine do what a test says, without a search."""

    def instead(how: Measure) -> None:
        monkeypatch.setattr(verb, "run_bench", partial(run_bench, measure=how))

    return instead


def bench(releve: Releve, *words: object) -> Any:
    with use_language("en"):
        return releve("bench", *words)


def test_each_file_has_its_table_and_the_engines_their_summary(
    tmp_path: Path, releve: Releve, measure: Callable[[Measure], None]
) -> None:
    measure(honest)
    best = written(tmp_path / "best.csv", "instance,best\n1,2\n")
    folder = folder_of_problems(tmp_path / "problems")
    ended = bench(releve, folder, "--instances", "1", "--peer", "cpsat", "--best", best)
    assert (ended.code, ended.err) == (0, "")
    assert "Tiny1.txt: 3 people, 7 days, 1 shifts; best known 2" in ended.out
    for part in ("Relève", "CP-SAT, compact model", "120 MB", "0.25 s", "by hand", "1.5 s"):
        assert part in ended.out, part
    assert "CP-SAT, compact model: best on 1 of 1 file, proven on 0" in ended.out
    assert max(map(len, ended.out.splitlines())) <= 100


def test_the_report_is_one_document_that_can_be_read_again(
    tmp_path: Path, releve: Releve, measure: Callable[[Measure], None]
) -> None:
    measure(honest)
    folder = folder_of_problems(tmp_path / "problems")
    ended = bench(releve, folder, "--instances", "Tiny1", "--json", "-", "--seconds", 5)
    document = json.loads(ended.out)
    found = read_bench(document)
    assert (found.seconds_allowed, found.engines, found.faults) == (5.0, ("ours",), ())
    run = found.subjects[0].runs[0]
    assert run.incumbents[0][0] == 0.25
    assert run.bounds == ((0.1, 0.0),)
    assert document["machine"]["cores"] > 0
    assert document["measured_at"]


def test_a_wrong_claim_ends_with_1_and_is_said(
    tmp_path: Path, releve: Releve, measure: Callable[[Measure], None]
) -> None:
    measure(wrong)
    ended = bench(releve, folder_of_problems(tmp_path / "problems"), "--instances", "Tiny1.txt")
    assert ended.code == 1
    assert "Tiny1.txt, Relève: a cost of 0.00416667 is claimed" in ended.err or (
        "Tiny1.txt, Relève: a cost of 0.0042 is claimed" in ended.err
    )


def test_an_interruption_keeps_what_is_done(
    tmp_path: Path, releve: Releve, measure: Callable[[Measure], None]
) -> None:
    asked: list[str] = []

    def until_the_second(engine: str, task: Task, **_: Any) -> Measured:
        asked.append(engine)
        return honest(engine, task) if len(asked) < 2 else replace(told(None), interrupted=True)

    measure(until_the_second)
    report = tmp_path / "report.json"
    folder = folder_of_problems(tmp_path / "problems")
    ended = bench(releve, folder, "--json", report)
    found = read_bench(json.loads(report.read_text(encoding="utf-8")))
    assert (ended.code, found.interrupted) == (130, True)
    assert [subject.file for subject in found.subjects] == ["Tiny1.txt"]


def test_the_report_is_there_after_each_engine(
    tmp_path: Path, releve: Releve, measure: Callable[[Measure], None]
) -> None:
    report, seen = tmp_path / "report.json", list[int]()

    def looking(engine: str, task: Task, **_: Any) -> Measured:
        there = json.loads(report.read_text(encoding="utf-8")) if report.exists() else None
        seen.append(sum(len(one["runs"]) for one in there["subjects"]) if there else 0)
        return honest(engine, task)

    measure(looking)
    folder = folder_of_problems(tmp_path / "problems")
    bench(releve, folder, "--json", report, "--peer", "cpsat", "--instances", "1,2")
    assert seen == [0, 1, 2, 3]


def test_a_peer_that_is_not_installed_is_named_and_left_out(
    tmp_path: Path,
    releve: Releve,
    measure: Callable[[Measure], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    measure(honest)
    monkeypatch.setattr(peers, "NEEDED", {"cpmpy": "no_such_package"})
    folder = folder_of_problems(tmp_path / "problems")
    ended = bench(releve, folder, "--instances", "1", "--peer", "cpmpy", "--peer", "cpsat")
    assert ended.code == 0
    assert "CPMpy's own model is left out" in ended.err
    assert "no_such_package is not installed" in ended.err
    assert "CP-SAT, compact model" in ended.out


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ((), ["Tiny1.txt", "Tiny2.txt", "Tiny10.txt", "ward.json"]),
        (("2,1",), ["Tiny1.txt", "Tiny2.txt"]),
        (("ward", "10"), ["Tiny10.txt", "ward.json"]),
        (("*.txt",), ["Tiny1.txt", "Tiny2.txt", "Tiny10.txt"]),
    ],
)
def test_files_are_chosen_by_name_number_or_pattern(
    tmp_path: Path, wanted: Sequence[str], found: list[str]
) -> None:
    folder = folder_of_problems(tmp_path / "problems")
    (folder / "Tiny10.txt").write_text((folder / "Tiny1.txt").read_text("utf-8"), "utf-8")
    written(folder / "notes.txt", "Nothing to solve.\n")
    written(folder / "report.json", {"seconds_allowed": 60})
    assert [name for name, _, _ in verb._problems(folder, wanted)] == found  # noqa: SLF001 - its rule


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--instances", "3"), "no problem in this folder is called '3'"),
        (("--peer", "gurobi"), "gurobi"),
        (("--seconds", "0"), "seconds"),
        (("--best", "absent.csv"), "absent.csv: there is no such file"),
    ],
)
def test_bad_input_is_one_sentence(
    tmp_path: Path, releve: Releve, words: tuple[str, ...], said: str
) -> None:
    ended = bench(releve, folder_of_problems(tmp_path / "problems"), *words)
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err


def test_a_folder_without_problems_and_no_folder_are_said(tmp_path: Path, releve: Releve) -> None:
    assert "no problem is in this folder" in bench(releve, tmp_path).err
    assert "this is no folder" in bench(releve, tmp_path / "absent").err


def test_figures_are_written_in_both_languages_each_with_its_table(
    tmp_path: Path, releve: Releve, measure: Callable[[Measure], None]
) -> None:
    measure(honest)
    folder, drawn = folder_of_problems(tmp_path / "problems"), tmp_path / "drawn"
    ended = bench(releve, folder, "--instances", "1", "--peer", "cpsat", "--figures", drawn)
    assert ended.code == 0
    names = [f"{name}-{language}" for name in ("gap", "size") for language in ("en", "fr")]
    assert sorted(path.name for path in drawn.iterdir()) == sorted(
        f"{name}{ending}" for name in names for ending in (".svg", ".csv")
    )
    assert "<svg" in (drawn / "gap-fr.svg").read_text("utf-8")
    assert "Tiny1.txt" in (drawn / "size-fr.csv").read_text("utf-8")


def test_an_engine_without_an_answer_is_shown_with_its_reason(
    tmp_path: Path, releve: Releve, measure: Callable[[Measure], None]
) -> None:
    measure(lambda *_, **__: told(Claim("", "unknown"), ended="late"))
    ended = bench(releve, folder_of_problems(tmp_path / "problems"), "--instances", "1")
    assert (ended.code, ended.err) == (0, "")
    assert "ended past its time" in ended.out
