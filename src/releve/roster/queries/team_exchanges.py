"""The exchanges and open shifts of a unit, for whoever manages its roster.

She reads what two have agreed on, with the judge's whole answer; what is only asked and what a
colleague did not take up is not hers to read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from releve.people.models import Level, Person
from releve.people.queries import full_name
from releve.roster.exchange_words import cover_lines, effect_lines, law_lines
from releve.roster.models import OpenShift, Swap, Version
from releve.roster.queries.exchanges import (
    Rule,
    holds,
    is_lawful,
    is_past,
    judged,
    openings_of,
    rule_of,
    swaps_awaiting,
    swaps_seen,
    volunteers_count,
)
from releve.roster.queries.holes import OpenHole, open_holes
from releve.roster.queries.publication import published_by, published_in

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
    waiting = list(swaps_awaiting(unit))
    versions = published_by(one.roster for one in waiting)
    return TeamExchanges(
        awaiting=tuple(_weighed(one, versions.get(one.roster_id), now) for one in waiting),
        ended=tuple(_named(one) for one in seen[:SHOWN_ENDED]),
        rule=rule_of(unit),
        openings=tuple(_opening(one, now) for one in openings_of(unit)[: SHOWN_ENDED * 2]),
        holes=tuple(hole for one in months for hole in open_holes(one, now)),
        months=months,
    )


def _months(unit: Level, now: datetime) -> QuerySet[Version]:
    found = published_in(unit.hospital_id or 0).filter(roster__unit=unit)
    ahead = found.filter(roster__ends_on__gte=timezone.localdate(now))
    return ahead.order_by("roster__starts_on")


def _named(swap: Swap) -> TeamSwap:
    return TeamSwap(swap, full_name(swap.asker), full_name(swap.colleague))


def _weighed(swap: Swap, version: Version | None, now: datetime) -> TeamSwap:
    bare = _named(swap)
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
    waiting = volunteers_count(opening)
    is_over = opening.way == "first" or now >= opening.closes_at
    return TeamOpening(
        opening=opening,
        volunteers=waiting,
        filled_by="" if opening.filled_by is None else full_name(opening.filled_by),
        takes_more=opening.is_waiting(now),
        may_allot=opening.state == "open" and bool(waiting) and is_over,
    )
