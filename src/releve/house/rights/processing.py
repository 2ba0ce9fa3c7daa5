"""The register of processing as data: which activity stands on which tables, and who opens it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from releve.kit.permissions import Permission
from releve.people.vocabulary import FUNCTIONS, PERMISSIONS_OF

FILE = Path(__file__).resolve().parent / "processing.yaml"


@dataclass(frozen=True, kw_only=True)
class Activity:
    """One entry of the register. ``purpose`` by language; ``exempt``: tables no export yields."""

    code: str
    title: str
    purpose: Mapping[str, str]
    legal_basis: str
    people: str
    categories: str
    tables: tuple[str, ...]
    opened_by: tuple[Permission, ...]
    retention: str
    security: tuple[str, ...]
    exempt: Mapping[str, str] = field(default_factory=dict)

    @property
    def functions(self) -> tuple[str, ...]:
        """The functions that open these data to others, in the order of the house."""
        opens = set(self.opened_by)
        return tuple(name for name in FUNCTIONS if opens & PERMISSIONS_OF[name])


@dataclass(frozen=True, kw_only=True)
class Register:
    """The whole register: activities, tables without people, measures of security."""

    version: date
    activities: tuple[Activity, ...]
    without_people: Mapping[str, str]
    measures: Mapping[str, str]

    def activity(self, code: str) -> Activity:
        """Return the activity of that code; raises KeyError."""
        return {one.code: one for one in self.activities}[code]


@cache
def register() -> Register:
    """Return the register as the file says it."""
    said: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    activities = tuple(_activity(one) for one in said.pop("activities"))
    return Register(activities=activities, **said)


def _activity(facts: dict[str, Any]) -> Activity:
    plain = {name: tuple(facts[name]) for name in ("tables", "security")}
    opened_by = tuple(map(Permission, facts["opened_by"]))
    return Activity(**{**facts, **plain, "opened_by": opened_by})
