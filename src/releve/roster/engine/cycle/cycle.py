"""A cycle (trame, roulement): the weeks that a team walks through again and again.

Décret 2002-9, art. 9: a work cycle lasts from one to twelve weeks and repeats identically. A
*line* is one such walk; a *place* is a line and the week at which one begins in it, its
*offset*. Whoever stands on every offset of one line in turn shares everything by construction.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Annotated, Any, Self

from pydantic import Field, TypeAdapter, model_validator
from pydantic.dataclasses import dataclass

from releve.roster.engine.cycle import checks
from releve.roster.engine.cycle.fields import Cell, CycleFields, CycleLine, NeedsFields
from releve.roster.engine.rules.forms import STRICT


@dataclass(frozen=True, config=STRICT, kw_only=True)
class Cycle(CycleFields):
    """Lines that repeat for ever, consistent; see ``CycleTerms`` for what it holds beside them."""

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        checks.check_cycle(self)
        return self

    def cell(self, line: str, offset: int, day: date) -> Cell:
        """Return what stands on a day for whoever began the line at that offset."""
        at = ((day - self.anchor_on).days + 7 * offset) % self.days
        return self.line_by_id[line].cells[at]

    @property
    def line_by_id(self) -> dict[str, CycleLine]:
        """The lines by id."""
        return {line.id: line for line in self.lines}

    @property
    def places(self) -> tuple[tuple[str, int], ...]:
        """Every place: a line and a week at which one may begin in it."""
        return tuple((line.id, start) for line in self.lines for start in line.starts)

    def to_json(self) -> str:
        """Return the cycle as JSON text; ``from_json`` gives the same cycle back."""
        return _text(Cycle, self)

    @staticmethod
    def from_json(text: str | bytes) -> Cycle:
        """Read a cycle; ``pydantic.ValidationError`` names the field that is wrong."""
        return TypeAdapter(Cycle).validate_json(text)


@dataclass(frozen=True, config=STRICT, kw_only=True)
class CycleNeeds(NeedsFields):
    """What is asked of a cycle: how many walk it, and who must be there on each weekday.

    With as many people as weeks everybody walks one line, each from another week. More people
    than weeks take further lines, as alike as can be. A need names a shift and weekdays only.
    """

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        checks.check_needs(self)
        return self

    @property
    def places(self) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """Each line that the people take, by id, with the offsets that are taken on it."""
        lines = []
        for at, first in enumerate(range(0, self.people, self.weeks)):
            taken = min(self.weeks, self.people - first)
            lines.append((str(at + 1), tuple(range(taken))))
        return tuple(lines)

    def to_json(self) -> str:
        """Return the needs as JSON text; ``from_json`` gives the same back."""
        return _text(CycleNeeds, self)

    @staticmethod
    def from_json(text: str | bytes) -> CycleNeeds:
        """Read needs; ``pydantic.ValidationError`` names the field that is wrong."""
        return TypeAdapter(CycleNeeds).validate_json(text)


@dataclass(frozen=True, config=STRICT)
class CyclePlace:
    """Who walks which line from which week on; both dates included, open where absent."""

    person: Annotated[str, Field(min_length=1)]
    line: str
    offset: int = Field(default=0, ge=0, le=11)
    from_on: Annotated[date | None, Field(alias="from")] = None
    to_on: Annotated[date | None, Field(alias="to")] = None

    def stands(self, day: date) -> bool:
        """Whether it is this person's place on a day."""
        begun = self.from_on is None or self.from_on <= day
        return begun and (self.to_on is None or day <= self.to_on)


def _text(kind: type[Any], content: Any) -> str:
    plain = TypeAdapter(kind).dump_python(
        content, mode="json", by_alias=True, exclude_defaults=True
    )
    return json.dumps(plain, ensure_ascii=False, indent=1)
