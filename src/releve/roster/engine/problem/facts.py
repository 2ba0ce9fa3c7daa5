"""What is asked of a roster: people, shifts, needs, wishes, and what is already fixed.

Everything here is a fact about the period. Nobody's reason for being away or for asking is
part of it, and no field can hold one.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema
from pydantic.dataclasses import dataclass

from releve.roster.engine.rules.forms import STRICT

MINUTES_ONLY = "write a local time as 07:30, without seconds or offset"


def _local_minute(value: time) -> time:
    if value.tzinfo is not None or value.second or value.microsecond:
        raise ValueError(MINUTES_ONLY)
    return value


def _as_text(value: object) -> object:
    """Refuse a bare number, which would be read as seconds after midnight."""
    if not isinstance(value, str | time):
        raise ValueError(MINUTES_ONLY)  # noqa: TRY004  # a fault of the document, not of the code
    return value


LocalTime = Annotated[time, BeforeValidator(_as_text), AfterValidator(_local_minute)]
"""A local time of day, to the minute."""

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class ShiftKind(StrEnum):
    """How a shift counts: only *worked* covers a need for presence; *on_call* is not work."""

    WORKED = "worked"
    ON_CALL = "on_call"
    TRAINING = "training"
    SUPERNUMERARY = "supernumerary"


@dataclass(frozen=True, config=STRICT)
class ShiftType:
    """A shift that can be given on any day: local start and end, break, paid minutes.

    An end at or before the start is on the next day. ``break_minutes`` is the break taken;
    ``paid_minutes`` absent means the whole span is paid but for the break.
    """

    code: Annotated[str, Field(min_length=1, max_length=12)]
    starts_at: LocalTime
    ends_at: LocalTime
    kind: ShiftKind = ShiftKind.WORKED
    name: str = ""
    break_minutes: int = Field(default=0, ge=0)
    paid_minutes: int | None = Field(default=None, gt=0)

    @property
    def span_minutes(self) -> int:
        """Minutes between start and end by the clock, as on a day without a clock change."""
        start = self.starts_at.hour * 60 + self.starts_at.minute
        end = self.ends_at.hour * 60 + self.ends_at.minute
        return end - start if end > start else end - start + 1440

    @property
    def unpaid_minutes(self) -> int:
        """Minutes of the span that are not work."""
        paid = self.paid_minutes
        return self.break_minutes if paid is None else self.span_minutes - paid

    def local_bounds(self, day: date) -> tuple[datetime, datetime]:
        """Return the naive local start and end of this shift on ``day``."""
        start = datetime.combine(day, self.starts_at)
        end_day = day if self.ends_at > self.starts_at else day + timedelta(days=1)
        return start, datetime.combine(end_day, self.ends_at)


@dataclass(frozen=True, config=STRICT)
class Contract:
    """A person's share of full time and the rules that bind her.

    ``full_time_weekly_minutes``: weekly duty of a full-time colleague in the same regime.
    """

    share: float = Field(default=1.0, gt=0, le=1)
    pack: str | None = None
    regime: Literal["day", "night", "variable"] = "variable"
    full_time_weekly_minutes: int = Field(default=2100, gt=0, le=4000)
    overtime_agreement: bool = False


@dataclass(frozen=True, config=STRICT)
class Memory:
    """What the previous weeks gave a person, so that fairness has a memory.

    ``hours_minutes`` is the balance: minutes worked less minutes due.
    """

    weeks: int = Field(default=0, ge=0, le=53)
    nights: int = Field(default=0, ge=0, le=400)
    sundays: int = Field(default=0, ge=0, le=400)
    weekends: int = Field(default=0, ge=0, le=400)
    holidays: int = Field(default=0, ge=0, le=400)
    hours_minutes: int = Field(default=0, ge=-600_000, le=600_000)


@dataclass(frozen=True, config=STRICT)
class Restriction:
    """What a person may not be given, from when to when; never why.

    ``minutes`` belongs to *max_minutes_a_day*, ``weekdays`` to *days_off*.
    """

    kind: Literal[
        "no_nights", "no_12h", "no_weekends", "no_on_call", "max_minutes_a_day", "days_off"
    ]
    from_on: Annotated[date | None, Field(alias="from")] = None
    to_on: Annotated[date | None, Field(alias="to")] = None
    minutes: int | None = Field(default=None, gt=0)
    weekdays: tuple[Weekday, ...] = ()


@dataclass(frozen=True, config=STRICT)
class PastShift:
    """A shift already worked or published before the period."""

    day: date
    shift: str


@dataclass(frozen=True, config=STRICT)
class Person:
    """Somebody who can be given shifts. ``history`` lists every shift since ``history_from``."""

    id: Annotated[str, Field(min_length=1)]
    role: str = ""
    name: str = ""
    unit: str | None = None
    skills: tuple[str, ...] = ()
    contract: Contract = Contract()
    restrictions: tuple[Restriction, ...] = ()
    history: tuple[PastShift, ...] = ()
    memory: Memory = Memory()


@dataclass(frozen=True, config=STRICT)
class Period:
    """A stretch of the local day; an end at or before the start is on the next day."""

    starts_at: LocalTime
    ends_at: LocalTime


@dataclass(frozen=True, config=STRICT)
class Need:
    """How many people are needed on some days, for one shift or at every moment of a period.

    ``minimum`` is what safety demands: below it there is a named hole. ``target`` is what the
    ward wishes: each person missing costs ``under_weight``. ``maximum`` is never exceeded.
    Each person above the target costs ``over_weight``. ``priority`` weighs holes among needs.
    ``days`` and ``weekdays`` both absent means every day.
    """

    id: str
    shift: str | None = None
    period: Period | None = None
    role: str | None = None
    skill: str | None = None
    weekdays: tuple[Weekday, ...] | None = None
    days: tuple[date, ...] | None = None
    except_days: tuple[date, ...] = ()
    minimum: int = Field(default=0, ge=0, le=10_000)
    target: int | None = Field(default=None, ge=0, le=10_000)
    maximum: int | None = Field(default=None, ge=0, le=10_000)
    under_weight: int = Field(default=50, ge=0, le=100_000)
    over_weight: int = Field(default=5, ge=0, le=100_000)
    priority: int = Field(default=1, ge=1, le=100)


@dataclass(frozen=True, config=STRICT)
class FixedCell:
    """A cell that is already decided: a shift code, or ``None`` for a day off."""

    person: str
    day: date
    shift: str | None


@dataclass(frozen=True, config=STRICT)
class Unavailability:
    """Civil days on which a person cannot be given a minute of work; both ends included."""

    person: str
    from_on: Annotated[date, Field(alias="from")]
    to_on: Annotated[date, Field(alias="to")]


@dataclass(frozen=True, config=STRICT)
class Wish:
    """What a person asks for one day; its reason is never asked.

    *off*: not a minute of work on that civil day. *work*: a shift starts. *shift*: this one
    starts. *avoid*: this one does not. ``preference``: what she prefers in general rather than
    asks of this day; it weighs, and is not counted among her wishes.
    """

    person: str
    day: date
    wish: Literal["off", "work", "shift", "avoid"]
    shift: str | None = None
    weight: int = Field(default=10, ge=0, le=1000)
    preference: bool = False


def _code(value: str) -> str:
    if not re.fullmatch(PURPOSE, value):
        raise ValueError("write a purpose as a code of small letters, such as team_talk")
    return value


PURPOSE = "[a-z][a-z_]{0,29}"

Purpose = Annotated[
    str, AfterValidator(_code), WithJsonSchema({"type": "string", "pattern": f"^{PURPOSE}$"})
]
"""What a team's time is for, as a code."""


@dataclass(frozen=True, config=STRICT)
class ProtectedTime:
    """Paid minutes of the whole unit that are kept free of shifts, and what for.

    A team chose to spend them so: ``purpose`` is the code of its choice. Whoever is there from
    the first to the last day, both included, has a part of them.
    """

    purpose: Purpose
    minutes: Annotated[int, Field(gt=0, le=2**31 - 1)]
    from_on: Annotated[date, Field(alias="from")]
    to_on: Annotated[date, Field(alias="to")]
