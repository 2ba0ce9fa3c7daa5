"""Shifts of a published month that nobody has: opened, volunteered for, allotted, closed.

Whoever volunteers is written down first, in a transaction that holds the period; who is given
the shift is settled afterwards, once, by whoever comes first among those written down (*first*)
or by the manager after the window (*fewest*). So of a thousand who say yes in the same moment
one makes the new version, and every other one is told that it is filled.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from releve.kit.actors import Actor
from releve.kit.permissions import SIGNED_IN, Permission, needs
from releve.people.models import Person
from releve.people.queries import account_of, check_at
from releve.roster.actions.allotting import (
    held_opening,
    settle,
    tell_of,
)
from releve.roster.actions.noting import note_opening, note_opt_in, note_volunteer
from releve.roster.actions.patience import patiently
from releve.roster.actions.swaps import ExchangeRefusedError, published, ruling
from releve.roster.actions.telling import was_told
from releve.roster.actions.versions import hold
from releve.roster.actions.wishes import check_own
from releve.roster.models import OpenShift, OptIn, Roster, Version, Volunteer
from releve.roster.queries.exchanges import (
    may_take,
    openings_in,
    starts_at,
    suits,
    volunteers_of,
)
from releve.roster.queries.holes import live_beside, missing_at
from releve.roster.vocabulary import ALLOTMENTS, GIVEN_UP_SECONDS

SEEDS = 2**31


@dataclass(frozen=True, kw_only=True)
class Post:
    """What an open shift asks for."""

    day: date
    shift: str
    role: str = ""
    skill: str = ""


@needs(Permission.MANAGE_ROSTER)
def open_shift(
    roster: Roster,
    post: Post,
    *,
    closes_at: datetime,
    way: str = "fewest",
    actor: Actor,
    at: datetime,
) -> OpenShift:
    """Offer a shift of a published month to those who want to hear of such offers: they are told.

    Raises ExchangeRefusedError (*offered* where as many are offered as the month lacks) and
    NotAllowedError.
    """
    check_at(actor, Permission.MANAGE_ROSTER, roster.unit)
    version = published(roster)
    _check_post(version, post, way=way, closes_at=closes_at, at=at)
    with transaction.atomic():
        held = hold(roster)
        missing = missing_at(published(held), post)
        if missing and live_beside(held, post) >= missing:
            raise ExchangeRefusedError("offered")
        opening = OpenShift.objects.create(
            hospital_id=held.hospital_id,
            roster=held,
            **vars(post),
            way=way,
            seed=secrets.randbelow(SEEDS),
            opened_at=at,
            opened_by=account_of(actor),
            closes_at=closes_at,
            fills_hole=bool(missing),
        )
        note_opening(actor, "roster.opening.open", opening)
        told = [one for one in _listening(held) if suits(version.demand.problem, opening, one.code)]
        tell_of(opening, "opening_offered", told, actor=actor, at=at)
    return opening


@needs(SIGNED_IN)
def volunteer(opening: OpenShift, person: Person, *, actor: Actor, at: datetime) -> OpenShift:
    """Say that one would take an open shift, and return how it stands then.

    Where the first to say yes is to have it, it is hers at once. Twice is once. Raises
    ExchangeRefusedError, *filled* where somebody else was first (she is told so as well), and
    NotAllowedError to anybody but the person herself.
    """
    check_own(actor, person)
    return patiently(lambda: _volunteer(opening, person, actor, at))


def _volunteer(opening: OpenShift, person: Person, actor: Actor, at: datetime) -> OpenShift:
    if person.unit_id != opening.roster.unit_id:
        raise ExchangeRefusedError("person")
    version = published(opening.roster)
    is_open = openings_in(opening.hospital_id).filter(pk=opening.pk, state="open").exists()
    if is_open and not may_take(version, opening, person.code):
        raise ExchangeRefusedError("unlawful")
    with transaction.atomic():
        held = held_opening(opening)
        there = next((one for one in volunteers_of(held) if one.person_id == person.pk), None)
        is_late = held.state == "filled" and held.filled_by_id != person.pk and there is None
        if is_late and not was_told(person, "opening_filled", held.facts, since=held.opened_at):
            tell_of(held, "opening_filled", [person], actor=actor, at=at)
        elif held.state == "open" and there is None:
            _check_taking(held, person, at)
            there = _enlist(held, person, actor=actor, at=at)
    if held.state == "open" and held.way == "first" and _is_turn_of(held, there, at):
        by = ruling(held.opened_by, held.roster.unit)
        return held if by is None else settle(held, actor=by, at=at)
    if held.state != "open" and held.filled_by_id != person.pk:
        raise ExchangeRefusedError(held.state)
    return held


@needs(SIGNED_IN)
def stand_down(opening: OpenShift, person: Person, *, actor: Actor, at: datetime) -> None:
    """No longer volunteer for a shift that is still open; twice is once.

    Raises ExchangeRefusedError where it is filled or closed, and NotAllowedError to anybody but
    the person herself.
    """
    check_own(actor, person)
    with transaction.atomic():
        held = held_opening(opening)
        if held.state != "open":
            raise ExchangeRefusedError(held.state)
        for one in volunteers_of(held):
            if one.person_id == person.pk:
                one.withdrawn_at = at
                one.save(update_fields=["withdrawn_at"])
                note_volunteer(actor, "roster.volunteer.withdraw", one)


@needs(SIGNED_IN)
def set_offers(person: Person, *, wants: bool, actor: Actor, at: datetime) -> OptIn:
    """Say whether one wants to hear of open shifts.

    Raises NotAllowedError to anybody but the person herself.
    """
    check_own(actor, person)
    with transaction.atomic():
        people = Person.objects.for_hospital(person.hospital_id)
        people.select_for_update(no_key=True).get(pk=person.pk)
        row, _is_new = OptIn.objects.for_hospital(person.hospital_id).update_or_create(
            person=person,
            defaults={"hospital_id": person.hospital_id, "wants": wants, "set_at": at},
        )
        note_opt_in(actor, row)
    return row


# -- inside --------------------------------------------------------------------------------------


def _check_post(
    version: Version, post: Post, *, way: str, closes_at: datetime, at: datetime
) -> None:
    problem = version.demand.problem
    known = problem.starts_on <= post.day <= problem.ends_on
    if way not in ALLOTMENTS or not known or post.shift not in problem.shift_by_code:
        raise ExchangeRefusedError("shift")
    if not any(
        post.role in ("", one.role) and (not post.skill or post.skill in one.skills)
        for one in problem.people
    ):
        raise ExchangeRefusedError("role")
    begins = starts_at(problem, post.day, post.shift)
    if begins <= at:
        raise ExchangeRefusedError("past")
    if not at < closes_at <= begins:
        raise ExchangeRefusedError("window")


def _check_taking(opening: OpenShift, person: Person, at: datetime) -> None:
    if not opening.is_waiting(at):
        raise ExchangeRefusedError("closed")
    wanting = OptIn.objects.for_hospital(person.hospital_id).filter(person=person, wants=True)
    if not wanting.exists():
        raise ExchangeRefusedError("not_opted")


def _enlist(opening: OpenShift, person: Person, *, actor: Actor, at: datetime) -> Volunteer:
    one = Volunteer.objects.create(
        hospital_id=opening.hospital_id, opening=opening, person=person, at=at
    )
    note_volunteer(actor, "roster.volunteer.state", one)
    return one


def _is_turn_of(opening: OpenShift, one: Volunteer | None, at: datetime) -> bool:
    """Whether it is hers to settle it: she was the first, or whoever was has given up."""
    waiting = volunteers_of(opening)
    if one is None or not waiting:
        return False
    given_up = waiting[0].at < at - timedelta(seconds=GIVEN_UP_SECONDS)
    return waiting[0].pk == one.pk or given_up


def _listening(roster: Roster) -> Iterator[Person]:
    wanting = OptIn.objects.for_hospital(roster.hospital_id).filter(
        wants=True, person__unit=roster.unit_id
    )
    for one in wanting.select_related("person").order_by("person"):
        yield one.person
