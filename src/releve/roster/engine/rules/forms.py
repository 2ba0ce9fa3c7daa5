"""The few general forms in which every rule of a roster is stated.

A rule is data: one of these forms with its numbers. It is stated once and read by two
interpreters that share no code: the solver compiles it into constraints, the audit judges
minutes by the clock. To read a form aloud: "a *gap* of at least 720 minutes", "a *window sum*
of worked minutes, at most 2,640 in each civil week", "a *run* of nights, at most 3".

All durations are whole minutes, real elapsed ones (a night of the clock change has 11 or 13
hours). A civil day runs from 00:00 to 24:00 local time.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, Field
from pydantic.dataclasses import dataclass

STRICT = ConfigDict(extra="forbid", validate_by_name=True, validate_by_alias=True)


DayKind = Literal[
    "duty",  # a shift of work, training or supernumerary presence starts on this civil day
    "off",  # none starts
    "day",  # one starts that is not a night
    "night",  # one starts of which at least half the minutes lie between 21:00 and 06:00
    "morning",  # a day shift starts before 10:00
    "evening",  # a day shift starts at 12:00 or later and ends at 20:00 or later
    "long",  # one starts whose amplitude is at least 11 h 30
    "on_call",  # an on-call period starts
    "worked_day",  # at least one minute is worked on this civil day, whenever the shift started
    "rest_day",  # not a single minute
    "saturday",  # a Saturday with at least one minute worked
    "sunday",
    "weekend",  # a Saturday and Sunday of one civil week, either of them worked; counted once
    "holiday",  # a public holiday with at least one minute worked
    "on_call_saturday",  # a Saturday with at least one minute on call
    "on_call_sunday",
    "on_call_holiday",
]
"""What a person's civil day can be, for counts, runs and sequences."""

Measure = Literal[
    "work",  # minutes worked, overtime included, unpaid breaks left out
    "work_without_overtime",
    "overtime",
    "on_call",  # minutes on call
]


@dataclass(frozen=True, config=STRICT)
class Window:
    """A stretch of civil days over which something is summed or counted.

    ``days`` belongs to *sliding* (any that many consecutive days), ``weeks`` to
    *sliding_weeks* (any that many consecutive civil weeks, Monday to Sunday).
    *fortnight* and *cycle* are predetermined blocks counted from the anchor Monday;
    *horizon* is the whole period that is being planned.
    """

    kind: Literal[
        "sliding",
        "sliding_weeks",
        "civil_week",
        "fortnight",
        "cycle",
        "month",
        "year",
        "horizon",
    ]
    days: int | None = Field(default=None, ge=2, le=400)
    weeks: int | None = Field(default=None, ge=1, le=53)


@dataclass(frozen=True, config=STRICT)
class Days:
    """A kind of day, or the days on which one of the named shift types starts."""

    kind: DayKind | Literal["shifts"]
    shifts: tuple[str, ...] = ()


@dataclass(frozen=True, config=STRICT)
class ShiftBound:
    """A bound on one shift by itself.

    *amplitude*: minutes from first start to last end. *work*: minutes worked. *parts*: number
    of parts of a split shift. *shortest_part*: minutes of its shortest part. *break*: minutes
    of break taken, demanded of each part in which more than ``when_work_above`` minutes are
    worked. ``team`` and ``continuity`` restrict the rule to day or night shifts, to shifts in
    one part or in several.
    """

    form: Literal["shift"]
    measure: Literal["amplitude", "work", "parts", "shortest_part", "break"]
    maximum: int | None = None
    minimum: int | None = None
    team: Literal["any", "day", "night"] = "any"
    continuity: Literal["any", "continuous", "split"] = "any"
    when_work_above: int | None = None


@dataclass(frozen=True, config=STRICT)
class Gap:
    """At least ``minimum`` minutes between the end of one shift and the start of the next."""

    form: Literal["gap"]
    minimum: int


@dataclass(frozen=True, config=STRICT)
class RestInWindow:
    """Each window holds one stretch of at least ``minimum`` minutes outside every shift."""

    form: Literal["rest_in_window"]
    minimum: int
    window: Window


@dataclass(frozen=True, config=STRICT)
class RestBlock:
    """Each window holds ``days`` consecutive rest days, one of which is of kind ``including``."""

    form: Literal["rest_block"]
    days: int
    window: Window
    including: Literal["any", "sunday"] = "any"


@dataclass(frozen=True, config=STRICT)
class WindowSum:
    """The minutes of ``measure`` in each window stay within bounds.

    With ``per_week`` the bounds are means: they are multiplied by the window's civil weeks.
    """

    form: Literal["window_sum"]
    measure: Measure
    window: Window
    maximum: int | None = None
    minimum: int | None = None
    per_week: bool = False


@dataclass(frozen=True, config=STRICT)
class Run:
    """The length in days of each maximal run of ``of`` stays within bounds.

    History continues a run at the start. A run that touches an end of what is known is never
    too short: its other part cannot be seen.
    """

    form: Literal["run"]
    of: Days
    maximum: int | None = None
    minimum: int | None = None


@dataclass(frozen=True, config=STRICT)
class Sequence:
    """The days of ``steps`` never follow one another in this order on consecutive days."""

    form: Literal["sequence"]
    steps: Annotated[tuple[Days, ...], Field(min_length=2, max_length=14)]


@dataclass(frozen=True, config=STRICT)
class Count:
    """The number of days of kind ``of`` in each window stays within bounds."""

    form: Literal["count"]
    of: Days
    window: Window
    maximum: int | None = None
    minimum: int | None = None


Form = Annotated[
    ShiftBound | Gap | RestInWindow | RestBlock | WindowSum | Run | Sequence | Count,
    Field(discriminator="form"),
]
