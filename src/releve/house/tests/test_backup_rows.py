"""Any row that a database can hold is carried exactly, from either database into either."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.apps.registry import Apps
from django.db import connection, connections, models
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from releve.house.backup.archive import Reader, Writer
from releve.house.backup.manifest import FORM, Origin
from releve.house.backup.tables import Digest, Table, digest_of
from releve.house.backup.target import MAIN, as_main, described
from releve.house.backup.values import decode, encode, line, spelling
from releve.house.tests.databases import KEY, KINDS, Databases

BIG = 2**63 - 1
# What both databases can hold: PostgreSQL knows no zero byte in a text.
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
INSTANTS = st.datetimes(
    datetime(1, 1, 2),  # noqa: DTZ001 - Hypothesis adds the zone
    datetime(9999, 12, 30, 23, 59, 59, 999999),  # noqa: DTZ001 - same
    timezones=st.just(UTC),
)
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-BIG, BIG) | st.floats(-1e15, 1e15) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "text": TEXT,
    "whole": st.integers(-BIG - 1, BIG),
    "real": st.floats(allow_nan=False, allow_infinity=False),
    "money": st.decimals("-9999999999.99", "9999999999.99", places=2),
    "flag": st.none() | st.booleans(),
    "day": st.dates(),
    "instant": INSTANTS,
    "hour": st.times(),
    "span": st.timedeltas(timedelta(days=-100_000), timedelta(days=100_000)),
    "name": st.uuids(),
    "blob": st.binary(max_size=40),
    "free": st.none() | JSON_VALUES.map(lambda value: {"json": value}),
}
ROWS = st.lists(st.fixed_dictionaries(VALUES), max_size=4)
EXTREMES: list[dict[str, Any]] = [
    {
        "text": "'; DROP TABLE \u0001\u2028\ufeff\U0010ffff",
        "whole": -BIG - 1,
        "real": 5e-324,
        "money": Decimal("-0.01"),
        "flag": None,
        "day": date(9999, 12, 31),
        "instant": datetime(1, 1, 2, tzinfo=UTC),
        "hour": time(23, 59, 59, 999999),
        "span": timedelta(microseconds=-1),
        "name": UUID(int=2**128 - 1),
        "blob": bytes(range(256)),
        "free": free,
    }
    for free in (None, {"json": None}, {"json": {"b": [5.0, -0.0, 1e300, 1], "a": "\u2028"}})
]


class Everything(models.Model):
    """A row with every kind of column; it belongs to no room and to no migration."""

    key = models.CharField(max_length=40, primary_key=True)
    text = models.TextField()
    whole = models.BigIntegerField()
    real = models.FloatField()
    money = models.DecimalField(max_digits=12, decimal_places=2)
    flag = models.BooleanField(null=True)
    day = models.DateField()
    instant = models.DateTimeField(auto_now=True)
    hour = models.TimeField()
    span = models.DurationField()
    name = models.UUIDField()
    blob = models.BinaryField()
    free = models.JSONField(null=True)

    class Meta:
        """Outside the house's tables."""

        app_label = "nowhere"
        apps = Apps()

    def __str__(self) -> str:
        return self.key


TABLE = Table(Everything)


@contextmanager
def fresh_tables(databases: Databases) -> Iterator[dict[str, str]]:
    """Make the table in a database of each kind and yield the names of their connections."""
    try:
        for kind in KINDS:
            config = connections.configure_settings({MAIN: described(databases.empty(kind))})[MAIN]
            connections.settings[f"rows_{kind}"] = config
            with connections[f"rows_{kind}"].schema_editor() as editor:
                editor.create_model(Everything)
        yield {kind: f"rows_{kind}" for kind in KINDS}
    finally:
        for kind in KINDS:
            if connections.settings.pop(f"rows_{kind}", None):
                connections[f"rows_{kind}"].close()
                del connections[f"rows_{kind}"]


def encoded(rows: list[dict[str, Any]]) -> list[list[Any]]:
    """Return rows as a backup holds them, in the order of their keys."""
    keys = ["É", "Z", "a", "à"]  # bytes and letters are ordered differently
    drawn = sorted(zip(keys, rows, strict=False), key=lambda pair: pair[0].encode())
    return [
        [key, *[row[name] if name == "free" else encode(row[name]) for name in VALUES]]
        for key, row in drawn
    ]


def put(rows: list[list[Any]], using: str) -> None:
    """Replace what the table holds."""
    TABLE.clear(using)
    for _count in TABLE.write(rows, using):
        pass


def test_any_row_goes_through_both_databases_and_back(databases: Databases) -> None:
    with fresh_tables(databases) as named:

        @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
        @given(ROWS)
        @example(EXTREMES)
        def carried(rows: list[dict[str, Any]]) -> None:
            asked = encoded(rows)
            sums = set()
            for source, target in (*[(kind, other) for kind in KINDS for other in KINDS],):
                put(asked, named[source])
                found = list(TABLE.rows(named[source]))
                assert spellings(found) == spellings(asked)
                put(found, named[target])
                sums |= {digest_of(TABLE, named[kind]).hexdigest() for kind in (source, target)}
            assert len(sums) == 1

        carried()


def spellings(rows: list[list[Any]]) -> list[bytes]:
    """Return what stands for each row in a digest."""
    return [spelling(row, line(row)) for row in rows]


@settings(max_examples=200, deadline=None)
@given(st.one_of(*[values for name, values in VALUES.items() if name != "free"]))
@example(float("inf"))
@example(datetime(2026, 10, 25, 2, 30, tzinfo=UTC))
def test_a_value_comes_back_from_its_line(value: Any) -> None:
    back = decode(json.loads(line([encode(value)]))[0])
    assert (type(back), back) == (type(value), value)


def test_a_null_of_json_is_not_the_absence_of_a_value() -> None:
    assert [decode(encode(None)), decode(encode(None, is_json=True)).value] == [None, None]
    assert encode(None) != encode(None, is_json=True)


def test_a_type_that_no_field_has_is_refused_rather_than_guessed() -> None:
    with pytest.raises(TypeError, match="set"):
        encode({1})


def test_the_digest_sees_every_cell_the_order_and_the_columns() -> None:
    def digest(columns: list[str], *rows: list[Any]) -> str:
        made = Digest(columns)
        for row in rows:
            made.add(row, line(row))
        return made.hexdigest()

    one = digest(["a", "b"], [1, "x"], [2, "y"])
    others = [
        digest(["a", "c"], [1, "x"], [2, "y"]),
        digest(["a", "b"], [2, "y"], [1, "x"]),
        digest(["a", "b"], [1, "x"]),
        digest(["a", "b"], [1, "x"], [2, None]),
        digest(["a", "b"], ["1", "x"], [2, "y"]),
    ]
    assert (len({one, *others}), digest(["a", "b"], [1, "x"], [2, "y"])) == (6, one)


def test_memory_stays_flat_however_large_the_table(databases: Databases, tmp_path: Path) -> None:
    with as_main(described(databases.empty("sqlite"))):
        with connection.schema_editor() as editor:
            editor.create_model(Everything)
        base = encoded(EXTREMES)[0]
        small, large = (peak_of(base, count, tmp_path) for count in (1_200, 3_600))
    # All rows at once would be 4 MB more.
    assert large < small + 1_000_000, f"{small} bytes for 1,200 rows, {large} for 3,600"


def peak_of(base: list[Any], count: int, folder: Path) -> int:
    """Write rows of 2 kB, save them, read them back, and return the most memory that it took."""
    rows = ([f"{number:09}", f"{number:06}" * 200, *base[2:]] for number in range(count))
    file = folder / f"{count}.backup"
    origin = Origin(FORM, "0", "2026-01-01", "sqlite", (), {})
    TABLE.clear(MAIN)
    tracemalloc.start()
    try:
        written = sum(TABLE.write(rows, MAIN))
        with file.open("wb") as opened:
            writer = Writer(opened, KEY, origin)
            saved = sum(1 for _row in writer.table(TABLE.name, TABLE.columns, TABLE.rows(MAIN)))
            writer.close()
        reader = Reader(file, KEY)
        read = sum(1 for part in reader.parts() for _row in part.rows)
        assert (written, saved, read) == (count, count, count)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
