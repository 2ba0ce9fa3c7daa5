"""After a restore the trail is shorter than its file of heads: what that may be is said."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from releve.house.backup.cli import backup
from releve.house.backup.restoring import restore_backup
from releve.house.backup.target import as_main, described
from releve.house.doctor import rooms
from releve.house.tests.databases import KEY, Databases
from releve.kit.actors import HOUSE
from releve.kit.console import DONE
from releve.kit.verbs import run_verb
from releve.trail.actions import say_restored, seal_due
from releve.trail.keys import read_keys
from releve.trail.queries import verify
from releve.trail.tests.builders import sql


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with a trail of its own."""
    monkeypatch.setenv("RELEVE_HOME", str(tmp_path / "home"))
    settings.TRAIL_KEY_FILE = tmp_path / "trail" / "key"
    settings.TRAIL_HEADS_FILE = tmp_path / "trail" / "heads"
    settings.TRAIL_SPOOL_FOLDER = tmp_path / "trail" / "spool"
    return tmp_path


def restored(databases: Databases, folder: Path) -> str:
    """Make a backup as the command does, restore it, and return the address."""
    (folder / "key").write_bytes(KEY)
    file, place = folder / "a.backup", databases.empty("sqlite")
    with as_main(described(databases.filled("sqlite"))):
        for table in ("trail_entry", "trail_seal", "trail_tombstone"):
            sql(f"DELETE FROM {table}")  # noqa: S608 - three names of ours
        words = ["--out", str(file), "--key-file", str(folder / "key")]
        assert run_verb(backup, words, name="releve backup") == DONE
    restore_backup(file, KEY, place)
    return place


def test_after_a_perfect_restore_the_check_offers_that_explanation_and_a_word_mends_it(
    databases: Databases, tmp_path: Path
) -> None:
    with as_main(described(restored(databases, tmp_path))):
        report = verify(read_keys())
        assert (report.intact, report.looks_restored) == (False, True)
        (found,) = rooms.trail_seals()
        assert "releve trail restored REASON" in found.to_do
        assert say_restored(HOUSE, "the disk failed; the backup was put back") == 1
        seal_due()
        assert verify(read_keys()).intact
        assert [found.code for found in rooms.trail_seals()] == ["trail"]


def test_what_was_noted_before_a_restore_is_named_is_no_longer_told_from_tampering(
    databases: Databases, tmp_path: Path
) -> None:
    with as_main(described(restored(databases, tmp_path))):
        words = ["--out", str(tmp_path / "b.backup"), "--key-file", str(tmp_path / "key")]
        assert run_verb(backup, words, name="releve backup") == DONE
        report = verify(read_keys())
        assert (report.intact, report.looks_restored) == (False, False)
