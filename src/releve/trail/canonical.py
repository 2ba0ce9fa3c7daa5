"""One text for one meaning, whatever the database: what digests are taken over.

``facts_text`` is for what callers give: strict, so that a value without one sure spelling is
refused where it is written. ``row_text`` is for what stands in a table: total, because a row that
somebody tampered with may hold anything, and the check must still come to its end.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any

MARK = "$"
"""Begins the name of a kind that JSON lacks; no field of a caller may begin so."""


def facts_text(facts: Any) -> str:
    """Return the canonical JSON of facts.

    Mappings in the order of their keys, sets in the order of their texts; instants in UTC to the
    microsecond, decimals without idle zeros. Raises ValueError for what has no sure spelling: an
    instant without its zone, NaN, a key that is no text or begins with ``$``; TypeError for a
    kind that is not known here.
    """
    return _json(_plain(facts))


def row_text(row: Mapping[str, Any]) -> str:
    """Return the canonical JSON of a row; never raises, and tells 5 from "5"."""
    return _json(row)


def _json(value: Any) -> str:
    # Pure ASCII: a text that is no valid Unicode still has its one spelling.
    return json.dumps(
        value, ensure_ascii=True, sort_keys=True, separators=(",", ":"), default=_foreign
    )


def _foreign(value: object) -> dict[str, str]:
    return {f"{MARK}foreign": repr(value)}


def _plain(value: Any) -> Any:  # noqa: PLR0911 - one line for each kind reads best
    if isinstance(value, Enum):
        return _plain(value.value)
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        value.encode()  # refuses half a character, which no database keeps
        return value
    if isinstance(value, float | Decimal):
        return _number(value)
    if isinstance(value, date | time):
        return _moment(value)
    if isinstance(value, Mapping):
        return {_key(key): _plain(content) for key, content in value.items()}
    if isinstance(value, AbstractSet):
        return sorted((_plain(one) for one in value), key=_json)
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return [_plain(one) for one in value]
    raise TypeError(f"{type(value).__name__} has no canonical spelling")


def _key(key: object) -> str:
    if not isinstance(key, str) or key.startswith(MARK):
        raise ValueError(f"{key!r} cannot name a fact")
    return str(key)


def _number(value: float | Decimal) -> Any:
    if not math.isfinite(value):
        raise ValueError(f"{value} is no number")
    if isinstance(value, float):
        return value or 0.0  # 0.0 and -0.0 are one number
    plain = f"{value:f}"
    short = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return {f"{MARK}decimal": "0" if short in {"-0", ""} else short}


def _moment(value: date | time) -> dict[str, str]:
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError(f"{value} has no zone")
        utc = value.astimezone(UTC)
        return {f"{MARK}instant": utc.isoformat(timespec="microseconds")}
    kind = "date" if isinstance(value, date) else "time"
    return {f"{MARK}{kind}": value.isoformat()}
