"""The numbers that tables have given out, so that none is given twice.

A person's or an account's number stands in the audit trail for years after her row is gone. Had
somebody else the number meanwhile, what the one did would be read as the other's. Databases do
not repeat a number by themselves; what makes a table anew forgets the last one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper


def numbers_given(columns: Mapping[str, str], using: str) -> dict[str, int]:
    """Return the last number that each table has given out, those left out that gave none.

    ``columns``: the column of each table that is numbered.
    """
    connection = connections[using]
    if connection.vendor == "sqlite":
        given = _sqlite_numbers(connection)
        return {table: given[table] for table in columns if given.get(table)}
    found = {table: _postgresql_number(connection, table, columns[table]) for table in columns}
    return {table: number for table, number in found.items() if number}


def keep_numbers(given: Mapping[str, int], columns: Mapping[str, str], using: str) -> None:
    """Let each table give out only numbers beyond those it has given; none is ever lowered."""
    connection = connections[using]
    known = numbers_given(columns, using)
    for table, number in given.items():
        if table in columns and number > known.get(table, 0):
            if connection.vendor == "sqlite":
                _set_sqlite(connection, table, number)
            else:
                _set_postgresql(connection, table, columns[table], number)


@contextmanager
def numbers_kept(using: str) -> Iterator[None]:
    """Keep the numbers given out through what makes tables anew, as SQLite's changes of them do."""
    connection = connections[using]
    if connection.vendor != "sqlite":
        yield
        return
    given = _sqlite_numbers(connection)
    try:
        yield
    finally:  # a step that fails comes after others that stay
        there = connection.introspection.table_names()
        keep_numbers(given, dict.fromkeys(there, ""), using)


def _sqlite_numbers(connection: BaseDatabaseWrapper) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_sequence'")
        if cursor.fetchone() is None:
            return {}
        cursor.execute("SELECT name, MAX(seq) FROM sqlite_sequence GROUP BY name")
        return dict(cursor.fetchall())


def _set_sqlite(connection: BaseDatabaseWrapper, table: str, number: int) -> None:
    # The table of sequences has no key: what stood there is replaced.
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
        cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, number])


def _postgresql_number(connection: BaseDatabaseWrapper, table: str, column: str) -> int:
    quoted = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [quoted(table), column])
        (sequence,) = cursor.fetchone()
        if sequence is None:
            return 0
        # Its name comes from the catalogue, quoted as it must be.
        cursor.execute(f"SELECT last_value, is_called FROM {sequence}")  # noqa: S608 - see above
        last, is_called = cursor.fetchone()
    return int(last) if is_called else int(last) - 1


def _set_postgresql(connection: BaseDatabaseWrapper, table: str, column: str, number: int) -> None:
    name = connection.ops.quote_name(table)
    with connection.cursor() as cursor:
        sql = "SELECT setval(pg_get_serial_sequence(%s, %s), %s, true)"
        cursor.execute(sql, [name, column, number])
