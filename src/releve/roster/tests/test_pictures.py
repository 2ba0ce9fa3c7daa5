"""The roster as a table and as a spreadsheet: what is shown is what was planned."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from releve.kit.words import use_language
from releve.roster.cli.table import table
from releve.roster.engine.explain import explain
from releve.roster.engine.problem import Assignment, Need, Problem, Unavailability
from releve.roster.engine.result import Result
from releve.roster.engine.score import score
from releve.roster.engine.tests.builders import (
    ALL_SHIFTS,
    DAY,
    EVENING,
    MONDAY,
    MORNING,
    NIGHT,
    a_person,
    a_problem,
    fixed,
)
from releve.roster.grid import grid, shift_kind
from releve.roster.workbook import write_workbook

PLAN = (
    Assignment("ana", MONDAY, "J"),
    Assignment("ana", MONDAY + timedelta(days=3), "N"),
    Assignment("bea", MONDAY + timedelta(days=1), "M"),
)


def month(**changes: object) -> Problem:
    """Return four weeks of thirty people."""
    people = tuple(a_person(f"p{n:02d}", name=f"Prénom Patronyme-Long {n}") for n in range(30))
    facts: dict[str, object] = {"ends_on": MONDAY + timedelta(days=27), "people": people}
    return a_problem(**(facts | changes))


def test_every_kind_of_shift_is_drawn_in_its_own_way() -> None:
    kinds = [shift_kind(shift) for shift in (MORNING, EVENING, DAY, NIGHT)]
    assert kinds == ["morning", "afternoon", "long", "night"]
    assert shift_kind(ALL_SHIFTS[4]) == "on_call"


def test_the_picture_shows_shifts_rest_absence_and_what_is_fixed() -> None:
    problem = a_problem(
        shifts=ALL_SHIFTS[:4],
        unavailable=(Unavailability("bea", from_on=MONDAY, to_on=MONDAY),),
        fixed=(fixed("ana", MONDAY, "J"),),
    )
    first, second = grid(problem, PLAN).lines[:2]
    assert [cell.code for cell in first.cells[:4]] == ["J", "", "", "N"]
    assert [cell.kind for cell in second.cells[:2]] == ["away", "morning"]
    assert [cell.is_fixed for cell in first.cells[:2]] == [True, False]


def test_cover_is_counted_where_it_stands_worst_and_holes_are_seen() -> None:
    lines = grid(a_problem(shifts=ALL_SHIFTS[:4]), PLAN).cover
    assert [line.names for line in lines] == [("jour",), ("nuit",)]
    assert [cover.present for cover in lines[0].days[:2] if cover] == [1, 0]
    assert [cover.missing for cover in lines[0].days[:2] if cover] == [0, 1]


def test_needs_that_differ_by_their_days_share_a_line() -> None:
    needs = tuple(
        Need(id=f"jour-{n}", shift="J", minimum=1, days=(MONDAY + timedelta(days=n),))
        for n in range(3)
    )
    (line,) = grid(a_problem(needs=needs), ()).cover
    assert [cover is not None for cover in line.days[:4]] == [True, True, True, False]


@pytest.mark.parametrize("width", [60, 80, 100, 130, 160, 200])
def test_a_month_of_thirty_people_fits_the_terminal(width: int) -> None:
    problem = month()
    lines = [line.plain for line in table(problem, grid(problem, ()), width=width)]
    assert max(map(len, lines)) <= width
    if width >= 130:
        assert sum(line.startswith("Prénom") for line in lines) == 30


def test_a_covered_month_stands_in_one_piece_on_a_hundred_columns() -> None:
    problem = month(needs=())
    lines = [line.plain for line in table(problem, grid(problem, ()), width=100)]
    assert sum(line.startswith("Prénom") for line in lines) == 30


@pytest.mark.parametrize("width", [60, 80, 100, 160])
def test_a_hole_does_not_touch_the_number_beside_it(width: int) -> None:
    """One person is there each day but on the second Tuesday, where the cell says 0*."""
    problem = month(needs=(Need(id="jour", shift="J", minimum=1),))
    hole = MONDAY + timedelta(days=8)
    plan = [Assignment("p00", day, "J") for day in problem.days if day != hole]
    lines = [line.plain for line in table(problem, grid(problem, plan), width=width)]
    counts = [
        count
        for line in lines
        if line.startswith("J ") and ":" not in line
        for count in line.removeprefix("J").replace("│", " ").split()
    ]
    assert counts == ["0*" if day == hole else "1" for day in problem.days]


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_every_cell_of_the_table_is_a_cell_of_the_plan(data: st.DataObject) -> None:
    problem = a_problem(shifts=ALL_SHIFTS[:4], needs=())
    codes = st.sampled_from(["", "J", "N", "M", "S"])
    cells = [(p.id, day, data.draw(codes)) for p in problem.people for day in problem.days]
    plan = tuple(Assignment(*cell) for cell in cells if cell[2])
    lines = [line.plain for line in table(problem, grid(problem, plan), width=120)]
    for person in problem.people:
        (line,) = (line for line in lines if line.startswith(person.id))
        shown = re.sub(r"[│\s]", "", line.removeprefix(person.id))
        expected = "".join(code or "·" for who, _, code in cells if who == person.id)
        assert shown.startswith(expected)


def sheet(path: Path, name: str) -> list[list[Any]]:
    with CalamineWorkbook.from_path(str(path)) as book:
        return book.get_sheet_by_name(name).to_python(skip_empty_area=False)


def rows_of(path: Path, problem: Problem) -> Iterator[tuple[str, str, object]]:
    """Yield (person, day, code) of every filled cell of the sheet for the wall."""
    rows = sheet(path, "Roster")
    heads = rows[4]
    names = {person.name or person.id: person.id for person in problem.people}
    days = {day.day: day for day in problem.days}
    for row in rows[5:]:
        if row[0] in names:
            for head, cell in zip(heads[1:], row[1:], strict=True):
                if isinstance(head, int | float) and cell:
                    yield names[str(row[0])], days[int(head)].isoformat(), cell


def test_the_sheet_for_the_wall_holds_the_plan(tmp_path: Path) -> None:
    problem = a_problem(shifts=ALL_SHIFTS[:4])
    with use_language("en"):
        write_workbook(tmp_path / "roster.xlsx", problem, PLAN)
    assert set(rows_of(tmp_path / "roster.xlsx", problem)) == {
        (a.person, a.day.isoformat(), a.shift) for a in PLAN
    }


def test_the_counters_sheet_holds_hours_and_targets(tmp_path: Path) -> None:
    with use_language("en"):
        write_workbook(tmp_path / "roster.xlsx", a_problem(shifts=ALL_SHIFTS[:4]), PLAN)
    head, ana, *_ = sheet(tmp_path / "roster.xlsx", "Counters")
    told = dict(zip(head, ana, strict=True))
    assert (told["Hours planned"], told["Hours due"], told["Nights"]) == (24, 70, 1)


def test_the_legal_sheet_names_what_is_broken(tmp_path: Path) -> None:
    plan = tuple(Assignment("ana", MONDAY + timedelta(days=n), "J") for n in range(6))
    with use_language("en"):
        write_workbook(tmp_path / "roster.xlsx", a_problem(), plan)
    text = "\n".join(str(row[0]) for row in sheet(tmp_path / "roster.xlsx", "Legal check"))
    assert "At most 48 hours in any seven consecutive days (FPH-48-7D)" in text
    assert "Direction (exemple)" in text


def test_the_legal_sheet_says_what_is_proven_and_why_holes_stay_open(tmp_path: Path) -> None:
    needs = (Need(id="jour", shift="J", role="ide", minimum=1, days=(MONDAY,)),)
    problem = a_problem(needs=needs)
    weighed = score(problem, ())
    result = Result("feasible", (), weighed, hole_bound=weighed.hole_cost, seconds=20)
    with use_language("en"):
        write_workbook(
            tmp_path / "roster.xlsx", problem, (), result=result, holes=explain(problem, ()).holes
        )
    lines = [str(row[0]) for row in sheet(tmp_path / "roster.xlsx", "Legal check")]
    assert "Cover proven: no lawful roster covers more." in lines
    at = lines.index("Holes, and what rules out whom")
    assert "1 person is missing" in lines[at + 1]
    assert "3 people in all" in lines[at + 2]


def test_the_sheets_speak_french(tmp_path: Path) -> None:
    with use_language("fr"):
        write_workbook(tmp_path / "roster.xlsx", a_problem(shifts=ALL_SHIFTS[:4]), PLAN)
    with CalamineWorkbook.from_path(str(tmp_path / "roster.xlsx")) as book:
        names = [name for name in book.sheet_names if not name.startswith("Semaine")]
    assert names == ["Planning", "Compteurs", "Contrôle légal"]


def test_the_same_plan_gives_the_same_bytes_and_no_cell_is_a_formula(tmp_path: Path) -> None:
    people = (a_person("ana", name="=1+1"), a_person("bea"), a_person("cle"))
    problem = a_problem(people=people, shifts=ALL_SHIFTS[:4], name='=HYPERLINK("x")')
    for name in ("one.xlsx", "two.xlsx"):
        write_workbook(tmp_path / name, problem, PLAN)
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()
    assert sheet(tmp_path / "one.xlsx", "Roster")[0][0] == '=HYPERLINK("x")'
    assert sheet(tmp_path / "one.xlsx", "Roster")[6][0] == "=1+1"


def test_a_month_without_names_or_needs_is_drawn_too(tmp_path: Path) -> None:
    problem = a_problem(people=(a_person("ana", role=""),), needs=(), starts_on=date(2026, 3, 4))
    write_workbook(tmp_path / "roster.xlsx", problem, ())
    assert [line.plain for line in table(problem, grid(problem, ()), width=100)]
