"""The problem of one ward and one period, and its consistency.

Shape, in the field's terms: a nurse rostering problem with hard working-time rules, cover per
skill, and soft preferences. Durations are minutes, dates are local civil days.
"""

from __future__ import annotations

import json
from dataclasses import dataclass as plain
from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any, Self
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter, model_validator
from pydantic.dataclasses import dataclass

from releve.roster.engine.problem import checks, due
from releve.roster.engine.problem.facts import (
    Person,
    ShiftType,
)
from releve.roster.engine.problem.fields import Fields
from releve.roster.engine.rules.forms import STRICT


@plain(frozen=True, order=True)
class Assignment:
    """One person starts one shift on one day."""

    person: str
    day: date
    shift: str


@dataclass(frozen=True, config=STRICT)
class Problem(Fields):
    """Everything a roster must answer to, consistent; see ``Fields`` for what it holds."""

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        checks.check(self)
        return self

    @cached_property
    def anchor(self) -> date:
        """The Monday from which fortnights and cycles count."""
        return self.anchor_on or self.starts_on - timedelta(days=self.starts_on.weekday())

    @cached_property
    def zone(self) -> ZoneInfo:
        """The time zone of every local time in the problem."""
        return ZoneInfo(self.time_zone)

    @cached_property
    def shift_by_code(self) -> dict[str, ShiftType]:
        """Shift types by code."""
        return {shift.code: shift for shift in self.shifts}

    @cached_property
    def person_by_id(self) -> dict[str, Person]:
        """People by id."""
        return {person.id: person for person in self.people}

    @cached_property
    def protected_parts(self) -> dict[str, int]:
        """Minutes of protected time by person, for those who have some."""
        return due.protected_parts(self) if self.protected else {}

    def with_changes(self, **changes: Any) -> Problem:
        """Return a copy with some fields replaced, checked again."""
        return replace(self, **changes)

    def to_json(self) -> str:
        """Return the problem as JSON text; ``from_json`` gives the same problem back."""
        content = TypeAdapter(Problem).dump_python(
            self, mode="json", by_alias=True, exclude_defaults=True
        )
        return json.dumps(content, ensure_ascii=False, indent=1)

    @staticmethod
    def from_json(text: str | bytes) -> Problem:
        """Read a problem; ``pydantic.ValidationError`` names the field that is wrong."""
        return TypeAdapter(Problem).validate_json(text)


def problem_schema() -> dict[str, Any]:
    """Return the JSON Schema of a problem (draft 2020-12)."""
    schema = TypeAdapter(Problem).json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
