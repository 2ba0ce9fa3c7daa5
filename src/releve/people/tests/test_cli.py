"""`releve people …` as a person at the terminal sees it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django import DjangoAssertNumQueries

from releve.kit.actors import HOUSE
from releve.kit.console import BAD_INPUT, DONE
from releve.kit.tables import write_csv, write_xlsx
from releve.kit.verbs import run_verb
from releve.kit.words import use_language
from releve.people.actions import import_persons, load_reference
from releve.people.cli import people
from releve.people.models import Level, Person
from releve.people.tests.builders import (
    LEVELS,
    PERSONS,
    TABLES,
    a_hospital,
    a_staffed_hospital,
    everything,
    rows_of,
)
from releve.people.vocabulary import COLUMNS, LEVEL_COLUMNS, LEVEL_KINDS

pytestmark = pytest.mark.django_db

Capture = pytest.CaptureFixture[str]


def releve_people(*arguments: str | Path) -> int:
    """Run a verb of the room and return its exit code."""
    return run_verb(people, [str(argument) for argument in arguments], name="releve people")


def a_file(folder: Path, kind: str, *, suffix: str = "csv") -> Path:
    """Write a table of the hospital of the Moon to a file."""
    path = folder / f"{kind}.{suffix}"
    write: Callable[..., None] = write_xlsx if suffix == "xlsx" else write_csv
    columns = LEVEL_COLUMNS if kind == "levels" else COLUMNS[kind]
    write(path, columns=columns, rows=LEVELS if kind == "levels" else TABLES[kind])
    return path


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_what_is_exported_imports_into_an_empty_database_as_it_was(
    tmp_path: Path, suffix: str
) -> None:
    before = everything(a_staffed_hospital())
    files = {kind: tmp_path / f"{kind}.{suffix}" for kind in TABLES}
    for kind, file in files.items():
        assert releve_people("export", "--kind", kind, "--out", file) == DONE
    Person.objects.all().delete()
    for kind in reversed(LEVEL_KINDS):
        Level.objects.filter(kind=kind).delete()
    assert releve_people("levels", "import", a_file(tmp_path, "levels")) == DONE
    for kind, file in files.items():
        assert releve_people("import", "--kind", kind, file) == DONE
    assert everything(Level.objects.get(code="CH-LUNE")) == before


def test_an_import_says_what_it_did(tmp_path: Path, capsys: Capture) -> None:
    a_hospital()
    file = a_file(tmp_path, "persons")
    assert releve_people("import", "--kind", "persons", file) == DONE
    said = capsys.readouterr().out
    assert said == f"{file}: 3 added, 0 changed, 0 unchanged.\n"


def test_an_import_reports_as_json_alone_on_standard_output(
    tmp_path: Path, capsys: Capture
) -> None:
    a_hospital()
    file = a_file(tmp_path, "persons")
    assert releve_people("import", "--kind", "persons", file, "--json", "-") == DONE
    assert json.loads(capsys.readouterr().out) == {
        "file": str(file),
        "kind": "persons",
        "added": 3,
        "changed": 0,
        "unchanged": 0,
    }


def test_every_fault_of_a_file_is_told_with_the_name_of_the_file(
    tmp_path: Path, capsys: Capture
) -> None:
    a_hospital()
    file = tmp_path / "p.csv"
    file.write_text(
        "person;family_name;given_name;unit;role;skills\n\nA1;;Ada;URX;nurse;\nA1;X;;URG;nurse;\n"
    )
    assert releve_people("import", "--kind", "persons", file) == BAD_INPUT
    assert capsys.readouterr().err.splitlines() == [
        f"{file}, line 3, field 'family_name': the cell is empty",
        f"{file}, line 3, field 'unit': 'URX' is not known (did you mean 'URG'?)",
        f"{file}, line 4, field 'person': the same stands on line 3 already; keep one",
        "3 faults; nothing was imported.",
    ]
    assert Person.objects.count() == 0


@pytest.mark.parametrize("kind", TABLES)
def test_a_missing_column_is_named(tmp_path: Path, kind: str, capsys: Capture) -> None:
    a_hospital()
    file = tmp_path / "table.csv"
    file.write_text(",".join(COLUMNS[kind][:-1]) + "\n")
    assert releve_people("import", "--kind", kind, file) == BAD_INPUT
    assert f"line 1, field '{COLUMNS[kind][-1]}': the column" in capsys.readouterr().err


def test_thirty_megabytes_of_garbage_are_one_sentence(tmp_path: Path, capsys: Capture) -> None:
    a_hospital()
    file = tmp_path / "garbage.csv"
    file.write_bytes(bytes(range(1, 256)) * 120_000)
    assert releve_people("import", "--kind", "persons", file) == BAD_INPUT
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_faults_are_told_in_french_where_the_reader_is(tmp_path: Path, capsys: Capture) -> None:
    a_hospital()
    file = tmp_path / "p.csv"
    file.write_text("person,from,to\nA1,2026-02-30,2026-03-01\n")
    with use_language("fr"):
        assert releve_people("import", "--kind", "unavailability", file) == BAD_INPUT
    said = capsys.readouterr().err
    assert "le 2026-02-30 n’existe pas" in said
    assert "rien n’a été importé" in said


def test_units_are_made_on_demand_and_with_people_only(tmp_path: Path, capsys: Capture) -> None:
    load_reference(actor=HOUSE)
    file = a_file(tmp_path, "persons")
    made = ("--hospital", "CH-LUNE", "--create-units")
    assert releve_people("import", "--kind", "persons", file, *made) == DONE
    assert releve_people("import", "--kind", "contracts", file, *made) == BAD_INPUT
    assert "--kind persons only" in capsys.readouterr().err


def test_levels_are_listed_as_a_tree(capsys: Capture) -> None:
    a_staffed_hospital()
    assert releve_people("levels", "list") == DONE
    lines = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
    assert lines[1:] == [
        "FR            nation    France",
        "  GHT-LUNE    ght       GHT de la Lune",
        "    CH-LUNE   hospital  Hôpital de la Lune",
        "      CARDIO  unit      Cardiologie              1",
        "      URG     unit      Urgences                 2",
    ]


def test_an_empty_tree_says_the_first_step(capsys: Capture) -> None:
    assert releve_people("levels", "list") == DONE
    assert "releve people levels import" in capsys.readouterr().out


def test_levels_exported_as_json_name_their_parents(capsys: Capture) -> None:
    a_staffed_hospital()
    assert releve_people("levels", "list", "--json", "-") == DONE
    listed = json.loads(capsys.readouterr().out)
    assert [[level[name] for name in LEVEL_COLUMNS] for level in listed] == [
        *LEVELS[:3],
        LEVELS[4],
        LEVELS[3],
    ]


@pytest.mark.parametrize("verb", [["roles"], ["skills", "list"]])
def test_keys_are_listed_in_the_readers_language(verb: list[str], capsys: Capture) -> None:
    load_reference(actor=HOUSE)
    with use_language("fr"):
        assert releve_people(*verb) == DONE
    said = capsys.readouterr().out
    key, name = ("nurse", "Infirmier") if verb == ["roles"] else ("dialysis", "Hémodialyse")
    assert [line for line in said.splitlines() if line.split()[:2] == [key, name]]


def test_a_hospitals_own_skills_are_imported(tmp_path: Path, capsys: Capture) -> None:
    file = tmp_path / "skills.csv"
    file.write_text("key,name_fr\nhyperbaric,Caisson hyperbare\n")
    assert releve_people("skills", "import", file) == DONE
    assert releve_people("skills", "list", "--json", "-") == DONE
    assert '"hyperbaric"' in capsys.readouterr().out


def test_an_export_goes_to_standard_output_as_csv(capsys: Capture) -> None:
    a_staffed_hospital()
    assert releve_people("export", "--kind", "unavailability") == DONE
    assert capsys.readouterr().out == (
        "person,from,to\nA1,2026-02-02,2026-02-08\nC3,2026-02-02,2026-02-02\n"
    )


@pytest.mark.parametrize("name", ["people.ods", "people.xls", "people"])
def test_an_export_to_another_kind_of_file_is_refused(
    tmp_path: Path, name: str, capsys: Capture
) -> None:
    a_staffed_hospital()
    out = tmp_path / name
    assert releve_people("export", "--kind", "persons", "--out", out) == BAD_INPUT
    told = "only .csv and .xlsx files are written; end the name with one of them"
    assert capsys.readouterr().err == f"{out}: {told}\n"
    assert not out.exists()


def test_an_export_as_json_has_the_columns_as_keys(capsys: Capture) -> None:
    a_staffed_hospital()
    assert releve_people("export", "--kind", "persons", "--json", "-") == DONE
    assert json.loads(capsys.readouterr().out)[0] == dict(
        zip(COLUMNS["persons"], PERSONS[0], strict=True)
    )


def test_thousands_of_people_take_a_few_dozen_statements(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    a_hospital()
    table = [[f"P{n}", f"Nom{n}", "", "URG", "nurse", "triage"] for n in range(3000)]
    with django_assert_max_num_queries(60):
        assert import_persons(rows_of("persons", table), actor=HOUSE).added == 3000
