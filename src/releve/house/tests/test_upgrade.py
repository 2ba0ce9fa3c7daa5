"""A database of the first release, which knew no accounts, is brought up to date."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from releve.house.tests.test_environment import releve, run

SETTINGS = {"DJANGO_SETTINGS_MODULE": "releve.house.settings"}


def a_first_release(folder: Path) -> dict[str, str]:
    """Make the tables of the first release, with a hospital in them; return its variables."""
    home = {"RELEVE_HOME": str(folder)}
    made = run(
        "-m", "django", "migrate", "people", "0001_tables", home=folder, variables=SETTINGS | home
    )
    assert made.returncode == 0, made.stderr
    with sqlite3.connect(folder / "releve.sqlite3") as database:
        database.execute(
            "INSERT INTO people_level (code, kind, name) VALUES ('CH-LUNE', 'hospital', 'Lune')"
        )
    database.close()
    return home


def test_a_database_of_the_first_release_waits_for_the_word_and_keeps_what_it_holds(
    tmp_path: Path,
) -> None:
    home = a_first_release(tmp_path)
    early = releve("people", "accounts", "list", home=tmp_path, variables=home)
    assert (early.returncode, "releve house migrate" in early.stderr) == (2, True)
    moved = releve("house", "migrate", home=tmp_path, variables=home)
    assert moved.returncode == 0, moved.stderr
    assert "people 0002_accounts" in moved.stdout.splitlines()
    assert "people 0001_tables" not in moved.stdout.splitlines()
    shown = releve("people", "accounts", "list", home=tmp_path, variables=home)
    assert (shown.returncode, shown.stderr) == (0, "")
    again = releve("house", "migrate", home=tmp_path, variables=home)
    assert again.stdout == "The tables were up to date already.\n"
