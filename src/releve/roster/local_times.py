"""Local times as people write them in tables of worked hours.

Twice a year the clock makes a local time mean two instants, or none. The first is settled by a
rule that is said in the docs; the second is a slip that nobody may settle for the ward.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from releve.kit.words import translator

_ = translator("releve.roster")

YEARS = range(1970, 2200)

WRITTEN = re.compile(
    r"(?P<day>\d{4}-\d{2}-\d{2})[T ](?P<clock>\d{2}:\d{2})(?::(?P<seconds>\d{2}))?"
    r" ?(?P<offset>Z|[+-]\d{2}:?\d{2})?"
)


def read_day(text: str) -> date:
    """Return the day of an ISO date; ``ValueError`` says what is wrong with it."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        message = _("{text!r} is not a date; write it as 2026-03-09")
        raise ValueError(message.format(text=_short(text)))
    try:
        day = date.fromisoformat(text)
    except ValueError:
        message = _("{text!r} is no day of the calendar; write a date as 2026-03-09")
        raise ValueError(message.format(text=text)) from None
    if day.year not in YEARS:
        message = _("the year of {text!r} cannot be meant; correct it")
        raise ValueError(message.format(text=text))
    return day


def read_instant(text: str, zone: ZoneInfo) -> datetime:
    """Return the aware local instant of ``2026-03-09T07:00``, an offset or Z after it or not.

    Without an offset, a time that the clock repeats is its first occurrence. ``ValueError``
    says what is wrong: no such shape, day or time, seconds, a time that the clock skips.
    """
    found = WRITTEN.fullmatch(text)
    if found is None:
        message = _("{text!r} is not a local time; write it as 2026-03-09T07:00")
        raise ValueError(message.format(text=_short(text)))
    if found["seconds"] not in (None, "00"):
        message = _("{text!r} has seconds; write whole minutes, as 2026-03-09T07:00")
        raise ValueError(message.format(text=text))
    read_day(found["day"])
    try:
        local = datetime.fromisoformat(f"{found['day']}T{found['clock']}{found['offset'] or ''}")
    except ValueError:
        message = _("{text!r} is no time of the clock; hours go from 00 to 23")
        raise ValueError(message.format(text=text)) from None
    if local.tzinfo is not None:
        return local.astimezone(zone)
    aware = local.replace(tzinfo=zone)
    if aware.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != local:
        message = _("{text!r} does not exist: the clock skips that hour; correct it")
        raise ValueError(message.format(text=text))
    return aware


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
