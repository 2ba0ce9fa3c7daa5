"""How long each class of entries is kept, as the dated file says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from types import MappingProxyType

import yaml

from releve.trail.vocabulary import RETENTION_CLASSES

FILE = Path(__file__).resolve().parent / "data" / "retention.yaml"


@dataclass(frozen=True)
class Retention:
    """How long one class is kept, why, and who says so."""

    months: int
    why: str
    source: str
    version: date


@cache
def retentions() -> Mapping[str, Retention]:
    """Return the retention of every class, read once: it changes with Relève alone."""
    said = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return MappingProxyType(
        {
            name: Retention(version=said["version"], **said["classes"][name])
            for name in RETENTION_CLASSES
        }
    )


def cut_off(retention: Retention, *, at: datetime) -> datetime:
    """Return the instant before which entries are kept no longer: whole months back."""
    months = at.year * 12 + at.month - 1 - retention.months
    year, month = divmod(months, 12)
    for day in (at.day, 30, 29, 28):  # the last day where the month is shorter
        try:
            return at.replace(year=year, month=month + 1, day=day)
        except ValueError:
            continue
    raise AssertionError("a month has 28 days")
