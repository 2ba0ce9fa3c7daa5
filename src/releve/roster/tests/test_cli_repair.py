"""``releve roster repair``: what it shows and writes, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from releve.kit.words import use_language
from releve.roster.tests.builders import BENCHMARK, ward, written
from releve.roster.tests.conftest import Ended, Releve

HEAD = "person,day,shift\n"
PLAN = HEAD + "ana,2026-03-10,J\nbea,2026-03-12,J\n"
AWAY = ("--absent", "ana", "--from", "2026-03-10", "--to", "2026-03-11")


@pytest.fixture
def repaired(tmp_path: Path, releve: Releve) -> Any:
    """Repair a plan of the small ward and return how it ended."""

    def repaired(*options: object, plan: str = PLAN, **changes: object) -> Ended:
        problem = written(tmp_path / "ward.json", ward(**changes))
        return releve("repair", problem, written(tmp_path / "plan.csv", plan), *options)

    return repaired


def test_the_repairs_are_shown_best_first_and_the_best_is_written(
    tmp_path: Path, repaired: Any
) -> None:
    out = tmp_path / "plan2.csv"
    ended = repaired(*AWAY, "--out", out)
    assert (ended.code, ended.err) == (0, "")
    assert "Ana Fougère is away from 10 March to 11 March." in ended.out
    assert "Shifts taken away by the absence: J on 10 March" in ended.out
    assert "1. others take over: 1 changed cell, no new hole" in ended.out
    assert "Clé Ormeau, 10 March: day off becomes J (else uncovered: J 07:00–19:00" in ended.out
    assert "leave it open: no changed cell, 1 new hole" in ended.out
    assert "Proven: no lawful roster leaves less uncovered" in ended.out
    assert max(map(len, ended.out.splitlines())) <= 100
    assert out.read_text("utf-8") == HEAD + "bea,2026-03-12,J\ncle,2026-03-10,J\n"


def test_another_repair_than_the_best_can_be_written(tmp_path: Path, repaired: Any) -> None:
    out = tmp_path / "plan2.csv"
    assert repaired(*AWAY, "--out", out, "--take", 2).code == 0
    assert out.read_text("utf-8") == HEAD + "bea,2026-03-10,J\nbea,2026-03-12,J\n"
    ended = repaired(*AWAY, "--out", tmp_path / "none.csv", "--take", 9)
    assert ended.code == 2
    assert "--take" in ended.err
    assert not (tmp_path / "none.csv").exists()


def test_the_report_is_codes_and_numbers_alone_on_standard_output(repaired: Any) -> None:
    told = json.loads(repaired(*AWAY, "--json", "-").out)
    assert (told["status"], told["absent"], told["changes_from"]) == (
        "repaired",
        "ana",
        "2026-03-10",
    )
    assert told["emptied"] == [{"person": "ana", "day": "2026-03-10", "shift": "J"}]
    best, last = told["repairs"][0], told["repairs"][-1]
    assert (best["kind"], best["changed_cells"], best["new_holes"]) == ("TAKEN_OVER", 1, [])
    assert best["changes"][0]["reasons"][0]["code"] == "HOLE_IF_UNDONE"
    assert (last["kind"], last["new_holes"][0]["reason"]) == ("LEFT_OPEN", "LEFT")
    assert (told["holes_proven"], told["changes_proven"], told["cost_proven"]) == (
        True,
        True,
        True,
    )


def test_the_same_is_said_in_french(repaired: Any) -> None:
    with use_language("fr"):
        ended = repaired(*AWAY)
    assert "Absence, du 10 mars au 11 mars\u00a0: Ana Fougère" in ended.out
    assert "Prouvé" in ended.out


def test_a_hole_that_stays_is_named_and_leaves_code_0(repaired: Any) -> None:
    away = [{"person": who, "from": "2026-03-10", "to": "2026-03-10"} for who in ("bea", "cle")]
    ended = repaired(*AWAY, unavailable=away)
    assert ended.code == 0
    assert "Uncovered, since nobody may lawfully be there:" in ended.out
    assert "Tuesday 10 March, J 07:00–19:00, Nurse: 1 person is missing" in ended.out


def test_a_plan_that_breaks_the_law_already_is_said_and_the_rest_is_repaired(repaired: Any) -> None:
    plan = PLAN + "cle,2026-03-13,N\ncle,2026-03-14,J\n"
    ended = repaired(*AWAY, plan=plan)
    assert ended.code == 0
    assert "The plan given breaks the law already" in ended.out
    assert "keeps all other shifts as they are: Clé Ormeau" in ended.out
    assert "Béa Tilleul, 10 March: day off becomes J" in ended.out


def test_a_night_before_the_date_that_others_may_change_is_said_to_stay_open(
    repaired: Any,
) -> None:
    needs = [{"id": "night", "shift": "N", "role": "nurse", "minimum": 1, "days": ["2026-03-10"]}]
    away = ("--absent", "ana", "--from", "2026-03-11", "--to", "2026-03-11")
    plan = HEAD + "ana,2026-03-10,N\n"
    ended = repaired(*away, "--changes-from", "2026-03-11", plan=plan, needs=needs)
    assert ended.code == 0
    assert "--changes-from 2026-03-10 lets others take it" in " ".join(ended.out.split())
    assert "others take over" in repaired(*away, plan=plan, needs=needs).out


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--absent", "anna", *AWAY[2:]), "nobody in the problem has the id 'anna'"),
        ((*AWAY[:2], "--from", "2026-03-01", "--to", "2026-03-10"), "lies outside the period"),
        ((*AWAY[:2], "--from", "2026-03-10", "--to", "2026-04-10"), "lies outside the period"),
        ((*AWAY[:2], "--from", "10/03/2026", "--to", "2026-03-10"), "no day of the calendar"),
        ((*AWAY[:2], "--from", "2026-03-12", "--to", "2026-03-10"), "ends before it starts"),
        ((*AWAY, "--changes-from", "2026-05-01"), "lies outside the period"),
    ],
)
def test_bad_input_is_one_sentence_and_code_2(
    repaired: Any, options: tuple[str, ...], said: str
) -> None:
    ended = repaired(*options)
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err
    assert len(ended.err.strip().splitlines()) == 1


def test_a_plan_with_an_unknown_shift_is_bad_input(repaired: Any) -> None:
    ended = repaired(*AWAY, plan=HEAD + "ana,2026-03-10,Z\n")
    assert ended.code == 2
    assert "no shift of the problem has the code 'Z'" in ended.err


def test_no_lawful_repair_leaves_code_3(repaired: Any) -> None:
    rule = {
        "id": "THREE-DAYS",
        "title": "Three days a week",
        "form": {
            "form": "count",
            "of": {"kind": "duty"},
            "window": {"kind": "civil_week"},
            "minimum": 1,
        },
        "people": ["ana"],
    }
    away = ("--absent", "ana", "--from", "2026-03-09", "--to", "2026-03-15")
    ended = repaired(*away, rules=[rule])
    assert ended.code == 3
    assert "No lawful repair exists from that day on." in ended.out
    assert "THREE-DAYS" in ended.out


def test_days_of_a_benchmark_are_numbers(tmp_path: Path, releve: Releve) -> None:
    problem = written(tmp_path / "instance.txt", BENCHMARK)
    plan = written(tmp_path / "plan.csv", HEAD)
    ended = releve("repair", problem, plan, "--absent", "A", "--from", "2026-03-01", "--to", "1")
    assert ended.code == 2
    assert "no day number" in ended.err
