"""Settings come from the environment and suit a ward's computer without any."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from releve.house import environment

OURS = ("RELEVE_", "DATABASE_URL", "SECRET_KEY", "DJANGO_", "XDG_DATA_HOME", "LC_", "LANG")
SERVED = {
    "RELEVE_HOSTS": "releve.example.org",
    "RELEVE_ORIGINS": "https://releve.example.org",
    "RELEVE_BEHIND_PROXY": "yes",
    "RELEVE_LOG": "json",
    "RELEVE_METRICS_TOKEN": "t" * 40,
    "RELEVE_MAIL_URL": "smtp://user:password@mail.example.org",
    "SECRET_KEY": "k" * 10 + "abcdefghij" * 5,
    "SECRET_KEY_FALLBACKS": "f" * 10 + "abcdefghij" * 5,
}


def run(
    *arguments: str, home: Path, variables: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run Python in an environment that holds nothing of ours but the given variables."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    return subprocess.run(  # noqa: S603 - the same Python, our own words
        [sys.executable, *arguments],
        env={**kept, "HOME": str(home), "LANG": "C.UTF-8", **(variables or {})},
        capture_output=True,
        text=True,
        check=False,
    )


def releve(
    *arguments: str, home: Path, variables: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the command line in a new process."""
    return run("-m", "releve", *arguments, home=home, variables=variables)


def test_a_served_house_passes_djangos_check_for_deployment(tmp_path: Path) -> None:
    check = ("-m", "django", "check", "--deploy", "--fail-level", "WARNING")
    module = {"DJANGO_SETTINGS_MODULE": "releve.house.settings"}
    served = run(*check, home=tmp_path, variables={**SERVED, **module})
    at_home = run(*check, home=tmp_path, variables=module)
    assert (served.returncode, served.stderr) == (0, "")
    assert "security.W008" in at_home.stderr


def test_reading_the_settings_leaves_the_disk_untouched(tmp_path: Path) -> None:
    done = run("-c", "import releve.house.settings", home=tmp_path)
    assert (done.returncode, list(tmp_path.iterdir())) == (0, [])


def test_the_first_verb_makes_the_tables_in_a_folder_of_its_owner_alone(tmp_path: Path) -> None:
    done = releve("people", "roles", home=tmp_path)
    folder = tmp_path / ".local" / "share" / "releve"
    assert (done.returncode, done.stderr) == (0, "")
    assert "nurse" in done.stdout
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    with sqlite3.connect(folder / "releve.sqlite3") as database:
        assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    database.close()


def test_tables_that_are_behind_are_told_with_the_command_that_helps(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "releve.sqlite3") as database:
        database.execute("CREATE TABLE old (id INTEGER)")
    database.close()
    home = {"RELEVE_HOME": str(tmp_path)}
    refused = releve("people", "roles", home=tmp_path, variables=home)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr == (
        "the database's tables are not up to date; run: releve house migrate\n"
    )
    assert "people 0001_tables" in releve("house", "migrate", home=tmp_path, variables=home).stdout
    assert releve("people", "roles", home=tmp_path, variables=home).returncode == 0
    again = releve("house", "migrate", home=tmp_path, variables=home)
    assert again.stdout == "The tables were up to date already.\n"


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing"}, "does not answer"),
        ({"DATABASE_URL": "no address"}, "DATABASE_URL cannot be read"),
        ({"RELEVE_HOME": "/dev/null/releve"}, "RELEVE_HOME"),
    ],
)
def test_a_database_out_of_reach_is_one_sentence(
    tmp_path: Path, variables: dict[str, str], said: str
) -> None:
    done = releve("people", "roles", home=tmp_path, variables=variables)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
    assert said in done.stderr


def test_a_file_that_is_no_database_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "releve.sqlite3").write_bytes(b"not a database, only words " * 100)
    done = releve("people", "roles", home=tmp_path, variables={"RELEVE_HOME": str(tmp_path)})
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)


def test_the_key_is_made_once_and_readable_by_its_owner_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RELEVE_HOME", str(tmp_path / "new"))
    monkeypatch.delenv("SECRET_KEY", raising=False)
    key = environment.secret_key()
    kept = tmp_path / "new" / "secret_key"
    assert (len(key) >= 64, environment.secret_key()) == (True, key)
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert [file.name for file in kept.parent.iterdir()] == ["secret_key"]


def test_two_processes_that_start_together_end_with_one_key(tmp_path: Path) -> None:
    kept = tmp_path / "secret_key"
    environment._keep(kept, "first")  # noqa: SLF001 - the race itself cannot be staged from outside
    environment._keep(kept, "second")  # noqa: SLF001 - same
    assert kept.read_text() == "first"


def test_a_key_given_by_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "given")
    assert (environment.secret_key(), str(settings.SECRET_KEY)) == ("given", "given")


@pytest.mark.parametrize(
    ("variables", "folder"),
    [
        ({"RELEVE_HOME": "/srv/releve"}, "/srv/releve"),
        ({"XDG_DATA_HOME": "/srv/data"}, "/srv/data/releve"),
    ],
)
def test_the_data_folder_is_the_one_named(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], folder: str
) -> None:
    monkeypatch.delenv("RELEVE_HOME", raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert environment.data_folder() == Path(folder)


def test_sqlite_waits_its_turn_and_postgresql_is_checked_before_use(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    sqlite = environment.database()
    monkeypatch.setenv("DATABASE_URL", "postgres://ana:secret@db.example.org/releve")
    postgresql = environment.database()
    assert sqlite["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert (postgresql["HOST"], postgresql["CONN_HEALTH_CHECKS"]) == ("db.example.org", True)


def test_a_data_folder_that_cannot_be_made_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELEVE_HOME", "/dev/null/releve")
    with pytest.raises(ImproperlyConfigured, match="/dev/null/releve"):
        environment.make_data_folder()


@pytest.mark.parametrize(("said", "meant"), [("1", True), ("Yes", True), ("0", False), ("", True)])
def test_a_flag_says_yes_or_no_and_its_default_where_it_says_nothing(
    monkeypatch: pytest.MonkeyPatch, said: str, meant: bool
) -> None:
    monkeypatch.setenv("RELEVE_HTTPS", said)
    assert environment.flag("RELEVE_HTTPS", default=True) is meant


def test_the_tests_keep_away_from_the_data_of_whoever_runs_them() -> None:
    own = Path(os.environ["RELEVE_HOME"])
    kept = (settings.TRAIL_KEY_FILE, settings.TRAIL_HEADS_FILE, settings.TRAIL_SPOOL_FOLDER)
    assert own.name.startswith("releve-tests-")
    assert [Path(file) for file in kept if own not in Path(file).parents] == []
