"""The database that a restore fills: proven empty, filled out of sight, shown whole or not at all.

On SQLite the new database grows in a draft beside its place and takes the name at the end. On
PostgreSQL tables and rows are made in one transaction. Either way, whoever looks during a restore,
or after one that was killed, finds the empty database that was there before.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import connection, connections, transaction

from releve.house.database import one_at_a_time, said_plainly
from releve.house.environment import database
from releve.kit.faults import BadInputError, Place
from releve.kit.words import translator

_ = translator("releve.house")

MAIN = "default"
COMPANIONS = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a database that is open, or was not closed."""


def described(address: str) -> dict[str, Any]:
    """Return Django's description of an address; raises BadInputError where it means nothing."""
    place = Place(field="--into")
    try:
        config = database(address)
    except ImproperlyConfigured as error:
        message = _("{address!r} is no address of a database; write it like DATABASE_URL")
        raise BadInputError(message.format(address=address), place=place) from error
    if _is_sqlite(config) and config["NAME"] in ("", ":memory:"):
        message = _("a database in memory would be gone at once; name a file: sqlite:////path/file")
        raise BadInputError(message, place=place)
    return config


def check_empty(config: dict[str, Any]) -> None:
    """Raise BadInputError where the database holds a table, does not answer, or is in use."""
    if not _is_sqlite(config):
        with said_plainly(), as_main(config):
            _check_no_tables()
        return
    file = Path(config["NAME"])
    if not file.parent.is_dir():
        message = _("its folder does not exist; create it first")
        raise BadInputError(message, place=Place(file=str(file)))
    if any(Path(f"{file}{ending}").exists() for ending in COMPANIONS):
        message = _("the database is in use, or was not closed; restore into another file")
        raise BadInputError(message, place=Place(file=str(file)))
    if file.exists() and file.stat().st_size:
        with said_plainly(), as_main(config):
            _check_no_tables()


def check_saved() -> None:
    """Raise BadInputError where the database to save is a file that is not there."""
    config = connection.settings_dict
    file = Path(config["NAME"])
    if _is_sqlite(config) and not file.exists():
        message = _("there is no database here: check DATABASE_URL or RELEVE_HOME")
        raise BadInputError(message, place=Place(file=str(file)))


@contextmanager
def filled(config: dict[str, Any]) -> Iterator[None]:
    """Make the database the main one inside; what is done there is seen at the end, or never."""
    if _is_sqlite(config):
        file = Path(config["NAME"])
        with (
            one_at_a_time(),
            _draft(file) as draft,
            as_main({**config, "NAME": str(draft)}),
        ):
            yield
    else:
        with said_plainly(), as_main(config), transaction.atomic():
            yield


@contextmanager
def as_main(config: dict[str, Any]) -> Iterator[None]:
    """Make another database the main one of this process, so that no room can miss it."""
    before = connections[MAIN]
    settings_before = connections.settings[MAIN]
    connections.settings[MAIN] = connections.configure_settings({MAIN: {**config}})[MAIN]
    connections[MAIN] = connections.create_connection(MAIN)
    try:
        yield
    finally:
        connections[MAIN].close()
        connections.settings[MAIN] = settings_before
        connections[MAIN] = before


@contextmanager
def _draft(file: Path) -> Iterator[Path]:
    draft = file.with_name(f".{file.name}.restoring")
    try:
        _remove(draft)  # of a restore that was killed
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        yield draft
        if any(Path(f"{draft}{ending}").exists() for ending in COMPANIONS):
            raise RuntimeError(f"{draft} was not closed")
        _to_disk(draft)
        draft.replace(file)
        _to_disk(file.parent)
    except OSError as error:
        message = _("the database cannot be written ({reason}); choose another place")
        told = message.format(reason=error.strerror or str(error))
        raise BadInputError(told, place=Place(file=str(file))) from error
    finally:
        _remove(draft)


def _remove(draft: Path) -> None:
    for ending in ("", *COMPANIONS):
        Path(f"{draft}{ending}").unlink(missing_ok=True)


def _to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _check_no_tables() -> None:
    if tables := connection.introspection.table_names():
        message = _("the database holds tables already ({table} …); restore into an empty one")
        raise BadInputError(message.format(table=tables[0]), place=Place(field="--into"))


def _is_sqlite(config: dict[str, Any]) -> bool:
    engine: str = config["ENGINE"]
    return engine.endswith("sqlite3")
