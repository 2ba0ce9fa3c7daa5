"""``releve roster generate``: it writes a problem that the other verbs read."""

from __future__ import annotations

from pathlib import Path

import pytest

from releve.roster.engine.generate import generate
from releve.roster.engine.problem import Problem
from releve.roster.tests.conftest import Releve


def test_a_ward_is_written_as_a_problem(tmp_path: Path, releve: Releve) -> None:
    out = tmp_path / "ward.json"
    ended = releve("generate", "--people", 8, "--weeks", 2, "--seed", 7, "--out", out)
    assert (ended.code, ended.err) == (0, "")
    assert "Problem of 8 people and 14 days written to" in ended.out
    text = out.read_text(encoding="utf-8")
    assert Problem.from_json(text) == generate(people=8, weeks=2, seed=7)


def test_four_weeks_and_seed_nought_are_what_is_made_by_default(
    tmp_path: Path, releve: Releve
) -> None:
    out = tmp_path / "ward.json"
    assert releve("generate", "--people", 3, "--out", out).code == 0
    made = Problem.from_json(out.read_text(encoding="utf-8"))
    assert made == generate(people=3, weeks=4, seed=0)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--people", 0), "0 is not in the range 1<=x<=200"),
        (("--people", 201), "201 is not in the range 1<=x<=200"),
        (("--people", "many"), "'many' is not a valid integer"),
        (("--people", 3, "--weeks", 13), "13 is not in the range 1<=x<=12"),
        (("--people", 3, "--seed", -1), "-1 is not in the range"),
        ((), "Missing option '--people'"),
    ],
)
def test_wrong_input_is_named_and_nothing_is_written(
    tmp_path: Path, releve: Releve, options: tuple[object, ...], told: str
) -> None:
    ended = releve("generate", *options, "--out", tmp_path / "ward.json")
    assert (ended.code, list(tmp_path.iterdir())) == (2, [])
    assert told in ended.err


def test_a_place_that_cannot_be_written_is_refused_in_one_sentence(
    tmp_path: Path, releve: Releve
) -> None:
    ended = releve("generate", "--people", 3, "--out", tmp_path / "none" / "ward.json")
    assert ended.code == 2
    assert ended.err.splitlines() == [
        f"{tmp_path / 'none' / 'ward.json'}: its folder does not exist; create it first"
    ]
