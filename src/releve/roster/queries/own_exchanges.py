"""A person's own page of exchanges and open shifts, and what one of her shifts may become.

Of a colleague it tells what the team's roster shows already: which shift she has that day. What
the law says of her is never told: only those exchanges are listed that are lawful for both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.utils import timezone

from releve.kit.permissions import Permission
from releve.people.models import Account, Person
from releve.people.queries import full_name, units_open_to
from releve.roster.engine.live import Move, Together, edits_for
from releve.roster.engine.problem import Problem
from releve.roster.exchange_words import effect_lines, law_lines
from releve.roster.models import OpenShift, OptIn, Roster, Swap, Version, Volunteer
from releve.roster.phrases import person_text, shift_times
from releve.roster.queries.edits import asked_allows, asked_judge, live_judge
from releve.roster.queries.exchanges import (
    can_take,
    holds,
    is_lawful,
    is_past,
    judged,
    openings_of,
    starts_at,
    suits,
    swaps_of,
    wish_to_hear,
)
from releve.roster.queries.own_wishes import person_of
from releve.roster.queries.publication import published_by, published_of

AROUND = timedelta(days=14)
"""How far from a shift those are looked for that it may be exchanged for."""

SHOWN_ENDED = 20
"""Exchanges that have come to an end and are still listed."""


@dataclass(frozen=True)
class OwnSwap:
    """An exchange as one of the two sees it: the other's name, and what it does to herself.

    ``effects`` and ``law``: hers alone; empty once it has ended. ``is_possible``: for both.
    """

    swap: Swap
    other: str
    is_hers: bool
    is_possible: bool
    effects: tuple[str, ...] = ()
    law: tuple[str, ...] = ()


@dataclass(frozen=True)
class OwnOffer:
    """An open shift as somebody sees it who may take it, or who said that she would."""

    opening: OpenShift
    times: str
    volunteers: bool
    is_hers: bool
    takes_more: bool
    is_possible: bool


@dataclass(frozen=True)
class OwnExchanges:
    """Everything on the page; ``asked``: of her, to be answered."""

    person: Person | None
    asked: tuple[OwnSwap, ...] = ()
    waiting: tuple[OwnSwap, ...] = ()
    ended: tuple[OwnSwap, ...] = ()
    offers: tuple[OwnOffer, ...] = ()
    wishes: OptIn | None = None

    @property
    def wants(self) -> bool:
        """Whether she wants to hear of open shifts."""
        return self.wishes is not None and self.wishes.wants


@dataclass(frozen=True)
class Choice:
    """What a shift of hers may be exchanged for: nothing, or a colleague's shift."""

    person: str
    name: str
    day: date | None = None
    shift: str = ""
    times: str = ""


@dataclass(frozen=True)
class ShiftChoices:
    """One of her shifts, and every lawful way for it to change hands, by day and then name."""

    roster: Roster
    day: date
    shift: str
    times: str
    sees_team: bool
    days: tuple[tuple[date, tuple[Choice, ...]], ...] = ()
    gifts: tuple[Choice, ...] = ()
    picked: Choice | None = None
    effects: tuple[str, ...] = ()


def own_exchanges(account: Account, *, now: datetime) -> OwnExchanges:
    """Return what is asked of her, what she asks, and the open shifts that she may take."""
    person = person_of(account)
    if person is None:
        return OwnExchanges(person=None)
    swaps = list(swaps_of(person))
    versions = published_by(one.roster for one in swaps if one.is_live)
    told = [_own_swap(one, person, versions.get(one.roster_id), now) for one in swaps]
    live = [one for one in told if one.swap.is_live]
    # Of what was asked of her and she did not take, nothing is listed: it is over.
    over = [one for one in told if not one.swap.is_live and _is_shown(one)]
    wishes = wish_to_hear(person)
    return OwnExchanges(
        person=person,
        asked=tuple(one for one in live if not one.is_hers and one.swap.state == "asked"),
        waiting=tuple(one for one in live if one.is_hers or one.swap.state == "agreed"),
        ended=tuple(over[:SHOWN_ENDED]),
        offers=tuple(own_offers(person, now)) if wishes is not None and wishes.wants else (),
        wishes=wishes,
    )


def own_offers(person: Person, now: datetime) -> list[OwnOffer]:
    """Return the open shifts of her unit for her role and skills, the earliest day first."""
    found = []
    ahead = openings_of(person.unit).filter(day__gte=timezone.localdate(now))
    openings = list(ahead.order_by("day", "pk"))
    versions = published_by(one.roster for one in openings)
    asked = {key: asked_judge(one) for key, one in versions.items()}
    own = Volunteer.objects.for_hospital(person.hospital_id).filter(person=person)
    taken = set(own.filter(withdrawn_at__isnull=True).values_list("opening_id", flat=True))
    for opening in openings:
        version = versions.get(opening.roster_id)
        if version is None or not suits(version.demand.problem, opening, person.code):
            continue
        says = opening.pk in taken
        if opening.state != "open" and not says:
            continue
        if opening.shift not in version.demand.problem.shift_by_code:
            continue  # the unit no longer has such a shift
        kind = version.demand.problem.shift_by_code[opening.shift]
        found.append(
            OwnOffer(
                opening=opening,
                times=shift_times(kind),
                volunteers=says,
                is_hers=opening.filled_by_id == person.pk,
                takes_more=opening.is_waiting(now),
                is_possible=says
                or can_take(version, opening, person.code, asked=asked[opening.roster_id]),
            )
        )
    return found


def own_opening(person: Person, pk: int) -> OpenShift:
    """Return an open shift of her own unit. Raises OpenShift.DoesNotExist."""
    return openings_of(person.unit).get(pk=pk)


def shift_choices(
    account: Account, day: date, shift: str, *, now: datetime, colleague: str = "", back: str = ""
) -> ShiftChoices | None:
    """Return what one of her shifts may become; ``None`` where it is not hers or has begun.

    ``colleague`` and ``back`` (a day and a shift, ``2026-03-04 J``): the way that is looked at.
    """
    person = person_of(account)
    version = None if person is None else published_on(person, day)
    if person is None or version is None:
        return None
    problem = version.demand.problem
    if shift not in problem.shift_by_code or person.code not in problem.person_by_id:
        return None
    judge = live_judge(version)
    if shift not in judge.shifts_at(person.code, day) or starts_at(problem, day, shift) <= now:
        return None
    open_units = units_open_to(account, Permission.SEE_ROSTER, on=timezone.localdate(now))
    facts = {
        "roster": version.roster,
        "day": day,
        "shift": shift,
        "times": shift_times(problem.shift_by_code[shift]),
    }
    if not open_units.filter(pk=person.unit_id).exists():
        return ShiftChoices(**facts, sees_team=False)  # type: ignore[arg-type]  # each by its name
    days = {one for one in problem.days if abs(one - day) <= AROUND}
    ways = judge.exchanges(person.code, day, shift, days=days)
    known = _colleagues(person, version)
    asked = asked_judge(version)
    open_ways = [
        way
        for way in ways
        if way[0].taker in known
        and not is_past(problem, way, now)
        and asked_allows(asked, edits_for(way, judge))
    ]
    choices = {way: _choice(problem, way) for way in open_ways}
    picked = next(
        (way for way, one in choices.items() if (one.person, _back(one)) == (colleague, back)), None
    )
    ordered = sorted(
        (one for one in choices.values() if one.day is not None),
        key=lambda one: (one.day or day, one.name, one.shift),
    )
    return ShiftChoices(
        **facts,  # type: ignore[arg-type]  # each by its name
        sees_team=True,
        days=tuple(
            (on, tuple(found)) for on, found in groupby(ordered, key=lambda one: one.day or day)
        ),
        gifts=tuple(
            sorted((one for one in choices.values() if one.day is None), key=lambda one: one.name)
        ),
        picked=None if picked is None else choices[picked],
        effects=()
        if picked is None
        else tuple(effect_lines(problem, judged(version, picked), person.code)),
    )


def published_on(person: Person, day: date) -> Version | None:
    """Return the published version of her unit that has a day."""
    rosters = Roster.objects.for_hospital(person.hospital_id).filter(unit=person.unit_id)
    roster = rosters.filter(starts_on__lte=day, ends_on__gte=day).first()
    return None if roster is None else published_of(roster)


def colleague_of(person: Person, code: str) -> Person:
    """Return somebody of her unit by her code. Raises Person.DoesNotExist."""
    found = Person.objects.for_hospital(person.hospital_id).filter(unit=person.unit_id)
    return found.select_related("unit").get(code=code)


def _own_swap(swap: Swap, person: Person, version: Version | None, now: datetime) -> OwnSwap:
    is_hers = swap.asker_id == person.pk
    other = full_name(swap.colleague if is_hers else swap.asker)
    told = None if version is None or not swap.is_live else _judged(version, swap.moves, now)
    if version is None or told is None:
        return OwnSwap(swap, other, is_hers, is_possible=False)
    problem = version.demand.problem
    return OwnSwap(
        swap,
        other,
        is_hers,
        is_possible=is_lawful(version, told),
        effects=tuple(effect_lines(problem, told, person.code)),
        law=tuple(law_lines(problem, told, person.code)),
    )


def _judged(version: Version, moves: Sequence[Move], now: datetime) -> Together | None:
    if not holds(version, moves) or is_past(version.demand.problem, moves, now):
        return None
    return judged(version, moves)


def _is_shown(one: OwnSwap) -> bool:
    return one.is_hers or one.swap.agreed_at is not None or one.swap.state == "lapsed"


def _colleagues(person: Person, version: Version) -> frozenset[str]:
    """Return the codes of those of her unit to whom something can be asked."""
    codes = [one.id for one in version.demand.problem.people]
    found = Person.objects.for_hospital(person.hospital_id).filter(unit=person.unit_id)
    return frozenset(found.filter(code__in=codes).values_list("code", flat=True))


def _choice(problem: Problem, way: tuple[Move, ...]) -> Choice:
    there, *back = way
    name = person_text(problem, there.taker)
    if not back:
        return Choice(there.taker, name)
    taken = back[0]
    times = shift_times(problem.shift_by_code[taken.shift])
    return Choice(there.taker, name, taken.day, taken.shift, times)


def _back(one: Choice) -> str:
    return "" if one.day is None else f"{one.day.isoformat()} {one.shift}"
