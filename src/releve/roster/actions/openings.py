"""Shifts of a published month that nobody has: opened, volunteered for, allotted, closed.

Whoever volunteers is written down first, in a transaction that holds the period; who is given
the shift is settled afterwards, once, by whoever comes first among those written down (*first*)
or by the manager after the window (*fewest*). So of a thousand who say yes in the same moment
one makes the new version, and every other one is told that it is filled.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from django.db import transaction
from django.utils import timezone

from releve.kit.actors import Actor
from releve.kit.permissions import SIGNED_IN, Permission, needs
from releve.people.models import Person
from releve.people.queries import account_of, check_at
from releve.roster.actions.changing import Prepared, write_change
from releve.roster.actions.noting import note_opening, note_opt_in, note_volunteer
from releve.roster.actions.patience import patiently
from releve.roster.actions.swaps import (
    ExchangeRefusedError,
    hold,
    prepared_for,
    published,
    ruling,
)
from releve.roster.actions.telling import tell
from releve.roster.actions.versions import ATTEMPTS, StaleRosterError
from releve.roster.actions.wishes import check_own
from releve.roster.engine.live import edits_for
from releve.roster.engine.problem import WEEKDAYS
from releve.roster.models import OpenShift, OptIn, Roster, Version, Volunteer
from releve.roster.queries.edits import live_judge
from releve.roster.queries.exchanges import (
    may_take,
    openings_in,
    recent_extras,
    starts_at,
    suits,
    volunteers_of,
)
from releve.roster.vocabulary import ALLOTMENTS
from releve.shifts.faults import ShiftsError

COVER = "cover"
"""Why a shift changes, as ``shifts`` has it: for the cover."""

SEEDS = 2**31
GIVEN_UP_SECONDS = 60
"""Who said yes first settles it; where she has not by then, whoever comes next does."""


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
    """Offer a shift of a published month to those who want to hear of such offers.

    They are told, save in the hours in which each wants to be left alone. Raises
    ExchangeRefusedError and NotAllowedError.
    """
    check_at(actor, Permission.MANAGE_ROSTER, roster.unit)
    version = published(roster)
    _check_post(version, post, way=way, closes_at=closes_at, at=at)
    with transaction.atomic():
        held = hold(roster)
        opening = OpenShift.objects.create(
            hospital_id=held.hospital_id,
            roster=held,
            **vars(post),
            way=way,
            seed=secrets.randbelow(SEEDS),
            opened_at=at,
            opened_by=account_of(actor),
            closes_at=closes_at,
        )
        note_opening(actor, "roster.opening.open", opening)
        told = [
            one for one in _listening(held, at) if suits(version.demand.problem, opening, one.code)
        ]
        _tell(opening, "opening_offered", told, actor=actor, at=at)
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
        held = _held(opening)
        there = next((one for one in volunteers_of(held) if one.person_id == person.pk), None)
        if held.state == "filled" and held.filled_by_id != person.pk and there is None:
            _tell(held, "opening_filled", [person], actor=actor, at=at)
        elif held.state == "open" and there is None:
            _check_taking(held, person, at)
            there = _enlist(held, person, actor=actor, at=at)
    if held.state == "open" and held.way == "first" and _is_turn_of(held, there, at):
        by = ruling(held.opened_by, held.roster.unit)
        return held if by is None else _settle(held, actor=by, at=at)
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
        held = _held(opening)
        if held.state != "open":
            raise ExchangeRefusedError(held.state)
        for one in volunteers_of(held):
            if one.person_id == person.pk:
                one.withdrawn_at = at
                one.save(update_fields=["withdrawn_at"])
                note_volunteer(actor, "roster.volunteer.withdraw", one)


@needs(Permission.MANAGE_ROSTER)
def allot_shift(opening: OpenShift, *, actor: Actor, at: datetime) -> OpenShift:
    """Give an open shift to one of its volunteers, by the way that was chosen when it opened.

    Of those whom the law allows: who had the fewest extra shifts of late, equal ones by the
    draw of its seed; or who said so first. Raises ExchangeRefusedError (*window* before its
    end, *nobody* where nobody may take it) and NotAllowedError.
    """
    check_at(actor, Permission.MANAGE_ROSTER, opening.roster.unit)
    if opening.way == "fewest" and at < opening.closes_at:
        raise ExchangeRefusedError("window")
    return _settle(opening, actor=actor, at=at)


@needs(Permission.MANAGE_ROSTER)
def close_opening(opening: OpenShift, *, actor: Actor, at: datetime) -> OpenShift:
    """No longer offer a shift: those who would have taken it are told. Twice is once.

    Raises ExchangeRefusedError where it is filled, and NotAllowedError.
    """
    check_at(actor, Permission.MANAGE_ROSTER, opening.roster.unit)
    with transaction.atomic():
        held = _held(opening)
        if held.state == "filled":
            raise ExchangeRefusedError("filled")
        if held.state == "open":
            held.state, held.ended_at = "closed", at
            held.save(update_fields=["state", "ended_at"])
            note_opening(actor, "roster.opening.close", held)
            waiting = [one.person for one in volunteers_of(held)]
            _tell(held, "opening_closed", waiting, actor=actor, at=at)
    return held


@needs(SIGNED_IN)
def set_offers(  # noqa: PLR0913 - what she wants, each by its name
    person: Person,
    *,
    wants: bool,
    quiet_from: time | None = None,
    quiet_to: time | None = None,
    quiet_weekdays: Sequence[str] = (),
    actor: Actor,
    at: datetime,
) -> OptIn:
    """Say whether one wants to hear of open shifts, and when one is not to be told.

    Raises ExchangeRefusedError where the quiet hours have one end only or a weekday is none,
    and NotAllowedError to anybody but the person herself.
    """
    check_own(actor, person)
    if (quiet_from is None) != (quiet_to is None) or not set(quiet_weekdays) <= set(WEEKDAYS):
        raise ExchangeRefusedError("quiet")
    with transaction.atomic():
        Person.objects.for_hospital(person.hospital_id).select_for_update(no_key=True).get(
            pk=person.pk
        )
        row, _is_new = OptIn.objects.for_hospital(person.hospital_id).update_or_create(
            person=person,
            defaults={
                "hospital_id": person.hospital_id,
                "wants": wants,
                "quiet_from": quiet_from,
                "quiet_to": quiet_to,
                "quiet_weekdays": "+".join(one for one in WEEKDAYS if one in quiet_weekdays),
                "set_at": at,
            },
        )
        note_opt_in(actor, row)
    return row


# -- who gets it ---------------------------------------------------------------------------------


def in_order(
    opening: OpenShift, waiting: Sequence[Volunteer], extras: dict[int, int]
) -> list[Volunteer]:
    """Return volunteers in the order in which a shift is theirs; the same again for a seed.

    An order for one shift only, worked out when it is allotted and kept nowhere.
    """
    if opening.way == "first":
        return sorted(waiting, key=lambda one: one.pk)
    drawn = sorted(waiting, key=lambda one: one.person_id)
    Random(opening.seed).shuffle(drawn)  # noqa: S311 - a draw that can be made again, no secret
    return sorted(drawn, key=lambda one: extras[one.person_id])


def _settle(opening: OpenShift, *, actor: Actor, at: datetime) -> OpenShift:
    """Give it to the first in order whom the law allows, again where the month moved meanwhile."""
    for _attempt in range(ATTEMPTS):
        try:
            return _settled(opening, actor, at)
        except StaleRosterError:
            continue
    raise ExchangeRefusedError("busy")


def _settled(opening: OpenShift, actor: Actor, at: datetime) -> OpenShift:
    waiting = volunteers_of(opening)
    version = published(opening.roster)
    found = _candidate(opening, version, waiting, at)
    prepared = None if found is None else _prepared(opening, version, found, at)
    with transaction.atomic():
        held = _held(opening)
        if held.state != "open":
            return held
        others = volunteers_of(held)
        if _is_other(held, waiting, others, found):
            raise StaleRosterError
        if found is None or prepared is None:
            raise ExchangeRefusedError("nobody")
        _fill(held, found, prepared, others, actor=actor, at=at)
    return held


def _is_other(
    opening: OpenShift,
    before: Sequence[Volunteer],
    now: Sequence[Volunteer],
    found: Volunteer | None,
) -> bool:
    """Whether those who volunteer now could change who is given the shift."""
    if opening.way == "first":
        return found is not None and found.pk not in {one.pk for one in now}
    return [one.pk for one in before] != [one.pk for one in now]


def _candidate(
    opening: OpenShift, version: Version, waiting: Sequence[Volunteer], at: datetime
) -> Volunteer | None:
    if starts_at(version.demand.problem, opening.day, opening.shift) <= at:
        raise ExchangeRefusedError("past")
    people = [one.person for one in waiting]
    extras = recent_extras(people, opening.hospital_id, today=timezone.localdate(at))
    order = in_order(opening, waiting, extras)
    return next((one for one in order if may_take(version, opening, one.person.code)), None)


def _prepared(opening: OpenShift, version: Version, one: Volunteer, at: datetime) -> Prepared:
    edits = edits_for([opening.move(one.person.code)], live_judge(version))
    return prepared_for(version, edits, at)


def _fill(
    opening: OpenShift,
    one: Volunteer,
    prepared: Prepared,
    waiting: Sequence[Volunteer],
    *,
    actor: Actor,
    at: datetime,
) -> None:
    try:
        write_change(prepared, actor=actor, reason=COVER, agreed_by=[one.person])
    except ShiftsError:  # a closed month, or a change that somebody has answered for
        raise ExchangeRefusedError("month") from None
    opening.state, opening.filled_by, opening.ended_at = "filled", one.person, at
    opening.save(update_fields=["state", "filled_by", "ended_at"])
    note_opening(actor, "roster.opening.fill", opening)
    _tell(opening, "opening_yours", [one.person], actor=actor, at=at)
    others = [other.person for other in waiting if other.person_id != one.person_id]
    _tell(opening, "opening_filled", others, actor=actor, at=at)


# -- inside --------------------------------------------------------------------------------------


def _check_post(
    version: Version, post: Post, *, way: str, closes_at: datetime, at: datetime
) -> None:
    problem = version.demand.problem
    known = problem.starts_on <= post.day <= problem.ends_on
    if way not in ALLOTMENTS or not known or post.shift not in problem.shift_by_code:
        raise ExchangeRefusedError("shift")
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


def _held(opening: OpenShift) -> OpenShift:
    """Return an open shift as it stands; its period is held first, always in this order."""
    hold(opening.roster)
    return (
        openings_in(opening.hospital_id)
        .select_for_update(of=("self",), no_key=True)
        .get(pk=opening.pk)
    )


def _listening(roster: Roster, at: datetime) -> Iterator[Person]:
    local = timezone.localtime(at)
    wanting = OptIn.objects.for_hospital(roster.hospital_id).filter(
        wants=True, person__unit=roster.unit_id
    )
    for one in wanting.select_related("person").order_by("person"):
        if one.may_be_told(local):
            yield one.person


def _tell(
    opening: OpenShift, code: str, persons: Sequence[Person], *, actor: Actor, at: datetime
) -> None:
    tell(persons, code, opening.facts, actor=actor, at=at)
