"""``releve roster solve``: what it prints and writes, and how it ends."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from releve.kit.engines import Params, Progress
from releve.kit.words import use_language
from releve.roster.cli import solve as verb
from releve.roster.engine.problem import Assignment, Problem
from releve.roster.engine.result import COST_SCALE, Reason, Result
from releve.roster.engine.solve import ChildLostError
from releve.roster.tests.builders import (
    BENCHMARK,
    EXAMPLES,
    impossible,
    problem_of,
    result_of,
    ward,
    written,
)
from releve.roster.tests.conftest import Releve

PLAN = (Assignment("cle", date(2026, 3, 10), "J"),)
KEYS = {"status", "cost", "goals", "bound", "gap", "holes", "seconds", "engine", "seed"}

Answer = Callable[[Result], None]


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Answer:
    """Have the search answer what a test says, without searching."""

    def answer(result: Result) -> None:
        monkeypatch.setattr(verb, "solve_in_child", lambda *_, **__: result)

    return answer


def test_a_small_ward_is_solved_written_and_judged(tmp_path: Path, releve: Releve) -> None:
    problem, plan, report = (tmp_path / name for name in ("ward.json", "plan.csv", "report.json"))
    written(problem, ward(fairness=False, packs=[]))
    ended = releve("solve", problem, "--seconds", 20, "--out", plan, "--json", report)
    assert (ended.code, ended.err) == (0, "")
    lines = plan.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "person,day,shift"
    assert any(line.endswith(",2026-03-10,J") for line in lines[1:])
    told = json.loads(report.read_text(encoding="utf-8"))
    assert set(told) >= KEYS
    assert (told["holes"], told["status"], told["proven"]) == ([], "optimal", True)
    assert "Legal check: no binding rule is broken." in ended.out
    assert "Proven: no lawful roster covers more" in ended.out
    assert max(map(len, ended.out.splitlines())) <= 100


def test_the_benchmarks_text_is_recognised_and_its_days_are_numbers(
    tmp_path: Path, releve: Releve
) -> None:
    plan = tmp_path / "plan.csv"
    instance = written(tmp_path / "tiny.anything", BENCHMARK)
    ended = releve("solve", instance, "--seconds", 20, "--out", plan, "--json", "-")
    told = json.loads(ended.out)
    assert (ended.code, told["status"], told["name"], told["days"]) == (0, "optimal", "tiny", 7)
    assert told["cost"] == told["bound"]
    days = {line.split(",")[1] for line in plan.read_text(encoding="utf-8").splitlines()[1:]}
    assert days <= {str(day) for day in range(7)}


def test_a_clash_is_named_and_nothing_is_written(tmp_path: Path, releve: Releve) -> None:
    plan = tmp_path / "plan.csv"
    problem = written(tmp_path / "ward.json", impossible())
    report = tmp_path / "report.json"
    ended = releve("solve", problem, "--seconds", 20, "--out", plan, "--json", report)
    assert (ended.code, plan.exists()) == (3, False)
    assert "Ana Fougère: J fixed on Monday 9 March" in ended.out
    assert "Daily rest of 12 hours (FPH-REST-D), décret 2002-9, art. 6" in ended.out
    assert "Ana Fougère: N already worked on Sunday 8 March" in ended.out
    told = json.loads(report.read_text(encoding="utf-8"))
    assert (told["status"], told["cost"], told["gap"]) == ("infeasible", None, None)
    assert {reason["code"] for reason in told["reasons"]} == {"FIXED", "RULE"}


def test_time_without_an_answer_ends_with_4(tmp_path: Path, releve: Releve, answer: Answer) -> None:
    answer(Result("unknown"))
    plan = tmp_path / "plan.csv"
    ended = releve("solve", written(tmp_path / "ward.json", ward()), "--out", plan)
    assert (ended.code, plan.exists()) == (4, False)
    assert "give more with --seconds" in ended.out


def test_the_best_so_far_is_written_when_interrupted(
    tmp_path: Path, releve: Releve, monkeypatch: pytest.MonkeyPatch
) -> None:
    def search(
        problem: Problem,
        _params: Params,
        *,
        progress: Callable[[Progress], None],
        cancelled: Callable[[], bool],
    ) -> Result:
        progress(Progress("goals", 12.0, 10.0, 0.5))
        assert not cancelled()
        os.kill(os.getpid(), signal.SIGINT)
        assert cancelled()
        return result_of(problem, PLAN, interrupted=True)

    monkeypatch.setattr(verb, "solve_in_child", search)
    handler = signal.getsignal(signal.SIGINT)
    plan = tmp_path / "plan.csv"
    ended = releve("solve", written(tmp_path / "ward.json", ward()), "--out", plan)
    assert ended.code == 130
    assert "Interrupted: this is the best roster found so far." in ended.out
    assert plan.read_text(encoding="utf-8") == "person,day,shift\ncle,2026-03-10,J\n"
    assert signal.getsignal(signal.SIGINT) is handler


def test_a_second_interruption_stops_dead(
    tmp_path: Path, releve: Releve, monkeypatch: pytest.MonkeyPatch
) -> None:
    def search(*_: object, **__: object) -> Result:
        os.kill(os.getpid(), signal.SIGINT)
        os.kill(os.getpid(), signal.SIGINT)
        raise AssertionError("the second one must not be swallowed")

    monkeypatch.setattr(verb, "solve_in_child", search)
    ended = releve("solve", written(tmp_path / "ward.json", ward()))
    assert (ended.code, ended.err) == (130, "Interrupted.\n")


def test_interrupted_before_an_answer_writes_nothing(
    tmp_path: Path, releve: Releve, answer: Answer
) -> None:
    answer(Result("unknown", interrupted=True))
    plan = tmp_path / "plan.csv"
    ended = releve("solve", written(tmp_path / "ward.json", ward()), "--out", plan)
    assert (ended.code, plan.exists(), ended.out) == (130, False, "")
    assert ended.err == "Interrupted before a first roster was found; nothing is written.\n"


@pytest.mark.parametrize("fault", [ChildLostError(), BrokenPipeError()])
def test_a_child_that_the_same_ctrl_c_ended_is_an_interruption(
    tmp_path: Path, releve: Releve, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    def search(*_: object, **__: object) -> Result:
        os.kill(os.getpid(), signal.SIGINT)
        raise fault

    monkeypatch.setattr(verb, "solve_in_child", search)
    ended = releve("solve", written(tmp_path / "ward.json", ward()), "--quiet")
    told = "Interrupted before a first roster was found; nothing is written.\n"
    assert (ended.code, ended.err) == (130, told)


def test_holes_are_named_and_are_no_failure(tmp_path: Path, releve: Releve, answer: Answer) -> None:
    answer(result_of(problem_of(ward()), ()))
    ended = releve("solve", written(tmp_path / "ward.json", ward()), "--json", tmp_path / "r.json")
    assert ended.code == 0
    assert "Tuesday 10 March, J 07:00–19:00, Nurse: 1 person is missing" in ended.out
    told = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert told["holes"] == [
        {
            "need": "day",
            "day": "2026-03-10",
            "from": "2026-03-10T07:00+01:00",
            "to": "2026-03-10T19:00+01:00",
            "missing": 1,
            "shift": "J",
            "role": "nurse",
            "skill": None,
        }
    ]


def test_the_gap_is_said_in_words_and_as_a_share(
    tmp_path: Path, releve: Releve, answer: Answer
) -> None:
    weighed = result_of(problem_of(ward()), PLAN)
    assert weighed.cost is not None
    answer(result_of(problem_of(ward()), PLAN, bound=weighed.cost - 2 * COST_SCALE))
    ended = releve("solve", written(tmp_path / "ward.json", ward()), "--json", tmp_path / "r.json")
    told = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert told["gap_absolute"] == 2
    assert told["gap"] == float(Fraction(2 * COST_SCALE, weighed.cost))
    assert "(2 of " in ended.out


def test_a_gap_too_wide_to_help_is_not_said_as_a_share(
    tmp_path: Path, releve: Releve, answer: Answer
) -> None:
    problem = written(tmp_path / "ward.json", ward())
    answer(result_of(problem_of(ward()), PLAN, bound=0, seconds=20.0))
    told = " ".join(releve("solve", problem, "--json", tmp_path / "r.json").out.split())
    assert "Cover proven: no lawful roster covers more." in told
    assert "not yet known after 20 s; a longer search may tell." in told
    assert json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["gap"] == 1.0


def test_goals_that_cost_nothing_are_not_listed(
    tmp_path: Path, releve: Releve, answer: Answer
) -> None:
    needs = [{"id": "d", "shift": "J", "minimum": 0, "over_weight": 0, "days": ["2026-03-10"]}]
    answer(result_of(problem_of(ward(needs=needs)), PLAN))
    ended = releve("solve", written(tmp_path / "ward.json", ward(needs=needs)))
    assert "People above the wished number" not in ended.out
    assert "Hours away from each person's target" in ended.out


def test_french_is_spoken_where_it_is_asked(tmp_path: Path, releve: Releve, answer: Answer) -> None:
    answer(result_of(problem_of(ward()), PLAN))
    with use_language("fr"):
        ended = releve("solve", written(tmp_path / "ward.json", ward()))
    assert "du 9 mars au 15 mars 2026" in ended.out
    assert "Contrôle légal" in ended.out


def test_quiet_prints_nothing(tmp_path: Path, releve: Releve, answer: Answer) -> None:
    answer(result_of(problem_of(ward()), PLAN))
    ended = releve("solve", written(tmp_path / "ward.json", ward()), "--quiet")
    assert (ended.code, ended.out, ended.err) == (0, "", "")


def test_every_kind_of_clash_has_its_sentence(
    tmp_path: Path, releve: Releve, answer: Answer
) -> None:
    day = date(2026, 3, 10)
    answer(
        Result(
            "infeasible",
            reasons=(
                Reason("FIXED", person="ana", day=day, shift=None),
                Reason("UNAVAILABLE", person="bea", day=day, shift="J"),
                Reason("MAXIMUM", need="day", day=day),
                Reason("RULE", person="cle", rule="FPH-48-7D", day=day, to_day=day),
            ),
        )
    )
    ended = releve("solve", written(tmp_path / "ward.json", ward()))
    rule = "At most 48 hours in any seven consecutive days (FPH-48-7D), décret 2002-9, art. 6"
    assert ended.out.splitlines()[1:7] == [
        "You can change:",
        "  Ana Fougère: day off fixed on Tuesday 10 March",
        "  Béa Tilleul, Tuesday 10 March: unavailable that day",
        "  J 07:00–19:00, Nurse, Tuesday 10 March: more people than the maximum",
        "You cannot change:",
        f"  Clé Ormeau: {rule}, on",
    ]


@pytest.mark.parametrize(
    "options",
    [
        ("--seconds", "0"),
        ("--seconds", "nan"),
        ("--work", "-1"),
        ("--gap", "inf"),
        ("--workers", "0"),
        ("--seed", "x"),
    ],
)
def test_a_wrong_option_is_bad_input(
    tmp_path: Path, releve: Releve, options: tuple[str, str]
) -> None:
    assert releve("solve", written(tmp_path / "ward.json", ward()), *options).code == 2


def test_a_place_that_cannot_be_written_is_refused_before_the_search(
    tmp_path: Path, releve: Releve
) -> None:
    problem = written(tmp_path / "ward.json", ward())
    absent = tmp_path / "absent" / "plan.csv"
    ended = releve("solve", problem, "--out", absent)
    assert (ended.code, ended.err) == (
        2,
        f"{absent}: its folder does not exist; create it first\n",
    )
    assert releve("solve", problem, "--out", tmp_path).code == 2
    assert releve("solve", problem, "--json", absent).code == 2


def test_the_impossible_example_names_its_clash(releve: Releve) -> None:
    ended = releve("solve", EXAMPLES / "emergency-impossible.json", "--seconds", 60)
    assert ended.code == 3
    assert "FPH-REST-D" in ended.out
    assert "Léon Sureau: J fixed on Monday 9 March" in ended.out
