"""What other rooms hand in and get back: plain facts, without tables behind them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from releve.people.models import Level, Person
from releve.shifts.models import PlannedShift, Publication, RequiredCover, ShiftChange


@dataclass(frozen=True, kw_only=True)
class Planned:
    """A shift to publish: whose, on which day of the roster, from when to when.

    ``person`` is her key in the room of people, ``minutes`` what it counts for. ``is_on_call``:
    reachability, no work. ``is_cover``: it counts towards the people required.
    """

    person: int
    day: date
    code: str
    starts_at: datetime
    ends_at: datetime
    minutes: int
    is_night: bool = False
    is_on_call: bool = False
    is_cover: bool = True


@dataclass(frozen=True, kw_only=True)
class Required:
    """How many people are needed at least; ``skill``: the key of a role or skill, or nothing."""

    starts_at: datetime
    ends_at: datetime
    least: int
    skill: str = ""


def plain(fact: Planned | Required) -> tuple[object, ...]:
    """Return the values of a fact in order; ``astuple`` would copy each of them, and takes long."""
    return tuple(vars(fact).values())


@dataclass(frozen=True, kw_only=True)
class Edition:
    """All that a unit is shown for a stretch of days, both ends included.

    ``source`` names the month in the room that publishes, ``version`` its number there.
    ``reason`` stands with each change made less than 48 hours before a shift. ``published_at``:
    now, unless it is replayed. ``agreed_by``: keys of people who have agreed to what changes for
    them, so that they know of it already.
    """

    from_on: date
    to_on: date
    source: str
    version: int
    planned: Sequence[Planned]
    required: Sequence[Required] = ()
    reason: str = ""
    published_at: datetime | None = None
    agreed_by: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Published:
    """What a publication did: how many shifts came and went, and how many changes that made."""

    publication: Publication
    added: int = 0
    withdrawn: int = 0
    changes: int = 0


@dataclass(frozen=True, kw_only=True)
class Declared:
    """What somebody says was worked; see ``models.WorkedShift``.

    ``planned``: the shift to which it answers. ``reason`` is due once the month is closed.
    """

    person: Person
    unit: Level
    kind: str
    starts_at: datetime
    ends_at: datetime
    code: str = ""
    planned: PlannedShift | None = None
    break_minutes: int | None = None
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Worked:
    """A shift as it was worked: as declared, or as planned where nobody said otherwise.

    ``planned_ends_at``: the end that was planned, none without a plan. ``is_declared``: somebody
    has said so. ``row``: the key of the worked shift, where it is declared. ``minutes``: what it
    counts for as work; ``beyond``: how many of them exceed the plan at the employer's request.
    """

    person: int
    unit: int
    code: str
    starts_at: datetime
    ends_at: datetime
    kind: str
    is_night: bool
    is_cover: bool = True
    planned: int | None = None
    planned_ends_at: datetime | None = None
    break_minutes: int | None = None
    is_declared: bool = False
    is_validated: bool = False
    minutes: int = field(default=0, compare=False)
    beyond: int = field(default=0, compare=False)
    row: int | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Work:
    """The tables of a period, as the room keeps them."""

    worked: Sequence[Worked]
    planned: Sequence[PlannedShift]
    changes: Sequence[ShiftChange]
    required: Sequence[RequiredCover] = ()
