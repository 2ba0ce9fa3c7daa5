"""The exchanges and open shifts of a unit, for whoever manages its roster.

She reads what two have agreed on, with the judge's whole answer; what is only asked and what a
colleague did not take up is not hers to read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from releve.people.models import Level, Person
from releve.people.queries import full_name
from releve.roster.engine.problem import Problem
from releve.roster.engine.result import Hole
from releve.roster.exchange_words import cover_lines, effect_lines, law_lines
from releve.roster.models import OpenShift, Roster, Swap, Version
from releve.roster.queries.exchanges import (
    Rule,
    holds,
    is_lawful,
    is_past,
    judged,
    openings_of,
    published_of,
    rule_of,
    starts_at,
    swaps_awaiting,
    swaps_seen,
    volunteers_of,
)

SHOWN_ENDED = 20


@dataclass(frozen=True)
class Side:
    """One of the two: her name, and what the exchange does to her."""

    name: str
    effects: tuple[str, ...]
    law: tuple[str, ...]


@dataclass(frozen=True)
class TeamSwap:
    """An exchange that both have agreed on; ``is_possible``: it may be accepted as it stands."""

    swap: Swap
    asker: str
    colleague: str
    is_possible: bool = False
    sides: tuple[Side, ...] = ()
    cover: tuple[str, ...] = ()


@dataclass(frozen=True)
class TeamOpening:
    """An open shift with how many would take it, and who has it."""

    opening: OpenShift
    volunteers: int
    filled_by: str
    takes_more: bool
    may_allot: bool


@dataclass(frozen=True)
class OpenHole:
    """A post of a published month that lacks somebody: what an open shift could offer."""

    roster: Roster
    day: date
    shift: str
    role: str
    skill: str
    missing: int


@dataclass(frozen=True)
class TeamExchanges:
    """Everything on the page."""

    awaiting: tuple[TeamSwap, ...]
    ended: tuple[TeamSwap, ...]
    rule: Rule
    openings: tuple[TeamOpening, ...]
    holes: tuple[OpenHole, ...]
    months: tuple[Version, ...]


def team_exchanges(unit: Level, *, now: datetime) -> TeamExchanges:
    """Return what waits for the manager, what was decided, the rule and the open shifts."""
    seen = [one for one in swaps_seen(unit)[: SHOWN_ENDED * 2] if not one.is_live]
    months = tuple(_months(unit, now))
    return TeamExchanges(
        awaiting=tuple(_weighed(one, now) for one in swaps_awaiting(unit)),
        ended=tuple(_named(one) for one in seen[:SHOWN_ENDED]),
        rule=rule_of(unit),
        openings=tuple(_opening(one, now) for one in openings_of(unit)[: SHOWN_ENDED * 2]),
        holes=tuple(hole for one in months for hole in open_holes(one, now)),
        months=months,
    )


def open_holes(version: Version, now: datetime) -> Iterator[OpenHole]:
    """Yield the holes to come of a published month whose shift is known."""
    problem, score = version.demand.problem, version.result.score
    for hole in () if score is None else score.holes:
        shift = hole.shift or _fitting(problem, hole)
        if shift and starts_at(problem, hole.day, shift) > now:
            role, skill = hole.role or "", hole.skill or ""
            yield OpenHole(version.roster, hole.day, shift, role, skill, hole.missing)


def _fitting(problem: Problem, hole: Hole) -> str:
    """Return the shift of that day that covers a hole whole, where its need names none."""
    for shift in problem.shifts:
        start, end = (one.replace(tzinfo=problem.zone) for one in shift.local_bounds(hole.day))
        if start <= hole.starts_at and hole.ends_at <= end:
            return shift.code
    return ""


def _months(unit: Level, now: datetime) -> Iterator[Version]:
    rosters = Roster.objects.for_hospital(unit.hospital_id or 0).filter(unit=unit)
    for roster in rosters.filter(ends_on__gte=now.date()).order_by("starts_on"):
        version = published_of(roster)
        if version is not None:
            yield version


def _named(swap: Swap) -> TeamSwap:
    return TeamSwap(swap, full_name(swap.asker), full_name(swap.colleague))


def _weighed(swap: Swap, now: datetime) -> TeamSwap:
    bare = _named(swap)
    version = published_of(swap.roster)
    if version is None or not holds(version, swap.moves):
        return bare
    problem = version.demand.problem
    told = judged(version, swap.moves)

    def side(person: Person) -> Side:
        return Side(
            full_name(person),
            tuple(effect_lines(problem, told, person.code)),
            tuple(law_lines(problem, told, person.code)),
        )

    return TeamSwap(
        swap,
        bare.asker,
        bare.colleague,
        is_possible=is_lawful(version, told) and not is_past(problem, swap.moves, now),
        sides=(side(swap.asker), side(swap.colleague)),
        cover=tuple(cover_lines(problem, told.cover)),
    )


def _opening(opening: OpenShift, now: datetime) -> TeamOpening:
    waiting = len(volunteers_of(opening))
    is_over = opening.way == "first" or now >= opening.closes_at
    return TeamOpening(
        opening=opening,
        volunteers=waiting,
        filled_by="" if opening.filled_by is None else full_name(opening.filled_by),
        takes_more=opening.is_waiting(now),
        may_allot=opening.state == "open" and bool(waiting) and is_over,
    )
