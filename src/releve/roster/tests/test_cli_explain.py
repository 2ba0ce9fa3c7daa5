"""``releve roster explain``, ``schema`` and ``build``: what they say and how they end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from releve.kit.words import use_language
from releve.roster.engine.problem.problem import problem_schema
from releve.roster.tests.builders import BENCHMARK, EXAMPLES, ward, written
from releve.roster.tests.conftest import Releve

HEAD = "person,day,shift\n"


def test_people_holes_and_law_are_told(tmp_path: Path, releve: Releve) -> None:
    problem = written(tmp_path / "ward.json", ward())
    plan = written(tmp_path / "plan.csv", HEAD + "ana,2026-03-10,N\n")
    ended = releve("explain", problem, plan)
    assert (ended.code, ended.err) == (0, "")
    assert "Nurse, 3 people" in ended.out
    assert "Tuesday 10 March, J 07:00–19:00, Nurse: 1 person is missing" in ended.out
    assert "nothing rules them out: more searching can fill this post: Ana Fougère" in ended.out
    assert "Legal check: no binding rule is broken." in ended.out
    assert max(map(len, ended.out.splitlines())) <= 100


def test_who_is_away_when_a_night_ends_is_told_with_that_day(
    tmp_path: Path, releve: Releve
) -> None:
    document = ward(
        needs=[{"id": "n", "shift": "N", "role": "nurse", "minimum": 3, "days": ["2026-03-10"]}],
        unavailable=[
            {"person": "ana", "from": "2026-03-11", "to": "2026-03-11"},
            {"person": "bea", "from": "2026-03-10", "to": "2026-03-11"},
        ],
        wishes=[],
    )
    problem = written(tmp_path / "ward.json", document)
    plan = written(tmp_path / "plan.csv", HEAD + "cle,2026-03-10,N\n")
    told = releve("explain", problem, plan).out.splitlines()
    assert "  Nurse: 3 people in all" in told
    assert "    unavailable on 11 March, when this shift ends: Ana Fougère" in told
    assert "    unavailable that day: Béa Tilleul" in told


def test_the_range_of_a_group_compares_balances_and_not_hours(
    tmp_path: Path, releve: Releve
) -> None:
    problem = written(tmp_path / "ward.json", ward())
    plan = written(tmp_path / "plan.csv", HEAD + "cle,2026-03-10,J\n")
    (line,) = (
        line
        for line in releve("explain", problem, plan).out.splitlines()
        if line.startswith("lowest to highest")
    )
    assert line.split("highest", 1)[1].split() == ["−35:00", "to", "−23:00", "0–0", "0–0", "0–0"]


def test_one_person_is_told_in_full(tmp_path: Path, releve: Releve) -> None:
    problem = written(tmp_path / "ward.json", ward())
    plan = written(tmp_path / "plan.csv", HEAD + "bea,2026-03-10,J\n")
    ended = releve("explain", problem, plan, "--person", "bea")
    lines = ended.out.replace("\u202f", " ").splitlines()
    assert lines[0] == "Béa Tilleul, Nurse, 80 % of full time"
    assert lines[1] == "12 h planned for 28 h due (−16 h)"
    assert "Wishes met: 0 of 1; not met: day off on 10 March" in lines


def test_the_report_holds_people_and_everybody_tried(tmp_path: Path, releve: Releve) -> None:
    problem = written(tmp_path / "ward.json", ward())
    plan = written(tmp_path / "plan.csv", HEAD + "ana,2026-03-09,N\n")
    told = json.loads(releve("explain", problem, plan, "--json", "-").out)
    ana = told["people"][0]
    assert (ana["person"], ana["due_hours"], ana["figures"]["nights"]["value"]) == ("ana", 35, 1)
    assert ana["figures"]["hours"]["group_highest"] == 12
    tried = {trial["person"]: trial for trial in told["holes"][0]["tried"]}
    assert {person: trial["outcome"] for person, trial in tried.items()} == {
        "ana": "RULED_OUT",
        "bea": "COULD",
        "cle": "COULD",
    }
    assert tried["ana"]["breaches"][0]["rule"] == "FPH-REST-D"


def test_a_breach_in_the_plan_is_said_with_its_article(tmp_path: Path, releve: Releve) -> None:
    problem = written(tmp_path / "ward.json", ward())
    plan = written(tmp_path / "plan.csv", HEAD + "ana,2026-03-09,J\n")
    ended = releve("explain", problem, plan)
    assert ended.code == 0
    told = " ".join(ended.out.replace("\u202f", " ").split())
    assert "Legal check: 1 breach of a binding rule." in told
    assert "Daily rest of 12 hours (FPH-REST-D), décret 2002-9, art. 6: 0 h, at least 12 h" in told


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("anna,2026-03-10,J\n", "line 2, field 'person': nobody in the problem has the id 'anna'"),
        ("ana,2026-03-10,X\n", "line 2, field 'shift': no shift of the problem has the code 'X'"),
        ("ana,2026-02-30,J\n", "line 2, field 'day': '2026-02-30' is no day of the calendar"),
        ("ana,2026-04-10,J\n", "line 2, field 'day': 2026-04-10 lies outside the period"),
        (
            "bea,2026-03-10,J\nana,2026-03-10,J\nana,2026-03-10,N\n",
            "line 4, field 'person': 'ana' has a shift on 2026-03-10 already, on line 3; keep one",
        ),
    ],
)
def test_a_fault_in_the_plan_names_its_line(
    tmp_path: Path, releve: Releve, lines: str, told: str
) -> None:
    problem = written(tmp_path / "ward.json", ward())
    plan = written(tmp_path / "plan.csv", HEAD + lines)
    report = tmp_path / "report.json"
    ended = releve("explain", problem, plan, "--json", report)
    assert (ended.code, ended.out, report.exists()) == (2, "", False)
    assert ended.err.startswith(f"{plan}, {told}")
    assert ended.err.count("\n") == 1


def test_a_missing_column_is_named(tmp_path: Path, releve: Releve) -> None:
    problem = written(tmp_path / "ward.json", ward())
    plan = written(tmp_path / "plan.csv", "person,shift\nana,J\n")
    ended = releve("explain", problem, plan)
    assert (ended.code, "field 'day': the column 'day' is missing" in ended.err) == (2, True)


def test_the_benchmarks_days_are_read_as_numbers(tmp_path: Path, releve: Releve) -> None:
    instance = written(tmp_path / "tiny.txt", BENCHMARK)
    plan = written(tmp_path / "plan.csv", HEAD + "A,1,D\nA,2,D\nB,1,D\n")
    told = json.loads(releve("explain", instance, plan, "--json", "-").out)
    assert told["people"][0]["figures"]["hours"]["value"] == 16
    assert told["people"][0]["wishes"] == [
        {"day": "2", "wish": "shift", "shift": "D", "weight": 2, "met": True}
    ]
    outside = written(tmp_path / "late.csv", HEAD + "A,7,D\n")
    assert "7 lies outside the period, 0 to 6" in releve("explain", instance, outside).err
    dated = written(tmp_path / "dated.csv", HEAD + "A,2024-01-01,D\n")
    assert "is no day number; the first day is 0" in releve("explain", instance, dated).err


def test_an_unknown_person_is_refused_with_the_closest(tmp_path: Path, releve: Releve) -> None:
    problem = written(tmp_path / "ward.json", ward())
    plan = written(tmp_path / "plan.csv", HEAD)
    ended = releve("explain", problem, plan, "--person", "anna")
    assert ended.code == 2
    assert "did you mean 'ana'?" in ended.err


def test_french_speaks_of_groups_and_targets(tmp_path: Path, releve: Releve) -> None:
    problem = written(tmp_path / "ward.json", ward())
    plan = written(tmp_path / "plan.csv", HEAD)
    with use_language("fr"):
        ended = releve("explain", problem, plan)
    assert "Mardi 10 mars, J 07:00–19:00" in ended.out
    assert "Entre parenthèses" in ended.out


def test_the_schema_is_printed_or_written(tmp_path: Path, releve: Releve) -> None:
    assert json.loads(releve("schema").out) == problem_schema()
    assert releve("schema", "--json", tmp_path / "schema.json").out == ""
    assert json.loads((tmp_path / "schema.json").read_text(encoding="utf-8")) == problem_schema()


def test_the_example_is_what_its_tables_say(tmp_path: Path, releve: Releve) -> None:
    built = tmp_path / "problem.json"
    ended = releve("build", EXAMPLES / "emergency", "--out", built)
    assert ended.code == 0
    assert built.read_text(encoding="utf-8") == (EXAMPLES / "emergency.json").read_text(
        encoding="utf-8"
    )


def test_help_is_quick_to_fetch_and_names_every_verb(releve: Releve) -> None:
    told = releve("--help").out
    assert [verb in told for verb in ("solve", "audit", "explain", "build", "schema", "demo")] == [
        True
    ] * 6
