"""Every table of the house, found in its migrations: which there are, and their rows in and out.

Tables are read and written through the models as the migrations left them, not as the code has
them today: so a database that waits for its upgrade can be saved, and an old backup restored.
No list names the tables; a room that adds one finds it here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from types import SimpleNamespace
from typing import Any

from django.apps.registry import Apps
from django.core.management.color import no_style
from django.db import connections
from django.db.models import (
    AutoField,
    BooleanField,
    CharField,
    ExpressionWrapper,
    F,
    Field,
    Model,
    Q,
    TextField,
)
from django.db.models.functions import Collate

from releve.house.backup.values import decode, encode, is_json, line, spelling

LEFT_OUT = {"sessions.session": "sessions"}
"""Tables whose rows stay behind, with the reason as a code: after a restore all sign in again."""

BYTE_ORDER = {"sqlite": "BINARY", "postgresql": "C"}
"""The name of the order by bytes, which is the same on both: each has an order of its own."""

BATCH_ROWS = 500


@dataclass(frozen=True)
class Table:
    """One table, with the model that its migrations made."""

    model: type[Model]

    @property
    def name(self) -> str:
        """Its name in the database."""
        return self.model._meta.db_table  # noqa: SLF001 - Django's documented name for it

    @cached_property
    def fields(self) -> list[Field[Any, Any]]:
        """Its columns, those that the database computes left out."""
        local = self.model._meta.local_concrete_fields  # noqa: SLF001 - Django's own
        return [field for field in local if not getattr(field, "generated", False)]

    @property
    def columns(self) -> list[str]:
        """The names of its columns, in the order of a row."""
        return [str(field.column) for field in self.fields]

    @property
    def number(self) -> str:
        """The column in which the database numbers the rows, empty where it does not."""
        key = self.model._meta.pk  # noqa: SLF001 - Django's documented name for it
        return str(key.column) if isinstance(key, AutoField) else ""

    def rows(self, using: str) -> Generator[list[Any], None, None]:
        """Yield every row, encoded, in the order of its key, a few at a time in memory."""
        for row in self._query(using).iterator(chunk_size=BATCH_ROWS):
            yield self._encoded(row)

    def count(self, using: str) -> int:
        """Return how many rows there are."""
        return self.model._base_manager.using(using).count()  # noqa: SLF001 - unfiltered by any room

    def write(self, rows: Iterable[Sequence[Any]], using: str) -> Iterator[int]:
        """Insert encoded rows exactly as they are, yielding how many each statement took."""
        names = [field.attname for field in self.fields]
        manager = self.model._base_manager  # noqa: SLF001 - unfiltered by any room
        operations = connections[using].ops
        rows = iter(rows)
        size = max(1, min(BATCH_ROWS, operations.bulk_batch_size(self.fields, [None] * BATCH_ROWS)))
        while batch := [_bare(names, row) for row in islice(rows, size)]:
            # Raw: a column that notes the time of saving keeps the time it had.
            manager._insert(batch, fields=self.fields, raw=True, using=using)  # type: ignore[attr-defined]  # noqa: SLF001 - what Model.save itself calls; bulk_create knows no raw
            yield len(batch)

    def clear(self, using: str) -> None:
        """Remove what a migration put into a new table."""
        queryset = self.model._base_manager.using(using)  # noqa: SLF001 - unfiltered by any room
        if queryset.exists():
            queryset._raw_delete(using)  # noqa: SLF001 - no cascades: every table is cleared

    def _query(self, using: str) -> Any:
        nulls = {
            f"is_null_{number}": ExpressionWrapper(
                Q(**{f"{field.name}__isnull": True}), output_field=BooleanField()
            )
            for number, field in enumerate(self.fields)
            if is_json(field)
        }
        names = [field.attname for field in self.fields]
        return (
            self.model._base_manager.using(using)  # noqa: SLF001 - unfiltered by any room
            .annotate(**nulls)
            .order_by(*self._order(connections[using].vendor))
            .values_list(*names, *nulls)
        )

    def _order(self, vendor: str) -> list[Any]:
        keys = self.model._meta.pk_fields  # noqa: SLF001 - one, or several of a composite key
        return [
            Collate(F(key.attname), BYTE_ORDER[vendor]) if _is_text(key) else F(key.attname)
            for key in keys
        ]

    def _encoded(self, row: Sequence[Any]) -> list[Any]:
        missing = iter(row[len(self.fields) :])
        return [
            (None if next(missing) else encode(value, is_json=True))
            if is_json(field)
            else encode(value)
            for field, value in zip(self.fields, row, strict=False)
        ]


class Digest:
    """The SHA-256 of a table's columns and rows, and how many rows they were."""

    def __init__(self, columns: Sequence[str]) -> None:
        self._hash = hashlib.sha256(line(columns) + b"\n")
        self.rows = 0

    def add(self, row: Sequence[Any], line_of_row: bytes) -> None:
        """Take in one more row, in the order of the key."""
        self._hash.update(spelling(row, line_of_row) + b"\n")
        self.rows += 1

    def hexdigest(self) -> str:
        """Return the digest so far."""
        return self._hash.hexdigest()


def digest_of(table: Table, using: str) -> Digest:
    """Return the digest of a table as it stands in a database."""
    digest = Digest(table.columns)
    for row in table.rows(using):
        digest.add(row, line(row))
    return digest


def all_tables(apps: Apps) -> list[Table]:
    """Return every table that migrations made, each after those that it points to."""
    models = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and not model._meta.swapped  # noqa: SLF001 - Django's own
    ]
    ordered: dict[str, type[Model]] = {}
    for model in sorted(models, key=_label):
        _place(model, ordered, under_way=set())
    known = {_label(model) for model in models}
    return [Table(model) for label, model in ordered.items() if label in known]


def kept_tables(tables: Iterable[Table]) -> list[Table]:
    """Return the tables whose rows a backup holds."""
    return [table for table in tables if _label(table.model) not in LEFT_OUT]


def left_out(tables: Iterable[Table]) -> dict[str, str]:
    """Return the tables whose rows stay behind, each with its reason as a code."""
    return {
        table.name: LEFT_OUT[_label(table.model)]
        for table in tables
        if _label(table.model) in LEFT_OUT
    }


def numbered(tables: Iterable[Table]) -> dict[str, str]:
    """Return the column that is numbered of each table that has one."""
    return {table.name: table.number for table in tables if table.number}


def reset_sequences(tables: Iterable[Table], using: str) -> None:
    """Let the next key of each table follow the greatest that it holds."""
    connection = connections[using]
    statements = connection.ops.sequence_reset_sql(no_style(), [table.model for table in tables])
    with connection.cursor() as cursor:
        for statement in statements:  # Django's own, none on SQLite
            cursor.execute(statement)


def _label(model: type[Model]) -> str:
    return model._meta.label_lower  # noqa: SLF001 - Django's documented name for it


def _place(model: type[Model], ordered: dict[str, type[Model]], under_way: set[str]) -> None:
    # Two tables may point to each other (a roster and its chosen version): constraints wait for
    # the end of the transaction, so that any order loads, and this one merely reads well.
    label = _label(model)
    if label in ordered or label in under_way:
        return
    under_way.add(label)
    for field in model._meta.local_concrete_fields:  # noqa: SLF001 - Django's own
        target = field.related_model
        if isinstance(target, type) and issubclass(target, Model):
            _place(target, ordered, under_way)
    ordered[label] = model


def _is_text(field: Field[Any, Any]) -> bool:
    while field.remote_field:
        field = field.target_field  # type: ignore[attr-defined]  # every field with a remote one has it
    return isinstance(field, CharField | TextField)


def _bare(names: Sequence[str], row: Sequence[Any]) -> Any:
    return SimpleNamespace(**dict(zip(names, map(decode, row), strict=True)))
