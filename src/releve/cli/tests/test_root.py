"""The root of the command line: what it wakes, and what it says."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from releve import __version__
from releve.cli import ROOMS, SHORT, releve, run
from releve.kit.console import BAD_INPUT, DONE
from releve.people.tests.builders import a_staffed_hospital


def loaded_by(*arguments: str) -> set[str]:
    """Return the packages that a command holds in memory when it ends."""
    program = (
        "import sys\n"
        "from releve.cli import run\n"
        f"run({list(arguments)!r})\n"
        "print('\\n' + ' '.join({name.partition('.')[0] for name in sys.modules}))\n"
    )
    done = subprocess.run(  # noqa: S603 - the same Python, our own words
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return set(done.stdout.splitlines()[-1].split())


def test_the_help_of_the_root_wakes_no_room() -> None:
    assert loaded_by("--help") & {"django", "ortools", "pydantic"} == set()


def test_verbs_on_files_never_wake_django() -> None:
    assert "django" not in loaded_by("roster", "--help")


def test_rooms_on_the_database_wake_django() -> None:
    assert "django" in loaded_by("people", "--help")


def test_the_help_lists_every_room(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == DONE
    said = capsys.readouterr().out
    assert [room for room in ROOMS if f"\n  {room} " not in said] == []


def test_the_version_is_the_packages(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == DONE
    assert capsys.readouterr().out == f"releve, version {__version__}\n"


@pytest.mark.parametrize("arguments", [["rooster"], ["people", "rols"], ["--nope"]])
def test_an_unknown_verb_is_bad_input(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == BAD_INPUT
    assert "Error: No such" in capsys.readouterr().err


@pytest.mark.django_db
def test_a_contract_under_a_pack_that_does_not_ship_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    a_staffed_hospital()
    file = tmp_path / "contracts.csv"
    file.write_text(
        "person,share,pack,regime,from,to,overtime_agreement\nC3,1,fhp,day,2026-01-01,,\n"
    )
    assert run(["people", "import", "--kind", "contracts", str(file)]) == BAD_INPUT
    assert "field 'pack': 'fhp' is not known (did you mean 'fph'?)" in capsys.readouterr().err


def test_every_room_stands_in_the_house() -> None:
    # Some verbs are the house's own, under a short name.
    assert {room.module.split(".")[1] for room in ROOMS.values()} == set(ROOMS) - SHORT
    assert {ROOMS[name].module.split(".")[1] for name in SHORT} == {"house"}
    assert releve.name == "releve"


def test_python_can_run_the_package() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "releve", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout == f"releve, version {__version__}\n"
