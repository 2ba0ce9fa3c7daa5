"""Sealing loses nothing: not with many writers, not with late ones, not in a crash."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction

from releve.trail import heads, sealer, spool
from releve.trail.actions import note_reading, say_restored, seal_due
from releve.trail.actions import sealing as sealing_actions
from releve.trail.heads import Head, read_heads
from releve.trail.models import Entry, Seal
from releve.trail.tests.builders import (
    ADA,
    a_trail,
    all_allowed,
    checked,
    codes,
    heads_file,
    note_some,
    sql,
)

on_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has one writer at a time"
)


def in_a_thread(work: object) -> None:
    """Run something with a connection of its own, and close that."""
    assert callable(work)
    try:
        work()
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_eight_writers_and_two_sealers_lose_nothing_and_seal_nothing_twice() -> None:
    note_some(1)

    def write() -> None:
        for seed in range(10):
            note_some(2, seed=seed)
            note_reading(ADA, "people.person.read", kind="person", key=seed, hospital=3)

    def seal() -> None:
        for _ in range(10):
            seal_due()
            time.sleep(0.01)

    with ThreadPoolExecutor(10) as pool:
        work = [pool.submit(in_a_thread, one) for one in [write] * 8 + [seal] * 2]
    for one in work:
        one.result()
    seal_due()
    report = checked()
    assert report.findings == []
    assert (report.entries, report.open_entries) == (1 + 8 * 10 * 3, 0)


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_ends_late_is_in_a_later_seal() -> None:
    noted, may_end = threading.Event(), threading.Event()

    def late() -> None:
        with transaction.atomic():
            note_some(1, seed=1)
            noted.set()
            assert may_end.wait(20)

    note_some(1, seed=9)
    writer = threading.Thread(target=in_a_thread, args=[late])
    writer.start()
    assert noted.wait(20)
    note_some(1, seed=2)
    assert seal_due() == 2
    assert checked().intact
    may_end.set()
    writer.join()
    assert (seal_due(), Seal.objects.count()) == (1, 2)
    last, others = Entry.objects.get(sequence=3), Entry.objects.filter(sequence__lt=3)
    assert last.noted_us < max(entry.noted_us for entry in others)
    assert checked().intact


@pytest.mark.django_db
def test_nothing_open_makes_no_seal() -> None:
    note_some(1)
    assert [seal_due(), seal_due()] == [1, 0]
    assert Seal.objects.count() == 1


@pytest.mark.django_db
def test_many_entries_are_sealed_in_several_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing_actions, "AT_MOST", 4)
    note_some(10)
    assert seal_due() == 10
    assert list(Seal.objects.order_by("number").values_list("count", flat=True)) == [4, 4, 2]
    assert checked().intact


@pytest.mark.django_db
def test_a_crash_between_the_seal_and_its_head_is_mended_by_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    note_some(2)
    seal_due()
    with monkeypatch.context() as crash:
        crash.setattr(sealing_actions, "add_heads", lambda _after: Path("/nowhere").stat())
        note_some(2)
        with pytest.raises(FileNotFoundError):
            seal_due()
    assert [head.seal for head in read_heads().lines] == [1]
    assert checked().intact
    seal_due()
    assert [head.seal for head in read_heads().lines] == [1, 2]


@pytest.mark.django_db
def test_a_head_that_a_crash_cut_off_is_written_again() -> None:
    note_some(2)
    seal_due()
    whole = heads_file().read_bytes()
    heads_file().write_bytes(whole[:-10])
    assert checked().intact
    seal_due()
    assert heads_file().read_bytes() == whole


WRITER = """
import django, itertools
django.setup()
from django.db import transaction
from releve.kit.actors import Actor
from releve.trail.actions import note_change
for number in itertools.count():
    with transaction.atomic():
        note_change(Actor(key="account:1"), "test.thing.change", kind="thing", key=number)
    print(number, flush=True)
"""


@pytest.mark.django_db(transaction=True)
def test_what_was_committed_before_a_kill_is_sealed_after_it() -> None:
    note_some(1)  # makes the key
    folder = Path(settings.TRAIL_KEY_FILE).parent
    name = connection.settings_dict["NAME"]
    url = f"sqlite:///{name}" if connection.vendor == "sqlite" else _with_name(str(name))
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "releve.house.settings",
        "DATABASE_URL": url,
        "RELEVE_TRAIL_KEY_FILE": str(folder / "key"),
        "RELEVE_TRAIL_HEADS_FILE": str(folder / "heads"),
    }
    with subprocess.Popen(  # noqa: S603 - the same Python, our own words
        [sys.executable, "-c", WRITER], env=environment, stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        said = [writer.stdout.readline() for _ in range(15)]
        writer.send_signal(signal.SIGKILL)
        said += writer.stdout.readlines()
    acknowledged = len([line for line in said if line.endswith("\n")])
    seal_due()
    sealed = Entry.objects.filter(sequence__isnull=False, verb="test.thing.change").count()
    assert sealed in {acknowledged, acknowledged + 1}
    assert checked().intact


def _with_name(name: str) -> str:
    return os.environ["DATABASE_URL"].replace("/postgres?", f"/{name}?")


@pytest.mark.django_db
def test_a_spool_that_was_saved_before_a_crash_is_not_saved_twice() -> None:
    note_reading(ADA, "people.person.read", kind="person", key=4, hospital=3)
    taken = spool.take()[0]
    kept = taken.read_bytes()
    seal_due()
    taken.write_bytes(kept)  # as if the machine had stopped before it was deleted
    assert seal_due() == 0
    assert Entry.objects.count() == 1
    assert not taken.exists()


@pytest.mark.django_db
def test_a_line_of_the_spool_that_cannot_be_read_stops_no_other(
    caplog: pytest.LogCaptureFixture,
) -> None:
    for key in range(2):
        note_reading(ADA, "people.person.read", kind="person", key=key, hospital=3)
    waiting = spool.folder() / spool.WAITING
    first, second = waiting.read_text().splitlines()
    broken = [first[:40], first.replace('"readings"', '"other"'), second, "[]"]
    waiting.write_text("\n".join(broken))
    assert seal_due() == 1
    assert "left out" in caplog.text
    assert checked().intact


@pytest.mark.django_db
def test_the_heads_of_a_large_file_are_thinned_and_still_tell(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(heads, "LARGE_BYTES", 100)
    monkeypatch.setattr(heads, "KEPT_WHOLE", 3)
    monkeypatch.setattr(heads, "KEPT_EACH", 5)
    a_trail(seals=12, each=2)
    kept = [head.seal for head in read_heads().lines]
    assert kept == [5, 10, 11, 12]
    assert checked().intact
    sql("DELETE FROM trail_seal WHERE number = 12")
    assert ("seal", "lost") in codes(checked())


@pytest.mark.django_db
def test_heads_that_the_database_denies_are_never_thinned(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    a_trail(seals=12, each=2)
    sql("DELETE FROM trail_seal WHERE number >= 4")
    sql(
        "DELETE FROM trail_entry WHERE sequence > "
        "(SELECT MAX(first_sequence + count - 1) FROM trail_seal)"
    )
    monkeypatch.setattr(heads, "LARGE_BYTES", 100)
    monkeypatch.setattr(heads, "KEPT_WHOLE", 3)
    for seed in range(12):
        note_some(1, seed=seed)
        seal_due()
    assert ("heads", "differs") in codes(checked())


@pytest.mark.django_db
def test_a_restore_that_is_owned_up_to_is_named_and_what_follows_is_checked() -> None:
    a_trail(seals=6)
    first = Seal.objects.get(number=5).first_sequence
    sql("DELETE FROM trail_entry WHERE sequence >= %s OR sequence IS NULL", first)
    sql("DELETE FROM trail_seal WHERE number >= 5")
    assert codes(checked()) == [("seal", "lost")]
    with all_allowed():
        assert say_restored(ADA, "disk lost; the backup of Monday was put back") == 2
    seal_due()
    report = checked()
    assert report.findings == []
    assert [(notice.code, notice.number) for notice in report.notices] == [("restored", 4)]
    sql("DELETE FROM trail_seal WHERE number = 5")
    assert ("seal", "lost") in codes(checked())


@pytest.mark.django_db
def test_a_restore_that_somebody_else_wrote_into_the_heads_is_found() -> None:
    a_trail(seals=3)
    line = Head(seal=1, entries=10, head="0" * 64, at=1, reason="x", signature="ab" * 64)
    heads.add_heads(lambda _last: [line])
    assert ("heads", "bad_restart") in codes(checked())


@pytest.mark.django_db(transaction=True)
def test_a_server_seals_while_it_runs() -> None:
    note_some(3)
    thread = sealer.Sealer(each_seconds=0.02)
    thread.start()
    deadline = time.monotonic() + 20
    while Entry.objects.open_ones().exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    thread.stop()
    assert checked().open_entries == 0


@pytest.mark.django_db(transaction=True)
def test_what_is_noted_last_is_sealed_when_the_server_stops() -> None:
    with sealer.kept_sealed():
        note_some(3)
    assert checked().open_entries == 0


def test_a_fault_of_the_sealing_is_said_once_and_the_verb_stays_done(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> int:
        raise OSError("no space left")

    monkeypatch.setattr(sealer, "seal_due", fail)
    monkeypatch.setattr(sealer, "close_old_connections", lambda: None)
    sealer.seal_at_the_end()
    assert caplog.text.count("no space left") == 1
    thread = sealer.Sealer(each_seconds=0.01)
    thread.start()
    time.sleep(0.1)
    thread.stop()
    assert caplog.text.count("no space left") == 2


@pytest.mark.skipif(connection.vendor != "sqlite", reason="this copies an SQLite file")
@pytest.mark.django_db(transaction=True)
def test_an_old_copy_of_the_file_put_back_is_found(tmp_path: Path) -> None:
    note_some(3)
    seal_due()
    database = connection.connection
    with sqlite3.connect(tmp_path / "copy") as copy:
        database.backup(copy)
    note_some(3)
    seal_due()
    assert checked().intact
    copy.backup(database)
    copy.close()
    assert codes(checked()) == [("seal", "lost")]
