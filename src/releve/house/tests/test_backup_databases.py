"""What is saved from either database comes back in either, the same to the last byte."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.db import DatabaseError, connection, transaction

from releve import __version__
from releve.house.backup.archive import Writer
from releve.house.backup.cli import backup, restore
from releve.house.backup.making import make_backup, verify_backup
from releve.house.backup.migrations import apps_after, steps_taken, take_steps
from releve.house.backup.record import last_backup, note_backup, note_failure
from releve.house.backup.restoring import check_restore, restore_backup
from releve.house.backup.tables import all_tables, kept_tables, left_out
from releve.house.backup.target import MAIN, as_main, described
from releve.house.database import waiting
from releve.house.tests.databases import (
    KEY,
    KINDS,
    MAKE,
    NAMES,
    Databases,
    come_and_gone,
    digests,
)
from releve.kit.console import BAD_INPUT, DONE
from releve.kit.faults import BadInputError
from releve.kit.verbs import run_verb
from releve.people.models import Account, Level, Person
from releve.roster.models import Roster
from releve.trail.keys import TrailClosedError
from releve.trail.models import Entry

BEFORE_ACCOUNTS = {("people", "0001_tables")}


def saved(address: str, folder: Path, name: str = "a.backup") -> Path:
    """Save the database at that address and return the file."""
    file = folder / name
    with as_main(described(address)):
        make_backup(file, KEY)
    return file


@pytest.mark.parametrize("source", KINDS)
def test_a_backup_restores_into_either_database_with_the_digest_of_every_table(
    databases: Databases, tmp_path: Path, source: str
) -> None:
    address = databases.filled(source)
    with as_main(described(address)):
        gone = come_and_gone()
    there = digests(address)
    file = saved(address, tmp_path)
    for kind in KINDS:
        place = databases.empty(kind)
        restored = restore_backup(file, KEY, place)
        manifest = {each.table: (each.rows, each.sha256) for each in restored.manifest.sums}
        assert (manifest, digests(place), restored.steps) == (there, there, ())
        with as_main(described(place)):
            assert {*Person.objects.values_list("family_name", flat=True)} >= {*NAMES}
            assert Roster.objects.get().chosen == Roster.objects.get().versions.get()
            assert (Session.objects.count(), restored.manifest.origin.left_out) == (
                0,
                {"django_session": "sessions"},
            )
            # The next key follows the greatest, which came in from outside.
            greatest = Level.objects.order_by("-pk")[0].pk
            added = Level.objects.create(code="NEW", kind="nation", name="Nouvelle")
            assert added.pk == greatest + 1
            # Nor is a number given out again whose row was purged: the trail names it.
            new = [make() for make in MAKE]
            assert [one > last for one, last in zip(new, gone, strict=True)] == [True] * len(MAKE)
    assert there["people_person"][0] == 3 + len(NAMES)


def test_every_table_of_every_room_is_saved_or_named_as_left_out(databases: Databases) -> None:
    with as_main(described(databases.filled("sqlite"))):
        tables = all_tables(apps_after(steps_taken(MAIN), MAIN))
        there = set(connection.introspection.table_names()) - {"django_migrations"}
        held = {table.name for table in kept_tables(tables)}
        assert (held | set(left_out(tables)), held & set(left_out(tables))) == (there, set())
        places = {table.name: number for number, table in enumerate(tables)}
        assert places["people_level"] < places["people_person"] < places["people_contract"]


def test_a_table_that_no_room_knows_is_named(databases: Databases, tmp_path: Path) -> None:
    address = databases.filled("sqlite")
    with sqlite3.connect(address.removeprefix("sqlite:///")) as client:
        client.execute("CREATE TABLE of_a_stranger (id INTEGER)")
    client.close()
    file = saved(address, tmp_path)
    assert verify_backup(file, KEY).origin.left_out == {
        "django_session": "sessions",
        "of_a_stranger": "unknown",
    }


@pytest.mark.parametrize("kind", KINDS)
def test_a_backup_made_before_an_upgrade_is_brought_up_to_date(
    databases: Databases, tmp_path: Path, kind: str
) -> None:
    old = databases.empty("sqlite")
    with as_main(described(old)):
        take_steps(BEFORE_ACCOUNTS, MAIN)
        level = apps_after(steps_taken(MAIN), MAIN).get_model("people", "Level")
        level.objects.create(code="CH-LUNE", kind="hospital", name="Lune")
    place = databases.empty(kind)
    restored = restore_backup(saved(old, tmp_path), KEY, place)
    assert set(restored.manifest.origin.migrations) == BEFORE_ACCOUNTS
    assert "people 0002_accounts" in restored.steps
    with as_main(described(place)):
        assert (Level.objects.get().name, waiting()) == ("Lune", [])


def test_only_an_empty_database_is_filled(databases: Databases, tmp_path: Path) -> None:
    address = databases.filled("sqlite")
    file = saved(address, tmp_path)
    before = digests(address)
    with pytest.raises(BadInputError, match="holds tables already"):
        restore_backup(file, KEY, address)
    assert digests(address) == before
    beside = databases.empty("sqlite")
    Path(beside.removeprefix("sqlite:///") + "-wal").write_bytes(b"of another")
    with pytest.raises(BadInputError, match="was not closed"):
        restore_backup(file, KEY, beside)


def test_a_postgresql_that_holds_a_table_is_left_alone(
    databases: Databases, tmp_path: Path
) -> None:
    old, place = databases.empty("sqlite"), databases.empty("postgresql")
    with as_main(described(old)):
        take_steps(BEFORE_ACCOUNTS, MAIN)
    with as_main(described(place)), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE somebody (id integer)")
    with pytest.raises(BadInputError, match="holds tables already"):
        restore_backup(saved(old, tmp_path), KEY, place)
    with as_main(described(place)):
        assert connection.introspection.table_names() == ["somebody"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_newer_version_s_backup_is_refused_and_nothing_is_written(
    databases: Databases, tmp_path: Path, kind: str
) -> None:
    old = databases.empty("sqlite")
    with as_main(described(old)):
        take_steps(BEFORE_ACCOUNTS, MAIN)
    origin = verify_backup(saved(old, tmp_path), KEY).origin
    newer = tmp_path / "newer.backup"
    with newer.open("wb") as file:
        step = ("people", "9999_of_tomorrow")
        Writer(file, KEY, replace(origin, migrations=(*origin.migrations, step))).close()
    place = databases.empty(kind)
    with pytest.raises(BadInputError, match=r"newer Relève .*people 9999_of_tomorrow"):
        restore_backup(newer, KEY, place)
    with as_main(described(place)):
        assert connection.introspection.table_names() == []


def test_a_row_that_the_database_refuses_leaves_it_empty(
    databases: Databases, tmp_path: Path
) -> None:
    address, place = databases.filled("sqlite"), databases.empty("postgresql")
    with as_main(described(address)):
        some = Person.objects.order_by("pk")[0]
        Person.objects.filter(pk=some.pk).update(family_name="zero\0byte")
    with pytest.raises(BadInputError, match="refuses a row of people_person"):
        restore_backup(saved(address, tmp_path), KEY, place)
    with as_main(described(place)):
        assert connection.introspection.table_names() == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_row_that_points_nowhere_leaves_it_empty(
    databases: Databases, tmp_path: Path, kind: str
) -> None:
    source, place = databases.filled("sqlite"), databases.empty(kind)
    with sqlite3.connect(source.removeprefix("sqlite:///")) as client:
        client.execute("UPDATE people_contract SET person_id = 999999 WHERE id = 1")
    client.close()
    with pytest.raises(BadInputError, match="nothing was restored"):
        restore_backup(saved(source, tmp_path), KEY, place)
    with as_main(described(place)):
        assert connection.introspection.table_names() == []


def test_the_verbs_say_what_they_did(
    databases: Databases,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("RELEVE_HOME", str(tmp_path / "home"))
    key, file, report = (str(tmp_path / name) for name in ("key", "a.backup", "report.json"))
    place = databases.empty("sqlite")
    assert said(backup, "--new-key", key) == DONE
    with as_main(described(databases.filled("sqlite"))):
        assert said(backup, "--out", file, "--key-file", key, "--json", report) == DONE
        assert said(backup, "--out", file, "--key-file", key) == BAD_INPUT
    assert said(backup, "--verify", file, "--key-file", key) == DONE
    assert said(restore, file, "--key-file", key, "--into", place, "--dry-run") == DONE
    assert not Path(place.removeprefix("sqlite:///")).exists()
    assert said(restore, file, "--key-file", key, "--into", place) == DONE
    told = capsys.readouterr()
    assert "The digest of every table equals the manifest." in told.out
    assert "releve trail restored REASON" in told.out
    assert "the file exists already" in told.err
    document = json.loads(Path(report).read_text("utf-8"))
    assert document["origin"]["releve"] == __version__
    assert document["file"]["bytes"] == Path(file).stat().st_size
    record = last_backup()
    assert record is not None
    assert (record.outcome, record.file, "exists already" in record.reason) == (
        "failed",
        file,
        True,
    )
    assert record.done_at is not None
    assert record.done_at < record.ended_at


def test_a_slip_of_whoever_asks_is_no_failed_backup(
    databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RELEVE_HOME", str(tmp_path / "home"))
    (tmp_path / "key").write_bytes(KEY)
    key, other = ("--key-file", str(tmp_path / "key")), str(tmp_path / "b.backup")

    def silent() -> list[str]:
        raise DatabaseError("nobody there")

    with as_main(described(databases.filled("sqlite"))):
        assert said(backup, "--out", str(tmp_path / "a.backup"), *key) == DONE
        good = last_backup()
        assert said(backup, "--out", other, "--key-file", str(tmp_path / "nokey")) == BAD_INPUT
        assert said(backup, "--out", other) == BAD_INPUT
        assert said(backup, "--out", other, *key, "--as", "nobody") == BAD_INPUT
        assert (good is not None, last_backup()) == (True, good)
        monkeypatch.setattr("releve.house.backup.cli.waiting", silent)
        assert said(backup, "--out", other, *key) == BAD_INPUT
    failed = last_backup()
    assert failed is not None
    assert (failed.outcome, "nobody there" in failed.reason) == ("failed", True)


def test_the_record_of_the_last_backup_survives_a_failure_and_a_torn_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RELEVE_HOME", str(tmp_path))
    assert last_backup() is None
    failed = note_failure("no disk")
    assert (last_backup(), failed.outcome, failed.done_at) == (failed, "failed", None)
    done = note_backup(tmp_path / "a", file_bytes=3, file_sha256="0" * 64, rows=7, seconds=0.5)
    assert (last_backup(), done.reason) == (done, "")
    again = note_failure("no disk")
    assert (again.done_at, again.file, again.reason) == (done.ended_at, done.file, "no disk")
    (tmp_path / "last_backup.json").write_text('{"outcome": "do', "utf-8")
    assert last_backup() is None


def said(verb: object, *arguments: str) -> int:
    """Run a verb and return its exit code."""
    return run_verb(verb, list(arguments), name="releve")  # type: ignore[arg-type]  # a click command


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ((), "give one of"),
        (("--out", "{}/a", "--new-key", "{}/b"), "give one of"),
        (("--out", "{}/a"), "--key-file"),
        (("--out", "{}/a", "--key-file", "{}/none"), "key file cannot be read"),
        (("--verify", "{}/none", "--key-file", "{}/key"), "the backup cannot be read"),
        (("--verify", "{}/key", "--key-file", "{}/key"), "no backup of Relève"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    *, arguments: tuple[str, ...], reason: str,
) -> None:  # fmt: skip
    monkeypatch.setenv("RELEVE_HOME", str(tmp_path / "home"))
    (tmp_path / "key").write_bytes(KEY)
    assert said(backup, *(each.format(tmp_path) for each in arguments)) == BAD_INPUT
    told = capsys.readouterr().err
    assert (reason in told, len(told.splitlines())) == (True, 1)


@pytest.mark.parametrize("address", ["no address", "sqlite://:memory:", "sqlite:////none/of/it"])
def test_a_place_that_cannot_be_filled_is_one_sentence(
    databases: Databases, tmp_path: Path, address: str
) -> None:
    old = databases.empty("sqlite")
    with as_main(described(old)):
        take_steps(BEFORE_ACCOUNTS, MAIN)
    file = saved(old, tmp_path)
    with pytest.raises(BadInputError):
        check_restore(file, KEY, address)


def test_a_sum_that_does_not_fit_its_rows_is_found(databases: Databases, tmp_path: Path) -> None:
    origin = verify_backup(saved(databases.filled("sqlite"), tmp_path), KEY).origin
    wrong = tmp_path / "wrong.backup"
    with wrong.open("wb") as file:
        writer = Writer(file, KEY, origin)
        for _written in writer.table("ward", ["id"], iter([[1], [2]])):
            writer._put(b"[3]")  # noqa: SLF001 - a row that no sum knows
        writer.close()
    with pytest.raises(BadInputError, match="rows of ward do not match"):
        verify_backup(wrong, KEY)


@pytest.mark.parametrize("kind", KINDS)
def test_a_snapshot_sees_one_moment(databases: Databases, tmp_path: Path, kind: str) -> None:
    address = databases.filled(kind)
    with as_main(described(address)):
        people = Person.objects.count()

        def write_meanwhile(_done: int, _total: int) -> None:
            # While the backup reads: into tables read already, and into those to come.
            code = f"meanwhile-{Person.objects.count()}"
            with transaction.atomic():
                Level.objects.create(code=code, kind="nation", name="Nouvelle")
                some = Person.objects.order_by("pk")[0]
                some.pk, some.code = None, code
                some.save()

        before = digests_here()
        file = tmp_path / "meanwhile.backup"
        make_backup(file, KEY, report=write_meanwhile)
        assert Person.objects.count() > people
    assert {each.table: each.rows for each in verify_backup(file, KEY).sums} == before


def digests_here() -> dict[str, int]:
    """Return how many rows each table of the main database has."""
    tables = kept_tables(all_tables(apps_after(steps_taken(MAIN), MAIN)))
    return {table.name: table.count(MAIN) for table in tables}


def refuses_to_note(*_facts: object, **_more: object) -> None:
    """Refuse, as a trail that cannot be written does."""
    message = "the trail is closed"
    raise TrailClosedError(message)


def test_a_backup_is_made_in_a_name_and_noted(
    databases: Databases,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("RELEVE_HOME", str(tmp_path / "home"))
    key, file = str(tmp_path / "key"), str(tmp_path / "a.backup")
    assert said(backup, "--new-key", key) == DONE
    with as_main(described(databases.filled("sqlite"))):
        hospital = Level.objects.filter(kind="hospital")[0]
        for name, home in (("above", None), ("here", hospital)):
            account = Account.objects.create_user(name, name=name, hospital=home)
            for level in Level.objects.filter(kind="hospital"):
                account.grants.create(
                    function="administrator", level=level, from_on=date(2020, 1, 1)
                )
        Account.objects.create_user("clerk", name="Clerk", hospital=hospital)
        words = ("--out", file, "--key-file", key)
        assert said(backup, *words) == BAD_INPUT
        assert "--as ACCOUNT, or RELEVE_AS" in capsys.readouterr().err
        assert said(backup, *words, "--as", "clerk") != DONE
        assert not Path(file).exists()
        monkeypatch.setenv("RELEVE_AS", "above")
        assert said(backup, *words) == DONE
        noted = Entry.objects.filter(kind="backup").order_by("noted_us")
        assert [(entry.actor_name, entry.verb, entry.kind) for entry in noted] == [
            ("above", "house.backup.begin", "backup"),
            ("above", "house.backup.make", "backup"),
        ]
        monkeypatch.setenv("RELEVE_AS", "above")
        with monkeypatch.context() as closed:
            closed.setattr("releve.house.backup.cli.note_change", refuses_to_note)
            assert said(backup, "--out", f"{file}.3", "--key-file", key) == BAD_INPUT
        assert not Path(f"{file}.3").exists()
        monkeypatch.setattr("releve.house.backup.cli.waiting", lambda: ["people: 0009"])
        monkeypatch.setenv("RELEVE_AS", "")
        assert said(backup, "--out", f"{file}.2", "--key-file", key) == DONE
        assert "Not noted in the trail" in capsys.readouterr().out
