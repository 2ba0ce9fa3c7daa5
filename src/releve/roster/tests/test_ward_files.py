"""A ward's tables become a problem, and every fault finds its way back to file, line, column."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from releve.kit.faults import BadInputError
from releve.kit.tables import read_table, write_xlsx
from releve.roster.engine.problem import Period, Unavailability
from releve.roster.tests.builders import EXAMPLES
from releve.roster.tests.conftest import Releve
from releve.roster.ward_files import read_ward

Edit = tuple[str, str, str]


@pytest.fixture
def ward_folder(tmp_path: Path) -> Path:
    """A copy of the example ward's tables."""
    folder = tmp_path / "ward"
    shutil.copytree(EXAMPLES / "emergency", folder)
    return folder


def edit(folder: Path, file: str, old: str, new: str) -> Path:
    """Replace a text that stands once in a table; return the table's path."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path


FIRST = "U01,Fougère,Aline,URG,nurse,triage|resuscitation\n"
CONTRACT = "U02,1,fph,variable,2025-01-01,,no\n"


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        (
            "people/persons.csv",
            "U02,Tilleul",
            "U01,Tilleul",
            "line 3, field 'person': 'U01' is there twice; keep one line for each person",
        ),
        (
            "people/persons.csv",
            "person,family_name",
            "person,famly_name",
            "line 1, field 'family_name': the column 'family_name' is missing",
        ),
        (
            "people/contracts.csv",
            CONTRACT,
            CONTRACT.replace("1,fph", "1.5,fph"),
            "line 3, field 'share': '1.5' is too large; write 1 or less",
        ),
        (
            "people/contracts.csv",
            CONTRACT,
            CONTRACT.replace("fph", "fpx"),
            "line 3, field 'pack': no pack of binding rules is called 'fpx'",
        ),
        (
            "people/contracts.csv",
            CONTRACT,
            CONTRACT.replace("2025-01-01,", "2026-04-01,2026-03-01"),
            "line 3, field 'to': the contract ends before it starts",
        ),
        (
            "people/contracts.csv",
            CONTRACT,
            CONTRACT * 2,
            "line 4, field 'from': 'U02' has two contracts in the period; keep one",
        ),
        (
            "people/unavailability.csv",
            "U04,2026-03-12,2026-03-13",
            "U04,2026-03-12,2026-03-11",
            "line 3, field 'to': the unavailability ends before it starts",
        ),
        (
            "people/unavailability.csv",
            "U04,2026-03-12",
            "U44,2026-03-12",
            "line 3, field 'person': nobody in the list of persons has the id 'U44'",
        ),
        (
            "people/restrictions.csv",
            "days_off=wed",
            "days_off=mer",
            "line 5, field 'restriction': 'mer' is not known here",
        ),
        (
            "people/restrictions.csv",
            "max_minutes_a_day=450",
            "max_minutes_a_day",
            "line 6, field 'restriction': minutes belong to max_minutes_a_day",
        ),
        (
            "needs.csv",
            "triage,,,triage,1,1",
            "triage,,,triaje,1,1",
            "line 6, field 'skill': nobody has the skill 'triaje'",
        ),
        (
            "needs.csv",
            "assistant-N,N,care_assistant,,1,1",
            "assistant-N,N,care_assistant,,2,1",
            "line 10, field 'target': the target is below the minimum",
        ),
        (
            "wishes.csv",
            "U01,2026-03-14,off,,20",
            "U01,2026-04-14,off,,20",
            "line 2, field 'day': 2026-04-14 is outside the period",
        ),
        (
            "fixed.csv",
            "U21,2026-03-16,M",
            "U21,2026-03-16,X",
            "line 4, field 'shift': no shift has the code 'X'",
        ),
        (
            "shifts.csv",
            "13:45",
            "13h45",
            "line 5, field 'starts_at': '13h45' is no time of day; write it as 07:00",
        ),
        (
            "decisions.csv",
            "2026-01-01",
            "2026-02-30",
            "line 2, field 'from': '2026-02-30' is no day of the calendar",
        ),
        (
            "memory.csv",
            "U01,12,",
            "U01,-12,",
            "line 2, field 'weeks': '-12' is too small; write 0 or more",
        ),
        (
            "ward.json",
            '"2026-04-05"',
            '"2026-03-05"',
            "line 4, field 'ends_on': the period ends on 2026-03-05, before it starts",
        ),
        (
            "ward.json",
            '"cycle_weeks"',
            '"cycle_week"',
            "line 6, field 'cycle_week': there is no such field (did you mean 'cycle_weeks'?)",
        ),
    ],
)
def test_a_fault_in_a_table_names_file_line_and_column(
    ward_folder: Path, releve: Releve, file: str, old: str, new: str, told: str
) -> None:
    path = edit(ward_folder, file, old, new)
    out = ward_folder.parent / "problem.json"
    ended = releve("build", ward_folder, "--out", out)
    assert ended.err.startswith(f"{path}, {told}")
    assert (ended.code, ended.err.count("\n"), out.exists()) == (2, 1, False)


def test_a_person_without_a_contract_is_named_in_the_list_of_persons(
    ward_folder: Path, releve: Releve
) -> None:
    edit(ward_folder, "people/contracts.csv", CONTRACT, "")
    ended = releve("build", ward_folder, "--out", ward_folder / "problem.json")
    assert ended.err == (
        f"{ward_folder}/people/persons.csv, line 3, field 'person': 'U02' has no contract in the"
        " period; add a line to people/contracts.csv\n"
    )


def test_days_outside_a_contract_are_unavailable(ward_folder: Path) -> None:
    short = CONTRACT.replace("2025-01-01,", "2026-03-11,2026-04-01")
    edit(ward_folder, "people/contracts.csv", CONTRACT, short)
    away = read_ward(ward_folder).unavailable
    assert away[:2] == (
        Unavailability("U02", from_on=date(2026, 3, 9), to_on=date(2026, 3, 10)),
        Unavailability("U02", from_on=date(2026, 4, 2), to_on=date(2026, 4, 5)),
    )


def test_what_a_ward_does_not_keep_may_be_absent(ward_folder: Path) -> None:
    for name in ("wishes", "history", "memory", "fixed", "decisions"):
        (ward_folder / f"{name}.csv").unlink()
    problem = read_ward(ward_folder)
    assert (problem.wishes, problem.fixed, problem.decisions) == ((), (), ())
    assert {person.history for person in problem.people} == {()}


def test_a_spreadsheet_stands_in_for_a_table(ward_folder: Path) -> None:
    before = read_ward(ward_folder)
    path = ward_folder / "people" / "persons.csv"
    columns = ("person", "family_name", "given_name", "unit", "role", "skills")
    rows = [[row.get(name) for name in columns] for row in read_table(path, required=columns)]
    path.unlink()
    write_xlsx(path.with_suffix(".xlsx"), columns=columns, rows=rows)
    assert read_ward(ward_folder) == before


def test_shares_regimes_and_periods_are_read(ward_folder: Path) -> None:
    edit(ward_folder, "people/contracts.csv", CONTRACT, 'U02,"0,8",fph,night,2025-01-01,,oui\n')
    edit(ward_folder, "ward.json", '"cycle_weeks": 4', '"weekly_minutes": {"night": 1950}')
    problem = read_ward(ward_folder)
    contract = problem.person_by_id["U02"].contract
    assert (contract.share, contract.regime) == (0.8, "night")
    assert (contract.full_time_weekly_minutes, contract.overtime_agreement) == (1950, True)
    triage = next(need for need in problem.needs if need.id == "triage")
    assert triage.period == Period(triage.period.starts_at, triage.period.starts_at)  # type: ignore[union-attr]  # it has one


def test_a_folder_that_is_not_there_is_said(tmp_path: Path, releve: Releve) -> None:
    ended = releve("build", tmp_path / "absent", "--out", tmp_path / "problem.json")
    assert (ended.code, ended.err) == (2, f"{tmp_path}/absent: there is no such folder\n")


def test_protected_time_of_a_ward_is_read_and_its_faults_are_in_ward_json(
    ward_folder: Path,
) -> None:
    def protect(first: str) -> None:
        file = ward_folder / "ward.json"
        ward = json.loads(file.read_text("utf-8"))
        days = {"from": first, "to": ward["ends_on"]}
        ward["protected"] = [{"purpose": "team_talk", "minutes": 60, **days}]
        file.write_text(json.dumps(ward), "utf-8")

    plain = read_ward(ward_folder)
    protect(plain.starts_on.isoformat())
    (time,) = read_ward(ward_folder).protected
    assert (time.minutes, time.from_on) == (60, plain.starts_on)
    protect("2020-01-01")
    with pytest.raises(BadInputError, match="2020-01-01 is outside the period") as caught:
        read_ward(ward_folder)
    assert "ward.json, field 'protected'" in str(caught.value)
