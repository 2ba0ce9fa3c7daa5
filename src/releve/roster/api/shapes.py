"""What the room's routes answer and read."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Path, Schema
from pydantic import Field

from releve.people.api.bodies import LARGEST_KEY, Day, Sent

Key = Annotated[int, Path(ge=1, le=LARGEST_KEY)]
FirstDay = Annotated[Day, Path(description="The first day of the period, as 2027-03-01.")]
Aim = Literal["balanced", "wishes", "fair", "stable", "choice"]

MOST_SHIFTS = 5000
MOST_DAYS = 400


class RosterOut(Schema):
    """A unit's period and what it stands at; its ETag changes with each of these facts."""

    unit: int
    starts_on: date
    ends_on: date
    chosen: int | None = Field(description="The version that the ward manager has picked.")
    published: int | None = Field(description="The version that is in force.")
    published_at: datetime | None = Field(
        description="When the team was shown the period first; none where that was not kept."
    )
    proposed: int | None = Field(
        description="The version that the team is shown before it is settled."
    )
    demand: int | None = Field(description="How often what is asked has changed, from 1.")


class RosterPage(Schema):
    """A page of periods."""

    items: list[RosterOut]
    next: str | None


class VersionOut(Schema):
    """One roster for a period, in figures."""

    number: int
    state: str
    aim: str
    holes: int
    breaches: int
    points: float
    demand: int
    made_at: datetime


class VersionPage(Schema):
    """A page of versions."""

    items: list[VersionOut]
    next: str | None


class ShiftTypeOut(Schema):
    """A shift by its code: local start and end."""

    code: str
    name: str
    starts_at: str
    ends_at: str
    kind: str


class PersonLine(Schema):
    """The codes of a person's shifts, day by day; nothing says why a day has none."""

    person: str
    name: str
    codes: list[list[str]]


class ShiftsOut(Schema):
    """A version as a table: people by days."""

    days: list[date]
    shifts: list[ShiftTypeOut]
    people: list[PersonLine]


class CountersOut(Schema):
    """What a version gives a person, counted over the period."""

    person: str
    hours_minutes: int
    nights: int
    sundays: int
    weekends: int
    holidays: int
    wishes: int
    wishes_met: int


class CountersList(Schema):
    """The counters that the caller may see: everybody's, or her own."""

    items: list[CountersOut]


class BreachOut(Schema):
    """One rule broken once."""

    rule: str
    person: str
    from_: str = Field(serialization_alias="from")
    to: str
    value: float
    limit: float
    unit: str
    article: str
    status: str


class NotJudgedOut(Schema):
    """A window about which the shifts cannot tell, with the reason as a code."""

    rule: str
    person: str | None
    from_: str | None = Field(serialization_alias="from")
    to: str | None
    reason: str
    value: float | None = None
    limit: float | None = None
    unit: str | None = None


class JudgedOut(Schema):
    """What the legal check found; to colleagues it says how many breaches, not whose."""

    breaches_of_law: int
    breaches: list[BreachOut]
    not_judged: list[NotJudgedOut]


class VerdictOut(Schema):
    """What the legal check found in the shifts that were sent."""

    pack: str
    pack_version: str
    to_confirm: list[str]
    breaches: list[BreachOut]
    not_judged: list[NotJudgedOut]
    assumptions: list[str]


class VersionChoice(Sent):
    """The number of a version."""

    version: int = Field(ge=1, le=LARGEST_KEY)


class PublicationAsked(VersionChoice):
    """The version to publish, and why shifts change less than 48 hours before they begin."""

    reason: Literal["", "cover", "agreed", "activity", "training", "correction", "other"] = Field(
        "", description="Due where a shift changes less than 48 hours before it begins."
    )


class SearchAsked(Sent):
    """What a search shall favour and how long it may take."""

    aim: Aim = "balanced"
    seconds: int = Field(60, ge=1, le=3600)
    reference: int | None = Field(
        None, ge=1, le=LARGEST_KEY, description="The version to start from."
    )


class SearchOut(Schema):
    """Where a search stands."""

    id: int
    aim: str
    state: str
    is_live: bool
    seconds: int
    elapsed_seconds: float
    stop_asked: bool
    version: int | None = Field(description="The version that it found.")


class ShiftSent(Sent):
    """A shift planned or worked, in local time of Europe/Paris."""

    person: str = Field(min_length=1, max_length=60)
    start: str = Field(max_length=40, description="As 2026-03-09T07:00, an offset after it or not.")
    end: str = Field(max_length=40)
    break_minutes: int = Field(ge=0, le=1440)
    overtime_minutes: int = Field(0, ge=0, le=1440)
    paid_break_minutes: int = Field(0, ge=0, le=1440)
    part_of: str = Field("", max_length=60)


class DecisionSent(Sent):
    """A recorded decision that lifts or changes a rule."""

    rule: str = Field(max_length=60)
    signer: str = Field(max_length=200)
    from_: Day = Field(alias="from")
    to: Day
    unit: str | None = Field(None, max_length=60)


class AuditAsked(Sent):
    """Shifts to be judged, by which rules, over which days."""

    pack: Literal["fph", "eu", "ergonomics"]
    from_: Day = Field(alias="from", description="The first day, a Monday.")
    to: Day
    shifts: list[ShiftSent] = Field(max_length=MOST_SHIFTS)
    decisions: list[DecisionSent] = Field([], max_length=200)
    unit: str | None = Field(None, max_length=60)
    cycle_weeks: int | None = Field(None, ge=1, le=12)


Document = dict[str, Any]
