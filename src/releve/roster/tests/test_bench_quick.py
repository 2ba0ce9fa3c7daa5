"""The bench's quick subset: no wrong cost, no refuted bound, no breach; never a word on time.

Tiny problems of our own for the engine and every peer, and those samples of the public benchmark
that take seconds to read, for the engine alone, where the samples are.
"""

from __future__ import annotations

from pathlib import Path

from releve.kit.documents import read_text
from releve.kit.engines import Params
from releve.roster.bench import Bench, Plan, read_references, run_bench
from releve.roster.cli.problem_files import read_problem
from releve.roster.engine.peers import PEERS
from releve.roster.tests.bench_samples import folder_of_problems

SHORT_TEXT = 3_000
"""Bytes of a sample that is read, searched and weighed again in a few seconds."""


def benched(
    paths: list[Path], seconds: float, *, peers: tuple[str, ...], tables: tuple[Path, ...] = ()
) -> Bench:
    problems = tuple((path.name, read_problem(path).problem, read_text(path)) for path in paths)
    limits = Params(seconds=seconds, workers=4)
    return run_bench(Plan(problems, peers, limits, read_references(tables)))


def test_no_engine_is_wrong_on_tiny_problems(tmp_path: Path) -> None:
    folder = folder_of_problems(tmp_path)
    found = benched([folder / "Tiny2.txt", folder / "ward.json"], 2.0, peers=PEERS)
    assert found.faults == ()
    for subject in found.subjects:
        assert "lost" not in {run.ended for run in subject.runs}
        assert len({run.cost for run in subject.runs if run.is_proven}) <= 1, subject.file


def test_the_engine_is_not_wrong_on_the_samples(shared_data: Path) -> None:
    folder = shared_data / "rosters" / "nrp"
    paths = [path for path in folder.glob("*.txt") if path.stat().st_size < SHORT_TEXT]
    tables = tuple(folder / f"{name}.csv" for name in ("best_known", "published_results"))
    found = benched(sorted(paths), 2.0, peers=(), tables=tables)
    assert len(found.subjects) == len(paths) > 0
    assert found.faults == ()
