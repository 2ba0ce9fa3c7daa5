"""One text for every value that a cell of a table can hold.

Reading a spreadsheet and writing CSV must agree to the letter, or a table exported and
imported again would not be the same.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

Cell = str | bool | int | float | Decimal | date | datetime | time | timedelta | None


def cell_text(value: Cell) -> str:
    """Return ISO text for dates and times, plain text for numbers, ``true`` or ``false``."""
    match value:
        case None:
            text = ""
        case bool():
            text = "true" if value else "false"
        case float() | Decimal():
            text = _number(value)
        case datetime():
            text = _instant(value)
        case time():
            text = value.isoformat(timespec="seconds" if value.second else "minutes")
        case timedelta():
            text = _clock(value)
        case _:
            text = str(value)
    return text


def _clock(value: timedelta) -> str:
    minutes, seconds = divmod(round(value.total_seconds()), 60)
    text = f"{minutes // 60:02d}:{minutes % 60:02d}"
    return f"{text}:{seconds:02d}" if seconds else text


def _number(value: float | Decimal) -> str:
    exact = Decimal(repr(value)) if isinstance(value, float) else value
    text = format(exact, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _instant(value: datetime) -> str:
    # Spreadsheets keep instants as fractions of a day: 07:00 may read back as 06:59:59.999997.
    whole = (value + timedelta(microseconds=500_000)).replace(microsecond=0)
    return whole.isoformat(timespec="seconds" if whole.second else "minutes")
