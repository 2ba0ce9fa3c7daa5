"""A restore: the whole file proven first, then tables and rows made anew, then compared.

The tables are made by the migrations that the saved database had had, so that rows meet the
columns they left; afterwards the database goes on to today's tables as in any upgrade.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.apps.registry import Apps
from django.db import DatabaseError, connection, transaction

from releve.house.backup.archive import Part, Reader
from releve.house.backup.making import Report, verify_backup
from releve.house.backup.manifest import Manifest
from releve.house.backup.migrations import apps_after, check_known, take_steps
from releve.house.backup.tables import (
    Table,
    all_tables,
    digest_of,
    kept_tables,
    numbered,
    reset_sequences,
)
from releve.house.backup.taken import numbers_in_trail
from releve.house.backup.target import MAIN, as_main, check_empty, described, filled
from releve.house.database import migrate, said_plainly, waiting
from releve.house.numbers import keep_numbers
from releve.kit.faults import BadInputError
from releve.kit.words import translator

_ = translator("releve.house")


@dataclass(frozen=True)
class Restored:
    """A restored database: what it was proven to hold, and the steps taken since to today."""

    manifest: Manifest
    steps: tuple[str, ...]


def check_restore(file: Path, key: bytes, address: str) -> Manifest:
    """Prove that a backup could be restored there, and write nothing.

    Raises BadInputError for a file that is not whole, of a newer version or of another key, and
    for a database that is not empty.
    """
    config = described(address)
    manifest = verify_backup(file, key)
    check_known(manifest.origin.migrations)
    check_empty(config)
    return manifest


def restore_backup(
    file: Path, key: bytes, address: str, *, report: Report = lambda _done, _total: None
) -> Restored:
    """Fill the empty database at that address from a backup, and bring it up to date.

    Every table's digest has been compared with the manifest when this returns. Raises
    BadInputError as ``check_restore`` does, or where the database refuses a row; it is then as
    empty as before.
    """
    manifest = check_restore(file, key, address)
    config = described(address)
    with filled(config):
        with said_plainly():
            take_steps(manifest.origin.migrations, MAIN)
        apps = apps_after(manifest.origin.migrations, MAIN)
        tables = all_tables(apps)
        with transaction.atomic():
            for table in tables:
                table.clear(MAIN)
            _load(file, key, kept_tables(tables), manifest=manifest, report=report)
            _settle(tables)
            _keep_numbers(tables, apps, manifest)
            _compare(kept_tables(tables), manifest)
    with as_main(config):
        return Restored(manifest, tuple(migrate() if waiting() else ()))


def _load(
    file: Path, key: bytes, tables: list[Table], *, manifest: Manifest, report: Report
) -> None:
    by_name = {table.name: table for table in tables}
    reader = Reader(file, key)
    done = 0
    try:
        for part in reader.parts():
            table = by_name.pop(part.name, None)
            if table is None or table.columns != part.columns:
                raise BadInputError(_not_the_same(part.name))
            for written in _rows_in(table, part):
                done += written
                report(done, manifest.rows)
    finally:
        reader.close()
    if by_name or reader.manifest != manifest:
        raise BadInputError(_not_the_same(next(iter(by_name), manifest.sums[0].table)))


def _rows_in(table: Table, part: Part) -> Iterator[int]:
    with _refusals_named(table.name):
        yield from table.write(part.rows, MAIN)


def _settle(tables: list[Table]) -> None:
    with _refusals_named(tables[0].name):
        connection.check_constraints()
    reset_sequences(tables, MAIN)


def _keep_numbers(tables: list[Table], apps: Apps, manifest: Manifest) -> None:
    # What was purged has left its numbers in the trail: nobody else may have them.
    columns = numbered(tables)
    for given in (manifest.origin.numbers, numbers_in_trail(apps, MAIN)):
        keep_numbers(given, columns, MAIN)


def _compare(tables: list[Table], manifest: Manifest) -> None:
    found = {}
    for table in tables:
        digest = digest_of(table, MAIN)
        found[table.name] = (digest.rows, digest.hexdigest())
    for each in manifest.sums:
        if found[each.table] != (each.rows, each.sha256):
            message = _("{table} would not hold what the backup holds; nothing was restored")
            raise BadInputError(message.format(table=each.table))


def _not_the_same(table: str) -> str:
    message = _("{table} is not the table that the backup knows; nothing was restored")
    return message.format(table=table)


@contextmanager
def _refusals_named(table: str) -> Iterator[None]:
    try:
        yield
    except (DatabaseError, ValueError) as error:
        # A value that only the other database can hold: a text with a zero byte, a long one.
        reason = str(error).strip().splitlines()[0]
        message = _("the database refuses a row of {table} ({reason}); nothing was restored")
        raise BadInputError(message.format(table=table, reason=reason)) from error
