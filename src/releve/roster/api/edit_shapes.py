"""What the routes of changes by hand answer and read."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from ninja import Schema
from pydantic import Field

from releve.people.api.bodies import Day, Sent
from releve.roster.api.shapes import BreachOut

MOST_IN_A_CELL = 4

Reason = Literal["", "cover", "agreed", "fairness", "handover", "other"]


class CoverChangeOut(Schema):
    """A need at one stretch of time, with the people who would be there."""

    need: str
    starts_at: datetime
    ends_at: datetime
    before: int
    after: int
    minimum: int
    target: int
    maximum: int | None


class GoalChangeOut(Schema):
    """A soft goal in points, before and after."""

    goal: str
    before: float
    after: float


class CounterChangeOut(Schema):
    """A counter of the person: minutes for *hours*, days or wishes for the others."""

    counter: str
    before: int
    after: int


class CellOut(Schema):
    """What a cell is to hold: the codes of the shifts that start there."""

    person: str
    day: date
    shifts: list[str]


class AlternativeOut(Schema):
    """What could be done instead; its changes are made together."""

    kind: str
    cells: list[CellOut]
    hole_points: float
    points: float


class JudgementOut(Schema):
    """What one changed cell would do; the ETag names the draft that was judged."""

    cell: CellOut
    before: list[str]
    is_allowed: bool
    needs_reason: bool
    appears: list[BreachOut]
    disappears: list[BreachOut]
    cover: list[CoverChangeOut]
    goals: list[GoalChangeOut]
    counters: list[CounterChangeOut]
    hole_points: float
    points: float
    alternatives: list[AlternativeOut]


class EditOut(Schema):
    """One change of a draft by hand."""

    number: int
    kind: str
    of: int | None = Field(description="The change that is taken back or made again.")
    person: str
    day: date
    before: list[str]
    after: list[str]
    reason: str
    made_at: datetime


class EditList(Schema):
    """The changes of a version by hand, the first one first."""

    items: list[EditOut]


class EditAsked(Sent):
    """What a cell is to hold, and why where a wish or a habit is set aside."""

    person: str = Field(min_length=1, max_length=200)
    day: Day
    shifts: list[str] = Field(max_length=MOST_IN_A_CELL, description="None: a day off.")
    reason: Reason = ""
