"""What the room's routes answer and read."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal

from ninja import Path, Schema
from pydantic import Field

from releve.people.api.bodies import LARGEST_KEY, Sent

Key = Annotated[int, Path(ge=1, le=LARGEST_KEY)]
"""A row by its number."""

Kind = Literal["persons", "contracts", "unavailability", "restrictions"]
SentKind = Literal["persons", "unavailability", "restrictions"]

Cell = Annotated[str, Field(max_length=300)]


class Me(Schema):
    """Who calls, and with what."""

    username: str
    name: str
    hospital: int | None = Field(description="The key of her hospital; none above hospitals.")
    person: str | None = Field(description="Her own line in rosters, by the hospital's code.")
    permissions: list[str] = Field(description="What she may do at one level at least.")
    by_token: bool


class NoticeOut(Schema):
    """Something that the caller was told."""

    id: int
    code: str
    facts: dict[str, str | int] = Field(description="Days, counts and names of units, by name.")
    text: str = Field(description="What it says, in the caller's language.")
    link: str = Field(description="The page of this house that shows it.")
    made_at: datetime
    read_at: datetime | None


class NoticePage(Schema):
    """A page of notices."""

    items: list[NoticeOut]
    next: str | None


class LevelOut(Schema):
    """A place in the tree, from the nation down to the unit."""

    id: int
    code: str
    kind: str
    name: str
    parent: int | None


class LevelPage(Schema):
    """A page of levels."""

    items: list[LevelOut]
    next: str | None


class UnitOut(Schema):
    """A unit, and what the caller may do there."""

    id: int
    code: str
    name: str
    hospital: int
    permissions: list[str]


class UnitPage(Schema):
    """A page of units."""

    items: list[UnitOut]
    next: str | None


class PersonOut(Schema):
    """Who works in a unit."""

    code: str
    family_name: str
    given_name: str
    role: str
    skills: list[str]


class PersonPage(Schema):
    """A page of people."""

    items: list[PersonOut]
    next: str | None


class ContractOut(Schema):
    """A share of full time and the rules that bind, from day to day."""

    person: str
    share: Decimal
    pack: str
    regime: str
    from_on: date
    to_on: date | None
    overtime_agreement: bool


class ContractPage(Schema):
    """A page of contracts."""

    items: list[ContractOut]
    next: str | None


class SpanOut(Schema):
    """Days on which a person cannot be given work, both included; never why."""

    person: str
    from_on: date
    to_on: date


class SpanPage(Schema):
    """A page of unavailability."""

    items: list[SpanOut]
    next: str | None


class RestrictionOut(Schema):
    """What a person may not be given, as files write it; never why."""

    person: str
    restriction: str
    from_on: date
    to_on: date | None


class RestrictionPage(Schema):
    """A page of restrictions."""

    items: list[RestrictionOut]
    next: str | None


class TableOut(Schema):
    """A hospital's whole table, as its exchange file has it."""

    kind: str
    columns: list[str]
    rows: list[list[str]]


class Lines(Sent):
    """Lines to bring in: each gives its cells under the table's columns."""

    lines: list[dict[str, Cell]] = Field(max_length=5000)


class Imported(Schema):
    """What an import did, in lines."""

    added: int
    changed: int
    unchanged: int
