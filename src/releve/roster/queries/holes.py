"""What a published month lacks and an open shift could offer, less what is offered already."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Protocol

from releve.roster.engine.problem import Problem
from releve.roster.engine.result import Hole
from releve.roster.models import OpenShift, Roster, Version
from releve.roster.queries.exchanges import starts_at


class Asked(Protocol):
    """What an open shift asks for; an empty role or skill: whichever."""

    @property
    def day(self) -> date:
        """Its day."""

    @property
    def shift(self) -> str:
        """The code of its shift."""

    @property
    def role(self) -> str:
        """Its role."""

    @property
    def skill(self) -> str:
        """Its skill."""


@dataclass(frozen=True)
class OpenHole:
    """A post of a published month that lacks somebody: what an open shift could offer."""

    roster: Roster
    day: date
    shift: str
    role: str
    skill: str
    missing: int


def open_holes(version: Version, now: datetime) -> Iterator[OpenHole]:
    """Yield the holes to come of a published month whose shift is known and not offered yet."""
    problem, live = version.demand.problem, list(_live(version.roster))
    for hole in _holes(version):
        offered = sum(_meets(one, hole) for one in live)
        if hole.missing > offered and starts_at(problem, hole.day, hole.shift) > now:
            yield replace(hole, missing=hole.missing - offered)


def missing_at(version: Version, asked: Asked) -> int:
    """Return how many people a month lacks where an open shift would put one."""
    return max((hole.missing for hole in _holes(version) if _meets(asked, hole)), default=0)


def live_beside(roster: Roster, asked: Asked) -> int:
    """Return how many open shifts of a period are offered for the same."""
    return sum(_meets(one, asked) for one in _live(roster))


def _live(roster: Roster) -> Iterator[OpenShift]:
    found = OpenShift.objects.for_hospital(roster.hospital_id).filter(roster_id=roster.pk)
    return iter(found.filter(state="open"))


def _holes(version: Version) -> Iterator[OpenHole]:
    problem, score = version.demand.problem, version.result.score
    for hole in () if score is None else score.holes:
        shift = hole.shift or _fitting(problem, hole)
        if shift:
            role, skill = hole.role or "", hole.skill or ""
            yield OpenHole(version.roster, hole.day, shift, role, skill, hole.missing)


def _meets(one: Asked, other: Asked) -> bool:
    """Whether two ask for the same, as far as both say it."""
    return (
        (one.day, one.shift) == (other.day, other.shift)
        and (one.role == other.role or not (one.role and other.role))
        and (one.skill == other.skill or not (one.skill and other.skill))
    )


def _fitting(problem: Problem, hole: Hole) -> str:
    """Return the shift of that day that covers a hole whole, where its need names none."""
    for shift in problem.shifts:
        start, end = (one.replace(tzinfo=problem.zone) for one in shift.local_bounds(hole.day))
        if start <= hole.starts_at and hole.ends_at <= end:
            return shift.code
    return ""
