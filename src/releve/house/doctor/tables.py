"""What is wrong with the database, its tables and their copies."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime

from django.conf import settings
from django.db import DatabaseError, connection

from releve.house.backup.record import last_backup
from releve.house.database import make_database_file, waiting
from releve.house.doctor.naming import as_account
from releve.kit.findings import Finding, fault, fine
from releve.kit.words import translator

_ = translator("releve.house")

LAST_BACKUP = "last_backup"
"""File in the data folder whose time is that of a backup by other means than `releve backup`."""

OLDEST_BACKUP_HOURS = 48
OLDEST_POSTGRESQL = 14
CLOCKS_APART_SECONDS = 5.0


def database() -> Iterator[Finding]:
    """Look whether the database answers, is recent enough, and has its tables."""
    make_database_file()  # to look at an SQLite that is not there yet makes it
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        yield from _version()
        yield from _tables()
    except DatabaseError as error:
        reason = str(error).strip().splitlines()[0]
        yield fault(
            "database_unreachable",
            _("the database does not answer ({reason})").format(reason=reason),
            _("check DATABASE_URL, or RELEVE_HOME and its rights"),
        )


def clocks() -> Iterator[Finding]:
    """Look whether this machine and its database agree on the time."""
    if connection.vendor != "postgresql":
        newest = _newest_file_seconds() - time.time()
        if newest > CLOCKS_APART_SECONDS:
            yield _clock_wrong(newest)
        else:
            yield fine("clock", _("the clock is not behind the data"))
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            apart = abs((cursor.fetchone()[0] - datetime.now(tz=UTC)).total_seconds())
    except DatabaseError:
        return  # said by the check of the database
    if apart > CLOCKS_APART_SECONDS:
        yield _clock_wrong(apart)
    else:
        yield fine("clock", _("this machine and the database agree on the time"))


def backup_age() -> Iterator[Finding]:
    """Look how old the last backup is."""
    to_do = _("run: releve backup --out FILE --key-file FILE{as_account}, every night")
    to_do = to_do.format(as_account=as_account())
    record, kept = last_backup(), settings.DATA_FOLDER / LAST_BACKUP
    done = [kept.stat().st_mtime] if kept.exists() else []
    if record is not None and record.outcome == "failed":
        what = _("the last backup failed ({reason})").format(reason=record.reason)
        yield fault("backup_failed", what, to_do)
    if record is not None and record.done_at is not None:
        done.append(record.done_at.timestamp())
    if not done:
        yield fault("backup_none", _("no backup is known"), to_do)
        return
    hours = int((time.time() - max(done)) / 3600)
    if hours > OLDEST_BACKUP_HOURS:
        what = _("the last backup is {hours} h old").format(hours=hours)
        yield fault("backup_old", what, to_do)
    else:
        yield fine("backup", _("the last backup is {hours} h old").format(hours=hours))


def _version() -> Iterator[Finding]:
    if connection.vendor == "postgresql":
        major = connection.pg_version // 10_000  # type: ignore[attr-defined]  # this vendor has it
        named = f"PostgreSQL {major}"
        if major < OLDEST_POSTGRESQL:
            yield fault(
                "database_old",
                _("the database is {named}").format(named=named),
                _("upgrade it to PostgreSQL {oldest} or later").format(oldest=OLDEST_POSTGRESQL),
            )
            return
    else:
        named = "SQLite"
    yield fine("database", _("the database answers ({named})").format(named=named))


def _tables() -> Iterator[Finding]:
    steps = waiting()
    if not steps:
        yield fine("tables", _("the tables are up to date"))
        return
    count = len(steps)
    what = _.plural("{count} step of the tables is missing", "{count} steps are missing", count)
    yield fault(
        "migrations_missing",
        what.format(count=count),
        _("make a backup, then run: releve house migrate"),
    )


def _clock_wrong(seconds: float) -> Finding:
    what = _("the clock is wrong by {seconds} s: rosters and the trail would carry wrong times")
    return fault(
        "clock_wrong",
        what.format(seconds=int(seconds)),
        _("set it, and let the machine follow a time server"),
    )


def _newest_file_seconds() -> float:
    kept = [path for path in settings.DATA_FOLDER.glob("*") if path.is_file()]
    return max((path.stat().st_mtime for path in kept), default=0.0)


TABLES_CHECKS = (database, clocks, backup_age)
