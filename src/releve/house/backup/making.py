"""A backup made while the system runs: one snapshot of every table, sealed into one file.

All tables are read in one transaction that sees one moment: on SQLite the write-ahead log keeps
that moment for the reader, on PostgreSQL a repeatable read does. Nobody waits for it.
"""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db import connections, transaction
from django.db.migrations.recorder import MigrationRecorder

from releve import __version__
from releve.house.backup.archive import Reader, Writer
from releve.house.backup.manifest import FORM, Manifest, Origin
from releve.house.backup.migrations import apps_after, steps_taken
from releve.house.backup.tables import Table, all_tables, kept_tables, left_out, numbered
from releve.house.numbers import numbers_given
from releve.kit.files import new_file

SNAPSHOT = "snapshot"
"""The name of the connection that reads one moment."""

Report = Callable[[int, int], None]
"""Told how many rows are done, of how many."""


@dataclass(frozen=True)
class Backup:
    """A backup that was made: what is in it, and the file as it lies on the disk."""

    manifest: Manifest
    file: Path
    file_bytes: int
    file_sha256: str


def make_backup(file: Path, key: bytes, *, report: Report = lambda _done, _total: None) -> Backup:
    """Save the database into a new file and return what was saved.

    Raises BadInputError where the file exists or cannot be written, or there are no tables.
    """
    with new_file(file) as draft, _snapshot() as using:
        steps = steps_taken(using)
        tables = all_tables(apps_after(steps, using))
        origin = Origin(
            form=FORM,
            releve=__version__,
            made_at=datetime.now(UTC).isoformat(timespec="seconds"),
            database=connections[using].vendor,
            migrations=steps,
            left_out={**left_out(tables), **_strangers(tables, using)},
            # After the first look at this moment: a row in it has its number already.
            numbers=numbers_given(numbered(tables), using),
        )
        writer = Writer(draft, key, origin)
        _write(kept_tables(tables), writer, using=using, report=report)
        manifest = writer.close()
    with file.open("rb") as written:
        digest = hashlib.file_digest(written, "sha256").hexdigest()
    return Backup(manifest, file, file.stat().st_size, digest)


def verify_backup(file: Path, key: bytes) -> Manifest:
    """Read a backup from end to end and return its manifest; BadInputError says what is wrong."""
    reader = Reader(file, key)
    try:
        for _part in reader.parts():
            pass
        return reader.manifest
    finally:
        reader.close()


def _write(tables: list[Table], writer: Writer, *, using: str, report: Report) -> None:
    total = sum(table.count(using) for table in tables)
    before = 0
    for table in tables:
        count = 0
        # Where the disk is full, the cursor must go before its connection does.
        with closing(table.rows(using)) as rows:
            for count in writer.table(table.name, table.columns, rows):
                if count % 1000 == 0:
                    report(before + count, total)
        before += count
        report(before, total)


def _strangers(tables: list[Table], using: str) -> dict[str, str]:
    # A table that no migration's model stands for cannot be read exactly: it is named instead.
    known = {table.name for table in tables} | {MigrationRecorder.Migration._meta.db_table}  # noqa: SLF001 - Django's documented name for it
    there = connections[using].introspection.table_names()
    return dict.fromkeys(sorted(set(there) - known), "unknown")


@contextmanager
def _snapshot() -> Iterator[str]:
    """Yield the name of a connection, of its own, inside a transaction that sees one moment."""
    connections.settings[SNAPSHOT] = _settings(copy.deepcopy(connections["default"].settings_dict))
    connections[SNAPSHOT] = connections.create_connection(SNAPSHOT)
    try:
        with transaction.atomic(using=SNAPSHOT):
            yield SNAPSHOT
    finally:
        connections[SNAPSHOT].close()
        del connections[SNAPSHOT]
        del connections.settings[SNAPSHOT]


def _settings(database: dict[str, Any]) -> dict[str, Any]:
    options = database.setdefault("OPTIONS", {})
    if database["ENGINE"].endswith("sqlite3"):
        # Only a write would take the lock, and none comes.
        options["transaction_mode"] = "DEFERRED"
    else:
        from psycopg import IsolationLevel  # noqa: PLC0415 - absent where only SQLite is used

        options["isolation_level"] = IsolationLevel.REPEATABLE_READ
        asked = f"{options.get('options', '')} -c default_transaction_read_only=on"
        options["options"] = asked.strip()
    return database
