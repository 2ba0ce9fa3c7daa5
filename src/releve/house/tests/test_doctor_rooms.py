"""The doctor and the figures ask the rooms: a worker, the trail, its key, the last backup."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.timezone import now
from pytest_django import Settings

from releve.house.backup.record import note_backup, note_failure
from releve.house.contributions import SOURCES
from releve.house.doctor import reach, rooms, tables
from releve.house.monitoring.metrics import exposition
from releve.house.tasks import purge_over
from releve.house.tests.signing import a_hospital, an_account
from releve.jobs.actions import ask_job
from releve.jobs.models import Job
from releve.jobs.tests.samples import nothing
from releve.kit.actors import HOUSE
from releve.kit.findings import Check, Weight
from releve.trail.actions import note_change, seal_due
from releve.trail.models import Entry
from releve.trail.retention import retentions
from releve.trail.tests.builders import sql

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with a trail of its own."""
    monkeypatch.setenv("RELEVE_HOME", str(tmp_path))
    settings.DATA_FOLDER = tmp_path
    settings.TRAIL_KEY_FILE = tmp_path / "trail" / "key"
    settings.TRAIL_HEADS_FILE = tmp_path / "trail" / "heads"
    settings.TRAIL_SPOOL_FOLDER = tmp_path / "trail" / "spool"
    return tmp_path


def codes(check: Check) -> list[str]:
    """Return what one check finds, by code."""
    return [finding.code for finding in check()]


def note(count: int = 1) -> None:
    """Note some changes."""
    with transaction.atomic():
        for number in range(count):
            note_change(HOUSE, "people.account.close", kind="account", key=number)


def a_job(*, waited: timedelta) -> Job:
    """Save a job that has been due for so long."""
    job = ask_job(nothing, {}, actor=HOUSE)
    Job.objects.filter(pk=job.pk).update(run_after=now() - waited)
    return job


def test_work_that_waits_while_nobody_works_is_found() -> None:
    assert codes(rooms.worker) == ["worker"]
    a_job(waited=timedelta(seconds=30))
    assert codes(rooms.worker) == ["worker"]
    a_job(waited=timedelta(minutes=10))
    assert codes(rooms.worker) == ["worker_silent"]
    busy = a_job(waited=timedelta(minutes=10))
    Job.objects.filter(pk=busy.pk).update(worker="w", heartbeat_at=now())
    assert codes(rooms.worker) == ["worker"]


def test_a_key_of_the_trail_that_is_lost_or_open_is_found(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reach, "folders_above", lambda path: (path.parent,))
    assert codes(rooms.trail_key) == ["trail_key"]
    note()
    key = home / "trail" / "key"
    assert codes(rooms.trail_key) == ["trail_key"]
    key.chmod(0o644)
    key.parent.chmod(0o700)
    assert codes(rooms.trail_key) == ["trail_key"]  # nobody else comes as far as the key
    key.parent.chmod(0o711)
    assert codes(rooms.trail_key) == ["trail_key_open"]
    key.unlink()
    assert codes(rooms.trail_key) == ["trail_key_missing"]


def test_a_file_of_heads_that_nobody_can_write_is_found(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert codes(rooms.trail_heads) == ["trail_heads"]
    asked = []

    def refuse(path: Path, mode: int) -> bool:
        asked.append((path, mode))
        return False

    monkeypatch.setattr("os.access", refuse)
    assert codes(rooms.trail_heads) == ["trail_heads_closed"]
    assert asked == [(home, 2)]


def test_a_trail_that_was_tampered_with_is_found_in_its_last_seals() -> None:
    for _ in range(3):
        note(2)
        seal_due()
    assert codes(rooms.trail_seals) == ["trail"]
    sql("UPDATE trail_entry SET key = '9' WHERE sequence = 5")
    assert codes(rooms.trail_seals) == ["trail_broken"]


def somebody_administers() -> None:
    """Save a hospital with an administrator."""
    an_account("chief", hospital=a_hospital(), function="administrator")


def test_a_trail_that_ends_early_may_be_that_of_a_backup() -> None:
    for _ in range(3):
        note(2)
        seal_due()
    sql("DELETE FROM trail_entry WHERE sequence > 4")
    sql("DELETE FROM trail_seal WHERE number = 3")
    (found,) = rooms.trail_seals()
    assert (found.code, found.weight) == ("trail_broken", Weight.FAULT)
    assert "releve trail restored REASON; else run: releve trail verify" in found.to_do
    somebody_administers()
    (found,) = rooms.trail_seals()
    assert "releve trail restored REASON --as ACCOUNT; else" in found.to_do
    sql("UPDATE trail_entry SET key = '9' WHERE sequence = 4")
    (found,) = rooms.trail_seals()
    assert "restored" not in found.to_do


def test_only_the_last_seals_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        note(2)
        seal_due()
    monkeypatch.setattr(rooms, "LAST_SEALS", 1)
    sql("UPDATE trail_entry SET key = '9' WHERE sequence = 1")
    assert codes(rooms.trail_seals) == ["trail"]
    sql("DELETE FROM trail_seal WHERE number = 3")
    assert codes(rooms.trail_seals) == ["trail_broken"]  # the file of heads knows it


def test_a_trail_that_nobody_seals_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    note()
    assert codes(rooms.trail_seals) == ["trail"]
    monkeypatch.setattr(rooms, "OPEN_FOR", timedelta(0))
    assert codes(rooms.trail_seals) == ["trail_unsealed"]


def test_second_factors_under_another_key_are_found() -> None:
    assert codes(rooms.second_factors) == ["second_factors"]
    Authenticator.objects.create(user=an_account(), type="totp", data={"secret": "unreadable"})
    assert codes(rooms.second_factors) == ["second_factors_lost"]


def test_the_last_backup_is_known_by_its_record(home: Path) -> None:
    assert codes(tables.backup_age) == ["backup_none"]
    note_failure("the disk is full")
    assert codes(tables.backup_age) == ["backup_failed", "backup_none"]
    assert {"--as" in found.to_do for found in tables.backup_age()} == {False}
    somebody_administers()
    assert {found.to_do for found in tables.backup_age()} == {
        "run: releve backup --out FILE --key-file FILE --as ACCOUNT, every night"
    }
    note_backup(home / "a.backup", file_bytes=1, file_sha256="a", rows=1, seconds=1.0)
    assert codes(tables.backup_age) == ["backup"]


def test_the_figures_say_what_waits_and_what_is_open() -> None:
    a_job(waited=timedelta(seconds=90))
    note(3)
    said = exposition(SOURCES).decode()
    assert 'releve_jobs{state="ready"} 1.0' in said
    assert 'releve_jobs{state="failed"} 0.0' in said
    assert "releve_trail_open_entries 3.0" in said
    (waited,) = [
        float(line.split()[1])
        for line in said.splitlines()
        if line.startswith("releve_jobs_oldest_waiting_seconds ")
    ]
    assert 90 <= waited < 300


def test_the_trail_is_purged_each_day_of_what_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    note(3)
    seal_due()
    assert purge_over.func() == 0
    later = now() + timedelta(days=31 * retentions()["changes"].months)
    monkeypatch.setattr("releve.trail.actions.purging.now", lambda: later)
    assert purge_over.func() == 3
    left = Entry.objects.values_list("verb", flat=True)
    assert list(left) == ["trail.entries.purge"]
