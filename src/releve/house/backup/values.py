"""A value of a row as JSON and back, exact, whichever database it comes from.

Text, whole numbers and truth values stand for themselves; anything else is an object with one
key that names its type. The digest of a row is taken over one spelling of it, since PostgreSQL
keeps neither the order of keys nor the difference between 5 and 5.0 that Python sees in JSON.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Field, JSONField, Value

MICROSECOND = timedelta(microseconds=1)


def encode(value: Any, *, is_json: bool = False) -> Any:
    """Return a value in JSON's own types; raises TypeError for a type that no field has."""
    if is_json:
        return {"json": value}
    if value is None or isinstance(value, bool | int | str):
        return value
    for kind, name, written in _KINDS:
        if isinstance(value, kind):
            return {name: written(value)}
    raise TypeError(f"a backup cannot hold a {type(value).__name__}")


def decode(value: Any) -> Any:
    """Return the value that ``encode`` was given; JSON's null as the database takes it."""
    if not isinstance(value, dict):
        return value
    ((name, content),) = value.items()
    if name == "json":
        return Value(None, JSONField()) if content is None else content
    return _READ[name](content)


def line(row: Sequence[Any]) -> bytes:
    """Return an encoded row as one line of UTF-8 without its end."""
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode()


def spelling(row: Sequence[Any], line_of_row: bytes) -> bytes:
    """Return the bytes that stand for a row in a digest: the line, unless it holds JSON."""
    if not any(isinstance(cell, dict) and "json" in cell for cell in row):
        return line_of_row
    plain = [_plain(cell) if isinstance(cell, dict) and "json" in cell else cell for cell in row]
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def is_json(field: Field[Any, Any]) -> bool:
    """Whether a field holds JSON, whose null is not the absence of a value."""
    return isinstance(field, JSONField)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_plain(part) for part in value]
    if isinstance(value, float) and value.is_integer():
        return int(Decimal(repr(value)))  # as it is written: PostgreSQL keeps the digits
    return value


def _instant(value: datetime) -> str:
    return (value.astimezone(UTC) if value.tzinfo else value).isoformat()


def _number(value: float) -> Any:
    return repr(value + 0.0)  # SQLite knows no negative nought


def _bytes(value: bytes | bytearray | memoryview) -> str:
    return base64.b64encode(bytes(value)).decode("ascii")


# A datetime is a date too: it comes first.
_KINDS: tuple[tuple[type | tuple[type, ...], str, Any], ...] = (
    (float, "float", _number),
    (Decimal, "decimal", str),
    (datetime, "datetime", _instant),
    (date, "date", date.isoformat),
    (time, "time", time.isoformat),
    (timedelta, "microseconds", lambda value: value // MICROSECOND),
    (UUID, "uuid", str),
    ((bytes, bytearray, memoryview), "bytes", _bytes),
)
_READ: dict[str, Any] = {
    "float": float,
    "decimal": Decimal,
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "microseconds": lambda value: value * MICROSECOND,
    "uuid": UUID,
    "bytes": base64.b64decode,
}
