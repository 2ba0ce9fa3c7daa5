"""Power that goes, disks that fill and writers that write: a backup is whole or not there."""

from __future__ import annotations

import os
import random
import resource
import secrets
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.db import connection, connections, transaction

from releve.house.backup import making
from releve.house.backup.making import make_backup, verify_backup
from releve.house.backup.restoring import restore_backup
from releve.house.backup.target import MAIN, as_main, described
from releve.house.tests.databases import KEY, KINDS, Databases, digests
from releve.kit.faults import BadInputError
from releve.people.models import Level, Role
from releve.roster.models import Demand

SEED = 20_261_126
WRITER = "writer"


@contextmanager
def begun(folder: Path, *words: str, address: str = "") -> Iterator[subprocess.Popen[bytes]]:
    """Begin a command in a process of its own; it is ended at the end."""
    environment = {**os.environ, "RELEVE_HOME": str(folder / "home")}
    with subprocess.Popen(  # noqa: S603 - the same Python, our own words
        [sys.executable, "-m", "releve", *words],
        env={**environment, **({"DATABASE_URL": address} if address else {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def killed_when(
    process: subprocess.Popen[bytes], has_begun: Callable[[], bool], *, after: float
) -> bool:
    """Kill -9 a process some seconds after it began to write; return whether it was killed."""
    while process.poll() is None and not has_begun():
        time.sleep(0.002)
    time.sleep(after)
    process.send_signal(signal.SIGKILL)
    return process.wait() == -signal.SIGKILL


def is_whole_or_absent(file: Path) -> bool:
    """Whether a backup is not there, or sound from end to end."""
    return not file.exists() or bool(verify_backup(file, KEY).sums)


def keep_trail(home: Path) -> None:
    """Give a data folder the key and the heads of the trail: without them no backup is made."""
    home.mkdir(exist_ok=True)
    for kept in Path(os.environ["RELEVE_HOME"]).glob("trail_*"):
        if kept.is_file():
            shutil.copy(kept, home)


def killed_backup(databases: Databases, folder: Path, *, after: float) -> bool:
    """Kill a backup; whatever it leaves is whole or absent, and does not look like a backup."""
    (folder / "key").write_bytes(KEY)
    keep_trail(folder / "home")
    file = folder / f"{after}.backup"
    words = ("backup", "--out", str(file), "--key-file", str(folder / "key"))
    with begun(folder, *words, address=databases.filled("sqlite")) as process:
        draft = f".{file.name}.*.tmp"
        was_killed = killed_when(process, lambda: any(folder.glob(draft)), after=after)
    assert is_whole_or_absent(file)
    return was_killed and not file.exists()


def test_a_backup_that_is_killed_leaves_nothing_that_looks_like_one(
    databases: Databases, tmp_path: Path
) -> None:
    assert any(killed_backup(databases, folder, after=0) for folder in folders(tmp_path))


def folders(parent: Path, tries: int = 5) -> Iterator[Path]:
    """Yield empty folders for tries: on a busy machine a kill may come after the end."""
    for number in range(tries):
        folder = parent / str(number)
        folder.mkdir()
        yield folder


def killed_restore(databases: Databases, folder: Path, kind: str, *, after: float) -> bool:
    """Kill a restore; the database is whole, or as empty as before and filled by a second try."""
    (folder / "key").write_bytes(KEY)
    file = folder / f"{kind}-{after}.backup"
    source, place = databases.filled("sqlite"), databases.empty(kind)
    with as_main(described(source)):
        make_backup(file, KEY)
    words = ("restore", str(file), "--key-file", str(folder / "key"), "--into", place)
    with begun(folder, *words) as process:
        was_killed = killed_when(process, lambda: is_filling(place, folder), after=after)
    if held := tables_of(place):
        assert digests(place) == digests(source)
    else:
        restore_backup(file, KEY, place)
        assert digests(place) == digests(source)
    return was_killed and not held


def is_filling(address: str, folder: Path) -> bool:
    """Whether a restore writes at this moment: a draft, or a transaction that has changed rows."""
    if address.startswith("sqlite"):
        return any(folder.glob(".*.restoring"))
    asked = "SELECT count(backend_xid) FROM pg_stat_activity WHERE datname = current_database()"
    with psycopg.connect(address) as client:
        return client.execute(asked).fetchone() != (0,)


def tables_of(address: str) -> list[str]:
    """Return the tables that are seen in a database, once its killed client is gone."""
    file = Path(address.removeprefix("sqlite:///"))
    if address.startswith("sqlite") and not file.exists():
        return []
    with as_main(described(address)):
        return connection.introspection.table_names()


@pytest.mark.parametrize("kind", KINDS)
def test_a_restore_that_is_killed_leaves_the_database_as_empty_as_before(
    databases: Databases, tmp_path: Path, kind: str
) -> None:
    assert killed_restore(databases, tmp_path, kind, after=0.1)


@pytest.mark.campaign
def test_backups_and_restores_killed_at_any_moment(databases: Databases, tmp_path: Path) -> None:
    chance = random.Random(SEED)  # noqa: S311 - moments to sample, no secret
    ends = [killed_backup(databases, tmp_path, after=chance.random()) for _time in range(30)]
    for kind in KINDS:
        ends += [
            killed_restore(databases, tmp_path, kind, after=2 * chance.random())
            for _time in range(15)
        ]
    assert any(ends)


@contextmanager
def small_disk(size: int) -> Iterator[None]:
    """Let no file of this process grow beyond a size, as a full disk would."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    kept = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, kept)


def test_a_full_disk_is_one_sentence_and_leaves_nothing(
    databases: Databases, tmp_path: Path
) -> None:
    folder = tmp_path / "full"
    folder.mkdir()
    with as_main(described(databases.filled("sqlite"))):
        Demand.objects.update(content=secrets.token_hex(100_000))  # 100 kB that no packing shrinks
        # SQLite itself needs 32 kB beside an open database.
        with small_disk(40_000), pytest.raises(BadInputError, match="cannot be written"):
            make_backup(folder / "a.backup", KEY)
        assert list(folder.iterdir()) == []
        make_backup(folder / "a.backup", KEY)
        place = f"sqlite:///{folder / 'new.sqlite3'}"
        with small_disk(200_000), pytest.raises(BadInputError) as told:
            restore_backup(folder / "a.backup", KEY, place)
    assert len(str(told.value).splitlines()) == 1
    assert [file.name for file in folder.iterdir()] == ["a.backup"]


def test_a_name_taken_meanwhile_is_not_overwritten(
    databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.backup"

    def taken(*_facts: object, **_more: object) -> None:
        file.write_bytes(b"of somebody else")

    monkeypatch.setattr(making, "_write", taken)
    with as_main(described(databases.filled("sqlite"))), pytest.raises(BadInputError):
        make_backup(file, KEY)
    assert file.read_bytes() == b"of somebody else"


@pytest.mark.parametrize("kind", KINDS)
def test_a_backup_taken_while_others_write_holds_every_transaction_whole_or_not(
    databases: Databases, tmp_path: Path, kind: str
) -> None:
    address = databases.filled(kind)
    stop = threading.Event()
    written: list[str] = []

    def write_pairs() -> None:
        try:
            while not stop.is_set():
                code = f"pair-{len(written)}"
                with transaction.atomic(using=WRITER):
                    Role.objects.using(WRITER).create(key=code, name_fr=code, name_en=code)
                    Level.objects.using(WRITER).create(code=code, kind="nation", name=code)
                written.append(code)
        finally:
            connections[WRITER].close()

    connections.settings[WRITER] = connections.configure_settings({MAIN: described(address)})[MAIN]
    writer = threading.Thread(target=write_pairs)
    writer.start()
    try:
        pairs = [pairs_saved(databases, address, tmp_path, number) for number in range(3)]
    finally:
        stop.set()
        writer.join()
        del connections.settings[WRITER]
    assert [roles - levels for roles, levels in pairs] == [set(), set(), set()]
    assert [levels - roles for roles, levels in pairs] == [set(), set(), set()]
    counts = [len(roles) for roles, _levels in pairs]
    assert counts == sorted(counts)
    assert len(written) > counts[0]


def pairs_saved(
    databases: Databases, address: str, folder: Path, number: int
) -> tuple[set[str], set[str]]:
    """Save a database, restore it elsewhere, and return the codes found in two tables."""
    file, place = folder / f"{number}.backup", databases.empty("sqlite")
    with as_main(described(address)):
        make_backup(file, KEY)
    restore_backup(file, KEY, place)
    with as_main(described(place)):
        roles = Role.objects.filter(key__startswith="pair").values_list("key", flat=True)
        levels = Level.objects.filter(code__startswith="pair").values_list("code", flat=True)
        return set(roles), set(levels)
