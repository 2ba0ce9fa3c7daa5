"""The register of processing as data: which activity stands on which tables, and who opens it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
class Narrower:
    """A part of an activity that only some of its permissions open; ``what`` names it in French."""

    what: str
    opened_by: tuple[Permission, ...]


@dataclass(frozen=True, kw_only=True)
class Activity:
    """One entry of the register.

    ``purpose`` by language; ``opened_less`` by the code of the section that hands the part to the
    person; ``exempt``: tables that no export yields.
    """

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
    opened_less: Mapping[str, Narrower] = field(default_factory=dict)
    exempt: Mapping[str, str] = field(default_factory=dict)

    @property
    def functions(self) -> tuple[str, ...]:
        """The functions that open these data to others, in the order of the house."""
        return functions_with(self.opened_by)

    def functions_for(self, section: str) -> tuple[str, ...]:
        """Return the functions that open one section of these data to others."""
        narrower = self.opened_less.get(section)
        return self.functions if narrower is None else functions_with(narrower.opened_by)


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


def functions_with(permissions: Iterable[Permission]) -> tuple[str, ...]:
    """Return the functions that have one of some permissions, in the order of the house."""
    opens = set(permissions)
    return tuple(name for name in FUNCTIONS if opens & PERMISSIONS_OF[name])


@cache
def register() -> Register:
    """Return the register as the file says it."""
    said: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    activities = tuple(_activity(one) for one in said.pop("activities"))
    return Register(activities=activities, **said)


def _activity(facts: dict[str, Any]) -> Activity:
    plain = {name: tuple(facts[name]) for name in ("tables", "security")}
    narrower = {
        section: Narrower(what=one["what"], opened_by=_permissions(one))
        for section, one in facts.get("opened_less", {}).items()
    }
    read = {"opened_by": _permissions(facts), "opened_less": narrower}
    return Activity(**{**facts, **plain, **read})


def _permissions(facts: Mapping[str, Any]) -> tuple[Permission, ...]:
    return tuple(map(Permission, facts["opened_by"]))
