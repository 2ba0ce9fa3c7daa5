"""``releve roster cycle``: solve, audit and roll-out on plain files, with their exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from releve.kit import console
from releve.roster.engine.cycle import Cycle
from releve.roster.engine.tests.cycles import a_cycle, needs_for
from releve.roster.tests.builders import EXAMPLES
from releve.roster.tests.conftest import Releve

PEOPLE = "person,line,week,from,to\nana,1,1,,\nbea,1,2,,\n"


@pytest.fixture
def cycle_file(tmp_path: Path) -> Path:
    """Return the file of a lawful cycle of two weeks."""
    file = tmp_path / "cycle.json"
    file.write_text(a_cycle("MMMMM.. SSSS...", tolerance_minutes=300).to_json(), encoding="utf-8")
    return file


@pytest.fixture
def places_file(tmp_path: Path) -> Path:
    """Return the file of two people on it."""
    file = tmp_path / "places.csv"
    file.write_text(PEOPLE, encoding="utf-8")
    return file


def test_a_cycle_is_found_written_and_judged_lawful(releve: Releve, tmp_path: Path) -> None:
    asked, out, report = (tmp_path / name for name in ("needs.json", "cycle.json", "report.json"))
    asked.write_text(needs_for(2, 2).to_json(), encoding="utf-8")
    found = releve(
        "cycle", "solve", asked, "--work", 0.3, "--workers", 1, "--out", out, "--json", report
    )
    assert found.code == console.DONE, found.err
    assert "no binding rule is broken" in found.out
    told = json.loads(report.read_text("utf-8"))
    assert told["lines"][0]["offsets"] == [0, 1]
    assert told["status"] in ("optimal", "feasible")
    assert Cycle.from_json(out.read_text("utf-8")).weeks == 2
    assert releve("cycle", "audit", out).code == console.DONE


def test_demands_that_clash_are_told_and_leave_with_code_3(releve: Releve, tmp_path: Path) -> None:
    asked = tmp_path / "needs.json"
    asked.write_text(
        needs_for(1, 1, weekly_minutes=2700, tolerance_minutes=0).to_json(), encoding="utf-8"
    )
    found = releve("cycle", "solve", asked, "--work", 0.3, "--workers", 1)
    assert found.code == console.INFEASIBLE
    assert "FPH-39-CYCLE" in found.out
    assert "45" in found.out


def test_an_unlawful_cycle_leaves_with_code_1_and_names_the_week_and_the_article(
    releve: Releve, tmp_path: Path
) -> None:
    file = tmp_path / "cycle.json"
    file.write_text(a_cycle("MMMM..S MMMM...").to_json(), encoding="utf-8")
    found = releve("cycle", "audit", file)
    assert found.code == console.FINDINGS
    assert "week 1, Sunday to week 2, Monday" in " ".join(found.out.split())
    assert "décret 2002-9" in found.out
    told = json.loads(releve("cycle", "audit", file, "--json", "-").out)
    assert [one["rule"] for one in told["breaches"] if one["status"] == "hard"] == ["FPH-REST-D"]


def test_a_mean_week_off_its_target_leaves_with_code_1(releve: Releve, tmp_path: Path) -> None:
    file = tmp_path / "cycle.json"
    file.write_text(a_cycle("MMMM...", tolerance_minutes=60).to_json(), encoding="utf-8")
    found = releve("cycle", "audit", file)
    assert found.code == console.FINDINGS
    assert "more than 1\u202fh off" in found.out


def test_a_roll_out_leaves_days_away_empty_and_shows_the_gap_to_a_plan(
    releve: Releve, cycle_file: Path, places_file: Path, tmp_path: Path
) -> None:
    away, plan = tmp_path / "away.csv", tmp_path / "plan.csv"
    away.write_text("person,from,to\nana,2026-01-06,2026-01-06\n", encoding="utf-8")
    dates = ("--from", "2026-01-05", "--to", "2026-01-18")
    words = ("roll-out", cycle_file, places_file, *dates)
    found = releve("cycle", *words, "--away", away, "--out", plan)
    assert found.code == console.DONE, found.err
    assert "ana: M on 6 January" in found.out
    told = json.loads(releve("cycle", *words, "--against", plan, "--json", "-").out)
    assert told["gap"]["count"] == 1
    assert told["gap"]["people"][0]["minutes"] == -450


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("person,line,week\nana,9,1\n", "line"),
        ("person,line,week\nana,1,3\n", "week"),
        ("person,line,week\nana,1,1\nana,1,2\n", "person"),
        ("person,line,week,from\nana,1,1,tomorrow\n", "from"),
        ("person,line,week\n", "nobody"),
    ],
)
def test_a_wrong_place_is_named_by_line_and_column_and_nothing_is_written(
    releve: Releve, cycle_file: Path, tmp_path: Path, table: str, column: str
) -> None:
    places, out = tmp_path / "wrong.csv", tmp_path / "plan.csv"
    places.write_text(table, encoding="utf-8")
    found = releve(
        "cycle",
        "roll-out",
        cycle_file,
        places,
        "--from",
        "2026-01-05",
        "--to",
        "2026-01-11",
        "--out",
        out,
    )
    assert found.code == console.BAD_INPUT
    assert column in found.err
    assert not out.exists()


def test_a_roll_out_before_the_anchor_is_refused(
    releve: Releve, cycle_file: Path, places_file: Path
) -> None:
    found = releve(
        "cycle", "roll-out", cycle_file, places_file, "--from", "2025-12-01", "--to", "2025-12-31"
    )
    assert found.code == console.BAD_INPUT
    assert "anchor Monday" in found.err


def test_a_fault_in_a_cycle_names_its_line_and_field(releve: Releve, tmp_path: Path) -> None:
    file = tmp_path / "cycle.json"
    content = json.loads(a_cycle("MMMM...").to_json())
    content["lines"][0]["weeks"][0][2] = "Z"
    file.write_text(json.dumps(content, indent=1), encoding="utf-8")
    found = releve("cycle", "audit", file)
    assert found.code == console.BAD_INPUT
    assert "no shift has the code 'Z'" in found.err
    assert "line" in found.err


def test_the_example_cycle_is_found_and_rolled_out(releve: Releve, tmp_path: Path) -> None:
    example, out = EXAMPLES / "cycle", tmp_path / "cycle.json"
    found = releve(
        "cycle", "solve", example / "needs.json", "--work", 1.5, "--workers", 1, "--out", out
    )
    assert found.code == console.DONE, found.err
    rolled = releve(
        "cycle",
        "roll-out",
        out,
        example / "places.csv",
        *("--from", "2027-02-01", "--to", "2027-02-28", "--away", example / "away.csv"),
    )
    assert rolled.code == console.DONE, rolled.err
