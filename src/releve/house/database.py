"""The database made ready: tables up to date, roles and skills in them.

The first verb of a newcomer must simply work, so a new SQLite file gets its tables by itself.
A database that exists changes only when somebody says so: its backup comes first.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from releve.house.environment import make_data_folder
from releve.house.numbers import numbers_kept
from releve.house.own_tools import register_everywhere
from releve.kit.actors import HOUSE
from releve.kit.faults import BadInputError
from releve.kit.words import translator
from releve.people.actions import load_reference

_ = translator("releve.house")

COMPANIONS = ("-wal", "-shm")
"""What SQLite keeps beside a database in use: parts of its rows, with the rights of its file."""


def make_ready(*, fill_empty: bool = False) -> None:
    """Let a verb begin: a new SQLite file gets its tables, any other must have them.

    With ``fill_empty`` a database without any table gets them too, whatever it is. Raises
    BadInputError with one sentence where tables are missing or nothing answers.
    """
    with said_plainly():
        is_sqlite = connection.vendor == "sqlite"
        if is_sqlite:
            make_data_folder()
            make_database_file()
        if (is_sqlite or fill_empty) and not connection.introspection.table_names():
            migrate()
        elif waiting():
            raise BadInputError(
                _("the database's tables are not up to date; run: releve house migrate")
            )


def make_database_file() -> None:
    """Make the file of an SQLite that is not there yet, for its owner alone to read.

    SQLite itself would let everybody read it. One that is there keeps its rights.
    """
    # Where the file cannot be made, SQLite says so itself.
    with suppress(OSError):
        for file in database_files()[:1]:
            os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def database_files() -> tuple[Path, ...]:
    """Return the file of an SQLite and those beside it, there or not; none of another database."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor != "sqlite" or not name or name == ":memory:" or name.startswith("file:"):
        return ()
    return (Path(name), *(Path(f"{name}{ending}") for ending in COMPANIONS))


def migrate() -> list[str]:
    """Bring the tables up to date and return the names of the steps taken."""
    with said_plainly(), one_at_a_time():
        make_database_file()
        steps = waiting()
        with numbers_kept(connection.alias):
            call_command("migrate", verbosity=0, interactive=False)
        load_reference(actor=HOUSE)
        register_everywhere()
    return steps


def waiting() -> list[str]:
    """Return the names of the steps that the tables still lack."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label} {migration.name}" for migration, _backwards in plan]


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Keep two processes of this machine from making the same tables together."""
    with (make_data_folder() / "migrate.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def said_plainly() -> Iterator[None]:
    """Turn a database that does not answer into one sentence."""
    try:
        yield
    except ImproperlyConfigured as error:
        raise BadInputError(str(error)) from error
    except DatabaseError as error:
        reason = str(error).strip().splitlines()[0]
        message = _("the database does not answer ({reason}); check DATABASE_URL or RELEVE_HOME")
        raise BadInputError(message.format(reason=reason)) from error
