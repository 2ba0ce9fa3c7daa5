"""`releve doctor`: each thing that may be missing or unsafe is found, with what to do."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.conf import settings as real_settings
from django.db import DatabaseError, connection

from releve.house.backup.target import as_main, described
from releve.house.cli import house
from releve.house.database import make_database_file
from releve.house.doctor import HOUSE_CHECKS, examine, machine, reach, report, show, tables
from releve.house.doctor import settings as settings_checks
from releve.kit.console import DONE, FINDINGS
from releve.kit.findings import Check, Finding, Weight, advice, fault, fine
from releve.kit.verbs import run_verb
from releve.kit.words import use_language


@pytest.fixture
def home(tmp_path: Path, settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of its owner alone, with a trail of its own."""
    tmp_path.chmod(0o700)
    monkeypatch.setenv("RELEVE_HOME", str(tmp_path))
    settings.TRAIL_KEY_FILE = tmp_path / "trail" / "key"
    settings.TRAIL_HEADS_FILE = tmp_path / "trail" / "heads"
    settings.TRAIL_SPOOL_FOLDER = tmp_path / "trail" / "spool"
    settings.DATA_FOLDER = tmp_path
    settings.SECRET_KEY = "abcdefghij" * 6
    return tmp_path


def codes(check: Check) -> list[str]:
    """Return what one check finds, by code."""
    found = list(check())
    assert [finding.code for finding in found if _says_too_little(finding)] == []
    return [finding.code for finding in found]


def _says_too_little(finding: Finding) -> bool:
    return not finding.what or bool(finding.to_do) == (finding.weight is Weight.FINE)


def test_debug_is_found(settings: LazySettings) -> None:
    settings.DEBUG = False
    calm = codes(settings_checks.debug)
    settings.DEBUG = True
    assert (calm, next(settings_checks.debug()).weight) == (["debug"], Weight.FAULT)


@pytest.mark.parametrize("key", ["short", "a" * 60])
def test_a_key_that_can_be_guessed_is_found(settings: LazySettings, key: str) -> None:
    settings.SECRET_KEY = key
    assert codes(settings_checks.secret_key) == ["key_weak"]


@pytest.mark.parametrize(
    ("hosts", "https", "proxy", "code"),
    [
        ([], False, False, "https"),
        (["*"], True, True, "any_host"),
        (["releve.example.org"], False, True, "no_https"),
        (["releve.example.org"], True, False, "no_proxy"),
        (["releve.example.org"], True, True, "https"),
    ],
)
def test_pages_that_travel_in_clear_are_found(
    settings: LazySettings, hosts: list[str], code: str, *, https: bool, proxy: bool
) -> None:
    settings.NAMED_HOSTS, settings.HTTPS, settings.BEHIND_PROXY = hosts, https, proxy
    assert codes(settings_checks.https) == [code]


def test_a_variable_that_nothing_reads_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("RELEVE_SHARED")]:
        monkeypatch.delenv(name)
    calm = codes(settings_checks.names_of_variables)
    monkeypatch.setenv("RELEVE_HOTS", "x")
    (found,) = settings_checks.names_of_variables()
    assert (calm, found.code, found.to_do) == (
        ["variables"],
        "variable_unknown",
        "write RELEVE_HOSTS",
    )


def only_the_own_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look no further up than one folder: tests run below folders that let nobody through."""
    monkeypatch.setattr(reach, "folders_above", lambda path: (path.parent,))


def test_a_key_that_others_can_read_is_found(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    only_the_own_folder(monkeypatch)
    home.chmod(0o711)
    key = home / "secret_key"
    key.write_text("k")
    key.chmod(0o600)
    calm = codes(settings_checks.rights_of_files)
    key.chmod(0o640)
    (home / "token").write_text("t")
    (home / "token").chmod(0o604)
    monkeypatch.setenv("RELEVE_METRICS_TOKEN_FILE", str(home / "token"))
    assert (calm, codes(settings_checks.rights_of_files)) == (["files"], ["file_open"] * 2)


def test_a_database_and_what_lies_beside_it_are_looked_at(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    only_the_own_folder(monkeypatch)
    home.chmod(0o711)
    with as_main(described(f"sqlite:///{home / 'ward.sqlite3'}")):
        for name in ("ward.sqlite3", "ward.sqlite3-wal", "ward.sqlite3-shm"):
            (home / name).touch(0o644)
            (home / name).chmod(0o644)
        found = list(settings_checks.rights_of_files())
        home.chmod(0o700)
        (calm,) = settings_checks.rights_of_files()
    assert [one.to_do for one in found] == [
        f"run: chmod go= {home / name}"
        for name in ("ward.sqlite3", "ward.sqlite3-wal", "ward.sqlite3-shm")
    ]
    assert calm.code == "files"


@pytest.mark.parametrize(
    ("own", "above", "is_open"),
    [
        (0o600, 0o755, False),
        (0o644, 0o755, True),
        (0o644, 0o700, False),
        (0o604, 0o750, False),  # the group may pass, all others may read
        (0o640, 0o750, True),
        (0o640, 0o701, True),
    ],
)
def test_a_file_is_open_to_whoever_may_read_it_and_come_to_it(
    home: Path, monkeypatch: pytest.MonkeyPatch, own: int, above: int, *, is_open: bool
) -> None:
    monkeypatch.setattr(reach, "folders_above", lambda path: (path.parent, path.parent.parent))
    folder = home / "outer" / "inner"
    folder.mkdir(parents=True)
    (folder / "file").touch()
    (folder / "file").chmod(own)
    folder.chmod(0o755)
    folder.parent.chmod(above)
    assert reach.others_can_open(folder / "file") is is_open
    assert not reach.others_can_open(folder / "none")


def test_every_folder_on_the_way_is_looked_at(home: Path) -> None:
    (home / "link").symlink_to(home)
    assert reach.folders_above(home / "link" / "file") == (home, *home.parents)


@pytest.mark.usefixtures("databases")
def test_a_new_database_is_its_owner_s_alone_and_an_old_one_is_left(home: Path) -> None:
    file = home / "ward.sqlite3"
    before = os.umask(0o022)
    try:
        with as_main(described(f"sqlite:///{file}")):
            make_database_file()
            with connection.cursor() as cursor:
                cursor.execute("CREATE TABLE ward (id integer)")
            beside = {one.name: one.stat().st_mode & 0o777 for one in home.glob("ward.sqlite3*")}
            file.chmod(0o640)
            make_database_file()
    finally:
        os.umask(before)
    assert beside == dict.fromkeys(("ward.sqlite3", "ward.sqlite3-shm", "ward.sqlite3-wal"), 0o600)
    assert file.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(
    ("backend", "tls", "code"),
    [("dummy", False, "mail_none"), ("smtp", False, "mail_clear"), ("smtp", True, "mail")],
)
def test_mail_that_cannot_leave_or_leaves_in_clear_is_found(
    settings: LazySettings, backend: str, code: str, *, tls: bool
) -> None:
    settings.EMAIL_BACKEND = f"django.core.mail.backends.{backend}.EmailBackend"
    settings.EMAIL_HOST_USER, settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = "u", tls, False
    assert codes(settings_checks.mail) == [code]


@pytest.mark.django_db
def test_a_database_that_is_as_it_should_be_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    assert codes(tables.database) == ["database", "tables"]
    monkeypatch.setattr(tables, "waiting", lambda: ["people 0009_more"])
    assert codes(tables.database) == ["database", "migrations_missing"]


def test_a_database_out_of_reach_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise DatabaseError("nobody there\nmore")

    monkeypatch.setattr(connection, "cursor", refuse)
    (found,) = tables.database()
    assert (found.code, found.what) == (
        "database_unreachable",
        "the database does not answer (nobody there)",
    )


@pytest.mark.parametrize(("version", "code"), [(13_004, "database"), (130_004, "database_old")])
def test_a_database_that_is_too_old_is_found(
    monkeypatch: pytest.MonkeyPatch, version: int, code: str
) -> None:
    monkeypatch.setattr(connection, "vendor", "postgresql")
    monkeypatch.setattr(connection, "pg_version", version * (1 if version > 100_000 else 14), False)
    assert [found.code for found in tables._version()] == [code]  # noqa: SLF001 - needs no server


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("hours", "code"), [(None, "backup_none"), (1, "backup"), (72, "backup_old")]
)
def test_an_old_backup_is_found(home: Path, hours: int | None, code: str) -> None:
    if hours is not None:
        (home / tables.LAST_BACKUP).touch()
        then = time.time() - hours * 3600
        os.utime(home / tables.LAST_BACKUP, (then, then))
    assert codes(tables.backup_age) == [code]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the file's time is SQLite's")
def test_a_clock_behind_its_data_is_found(home: Path) -> None:
    (home / "releve.sqlite3").touch()
    calm = codes(tables.clocks)
    later = time.time() + 3600
    os.utime(home / "releve.sqlite3", (later, later))
    assert (calm, codes(tables.clocks)) == (["clock"], ["clock_wrong"])


def test_a_disk_without_room_is_found(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "LEAST_FREE_BYTES", 0)
    calm = codes(machine.disk_space)
    monkeypatch.setattr(machine, "LEAST_FREE_BYTES", 10**18)
    assert (home.exists(), calm, codes(machine.disk_space)) == (True, ["disk"], ["disk_full"])


MOUNTS = "sda / ext4 rw\nserver:/data /srv/da\\040ta nfs4 rw\nx /srv tmpfs rw\n"


@pytest.mark.parametrize(
    ("place", "kind"), [("/srv/da ta/home", "nfs4"), ("/srv/other", "tmpfs"), ("/var", "ext4")]
)
def test_the_file_system_of_a_path_is_that_of_its_nearest_mount(place: str, kind: str) -> None:
    assert machine.file_system_of(Path(place), MOUNTS) == kind


def test_time_zones_and_the_typeface_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    calm = codes(machine.time_zones) + codes(machine.typeface)

    def gone() -> Path:
        raise FileNotFoundError

    monkeypatch.setattr(machine, "font_folder", gone)
    monkeypatch.setattr(real_settings, "TIME_ZONE", "Europe/Nowhere")
    assert calm == ["time_zones", "typeface"]
    assert codes(machine.typeface) == ["typeface_missing"]
    assert codes(machine.time_zones) == ["time_zones_missing"]


def broken() -> Iterator[Finding]:
    """Look at nothing and fail."""
    raise ZeroDivisionError


def test_the_gravest_comes_first_and_a_broken_check_hides_no_other() -> None:
    found = examine([lambda: [fine("a", "A")], broken, lambda: [advice("b", "B", "do")]])
    assert [one.code for one in found] == ["check_failed", "b", "a"]
    assert report(found)["fine"] is False
    assert report(found[1:])["fine"] is True


def test_the_screen_says_what_to_do_below_what_is_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    with use_language("fr"):
        show([fault("x", "Ceci manque", "faites cela"), fine("y", "cela va")])
    assert capsys.readouterr().out.splitlines() == [
        "à corriger  Ceci manque",
        "            → faites cela",
        "en ordre    cela va",
        "1 point à corriger.",
    ]


@pytest.mark.django_db
def test_the_verb_leaves_with_1_where_something_is_wrong_and_0_where_nothing_is(
    home: Path,
    settings: LazySettings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    settings.DEBUG = False
    monkeypatch.delenv("RELEVE_SHARED_DATA", raising=False)
    monkeypatch.delenv("RELEVE_TEST_POSTGRESQL", raising=False)
    assert run_verb(house, ["doctor"], name="releve house") == FINDINGS
    assert "no backup is known" in capsys.readouterr().out
    (home / tables.LAST_BACKUP).touch()
    assert run_verb(house, ["doctor", "--json", "-"], name="releve house") == DONE
    said = json.loads(capsys.readouterr().out)
    assert said["fine"] is True
    assert len(said["findings"]) >= len(HOUSE_CHECKS)
