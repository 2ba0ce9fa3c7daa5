"""`releve shifts`: loads in the terminal and as JSON, worked shifts from files."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from releve.kit.console import BAD_INPUT, DONE
from releve.kit.faults import BadInputError
from releve.kit.verbs import run_verb
from releve.shifts.cli import shifts
from releve.shifts.models import WorkedShift
from releve.shifts.queries.places import months_before, told_months
from releve.shifts.tests.builders import a_ward, planned, shown

pytestmark = pytest.mark.django_db

Capture = pytest.CaptureFixture[str]
JUNE = ["--from", "2026-06-01", "--to", "2026-06-30"]


@pytest.fixture(autouse=True)
def _ready(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is July, and sentences are English."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: date(2026, 7, 10))
    monkeypatch.setenv("RELEVE_LANG", "en")


def releve_shifts(arguments: list[str]) -> int:
    """Run a verb of the room and return its exit code."""
    return run_verb(shifts, arguments, name="releve shifts")


def test_the_load_of_a_unit_is_printed_and_written(capsys: Capture) -> None:
    ward = a_ward()
    shown(ward, *(planned(one, 0, 7, 12) for one in ward.people))
    assert releve_shifts(["load", "--unit", "URG", *JUNE]) == DONE
    said = capsys.readouterr().out
    assert "Shifts of 12 hours or more" in said
    assert "per 100 shifts" in said
    assert releve_shifts(["load", *JUNE, "--json", "-"]) == DONE
    told = json.loads(capsys.readouterr().out)
    by_unit = {one["unit"]: one["total"] for one in told}
    assert by_unit["URG"]["long_shifts"]["count"] == 10
    assert by_unit["CARDIO"] == {}


def test_too_few_people_are_said_and_not_told(capsys: Capture) -> None:
    a_ward()
    assert releve_shifts(["load", "--unit", "CARDIO"]) == DONE
    said = capsys.readouterr().out
    assert "Fewer than 8 people worked there" in said
    assert "Quick returns" not in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--unit", "URGE"], "did you mean 'URG'"),
        (["--to", "2026-07-31"], "2026-07 is not over"),
        (["--from", "2025-06-01"], "before 2025-07"),
        (["--from", "2026-06-01", "--to", "2026-05-01"], "before the beginning"),
    ],
)
def test_what_cannot_be_told_is_said_in_a_sentence(
    words: list[str], said: str, capsys: Capture
) -> None:
    a_ward()
    assert releve_shifts(["load", *words]) == BAD_INPUT
    assert said in capsys.readouterr().err


def test_months_are_whole_over_and_of_the_last_twelve() -> None:
    today = date(2026, 7, 10)
    assert told_months(None, None, today=today) == (date(2026, 4, 1), date(2026, 6, 1))
    assert months_before(date(2026, 1, 31), 1) == date(2025, 12, 1)
    assert months_before(date(2026, 7, 10), 12) == date(2025, 7, 1)
    with pytest.raises(BadInputError):
        told_months(None, today, today=today)


def test_a_file_of_worked_shifts_is_imported_whole_or_not_at_all(
    tmp_path: Path, capsys: Capture
) -> None:
    a_ward()
    file = tmp_path / "worked.csv"
    lines = ["person,unit,code,starts_at,ends_at", "P0,URG,M,2026-06-01T07:00,2026-06-01T15:00"]
    file.write_text("\n".join([*lines, "P9x,URG,M,2026-06-01T07:00,2026-06-01T15:00"]), "utf-8")
    assert releve_shifts(["import-worked", str(file)]) == BAD_INPUT
    assert "worked.csv, line 3, field 'person'" in capsys.readouterr().err
    assert WorkedShift.objects.count() == 0
    file.write_text("\n".join(lines), "utf-8")
    assert releve_shifts(["import-worked", str(file), "--json", "-"]) == DONE
    assert json.loads(capsys.readouterr().out)["added"] == 1
    assert releve_shifts(["import-worked", str(file)]) == DONE
    assert "0 added, 0 changed, 1 unchanged" in capsys.readouterr().out


def test_worked_time_is_declared_validated_closed_counted_and_paid(
    capsys: Capture, tmp_path: Path
) -> None:
    ward = a_ward()
    shown(ward, planned(ward.people[0], 0), planned(ward.people[0], 6))
    unit, month = ["--unit", "URG"], ["--month", "2026-06"]
    hers = ["declare", *unit, "--person", "P0"]
    assert releve_shifts([*hers, "--day", "2026-06-01", "--minutes", "30"]) == DONE
    recall = ["--kind", "recall", "--starts", "2026-06-04T09:00", "--ends", "2026-06-04T12:00"]
    assert releve_shifts([*hers, *recall]) == DONE
    assert "P0: R from 2026-06-04 09:00 to 2026-06-04 12:00." in capsys.readouterr().out
    out = tmp_path / "pay.csv"
    assert releve_shifts(["pay", *unit, *month, "--out", str(out)]) == BAD_INPUT
    assert not out.exists()
    assert releve_shifts(["close", *unit, *month]) == BAD_INPUT
    assert releve_shifts(["validate", *unit, *JUNE, "--person", "P0"]) == DONE
    assert "3 shifts validated." in capsys.readouterr().out
    assert releve_shifts(["close", *unit, *month, "--json", "-"]) == DONE
    assert json.loads(capsys.readouterr().out)["month"] == "2026-06"
    assert releve_shifts(["pay", *unit, *month, "--out", str(out)]) == DONE
    assert out.read_text("utf-8").splitlines() == [
        "person,element,quantity,unit,ward,month,also_in",
        "P0,overtime,210,min,URG,2026-06,night_hours sunday_hours holiday_hours call_outs recalls",
        "P0,sunday_hours,450,min,URG,2026-06,overtime night_hours call_outs",
        "P0,recalls,1,count,URG,2026-06,overtime",
    ]
    capsys.readouterr()
    assert releve_shifts(["counters", *unit, *month, "--explain", "--json", "-"]) == DONE
    (told,) = json.loads(capsys.readouterr().out)
    values = {one["counter"]: one for one in told["counters"]}
    assert values["worked_minutes_month"]["value"] == 450 + 480 + 180
    assert len(values["worked_minutes_month"]["parts"]) == 3


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--person", "P"], "nobody has the code 'P'"),
        (["--person", "P0", "--day", "2026-06-09", "--minutes", "5"], "has 0 planned shifts"),
        (["--person", "P0", "--kind", "recall"], "give --kind, --starts and --ends"),
    ],
)
def test_a_declaration_that_cannot_be_is_one_clear_sentence(
    words: list[str], said: str, capsys: Capture
) -> None:
    a_ward()
    assert releve_shifts(["declare", "--unit", "URG", *words]) == BAD_INPUT
    assert said in capsys.readouterr().err
    assert WorkedShift.objects.count() == 0


def test_an_on_call_duty_beside_a_shift_is_held_or_not_and_nothing_else() -> None:
    ward = a_ward()
    one = ward.people[0]
    shown(
        ward,
        planned(one, 0),
        planned(one, 0, 18, 12, is_on_call=True, minutes=0),
        planned(one, 1, 18, 12, is_on_call=True, minutes=0),
    )
    hers = ["declare", "--unit", "URG", "--person", "P0"]
    assert releve_shifts([*hers, "--day", "2026-06-01", "--minutes", "15"]) == DONE
    assert releve_shifts([*hers, "--day", "2026-06-02", "--minutes", "15"]) == BAD_INPUT
    assert releve_shifts([*hers, "--day", "2026-06-02", "--kind", "not_worked"]) == DONE
    assert releve_shifts([*hers, "--day", "2026-06-02", "--kind", "on_call"]) == DONE
    standing = WorkedShift.objects.filter(superseded_at__isnull=True).order_by("starts_at")
    assert [row.kind for row in standing] == ["late_stay", "on_call"]
    free = ["--day", "2026-06-01", "--minutes", "30", "--reason", "malade"]
    assert releve_shifts([*hers, *free]) == BAD_INPUT
