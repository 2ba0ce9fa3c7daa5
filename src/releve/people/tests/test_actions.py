"""Imports: what changes, what stays, and what every fault says."""

from __future__ import annotations

import pytest

from releve.kit.actors import HOUSE
from releve.people.actions import (
    BadTableError,
    ImportReport,
    import_contracts,
    import_persons,
)
from releve.people.models import Restriction
from releve.people.tests.builders import (
    CONTRACTS,
    IMPORTS,
    PERSONS,
    TABLES,
    Place,
    a_hospital,
    a_staffed_hospital,
    everything,
    faults_of,
    rows_of,
    stored,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", TABLES)
def test_what_is_imported_is_stored(kind: str) -> None:
    assert stored(kind, a_staffed_hospital()) == TABLES[kind]


@pytest.mark.parametrize("kind", TABLES)
def test_the_same_table_twice_changes_nothing(kind: str) -> None:
    hospital = a_staffed_hospital()
    before = everything(hospital)
    report = IMPORTS[kind](rows_of(kind, TABLES[kind]))
    assert report == ImportReport(added=0, changed=0, unchanged=len(TABLES[kind]))
    assert everything(hospital) == before


def test_a_person_is_updated_by_code_and_others_stay() -> None:
    hospital = a_staffed_hospital()
    changed = ["A1", "Feuillage", "Ada", "CARDIO", "ward_manager", "dialysis"]
    new = ["D4", "Brume", "Dag", "URG", "nurse", ""]
    report = import_persons(rows_of("persons", [changed, new]), actor=HOUSE)
    assert report == ImportReport(added=1, changed=1, unchanged=0)
    assert stored("persons", hospital) == [changed, PERSONS[1], PERSONS[2], new]


def test_a_person_who_only_loses_a_skill_has_changed() -> None:
    hospital = a_staffed_hospital()
    report = import_persons(rows_of("persons", [[*PERSONS[0][:5], "triage"]]), actor=HOUSE)
    assert report == ImportReport(added=0, changed=1, unchanged=0)
    assert stored("persons", hospital)[0][5] == "triage"


@pytest.mark.parametrize("cell", ["triage|dialysis", "triage;dialysis", "dialysis , triage,"])
def test_skills_are_separated_by_a_bar_a_semicolon_or_a_comma(cell: str) -> None:
    hospital = a_staffed_hospital()
    import_persons(rows_of("persons", [[*PERSONS[0][:5], cell]]), actor=HOUSE)
    assert stored("persons", hospital)[0][5] == "dialysis|triage"


def test_a_contract_is_known_by_person_and_first_day() -> None:
    hospital = a_staffed_hospital()
    ended = ["B2", "0.5", "fph", "variable", "2026-01-01", "2026-06-30", "true"]
    following = ["B2", "0,75", "fph", "day", "2026-07-01", "", "non"]
    report = import_contracts(rows_of("contracts", [following, ended]), actor=HOUSE)
    assert report == ImportReport(added=1, changed=1, unchanged=0)
    plain = ["B2", "0.75", "fph", "day", "2026-07-01", "", "false"]
    assert stored("contracts", hospital) == [CONTRACTS[0], CONTRACTS[1], ended, plain]


def test_a_corrected_end_replaces_the_one_before() -> None:
    hospital = a_staffed_hospital()
    IMPORTS["unavailability"](rows_of("unavailability", [["A1", "2026-02-02", "2026-02-03"]]))
    assert stored("unavailability", hospital)[0] == ["A1", "2026-02-02", "2026-02-03"]


def test_days_off_are_kept_in_the_order_of_the_week() -> None:
    hospital = a_staffed_hospital()
    table = [["C3", "2026-01-01", "", "days_off=Sun, tue"]]
    IMPORTS["restrictions"](rows_of("restrictions", table))
    assert stored("restrictions", hospital)[-1][3] == "days_off=tue+sun"
    assert Restriction.objects.get(weekdays="tue+sun").days == ("tue", "sun")


FAULTS = {
    "persons": [
        ({"person": ""}, (2, "person"), "empty"),
        ({"person": "X" * 41}, (2, "person"), "longer than 40"),
        ({"family_name": ""}, (2, "family_name"), "empty"),
        ({"given_name": "x" * 151}, (2, "given_name"), "longer than 150"),
        ({"unit": "URGE"}, (2, "unit"), "did you mean 'URG'?"),
        ({"unit": "GHT-LUNE"}, (2, "unit"), "not known"),
        ({"role": "nourse"}, (2, "role"), "did you mean 'nurse'?"),
        (
            {"skills": "triage|triag"},
            (2, "skills"),
            "'triag' is not known (did you mean 'triage'?); `releve people skills list`",
        ),
    ],
    "contracts": [
        ({"person": "A2"}, (2, "person"), "not known"),
        ({"share": "0"}, (2, "share"), "share"),
        ({"share": "1.1"}, (2, "share"), "share"),
        ({"share": "80%"}, (2, "share"), "share"),
        ({"share": "0.12345"}, (2, "share"), "share"),
        ({"pack": "FPH!"}, (2, "pack"), "rule pack"),
        ({"regime": "nigth"}, (2, "regime"), "did you mean 'night'?"),
        ({"from": ""}, (2, "from"), "missing"),
        ({"from": "01/01/2026"}, (2, "from"), "year-month-day"),
        ({"from": "2026-02-30"}, (2, "from"), "no day 2026-02-30"),
        ({"from": "20260101"}, (2, "from"), "year-month-day"),
        ({"to": "9999-12-31"}, (2, "to"), "leave the cell empty"),
        ({"to": "2025-12-31"}, (2, "to"), "2025-12-31 lies before 2026-01-01"),
        ({"overtime_agreement": "maybe"}, (2, "overtime_agreement"), "neither yes nor no"),
    ],
    "unavailability": [
        ({"person": ""}, (2, "person"), "empty"),
        ({"from": "2026-13-01"}, (2, "from"), "no day"),
        ({"to": ""}, (2, "to"), "missing"),
        ({"to": "2026-01-31"}, (2, "to"), "lies before"),
    ],
    "restrictions": [
        ({"restriction": "no_night"}, (2, "restriction"), "did you mean 'no_nights'?"),
        ({"restriction": ""}, (2, "restriction"), "empty"),
        ({"restriction": "no_nights=1"}, (2, "restriction"), "takes no value"),
        ({"restriction": "max_minutes_a_day"}, (2, "restriction"), "max_minutes_a_day=450"),
        ({"restriction": "max_minutes_a_day=0"}, (2, "restriction"), "max_minutes_a_day=450"),
        ({"restriction": "max_minutes_a_day=1441"}, (2, "restriction"), "max_minutes_a_day=450"),
        ({"restriction": "max_minutes_a_day=7h"}, (2, "restriction"), "max_minutes_a_day=450"),
        ({"restriction": "days_off="}, (2, "restriction"), "days_off=mon+wed"),
        ({"restriction": "days_off=lundi"}, (2, "restriction"), "days_off=mon+wed"),
        ({"restriction": "days_off=mon+mon"}, (2, "restriction"), "days_off=mon+wed"),
        ({"from": ""}, (2, "from"), "missing"),
        ({"to": "2020-01-01"}, (2, "to"), "lies before"),
    ],
}
CASES = [
    (kind, changes, place, said)
    for kind, faults in FAULTS.items()
    for changes, place, said in faults
]


@pytest.mark.parametrize(("kind", "changes", "place", "said"), CASES)
def test_each_fault_names_its_line_and_column_and_nothing_changes(
    kind: str, changes: dict[str, str], place: Place, said: str
) -> None:
    hospital = a_staffed_hospital()
    before = everything(hospital)
    table = rows_of(kind, [*TABLES[kind][:1]])
    faulty = [type(row)(line=row.line, cells={**row.cells, **changes}) for row in table]
    found = faults_of(lambda: IMPORTS[kind](faulty))
    assert [where for where, _ in found] == [place]
    assert said in found[0][1]
    assert everything(hospital) == before


def test_all_faults_of_a_table_are_told_at_once_by_line() -> None:
    a_staffed_hospital()
    table = [
        ["A1", "", "Ada", "URX", "nurse", ""],
        ["B2", "Ruisseau", "Bo", "URG", "nurse", ""],
        ["B2", "Ruisseau", "Bo", "URG", "nobody", ""],
    ]
    found = faults_of(lambda: import_persons(rows_of("persons", table), actor=HOUSE))
    assert [place for place, _ in found] == [
        (2, "family_name"),
        (2, "unit"),
        (4, "role"),
        (4, "person"),
    ]


def test_the_sentence_of_a_bad_table_has_one_line_for_each_fault_and_one_at_the_end() -> None:
    a_staffed_hospital()
    table = rows_of("persons", [["A1", "", "Ada", "URG", "nobody", ""]])
    with pytest.raises(BadTableError) as caught:
        import_persons(table, actor=HOUSE)
    assert str(caught.value.in_file("p.csv")).splitlines() == [
        "p.csv, line 2, field 'family_name': the cell is empty",
        "p.csv, line 2, field 'role': 'nobody' is not known; `releve people roles` lists them",
        "2 faults; nothing was imported.",
    ]


@pytest.mark.parametrize(
    ("kind", "again"),
    [
        ("persons", ["A1", "Autre", "", "URG", "nurse", ""]),
        ("contracts", ["A1", "0.5", "fph", "day", "2026-01-01", "2026-01-31", ""]),
        ("unavailability", ["A1", "2026-02-02", "2026-02-02"]),
        ("restrictions", ["A1", "2026-01-01", "2026-01-02", "no_nights"]),
        ("restrictions", ["A1", "2026-03-01", "", "days_off=tue"]),
    ],
)
def test_the_same_twice_in_one_file_is_a_fault_that_names_both_lines(
    kind: str, again: list[str]
) -> None:
    a_staffed_hospital()
    table = rows_of(kind, [*TABLES[kind], again])
    found = faults_of(lambda: IMPORTS[kind](table))
    first = next(row.line for row in table if _known_by(row.cells) == _known_by(table[-1].cells))
    assert [place[0] for place, _ in found] == [len(table) + 1]
    assert f"stands on line {first} already" in found[0][1]


def _known_by(cells: object) -> tuple[str, str, str]:
    assert isinstance(cells, dict)
    return (
        cells["person"],
        cells.get("from", ""),
        cells.get("restriction", "").partition("=")[0],
    )


@pytest.mark.parametrize(
    ("table", "line", "said"),
    [
        ([("2026-01-01", ""), ("2027-01-01", "")], 3, "overlaps the one on line 2"),
        ([("2027-01-01", ""), ("2026-01-01", "")], 3, "overlaps the one on line 2"),
        ([("2026-01-01", "2026-06-30"), ("2026-06-30", "")], 3, "overlaps the one on line 2"),
        (
            [("2026-01-01", "2029-12-31"), ("2026-02-01", "2026-02-28"), ("2027-01-01", "")],
            3,
            "overlaps the one on line 2",
        ),
    ],
)
def test_contracts_of_one_person_that_overlap_are_a_fault(
    table: list[tuple[str, str]], line: int, said: str
) -> None:
    a_hospital()
    import_persons(rows_of("persons", PERSONS), actor=HOUSE)
    lines = [["C3", "1", "fph", "day", first, last, ""] for first, last in table]
    found = faults_of(lambda: import_contracts(rows_of("contracts", lines), actor=HOUSE))
    assert found[0][0] == (line, "from")
    assert said in found[0][1]


def test_a_contract_that_overlaps_a_stored_one_is_a_fault() -> None:
    a_staffed_hospital()
    line = ["B2", "1", "fph", "day", "2025-06-01", "2025-06-30", ""]
    found = faults_of(lambda: import_contracts(rows_of("contracts", [line]), actor=HOUSE))
    assert found == [
        ((2, "from"), "the contract overlaps the one stored from 2025-01-01 to 2025-12-31")
    ]


def test_contracts_that_follow_each_other_day_by_day_do_not_overlap() -> None:
    a_staffed_hospital()
    lines = [
        ["C3", "1", "fph", "day", "2026-01-01", "2026-06-30", ""],
        ["C3", "1", "fph", "day", "2026-07-01", "", ""],
    ]
    report = import_contracts(rows_of("contracts", lines), actor=HOUSE)
    assert report == ImportReport(added=2, changed=0, unchanged=0)


def test_a_pack_that_does_not_exist_is_a_fault_where_packs_are_known() -> None:
    a_staffed_hospital()
    line = ["C3", "1", "fhp", "day", "2026-01-01", "", ""]
    found = faults_of(
        lambda: import_contracts(rows_of("contracts", [line]), packs=["eu", "fph"], actor=HOUSE)
    )
    assert found == [((2, "pack"), "'fhp' is not known (did you mean 'fph'?)")]
