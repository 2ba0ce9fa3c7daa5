"""A number that somebody has had is nobody else's, after a restore as before it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connection, transaction

from releve.house.backup import making
from releve.house.backup.making import make_backup, verify_backup
from releve.house.backup.manifest import FORM, FORMS_READ, Origin
from releve.house.backup.migrations import apps_after, steps_taken
from releve.house.backup.restoring import restore_backup
from releve.house.backup.tables import all_tables
from releve.house.backup.target import MAIN, as_main, described
from releve.house.numbers import numbers_given, numbers_kept
from releve.house.tests.databases import (
    KEY,
    KINDS,
    MAKE,
    Databases,
    an_account,
    come_and_gone,
    digests,
)
from releve.kit.actors import HOUSE, Actor
from releve.kit.faults import BadInputError
from releve.people.models import Account, Level
from releve.trail.actions import note_change


def saved(address: str, file: Path) -> Path:
    """Save the database at that address and return the file."""
    with as_main(described(address)):
        make_backup(file, KEY)
    return file


def saved_by_an_older_release(address: str, file: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Save the database as a release does that keeps no numbers."""

    class Older(Origin):
        def document(self) -> dict[str, object]:
            written = {**super().document(), "form": 1}
            del written["numbers"]
            return written

    with monkeypatch.context() as patched:
        patched.setattr(making, "Origin", Older)
        return saved(address, file)


@pytest.mark.parametrize("kind", KINDS)
def test_a_backup_of_an_older_release_restores_and_the_trail_s_numbers_stay_taken(
    databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    address = databases.filled("sqlite")
    with as_main(described(address)), transaction.atomic():
        hospital = Level.objects.filter(kind="hospital")[0]
        for key in (9, 70_001, "URG/2026-03-09", 800):
            note_change(HOUSE, "test.thing.change", kind="contract", key=key, hospital=hospital.pk)
        by = Actor("search", "search", hospital.pk, on_behalf_of="account:60002")
        note_change(by, "test.thing.change", kind="job", key=50_003)
        note_change(Actor("account:999"), "test.thing.change", kind="thing", key=99_999_999)
    file = saved_by_an_older_release(address, tmp_path / "old.backup", monkeypatch)
    origin = verify_backup(file, KEY).origin
    assert (origin.form, dict(origin.numbers)) == (1, {})
    place = databases.empty(kind)
    restore_backup(file, KEY, place)
    assert digests(place) == digests(address)
    with as_main(described(place)):
        assert [make() for make in MAKE] == [60_003, 70_002, 50_004]


def test_a_form_that_this_release_does_not_read_is_refused_with_both_numbers() -> None:
    document = {**Origin(FORM, "0", "2026-01-01", "sqlite", (), {}).document(), "form": FORM + 1}
    with pytest.raises(BadInputError, match=f"form {FORM + 1}, .* this one reads {FORM}"):
        Origin.read(document)
    assert set(FORMS_READ) == {1, FORM}
    assert Origin.read(replace(Origin(FORM, "0", "", "sqlite", (), {}, {"a": 3})).document())


def test_every_table_of_sqlite_that_numbers_its_rows_never_gives_a_number_twice(
    databases: Databases,
) -> None:
    with as_main(described(databases.filled("sqlite"))), connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
        made = dict(cursor.fetchall())
        tables = all_tables(apps_after(steps_taken(MAIN), MAIN))
    numbering = [table.name for table in tables if table.number]
    assert [name for name in numbering if "AUTOINCREMENT" not in made[name].upper()] == []
    assert {"people_account", "people_person", "jobs_job"} <= set(numbering)


def test_an_upgrade_that_makes_a_table_anew_keeps_the_numbers_that_it_has_given(
    databases: Databases,
) -> None:
    with as_main(described(databases.filled("sqlite"))):
        gone = come_and_gone()
        columns = {"people_account": "id"}
        before = numbers_given(columns, MAIN)
        with numbers_kept(MAIN), connection.schema_editor() as editor:
            editor._remake_table(Account)  # type: ignore[attr-defined]  # noqa: SLF001 - SQLite's own; what most changes of a table come to on SQLite
        assert numbers_given(columns, MAIN) == before
        assert an_account() > gone[0]
