"""`releve roster months …`: what stands in the database, seen from a terminal."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from releve.kit.actors import HOUSE
from releve.kit.console import BAD_INPUT, DONE, FINDINGS, INFEASIBLE, INTERRUPTED, NO_ANSWER
from releve.kit.tables import write_csv
from releve.kit.verbs import run_verb
from releve.roster.actions import ask_search, publish_version, save_version
from releve.roster.cli import roster
from releve.roster.engine.problem import Assignment, Problem
from releve.roster.engine.result import Result
from releve.roster.engine.solve import ChildLostError
from releve.roster.engine.tests.builders import MONDAY
from releve.roster.models import Roster, Search
from releve.roster.tests.months import (
    a_month,
    a_plan,
    a_unit,
    demand_of,
    found,
    impossible_problem,
    long_problem,
    own_address,
    short_problem,
    until,
)

pytestmark = pytest.mark.django_db(transaction=True)

Months = Callable[..., tuple[int, str, str]]


@pytest.fixture
def months(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Months:
    """Run ``releve roster months …`` at a terminal of 100 columns: its code and what it said."""
    monkeypatch.setenv("COLUMNS", "100")

    def command(*arguments: object) -> tuple[int, str, str]:
        code = run_verb(roster, ["months", *map(str, arguments)], name="releve roster")
        said = capsys.readouterr()
        return code, said.out, said.err

    return command


def a_file(folder: Path, problem: Problem, name: str = "problem.json") -> Path:
    """Write a problem to a file."""
    path = folder / name
    path.write_text(problem.to_json(), encoding="utf-8")
    return path


def a_plan_file(folder: Path, *plan: Assignment) -> Path:
    """Write a plan to a file."""
    path = folder / "plan.csv"
    rows = [(cell.person, cell.day.isoformat(), cell.shift) for cell in plan]
    write_csv(path, columns=("person", "day", "shift"), rows=rows)
    return path


def test_a_month_with_its_plan_stands_in_the_database(tmp_path: Path, months: Months) -> None:
    a_unit()
    plan = a_plan(MONDAY, MONDAY + timedelta(days=1))
    files = (a_file(tmp_path, short_problem()), "--plan", a_plan_file(tmp_path, *plan))
    code, said, _ = months("open", *files, "--unit", "URG", "--published")
    month = Roster.objects.get()
    [version] = month.versions.all()
    assert (code, demand_of(month).problem) == (DONE, short_problem())
    assert (version.state, set(version.result.answer), month.chosen) == (
        "published",
        set(plan),
        version,
    )
    assert said.splitlines()[-1] == "Saved as version 1."


def test_opening_the_same_month_again_changes_nothing(tmp_path: Path, months: Months) -> None:
    a_unit()
    plan = a_plan_file(tmp_path, *a_plan(MONDAY))
    again = ("open", a_file(tmp_path, short_problem()), "--plan", plan, "--unit", "URG")
    months(*again)
    code, said, _ = months(*again)
    month = Roster.objects.get()
    assert (code, month.demands.count(), month.versions.count()) == (DONE, 1, 1)
    assert said.splitlines()[-1] == "It is version 1 already."


def test_an_unknown_unit_is_named(tmp_path: Path, months: Months) -> None:
    a_unit()
    code, _, said = months("open", a_file(tmp_path, short_problem()), "--unit", "URGE")
    assert (code, said.count("\n")) == (BAD_INPUT, 1)
    assert "there is no unit 'URGE' (did you mean 'URG'?)" in said


def test_a_plan_of_unknown_people_is_refused_and_nothing_is_opened(
    tmp_path: Path, months: Months
) -> None:
    a_unit()
    plan = a_plan_file(tmp_path, *a_plan(MONDAY, person="zoe"))
    code, _, said = months(
        "open", a_file(tmp_path, short_problem()), "--plan", plan, "--unit", "URG"
    )
    assert (code, Roster.objects.count()) == (BAD_INPUT, 0)
    assert "nobody in the problem has the id 'zoe'" in said


def test_a_period_that_overlaps_another_is_one_sentence(tmp_path: Path, months: Months) -> None:
    a_month()
    later = short_problem(ends_on=MONDAY + timedelta(days=9))
    code, _, said = months("open", a_file(tmp_path, later), "--unit", "URG")
    assert (code, said.count("\n"), Roster.objects.count()) == (BAD_INPUT, 1, 1)
    assert "which is open already for this unit" in said


def test_published_goes_with_a_plan_only(tmp_path: Path, months: Months) -> None:
    a_unit()
    code, _, said = months(
        "open", a_file(tmp_path, short_problem()), "--unit", "URG", "--published"
    )
    assert (code, "--published goes with --plan only" in said) == (BAD_INPUT, True)


def test_the_list_names_each_month_with_its_versions(months: Months) -> None:
    month = a_month()
    publish_version(
        save_version(demand_of(month), found(month, *a_plan(MONDAY)), actor=HOUSE), actor=HOUSE
    )
    ask_search(month, actor=HOUSE)
    code, said, _ = months("list", "--json", "-")
    assert code == DONE
    assert json.loads(said) == [
        {
            "unit": "URG",
            "from": "2026-03-02",
            "to": "2026-03-04",
            "versions": 1,
            "chosen": 1,
            "published": 1,
            "holes": 2,
            "searching": True,
        }
    ]
    assert months("list")[1].splitlines()[1].split() == [
        *("URG", "2026-03-02", "2026-03-04", "1", "1", "1", "2", "under", "way")
    ]


def test_an_empty_list_says_how_to_begin(months: Months) -> None:
    code, said, _ = months("list")
    assert (code, "releve roster months open" in said) == (DONE, True)


def test_a_search_saves_a_version_and_shows_it(months: Months) -> None:
    month = a_month()
    code, said, _ = months("search", "--unit", "URG", "--from", MONDAY, "--seconds", 30)
    assert (code, said.splitlines()[-1]) == (DONE, "Saved as version 1.")
    assert month.versions.get().result.status == "optimal"
    code, said, _ = months("search", "--unit", "URG", "--from", MONDAY, "--seconds", 30)
    assert code == DONE
    assert said.splitlines()[-1] == "No better roster was found than version 1."
    assert month.versions.count() == 1


def test_an_impossible_month_is_told_with_its_reasons(months: Months) -> None:
    a_month(impossible_problem())
    code, said, _ = months("search", "--unit", "URG", "--from", MONDAY, "--seconds", 30)
    assert (code, "ana" in said) == (INFEASIBLE, True)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--unit", "URG", "--from", "2026-03-01"), "URG has no month from 2026-03-01"),
        (("--unit", "CARDIO", "--from", MONDAY), "CARDIO has no month from 2026-03-02"),
        (("--unit", "URG", "--from", MONDAY, "--aim", "stable"), "there is none yet"),
    ],
)
def test_what_cannot_be_searched_is_one_sentence(
    months: Months, arguments: tuple[Any, ...], sentence: str
) -> None:
    a_month()
    code, _, said = months("search", *arguments)
    assert (code, said.count("\n"), sentence in said) == (BAD_INPUT, 1, True)


def test_a_second_search_of_a_month_is_refused(months: Months) -> None:
    ask_search(a_month(), actor=HOUSE)
    code, _, said = months("search", "--unit", "URG", "--from", MONDAY)
    assert (code, "a search of this month is under way" in said) == (BAD_INPUT, True)


@pytest.mark.parametrize("ending", [Result("unknown"), ChildLostError("gone")])
def test_a_search_without_an_answer_has_its_own_code(
    months: Months, monkeypatch: pytest.MonkeyPatch, ending: Result | Exception
) -> None:
    def ended(*_given: Any, **_options: Any) -> Result:
        if isinstance(ending, Exception):
            raise ending
        return ending

    monkeypatch.setattr("releve.roster.actions.search_process.solve_in_child", ended)
    a_month()
    code, said, _ = months("search", "--unit", "URG", "--from", MONDAY)
    assert (code, said.splitlines()[-1]) == (NO_ANSWER, "The search ended without a roster.")


def test_ctrl_c_keeps_the_best_so_far() -> None:
    month = a_month(long_problem())
    command = ["roster", "months", "search", "--unit", "URG", "--from", f"{MONDAY}"]
    with subprocess.Popen(  # noqa: S603 - the same Python, our own words
        [sys.executable, "-m", "releve", *command, "--seconds", "300"],
        env={**os.environ, "DATABASE_URL": own_address()},
        stdout=subprocess.PIPE,
        text=True,
    ) as searching:
        try:
            until(lambda: Search.objects.filter(roster=month).exclude(best="").exists())
        finally:
            searching.send_signal(signal.SIGINT)
        said, _ = searching.communicate(timeout=30)
    assert searching.returncode == INTERRUPTED
    assert said.splitlines()[-1] == "Saved as version 1."
    assert month.searches.get().state == "stopped"


def test_a_version_is_proposed_published_changed_and_published_again(months: Months) -> None:
    month = a_month()
    for plan in (a_plan(MONDAY), a_plan(MONDAY + timedelta(days=1))):
        save_version(demand_of(month), found(month, *plan), actor=HOUSE)
    where = ("--unit", "URG", "--from", "2026-03-02")
    first = (*where, "--version", "1")
    assert months("propose", *first)[0] == DONE
    assert months("propose", *first)[::2] == (
        BAD_INPUT,
        "field '--version': only a draft is proposed to the team\n",
    )
    assert months("propose", *first, "--take-back")[0] == DONE
    assert months("propose", *first, "--take-back")[0] == BAD_INPUT
    code, said, _ = months("publish", *first)
    assert (code, "version 1 is in force" in said) == (DONE, True)
    assert months("revise", *first)[0] == DONE
    assert months("publish", *where, "--version", "9")[0] == BAD_INPUT
    states = dict(month.versions.values_list("number", "state"))
    assert states == {1: "published", 2: "draft", 3: "draft"}


def test_a_version_that_breaks_the_law_is_not_published_and_says_why(
    tmp_path: Path, months: Months
) -> None:
    a_unit()
    plan = tmp_path / "plan.csv"
    plan.write_text("person,day,shift\nbea,2026-03-02,N\nbea,2026-03-03,J\n", "utf-8")
    problem = a_file(tmp_path, short_problem())
    asked = ("open", problem, "--unit", "URG", "--plan", str(plan), "--published")
    code, _, said = months(*asked)
    assert (code, said.count("\n"), Roster.objects.count()) == (BAD_INPUT, 1, 0)
    assert "no recorded decision lifts" in said


def test_the_difference_of_two_versions_is_a_table_and_exit_code_one(months: Months) -> None:
    month = a_month()
    for plan in (a_plan(MONDAY), a_plan(MONDAY + timedelta(days=1))):
        save_version(demand_of(month), found(month, *plan), actor=HOUSE)
    asked = ("diff", "--unit", "URG", "--from", "2026-03-02", "--version", "1", "--to")
    code, said, _ = months(*asked, "2", "--csv", "-")
    assert (code, said.splitlines()[1:]) == (
        FINDINGS,
        ["bea,bea,2026-03-02,J,,720,0,-720", "bea,bea,2026-03-03,,J,0,720,720"],
    )
    code, said, _ = months(*asked, "1", "--json", "-")
    assert (code, json.loads(said)) == (DONE, {"before": 1, "after": 1, "changes": []})
