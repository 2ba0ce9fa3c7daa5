"""How long each class of data is kept: the dated file that ships, or the hospital's own."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml
from django.conf import settings

from releve.kit.faults import BadInputError, Place
from releve.kit.tables import closest
from releve.kit.words import translator

_ = translator("releve.house")

FILE = Path(__file__).resolve().parent / "retention.yaml"
CLASSES = (
    "rosters",
    "shifts",
    "searches",
    "wishes",
    "ledger",
    "random_questions",
    "training",
    "training_attempts",
    "notices",
    "tools",
    "proposals",
    "declarations",
    "people",
    "accounts",
    "jobs",
    "sessions",
    "lock_outs",
    "trail_readings",
)
TRAIL = "trail"
"""The class of the audit trail, whose own file says how long: changes, readings, sessions."""

LONGEST_MONTHS = 1200
LONGEST_DAYS = 36_500
TEXTS = ("counted_from", "why", "source")


@dataclass(frozen=True)
class Retention:
    """How long one class is kept, from when, why, and who says so. Months, or days."""

    months: int
    days: int
    counted_from: str
    why: str
    source: str
    version: date

    @property
    def said(self) -> str:
        """The duration in French, as the register writes it."""
        if self.months:
            return f"{self.months} mois"
        return "1 jour" if self.days == 1 else f"{self.days} jours"

    def cut_off(self, *, on: date) -> date:
        """Return the day before which data of the class are kept no longer."""
        if not self.months:
            return on - timedelta(days=self.days)
        year, month = divmod(on.year * 12 + on.month - 1 - self.months, 12)
        longest = monthrange(year, month + 1)[1]  # the last day where the month is shorter
        return date(year, month + 1, min(on.day, longest))


def retentions() -> Mapping[str, Retention]:
    """Return the retention of every class; what the hospital's file leaves out is as shipped.

    Raises BadInputError where the file named by RELEVE_RETENTION_FILE cannot be read or means
    nothing: a purge that guesses is not undone.
    """
    shipped = _shipped()
    own = settings.RETENTION_FILE
    said = {**shipped, **(_read(own, shipped=shipped) if own else {})}
    return {name: said[name] for name in CLASSES}


@cache
def _shipped() -> Mapping[str, Retention]:
    # Read once: it changes with Relève alone, and each page on one's own data asks for it.
    return MappingProxyType(_read(FILE))


def _read(file: Path, *, shipped: Mapping[str, Retention] | None = None) -> dict[str, Retention]:
    try:
        document = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise _fault(file, "", _("it cannot be read as YAML")) from error
    if not isinstance(document, dict) or not isinstance(document.get("classes"), dict):
        raise _fault(file, "classes", _("it has no classes"))
    if not isinstance(document.get("version"), date):
        raise _fault(file, "version", _("write a date, as 2026-11-26"))
    found = {}
    for name, facts in document["classes"].items():
        if name not in CLASSES:
            message = _("there is no class {name!r}{hint}")
            told = message.format(name=name, hint=closest(str(name), CLASSES))
            raise _fault(file, "classes", told)
        before = shipped[name] if shipped else None
        found[name] = _retention(file, name, facts, document["version"], before)
    return found


def _retention(
    file: Path, name: str, facts: Any, version: date, before: Retention | None
) -> Retention:
    known = {"months", "days", *TEXTS}
    if not isinstance(facts, dict) or set(facts) - known:
        message = _("known are: {known}")
        raise _fault(file, name, message.format(known=", ".join(sorted(known))))
    months, days = facts.get("months", 0), facts.get("days", 0)
    is_whole = type(months) is int and type(days) is int
    if not is_whole or not (0 <= months <= LONGEST_MONTHS and 0 <= days <= LONGEST_DAYS):
        raise _fault(file, name, _("write months or days as a whole number"))
    if bool(months) == bool(days):
        raise _fault(file, name, _("write months or days, one of them, at least 1"))
    texts = {one: str(facts.get(one) or (getattr(before, one) if before else "")) for one in TEXTS}
    return Retention(months=months, days=days, version=version, **texts)


def _fault(file: Path, field: str, what: str) -> BadInputError:
    return BadInputError(what, place=Place(file=str(file), field=field or None))
